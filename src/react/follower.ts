import { QueriesObserver, type QueryClient } from '@tanstack/react-query';
import type { JobSnapshot } from '../protocol/index.ts';
import type { AiJobClient, JobHandle } from '../client/index.ts';
import { isEnd, jobKey, jobQuery, stateOf } from './jobQuery.ts';
import { EMPTY, SLOTS_KEY, type Slot } from './slot.ts';

/**
 * Follows jobs that nobody looks at: when its last observer leaves,
 * react-query stops polling, so each job keeps one here until it goes.
 */
export interface Follower {
	/** Goes on with a job from what is known of it, with a cutoff of its own. */
	follow: ( job: JobHandle, snapshot: JobSnapshot | null ) => void;
	/** Looks at a job at once. */
	check: ( id: string ) => Promise< void >;
	/** Polls, and listens, until the function that is returned is called; then remembers what to go on with. */
	resume: () => () => void;
}

/**
 * Makes the follower of one provider.
 *
 * @param client Asks.
 * @param cache  Holds what is known.
 */
export function createFollower(
	client: AiJobClient,
	cache: QueryClient
): Follower {
	const jobs = new Map< string, JobHandle >();
	const observer = new QueriesObserver( cache, [] );
	const observe = () =>
		observer.setQueries(
			[ ...jobs.values() ].map( ( job ) =>
				jobQuery( client, cache, job )
			)
		);

	const check = ( id: string ) =>
		cache.refetchQueries(
			{ queryKey: jobKey( id ) },
			{ cancelRefetch: false }
		);

	/** Asking again may be of use, also of what timed out: it may be finished by now. */
	const isOpen = ( id: string ) => {
		const { error, data } = stateOf( cache, id ) ?? {};
		return ! error && ! isEnd( data?.snapshot );
	};
	const look = ( ids?: readonly string[] ) =>
		jobs.forEach( ( _job, id ) => {
			if ( ids ? ids.includes( id ) : isOpen( id ) ) {
				void check( id );
			}
		} );

	const leave = ( acknowledged: string ) => {
		jobs.delete( acknowledged );
		observe();
		cache.setQueriesData< Slot< unknown, unknown > >(
			{ queryKey: SLOTS_KEY },
			( slot ) =>
				slot?.phase === 'started' && slot.job.id === acknowledged
					? EMPTY
					: slot
		);
	};

	return {
		check,
		follow( job, snapshot ) {
			const { id } = job;
			const queryKey = jobKey( id );
			// A check that is under way knows less than the answer to a stop.
			void cache.cancelQueries( { queryKey } );
			cache.setQueryData(
				queryKey,
				client.polling.begin( { id, snapshot } )
			);
			jobs.set( id, job );
			observe();
		},
		resume() {
			const stops = [
				observer.subscribe( () => {} ),
				client.polling.onWake( look ),
				client.polling.onNews(
					( news ) => news.kind === 'acknowledged' && leave( news.id )
				),
			];
			return () => stops.forEach( ( stop ) => stop() );
		},
	};
}
