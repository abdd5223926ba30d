import type { QueryClient } from '@tanstack/react-query';
import { isFinal, type FoundJob } from '../protocol/index.ts';
import type { AiJobClient, JobNews, Tracking } from '../client/index.ts';
import type { Follower } from './follower.ts';
import { jobKey } from './jobQuery.ts';
import { POSTS_KEY, postKey } from './postKey.ts';
import { SLOTS_KEY, type Slot } from './slot.ts';

/**
 * Does here what was done in another tab.
 *
 * @param news     What was done.
 * @param client   Begins to follow.
 * @param cache    Holds what is known.
 * @param follower Follows.
 */
export function settleNews(
	news: JobNews,
	client: AiJobClient,
	cache: QueryClient,
	follower: Follower
): void {
	const places = ( id: string ) =>
		cache
			.getQueriesData< Slot< unknown, unknown > >( {
				queryKey: SLOTS_KEY,
			} )
			.flatMap( ( [ key, slot ] ) =>
				slot?.phase === 'started' && slot.job.id === id
					? [ { key, slot } ]
					: []
			);

	switch ( news.kind ) {
		case 'started':
			// The list tells what was asked for, too.
			if ( news.postId !== null ) {
				void cache.invalidateQueries( {
					queryKey: postKey( news.postId ),
				} );
			}
			return;
		case 'acknowledged':
			places( news.id ).forEach( ( { key } ) =>
				cache.setQueryData( key, { phase: 'empty' } )
			);
			cache.removeQueries( { queryKey: jobKey( news.id ) } );
			cache.setQueriesData< readonly FoundJob[] >(
				{ queryKey: POSTS_KEY },
				( jobs ) => jobs?.filter( ( { id } ) => id !== news.id )
			);
			return;
		case 'seen':
			for ( const snapshot of news.snapshots ) {
				const known = cache.getQueryData< Tracking >(
					jobKey( snapshot.id )
				)?.snapshot;
				const runsAgain =
					known &&
					isFinal( known.status ) &&
					! isFinal( snapshot.status ) &&
					Date.parse( snapshot.serverTime ) >
						Date.parse( known.serverTime );
				if ( runsAgain ) {
					places( snapshot.id ).forEach( ( { slot: { job } } ) => {
						cache.setQueryData< Tracking >( jobKey( job.id ), {
							...client.polling.begin( job ),
							snapshot,
						} );
						follower.follow( job );
					} );
				}
			}
	}
}
