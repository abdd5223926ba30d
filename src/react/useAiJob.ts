import {
	onlineManager,
	skipToken,
	useMutation,
	useQuery,
} from '@tanstack/react-query';
import { useCallback, useId, useMemo, useSyncExternalStore } from 'react';
import {
	jobTypeName,
	type JobInput,
	type JobResult,
	type JobTypeRef,
} from '../client/index.ts';
import { useAiJobs } from './AiJobsProvider.tsx';
import { jobKey, jobQuery } from './jobQuery.ts';
import { createJobLifecycle } from './jobLifecycle.ts';
import type { AiJob, JobState } from './jobState.ts';
import { readJobState, toAiJobError } from './readJobState.ts';
import { slotKey, type Intent, type Slot } from './slot.ts';

const EMPTY = { phase: 'empty' } as const;

export interface UseAiJobOptions {
	/**
	 * Names the place that the job belongs to, e.g. a block's id. A component
	 * that mounts later with the same type and key finds the job again.
	 *
	 * @default a place of this component alone, gone when it unmounts
	 */
	readonly key?: string | undefined;
	/**
	 * The next start leaves a result of before on the server, for who shows
	 * earlier results: acknowledge it with the client when it may go.
	 *
	 * @default false: a start acknowledges the result that it replaces
	 */
	readonly keepsResults?: boolean | undefined;
}

/**
 * Starts a job and follows it to its end.
 *
 * What comes back is one union on `status`, the connection beside it, and the
 * actions. It re-renders when one of these has changed, not with each poll.
 * The job goes on when the component unmounts.
 *
 * @param type    A built-in type's name, or a type declared once with `defineJobType`.
 * @param options Where the job belongs.
 * @example
 * const job = useAiJob( 'content', { key: clientId } );
 * <button onClick={ () => job.start( { prompt } ) }>Generate now</button>
 * { job.status === 'completed' && <p>{ job.result.content }</p> }
 */
export function useAiJob< const Ref extends JobTypeRef >(
	type: Ref,
	{ key, keepsResults = false }: UseAiJobOptions = {}
): AiJob< JobInput< Ref >, JobResult< Ref > > {
	type Input = JobInput< Ref >;
	type Result = JobResult< Ref >;

	const { client, cache, follower } = useAiJobs();
	const ownKey = useId();
	const name = jobTypeName( type );
	const place = useMemo(
		() => slotKey( name, key ?? ownKey ),
		[ name, key, ownKey ]
	);

	const { data: slot = EMPTY } = useQuery< Slot< Input, Result > >(
		{
			queryKey: place,
			queryFn: skipToken,
			staleTime: Infinity,
			gcTime: Infinity,
			// It holds schemas, which are compared by identity.
			structuralSharing: false,
		},
		cache
	);

	const { data: view, error } = useQuery(
		slot.phase === 'started'
			? {
					...jobQuery( client, slot.job ),
					select: ( tracking ) =>
						readJobState( slot, tracking, client ),
				}
			: { queryKey: jobKey( '' ), queryFn: skipToken },
		cache
	);

	const lifecycle = useMemo(
		() =>
			createJobLifecycle< Input, Result >( {
				client,
				cache,
				follower,
				place,
				keepsResults,
			} ),
		[ client, cache, follower, place, keepsResults ]
	);
	// The callbacks of mutate() itself would be lost on unmount; these are not.
	const { mutate } = useMutation(
		{
			mutationFn: ( {
				input,
				options,
				idempotencyKey,
			}: Intent< Input > ) =>
				client.start( type, input, { ...options, idempotencyKey } ),
			onSuccess: ( started, intent ) =>
				lifecycle.settleStart( intent, started ),
			onError: ( reason, intent ) =>
				lifecycle.refuseStart( intent, toAiJobError( reason ) ),
		},
		cache
	);
	const actions = useMemo(
		() => lifecycle.actions( mutate ),
		[ lifecycle, mutate ]
	);

	const isOnline = useSyncExternalStore(
		useCallback( ( onChange ) => onlineManager.subscribe( onChange ), [] ),
		() => onlineManager.isOnline(),
		() => true
	);
	const connection = isOnline ? ( view?.connection ?? 'online' ) : 'offline';

	const state = useMemo( (): JobState< Result > => {
		switch ( slot.phase ) {
			case 'empty':
				return { status: 'idle' };
			case 'starting':
				return {
					status: 'starting',
					startedAtMs: slot.intent.startedAtMs,
				};
			case 'refused':
				return { status: 'failed', id: null, error: slot.error };
			case 'started':
				return error
					? {
							status: 'failed',
							id: slot.job.id,
							error: toAiJobError( error ),
						}
					: ( view?.state ?? {
							status: 'starting',
							startedAtMs: slot.intent.startedAtMs,
						} );
		}
	}, [ slot, view, error ] );

	const input = slot.phase === 'empty' ? null : slot.intent.input;
	return useMemo(
		() => ( { ...state, ...actions, input, connection } ),
		[ state, actions, input, connection ]
	);
}
