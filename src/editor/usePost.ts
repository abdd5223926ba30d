import { useSelect } from '@wordpress/data';
import type { JobContext } from '../protocol/index.ts';

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

/** The wire's limit, in characters. */
const MAX_TITLE_LENGTH = 500;

/**
 * What a job is told of the post that it is for.
 *
 * @param post Null where there is none.
 */
export const toContext = ( post: EditedPost | null ): JobContext =>
	post
		? { postId: post.id, title: post.title.slice( 0, MAX_TITLE_LENGTH ) }
		: {};
