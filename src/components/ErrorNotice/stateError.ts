import { __ } from '@wordpress/i18n';
import { AiJobError } from '../../protocol/index.ts';
import type { JobState } from '../../react/index.ts';

/**
 * Why a job has no result, or none yet; null where nothing is wrong.
 *
 * @param job The job's state.
 */
export function stateError( job: JobState< unknown > ): AiJobError | null {
	switch ( job.status ) {
		case 'failed':
		case 'expired':
			return job.error;
		case 'timed-out':
			return new AiJobError(
				'timed_out',
				__( 'This takes longer than expected.', 'wp-ai-jobs' )
			);
		case 'cancelled':
			return new AiJobError(
				'cancelled',
				__( 'The job was stopped.', 'wp-ai-jobs' ),
				{
					mayBeBilled: job.mayBeBilled,
				}
			);
		default:
			return null;
	}
}

/**
 * How grave the notice of a job's state is.
 *
 * @param status The job's.
 */
export function noticeStatus(
	status: JobState< unknown >[ 'status' ]
): 'error' | 'warning' | 'info' {
	switch ( status ) {
		case 'failed':
		case 'expired':
			return 'error';
		case 'cancelled':
			return 'info';
		default:
			return 'warning';
	}
}
