import { useEffect, useState } from 'react';
import type { EditorSettings } from './settings.ts';

/**
 * Whether the site has jobs of the author for a post, as the post is opened:
 * then it pays to load what can show them. What asks is small, since every
 * editor has it; it does not read the jobs.
 *
 * @param settings What the plugin printed.
 * @param postId   Undefined where no post is edited.
 * @return False also where the site does not answer: a job that is not shown is not lost, the next opening asks again.
 */
export function useHasJobs(
	{ restRoot, nonce }: EditorSettings,
	postId: number | undefined
): boolean {
	const [ hasJobs, setHasJobs ] = useState( false );
	useEffect( () => {
		setHasJobs( false );
		if ( postId === undefined ) {
			return;
		}
		const url = new URL( `${ restRoot }wp-ai-jobs/v1/jobs` );
		url.searchParams.set( 'post', String( postId ) );
		const controller = new AbortController();
		fetch( url, {
			headers: { 'X-WP-Nonce': nonce },
			signal: controller.signal,
		} )
			.then( ( answer ) => answer.json() )
			.then(
				( jobs: unknown ) =>
					setHasJobs( Array.isArray( jobs ) && jobs.length > 0 ),
				() => {}
			);
		return () => controller.abort();
	}, [ restRoot, nonce, postId ] );
	return hasJobs;
}
