import { Button } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { JobActions, JobState } from '../../react/index.ts';
import { ErrorNotice } from './ErrorNotice.tsx';
import { retryTime } from './retryTime.ts';
import { noticeStatus } from './stateError.ts';
import type { ErrorNoticeProps } from './types.ts';

export interface JobNoticeProps extends Omit<
	ErrorNoticeProps,
	'status' | 'retryTimeMs' | 'onRetry' | 'onKeepWaiting' | 'children'
> {
	readonly job: JobState< unknown > &
		Pick< JobActions< never >, 'cancel' | 'retry' | 'keepWaiting' >;
}

/** Why a job has no result, or none yet, with what its owner can do. */
export function JobNotice( { job, ...notice }: JobNoticeProps ) {
	return (
		<ErrorNotice
			{ ...notice }
			status={ noticeStatus( job.status ) }
			retryTimeMs={
				job.status === 'failed' ? retryTime( job.error ) : null
			}
			onRetry={ job.retry }
			onKeepWaiting={ job.keepWaiting }
		>
			{ job.status === 'timed-out' && (
				<Button
					__next40pxDefaultSize
					variant="secondary"
					onClick={ job.cancel }
				>
					{ __( 'Stop', 'wp-ai-jobs' ) }
				</Button>
			) }
		</ErrorNotice>
	);
}
