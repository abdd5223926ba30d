// No more of the client than this: every editor loads it.
import { channelName } from '../client/tabs/channelName.ts';
import type { EditorSettings } from './settings.ts';

/**
 * The name under which the tabs of one user on one site share their jobs;
 * undefined where the page does not know its user.
 *
 * @param settings What the plugin printed.
 */
export const tabsName = ( {
	restRoot,
	userId,
}: Pick< EditorSettings, 'restRoot' | 'userId' > ): string | undefined =>
	userId === undefined ? undefined : `${ restRoot } ${ userId }`;

/**
 * Waits until another tab starts a job for a post; until then there is no
 * reason to load anything.
 *
 * @param name   The tabs' name.
 * @param postId The post.
 * @param signal Ends the wait.
 * @return False where the browser cannot tell.
 */
export function startedInOtherTab(
	name: string,
	postId: number,
	signal: AbortSignal
): Promise< boolean > {
	if ( typeof BroadcastChannel === 'undefined' ) {
		return Promise.resolve( false );
	}
	return new Promise( ( resolve ) => {
		const channel = new BroadcastChannel( channelName( name ) );
		const close = () => channel.close();
		signal.addEventListener( 'abort', close, { once: true } );
		channel.addEventListener( 'message', ( { data } ) => {
			const news: unknown = data;
			if (
				typeof news === 'object' &&
				news !== null &&
				'postId' in news &&
				news.postId === postId
			) {
				signal.removeEventListener( 'abort', close );
				close();
				resolve( true );
			}
		} );
	} );
}
