import { skipToken, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { FoundJob } from '../protocol/index.ts';
import { useAiJobs } from './AiJobsProvider.tsx';
import { toAiJobError } from './readJobState.ts';

const NONE: readonly FoundJob[] = [];

/** Tries after the first, with react-query's growing delays: 1 s, 2 s, 4 s. */
const MAX_RETRIES = 3;

/**
 * The author's jobs of a post that are live, or completed, failed or expired
 * and not acknowledged, as they were when the post was opened; the newest
 * first. Asked once a post, and again when another tab has started a job.
 * Empty until the answer is there, and where the carrier cannot
 * tell.
 *
 * @param postId Null where there is no post.
 * @example
 * const adopt = useAdopt();
 * const jobs = usePostJobs( postId );
 * useEffect( () => jobs.forEach( ( job ) => adopt( 'content', job.id, job ) ), [ jobs, adopt ] );
 */
export function usePostJobs( postId: number | null ): readonly FoundJob[] {
	const { client, cache } = useAiJobs();
	const queryKey = useMemo(
		() => [ 'wp-ai-jobs', 'post', postId ] as const,
		[ postId ]
	);
	useEffect(
		() =>
			client.polling.onNews( ( news ) => {
				if ( news.kind === 'acknowledged' ) {
					cache.setQueryData< readonly FoundJob[] >(
						queryKey,
						( jobs ) => jobs?.filter( ( { id } ) => id !== news.id )
					);
				} else if (
					news.kind === 'started' &&
					news.postId !== null &&
					news.postId === postId
				) {
					// The list tells what was asked for, too.
					void cache.invalidateQueries( { queryKey } );
				}
			} ),
		[ client, cache, queryKey, postId ]
	);
	const { data = NONE } = useQuery(
		{
			queryKey,
			queryFn:
				postId === null
					? skipToken
					: // Without its signal: StrictMode would abort it and ask twice.
						() => client.list( postId ),
			staleTime: Infinity,
			// Nobody listens for what becomes of it.
			gcTime: 0,
			retry: ( failures, error ) =>
				failures < MAX_RETRIES && toAiJobError( error ).retryable,
		},
		cache
	);
	return data;
}
