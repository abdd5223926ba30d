import type { Query, QueryFunctionContext } from '@tanstack/react-query';
import { isFinal } from '../protocol/index.ts';
import type { AiJobClient, JobHandle, Tracking } from '../client/index.ts';

/** The cache's key of a job. */
export const jobKey = ( id: string ) => [ 'wp-ai-jobs', 'job', id ] as const;

/**
 * How react-query follows a job: one cache entry a job, whoever looks at it.
 *
 * Failed checks are counted in the data, not by react-query's retryer: with
 * `retry`, one failed poll in a hidden tab would pause polling until the
 * window has focus again.
 *
 * @param client Asks.
 * @param job    The job.
 */
export function jobQuery( client: AiJobClient, job: JobHandle ) {
	type Key = ReturnType< typeof jobKey >;
	type JobQuery = Query< Tracking, Error, Tracking, Key >;

	const turn = ( { state }: JobQuery ) =>
		state.data && state.status !== 'error'
			? client.polling.next( state.data, job )
			: null;
	return {
		queryKey: jobKey( job.id ),
		initialData: () => client.polling.begin( job ),
		queryFn: async ( {
			signal,
			client: cache,
			queryKey,
		}: QueryFunctionContext< Key > ) => {
			const read = () =>
				cache.getQueryData< Tracking >( queryKey ) ??
				client.polling.begin( job );
			const checked = await client.polling.check( read(), { signal } );
			const known = read();
			// A stop that was answered meanwhile is not undone by an older check.
			return known.snapshot && isFinal( known.snapshot.status )
				? known
				: checked;
		},
		// Evaluated more often than it polls, so it has no effects.
		refetchInterval: ( query: JobQuery ) => {
			const next = turn( query );
			// react-query takes 0 for never.
			return next?.action === 'check' && Math.max( next.afterMs, 1 );
		},
		refetchIntervalInBackground: true,
		// The follower looks when the machine wakes.
		refetchOnWindowFocus: false,
		refetchOnReconnect: false,
		refetchOnMount: false,
		retry: false,
		staleTime: Infinity,
		gcTime: Infinity,
	} as const;
}
