import { useSelect } from '@wordpress/data';

/** The post that is being edited. */
export interface EditedPost {
	readonly id: number;
	readonly title: string;
}

/**
 * The post that is being edited; null where it is something else, e.g. a
 * template. The store is asked by its name: its package as a dependency would
 * make WordPress load the post editor wherever there are blocks.
 */
export function usePost(): EditedPost | null {
	const { id, title } = useSelect( ( _select, registry ) => {
		const editor = registry.select( 'core/editor' );
		return {
			id: editor?.[ 'getCurrentPostId' ]?.() as unknown,
			title: editor?.[ 'getEditedPostAttribute' ]?.( 'title' ) as unknown,
		};
	}, [] );
	return typeof id === 'number'
		? { id, title: typeof title === 'string' ? title : '' }
		: null;
}
