import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { Capabilities } from '../protocol/index.ts';
import { useAiJobs } from './AiJobsProvider.tsx';

export type CapabilitiesState = {
	/** Asks again, e.g. after a provider was set up in another tab. */
	readonly refresh: () => void;
} & (
	| { readonly status: 'loading' }
	/** The site cannot tell, or did not answer: a start will. */
	| { readonly status: 'unknown' }
	| { readonly status: 'known'; readonly capabilities: Capabilities }
);

/** 1 min, in ms: an author who comes back from the settings sees what was changed there. */
const STALE_AFTER_MS = 60_000;

/**
 * What the site can do, before the author types: whether a provider is set up,
 * and whether it is a demo. Asked once for all that use it.
 *
 * @param postId The post that it is for: a user may be allowed to edit one post and not another.
 * @example
 * const site = useCapabilities();
 * const canGenerate = site.status !== 'known' || site.capabilities.types.content?.available;
 */
export function useCapabilities( postId?: number ): CapabilitiesState {
	const { client, cache } = useAiJobs();
	const { data, isPending, refetch } = useQuery(
		{
			queryKey: [ 'wp-ai-jobs', 'capabilities', postId ?? null ],
			queryFn: ( { signal } ) =>
				client.capabilities( { signal, postId } ),
			staleTime: ( { state } ) =>
				// Where nothing is set up yet, it may be a moment later.
				Object.values( state.data?.types ?? {} ).some(
					( { available, demo } ) => ! available || demo
				)
					? 0
					: STALE_AFTER_MS,
			retry: false,
		},
		cache
	);
	const refresh = useCallback( () => void refetch(), [ refetch ] );
	return useMemo( () => {
		if ( data ) {
			return { status: 'known', capabilities: data, refresh };
		}
		return { status: isPending ? 'loading' : 'unknown', refresh };
	}, [ data, isPending, refresh ] );
}
