import { __, sprintf } from '@wordpress/i18n';
import type { TypeCapability } from '../../protocol/index.ts';
import type { LiveJobState } from '../JobProgress/index.ts';

/**
 * What a job waits for now.
 *
 * @param status   The job's.
 * @param provider Who writes, where the site tells.
 */
export function waitsFor(
	status: LiveJobState[ 'status' ],
	provider: TypeCapability | null
): string {
	switch ( status ) {
		case 'starting':
			return __( 'Handing the job to the site…', 'wp-ai-jobs' );
		case 'pending':
			return __( 'Waiting for the site to begin…', 'wp-ai-jobs' );
		case 'processing':
			if ( provider?.demo ) {
				return __( 'The demo is writing…', 'wp-ai-jobs' );
			}
			return provider?.label
				? sprintf(
						/* translators: %s: an AI provider's name. */
						__( '%s is writing…', 'wp-ai-jobs' ),
						provider.label
					)
				: __( 'The AI provider is writing…', 'wp-ai-jobs' );
	}
}
