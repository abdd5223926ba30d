import { __, sprintf } from '@wordpress/i18n';

/**
 * Where a job stands that waits for a free place.
 *
 * @param position 1 for the next.
 */
export const queueText = ( position: number ): string =>
	position === 1
		? __( 'Waiting: next in line. It starts by itself.', 'wp-ai-jobs' )
		: sprintf(
				/* translators: %d: a place in a line, 2 or more. */
				__(
					'Waiting: number %d in line. It starts by itself.',
					'wp-ai-jobs'
				),
				position
			);

/** The same, said once: not each step of the line is worth an interruption. */
export const inLine = () =>
	__( 'Waiting in line. It starts by itself.', 'wp-ai-jobs' );
