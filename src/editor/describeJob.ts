import { __ } from '@wordpress/i18n';
import { connectionText, queueText } from '../components/JobProgress/index.ts';
import type { Connection, JobState } from '../react/index.ts';

/**
 * What a job is at, in a sentence or two.
 *
 * @param job The job.
 */
export function describeJob(
	job: JobState< unknown > & { readonly connection: Connection }
): string {
	switch ( job.status ) {
		case 'idle':
			return '';
		case 'starting':
		case 'pending':
		case 'processing':
			if ( job.connection !== 'online' ) {
				return connectionText( job.connection );
			}
			return job.status === 'pending' && job.queuePosition !== null
				? queueText( job.queuePosition )
				: __( 'under way', 'wp-ai-jobs' );
		case 'completed':
			return __( 'ready to be used', 'wp-ai-jobs' );
		case 'timed-out':
			return __(
				'takes longer than expected. It may still complete.',
				'wp-ai-jobs'
			);
		case 'cancelled':
			return job.mayBeBilled
				? __( 'stopped. The provider may charge for it.', 'wp-ai-jobs' )
				: __( 'stopped before anything was asked.', 'wp-ai-jobs' );
		case 'failed':
		case 'expired':
			return [
				job.error.message,
				job.error.mayBeBilled &&
					__(
						'The provider may charge for this attempt; trying again asks it once more.',
						'wp-ai-jobs'
					),
			]
				.filter( Boolean )
				.join( ' ' );
	}
}
