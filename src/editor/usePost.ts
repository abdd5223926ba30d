import { useSelect, type DataRegistry } from '@wordpress/data';
import {
	cutText,
	MAX_TITLE_LENGTH,
	type JobContext,
} from '../protocol/index.ts';

/** The post that is being edited. */
export interface EditedPost {
	readonly id: number;
	readonly title: string;
}

/** Reads from the post editor's store, where the page has one. */
const read = ( { select }: DataRegistry, name: string, ...args: string[] ) =>
	select( 'core/editor' )?.[ name ]?.( ...args ) as unknown;

/**
 * Tells what is being edited from everything else that is edited in the same
 * page of the browser: another post, a template, a template part, a pattern.
 * `''` where it is nothing of the kind, e.g. widgets.
 */
export const usePostKey = (): string =>
	useSelect( ( _select, registry ) => {
		const id = read( registry, 'getCurrentPostId' );
		const type = read( registry, 'getCurrentPostType' );
		return id ? `${ String( type ) } ${ String( id ) }` : '';
	}, [] );

/**
 * The post that is being edited; null where it is something else, e.g. a
 * template. The store is asked by its name: its package as a dependency would
 * make WordPress load the post editor wherever there are blocks.
 */
export function usePost(): EditedPost | null {
	const { id, title } = useSelect(
		( _select, registry ) => ( {
			id: read( registry, 'getCurrentPostId' ),
			title: read( registry, 'getEditedPostAttribute', 'title' ),
		} ),
		[]
	);
	return typeof id === 'number'
		? { id, title: typeof title === 'string' ? title : '' }
		: null;
}

/**
 * What a job is told of the post that it is for.
 *
 * @param post Null where there is none.
 */
export const toContext = ( post: EditedPost | null ): JobContext =>
	post
		? { postId: post.id, title: cutText( post.title, MAX_TITLE_LENGTH ) }
		: {};
