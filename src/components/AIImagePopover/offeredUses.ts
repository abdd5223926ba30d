import { __, _n, sprintf } from '@wordpress/i18n';
import type { ImageUse } from './ImageUses.tsx';
import type { AIImagePopoverProps } from './types.ts';

type Handlers = Pick<
	AIImagePopoverProps,
	'onUse' | 'onInsertGallery' | 'onSetFeatured'
>;

/**
 * What the host can do with so many images, and the media library always.
 *
 * @param handlers The host's.
 * @param count    How many are chosen.
 */
export function offeredUses(
	{ onUse, onInsertGallery, onSetFeatured }: Handlers,
	count: number
): ImageUse[] {
	const isOne = count === 1;
	const uses: ImageUse[] = [];
	if ( onUse ) {
		uses.push( {
			label:
				count > 1 && ! onInsertGallery
					? __( 'Use images', 'wp-ai-jobs' )
					: __( 'Use image', 'wp-ai-jobs' ),
			isPossible: onInsertGallery ? isOne : count > 0,
			put: onUse,
			done: null,
		} );
	}
	if ( onInsertGallery ) {
		uses.push( {
			label: __( 'Insert as gallery', 'wp-ai-jobs' ),
			isPossible: count > 1,
			put: onInsertGallery,
			done: null,
		} );
	}
	if ( onSetFeatured ) {
		uses.push( {
			label: __( 'Set as featured image', 'wp-ai-jobs' ),
			isPossible: isOne,
			put: ( [ image ] ) =>
				image === undefined ? false : onSetFeatured( image ),
			// One that is set from a block is one more use of it, not the block's.
			done:
				onUse || onInsertGallery
					? __( 'The image is the featured image now.', 'wp-ai-jobs' )
					: null,
		} );
	}
	uses.push( {
		label: __( 'Add to media library only', 'wp-ai-jobs' ),
		isPossible: count > 0,
		put: () => true,
		done: sprintf(
			/* translators: %d: how many images. */
			_n(
				'%d image is in the media library.',
				'%d images are in the media library.',
				count,
				'wp-ai-jobs'
			),
			count
		),
	} );
	return uses;
}
