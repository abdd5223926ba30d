import { useEffect, useState } from 'react';

/**
 * Asks whether a site has jobs of the author for a post.
 *
 * @param postId The post.
 * @param signal Ends the question.
 */
export type HasJobs = (
	postId: number,
	signal: AbortSignal
) => Promise< boolean >;

/**
 * Whether the site has jobs of the author for a post, as the post is opened:
 * then it pays to load what can show them.
 *
 * @param ask    Asks the site. Stays the same function.
 * @param postId Undefined where no post is edited.
 * @return False also where the site does not answer: a job that is not shown is not lost, the next opening asks again.
 */
export function useHasJobs(
	ask: HasJobs,
	postId: number | undefined
): boolean {
	const [ hasJobs, setHasJobs ] = useState( false );
	useEffect( () => {
		setHasJobs( false );
		if ( postId === undefined ) {
			return;
		}
		const controller = new AbortController();
		ask( postId, controller.signal ).then(
			( has ) => {
				if ( ! controller.signal.aborted ) {
					setHasJobs( has );
				}
			},
			() => {}
		);
		return () => controller.abort();
	}, [ ask, postId ] );
	return hasJobs;
}
