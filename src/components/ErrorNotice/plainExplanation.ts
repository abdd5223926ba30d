import { __ } from '@wordpress/i18n';
import type { AiJobError } from '../../protocol/index.ts';
import type { Explanation } from './types.ts';

/**
 * What an error says of itself, while there are no better words for it.
 *
 * @param error What went wrong.
 */
export const plainExplanation = ( {
	message,
	retryable,
}: AiJobError ): Explanation => ( {
	happened: message,
	safe: __( 'Your prompt is still here.', 'wp-ai-jobs' ),
	next: '',
	remedy: retryable ? 'retry' : 'edit',
} );
