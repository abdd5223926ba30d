import { __, _n, sprintf } from '@wordpress/i18n';

/**
 * What is said when a job is over.
 *
 * @param made  How many images there are.
 * @param asked How many were asked for.
 */
export const readyText = ( made: number, asked: number ) =>
	made === asked
		? sprintf(
				/* translators: %d: how many images. */
				_n(
					'%d image is ready.',
					'%d images are ready.',
					made,
					'wp-ai-jobs'
				),
				made
			)
		: sprintf(
				/* translators: 1: images that are there, 2: images that were asked for. */
				__(
					'%1$d of %2$d images are ready; the others could not be made.',
					'wp-ai-jobs'
				),
				made,
				asked
			);
