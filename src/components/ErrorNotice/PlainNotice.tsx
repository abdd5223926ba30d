import { Button, Notice } from '@wordpress/components';
import { __ } from '@wordpress/i18n';
import type { JobNoticeProps } from './JobNotice.tsx';

/** What stands in for a `JobNotice` that is not there yet, or cannot be had. */
export function PlainNotice( {
	explanation: { happened, safe, remedy },
	job,
	focusRef,
}: JobNoticeProps ) {
	return (
		<Notice status="warning" isDismissible={ false } spokenMessage="">
			<p tabIndex={ -1 } ref={ focusRef }>
				{ happened } { safe }
			</p>
			{ remedy === 'retry' && (
				<Button
					__next40pxDefaultSize
					variant="primary"
					onClick={ job.retry }
				>
					{ __( 'Try again', 'wp-ai-jobs' ) }
				</Button>
			) }
		</Notice>
	);
}
