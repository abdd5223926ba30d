import { QueryObserver, type QueryClient } from '@tanstack/react-query';
import { isFinal } from '../protocol/index.ts';
import type { AiJobClient, JobHandle, Tracking } from '../client/index.ts';
import { jobKey, jobQuery } from './jobQuery.ts';
import { toAiJobError } from './readJobState.ts';
import { settleNews } from './settleNews.ts';

/**
 * Follows jobs that nobody looks at: when its last observer leaves,
 * react-query stops polling, so each live job keeps one here.
 */
export interface Follower {
	/** Follows a job until it is final, or asking is of no use. */
	follow: ( job: JobHandle ) => void;
	/** Acknowledges the result of a job, now or as soon as the server can be told. */
	acknowledge: ( job: JobHandle ) => void;
	/** Whether the result of a job was acknowledged, here or in another tab; a list may have been asked for before. */
	isSettled: ( id: string ) => boolean;
	/** Stops polling, and remembers what to go on with. */
	pause: () => void;
	resume: () => void;
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
	const stops = new Map< string, () => void >();

	const isOver = ( {
		data,
		error,
	}: {
		data: Tracking | undefined;
		error: Error | null;
	} ) =>
		error !== null || ( data?.snapshot && isFinal( data.snapshot.status ) );

	/** Also at what timed out, which may be finished by now. */
	const look = ( ids: Iterable< string > ) => {
		for ( const id of ids ) {
			if ( jobs.has( id ) ) {
				void cache.refetchQueries(
					{ queryKey: jobKey( id ) },
					{ cancelRefetch: false }
				);
			}
		}
	};
	let stopListening = () => {};

	/** Results that the server could not be told of. */
	const owed = new Map< string, JobHandle >();
	const settled = new Set< string >();
	const acknowledge = async ( job: JobHandle ) => {
		settled.add( job.id );
		owed.delete( job.id );
		try {
			await client.acknowledge( job );
		} catch ( error ) {
			const { code, retryable } = toAiJobError( error );
			if ( retryable || code === 'not_logged_in' ) {
				owed.set( job.id, job );
			}
		}
	};
	const onWake = ( ids?: readonly string[] ) => {
		if ( ! ids ) {
			owed.forEach( acknowledge );
		}
		look( ids ?? jobs.keys() );
	};

	const observe = ( job: JobHandle ) => {
		const observer = new QueryObserver( cache, jobQuery( client, job ) );
		const leaveWhenOver = ( result: Parameters< typeof isOver >[ 0 ] ) => {
			if ( isOver( result ) ) {
				stops.get( job.id )?.();
				stops.delete( job.id );
				jobs.delete( job.id );
			}
		};
		stops.set( job.id, observer.subscribe( leaveWhenOver ) );
		leaveWhenOver( observer.getCurrentResult() );
	};

	const follower: Follower = {
		isSettled: ( id ) => settled.has( id ),
		follow( job ) {
			if ( ! jobs.has( job.id ) ) {
				jobs.set( job.id, job );
				observe( job );
			}
		},
		acknowledge,
		pause() {
			stopListening();
			stops.forEach( ( stop ) => stop() );
			stops.clear();
		},
		resume() {
			jobs.forEach( ( job ) => stops.has( job.id ) || observe( job ) );
			const stopWaking = client.polling.onWake( onWake );
			const stopNews = client.polling.onNews( ( news ) => {
				if ( news.kind === 'acknowledged' ) {
					settled.add( news.id );
				}
				settleNews( news, client, cache, follower );
			} );
			stopListening = () => {
				stopWaking();
				stopNews();
			};
		},
	};
	return follower;
}
