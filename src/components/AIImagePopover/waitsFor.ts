import { __, sprintf } from '@wordpress/i18n';
import type { TypeCapability } from '../../protocol/index.ts';
import type { LiveJobState } from '../JobProgress/index.ts';

/** How far an image job is. */
export interface ImageProgress {
	/** Images that are there, or will not come. */
	readonly finished: number;
	readonly asked: number;
}

/**
 * What a job waits for now.
 *
 * @param status   The job's.
 * @param provider Who makes the images, where the site tells.
 * @param progress How far it is.
 */
export function waitsFor(
	status: LiveJobState[ 'status' ],
	provider: TypeCapability | null,
	{ finished, asked }: ImageProgress
): string {
	switch ( status ) {
		case 'starting':
			return __( 'Handing the job to the site…', 'wp-ai-jobs' );
		case 'pending':
			return __( 'Waiting for the site to begin…', 'wp-ai-jobs' );
		case 'processing':
			return asked > 1
				? sprintf(
						/* translators: 1: what is under way, 2: images that are finished, 3: images that were asked for. */
						__( '%1$s %2$d of %3$d finished.', 'wp-ai-jobs' ),
						making( provider ),
						finished,
						asked
					)
				: making( provider );
	}
}

function making( provider: TypeCapability | null ): string {
	if ( provider?.demo ) {
		return __( 'The demo is drawing…', 'wp-ai-jobs' );
	}
	return provider?.label
		? sprintf(
				/* translators: %s: an AI provider's name. */
				__( '%s is drawing…', 'wp-ai-jobs' ),
				provider.label
			)
		: __( 'The AI provider is drawing…', 'wp-ai-jobs' );
}
