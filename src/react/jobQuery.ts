import type {
	QueryClient,
	QueryFunctionContext,
	QueryState,
} from '@tanstack/react-query';
import { isFinal, type JobSnapshot } from '../protocol/index.ts';
import type { AiJobClient, JobHandle, Tracking } from '../client/index.ts';

/** The cache's key of a job. */
export const jobKey = ( id: string ) => [ 'wp-ai-jobs', 'job', id ] as const;

/**
 * What the cache holds of a job.
 *
 * @param cache The cache.
 * @param id    The job.
 */
export const stateOf = (
	cache: QueryClient,
	id: string
): QueryState< Tracking > | undefined =>
	cache.getQueryState< Tracking >( jobKey( id ) );

/**
 * Whether a job has ended.
 *
 * @param snapshot What is known of it.
 */
export const isEnd = (
	snapshot: JobSnapshot | null | undefined
): snapshot is JobSnapshot => isFinal( snapshot?.status ?? '' );

/**
 * How react-query follows a job: one cache entry a job, whoever looks at it.
 *
 * Failed checks are counted in the data, not by react-query's retryer: with
 * `retry`, one failed poll in a hidden tab would pause polling until the
 * window has focus again.
 *
 * @param client Asks.
 * @param cache  Holds what is known.
 * @param job    The job.
 */
export function jobQuery(
	client: AiJobClient,
	cache: QueryClient,
	job: JobHandle
) {
	const begin = () => client.polling.begin( job );
	const read = () => stateOf( cache, job.id )?.data ?? begin();
	return {
		queryKey: jobKey( job.id ),
		initialData: begin,
		queryFn: ( { signal }: Pick< QueryFunctionContext, 'signal' > ) =>
			client.polling.check( read(), { signal } ),
		// Evaluated more often than it polls, so it has no effects.
		refetchInterval: () => {
			const next = client.polling.next( read(), job );
			return (
				! stateOf( cache, job.id )?.error &&
				next.action === 'check' &&
				// react-query takes 0 for never.
				Math.max( next.afterMs, 1 )
			);
		},
		refetchIntervalInBackground: true,
		retry: false,
		// The follower looks when the machine wakes; react-query at what ended in an error, when the author comes back.
		staleTime: Infinity,
	} as const;
}
