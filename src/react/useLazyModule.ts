import { useQuery } from '@tanstack/react-query';
import { useAiJobs } from './AiJobsProvider.tsx';

/** A module that is fetched when it is needed. */
export interface LazyModule< Module > {
	/** Undefined until it is there. */
	readonly module: Module | undefined;
	/** It is under way; without it and the module, it could not be fetched. */
	readonly isLoading: boolean;
	readonly retry: () => void;
}

/**
 * Fetches a module when this is first rendered, once a provider, and again
 * when that failed. What no component needs when it opens is so in a file of
 * its own, as far as a build does that.
 *
 * @param name Tells it from others.
 * @param load Imports it.
 * @example
 * const { module: preview } = useLazyModule( 'preview', () => import( './preview.ts' ) );
 */
export function useLazyModule< Module >(
	name: string,
	load: () => Promise< Module >
): LazyModule< Module > {
	const { cache } = useAiJobs();
	const { data, isFetching, refetch } = useQuery(
		{
			queryKey: [ 'wp-ai-jobs', 'module', name ],
			queryFn: load,
			staleTime: Infinity,
			gcTime: Infinity,
			retry: false,
			structuralSharing: false,
			// It may be in the browser's cache.
			networkMode: 'always',
		},
		cache
	);
	return {
		module: data,
		isLoading: isFetching,
		retry: () => void refetch(),
	};
}
