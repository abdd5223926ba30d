import { __ } from '@wordpress/i18n';
import type { AiJobError } from '../../protocol/index.ts';
import type { JobState } from '../../react/index.ts';
import type { Explanation, Remedy } from '../ErrorNotice/index.ts';

/**
 * Says why a job has no result, whatever it was to make; null where nothing is
 * wrong. The error's own sentence says what happened.
 *
 * @param job The job's state.
 */
export function explainState( job: JobState< unknown > ): Explanation | null {
	switch ( job.status ) {
		case 'failed':
		case 'expired':
			return {
				happened: job.error.message,
				safe: job.error.mayBeBilled ? billing( job.error ) : '',
				next: '',
				remedy: remedyFor( job.error ),
			};
		case 'timed-out':
			return {
				happened: __(
					'This takes longer than expected.',
					'wp-ai-jobs'
				),
				safe: __(
					'The job may still complete: nothing is lost.',
					'wp-ai-jobs'
				),
				next: __( 'Keep waiting, or stop the job.', 'wp-ai-jobs' ),
				remedy: 'keep-waiting',
			};
		case 'cancelled':
			return {
				happened: __( 'The job was stopped.', 'wp-ai-jobs' ),
				safe: job.mayBeBilled ? billing( { retryable: false } ) : '',
				next: '',
				remedy: 'none',
			};
		default:
			return null;
	}
}

const billing = ( { retryable }: Pick< AiJobError, 'retryable' > ) =>
	retryable
		? __(
				'The provider may charge for this attempt; trying again asks it once more.',
				'wp-ai-jobs'
			)
		: __( 'The provider may charge for this attempt.', 'wp-ai-jobs' );

function remedyFor( { code, retryable }: AiJobError ): Remedy {
	switch ( code ) {
		case 'not_logged_in':
			return 'log-in';
		case 'no_provider':
			return 'set-up';
		default:
			return retryable ? 'retry' : 'none';
	}
}
