import { QueryClient } from '@tanstack/react-query';
import {
	createContext,
	useContext,
	useEffect,
	useMemo,
	useState,
	type ReactNode,
} from 'react';
import type { AiJobClient } from '../client/index.ts';
import { createFollower, type Follower } from './follower.ts';

/** What the provider brings. */
export interface AiJobs {
	readonly client: AiJobClient;
	readonly cache: QueryClient;
	readonly follower: Follower;
}

const AiJobsContext = createContext< AiJobs | null >( null );

export interface AiJobsProviderProps {
	/** Starts and follows the jobs. */
	readonly client: AiJobClient;
	/**
	 * The host's react-query client, to share its cache and devtools.
	 *
	 * @default a client of the provider's own
	 */
	readonly queryClient?: QueryClient | undefined;
	readonly children?: ReactNode;
}

/**
 * Brings the client to the hooks below it, and follows every job that they
 * start, also while no component looks at it.
 *
 * @example
 * <AiJobsProvider client={ client }><Editor /></AiJobsProvider>
 */
export function AiJobsProvider( {
	client,
	queryClient,
	children,
}: AiJobsProviderProps ) {
	const [ ownCache ] = useState( () => new QueryClient() );
	const cache = queryClient ?? ownCache;
	const value = useMemo(
		() => ( { client, cache, follower: createFollower( client, cache ) } ),
		[ client, cache ]
	);
	useEffect( () => {
		cache.mount();
		const pause = value.follower.resume();
		return () => {
			pause();
			cache.unmount();
		};
	}, [ cache, value ] );
	return (
		<AiJobsContext.Provider value={ value }>
			{ children }
		</AiJobsContext.Provider>
	);
}

/** What the provider brings; an error where there is none. */
export function useAiJobs(): AiJobs {
	const value = useContext( AiJobsContext );
	if ( ! value ) {
		throw new Error( 'useAiJob needs an <AiJobsProvider> above it.' );
	}
	return value;
}

/**
 * The provider's client, for what is no part of a job's way: importing an
 * image, acknowledging a result that was kept.
 *
 * @example
 * const client = useAiJobClient();
 * const image = await client.importImage( client.job( 'image', id ), 0, { alt } );
 */
export function useAiJobClient(): AiJobClient {
	return useAiJobs().client;
}
