import { useRegistry, useSelect } from '@wordpress/data';
import type { ImportedImage } from '../protocol/index.ts';

/** The featured image of the post that is being edited. */
export interface FeaturedImage {
	/** The attachment's number; null where there is none. */
	readonly id: number | null;
	/** Sets it, as one undo step; of this post, even if another one is edited by then. */
	readonly set: ( image: ImportedImage ) => void;
}

/**
 * The featured image; null where type of post or theme know none. The stores
 * are asked by their names, as in {@link usePost}.
 */
export function useFeaturedImage(): FeaturedImage | null {
	const registry = useRegistry();
	const { id, type, postId, isKnown } = useSelect(
		( _select, { select } ) => {
			const read = (
				store: string,
				name: string,
				...args: readonly unknown[]
			): unknown => select( store )?.[ name ]?.( ...args );
			const edited = read( 'core/editor', 'getCurrentPostType' );
			const { supports } = ( ( typeof edited === 'string' &&
				read( 'core', 'getPostType', edited ) ) ||
				{} ) as {
				readonly supports?: { readonly thumbnail?: boolean };
			};
			const theme = ( read( 'core', 'getThemeSupports' ) ?? {} ) as {
				readonly 'post-thumbnails'?: boolean | readonly unknown[];
			};
			const thumbnails = theme[ 'post-thumbnails' ] ?? false;
			return {
				id: read(
					'core/editor',
					'getEditedPostAttribute',
					'featured_media'
				),
				type: edited,
				postId: read( 'core/editor', 'getCurrentPostId' ),
				isKnown:
					supports?.thumbnail === true &&
					( typeof thumbnails === 'boolean'
						? thumbnails
						: thumbnails.includes( edited ) ),
			};
		},
		[]
	);
	return isKnown
		? {
				id: typeof id === 'number' && id > 0 ? id : null,
				set( { attachmentId } ) {
					// As the post editor's own `editPost`, which takes the current post.
					registry
						.dispatch( 'core' )
						[ 'editEntityRecord' ]?.( 'postType', type, postId, {
							featured_media: attachmentId,
						} );
				},
			}
		: null;
}
