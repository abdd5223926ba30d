import { useRegistry, useSelect } from '@wordpress/data';
import type { ImportedImage } from '../protocol/index.ts';

/** The featured image of the post that is being edited. */
export interface FeaturedImage {
	/** The attachment's number; null where there is none. */
	readonly id: number | null;
	/** Sets it, as one undo step. */
	readonly set: ( image: ImportedImage ) => void;
}

/**
 * The featured image; null where type of post or theme know none. The stores
 * are asked by their names, as in {@link usePost}.
 */
export function useFeaturedImage(): FeaturedImage | null {
	const registry = useRegistry();
	const { id, isKnown } = useSelect( ( _select, { select } ) => {
		const read = (
			store: string,
			name: string,
			...args: readonly unknown[]
		): unknown => select( store )?.[ name ]?.( ...args );
		const type = read( 'core/editor', 'getCurrentPostType' );
		const { supports } = ( ( typeof type === 'string' &&
			read( 'core', 'getPostType', type ) ) ||
			{} ) as { readonly supports?: { readonly thumbnail?: boolean } };
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
			isKnown:
				supports?.thumbnail === true &&
				( typeof thumbnails === 'boolean'
					? thumbnails
					: thumbnails.includes( type ) ),
		};
	}, [] );
	return isKnown
		? {
				id: typeof id === 'number' && id > 0 ? id : null,
				set( { attachmentId } ) {
					registry
						.dispatch( 'core/editor' )
						[ 'editPost' ]?.( { featured_media: attachmentId } );
				},
			}
		: null;
}
