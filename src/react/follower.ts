import { QueryObserver, type QueryClient } from '@tanstack/react-query';
import { isFinal } from '../protocol/index.ts';
import type { AiJobClient, JobHandle, Tracking } from '../client/index.ts';
import { jobKey, jobQuery } from './jobQuery.ts';

/**
 * Follows jobs that nobody looks at: when its last observer leaves,
 * react-query stops polling, so each live job keeps one here.
 */
export interface Follower {
	/** Follows a job until it is final, or asking is of no use. */
	follow: ( job: JobHandle ) => void;
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

	/** When the machine wakes, or somebody asks; also what timed out, which may be finished by now. */
	const lookAtAll = () =>
		jobs.forEach( ( { id } ) =>
			cache.refetchQueries(
				{ queryKey: jobKey( id ) },
				{ cancelRefetch: false }
			)
		);
	let stopWaking = () => {};

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

	return {
		follow( job ) {
			if ( ! jobs.has( job.id ) ) {
				jobs.set( job.id, job );
				observe( job );
			}
		},
		pause() {
			stopWaking();
			stops.forEach( ( stop ) => stop() );
			stops.clear();
		},
		resume() {
			jobs.forEach( ( job ) => stops.has( job.id ) || observe( job ) );
			stopWaking = client.polling.onWake( lookAtAll );
		},
	};
}
