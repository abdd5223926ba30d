import { onlineManager, skipToken, useQuery } from '@tanstack/react-query';
import { useId, useMemo, useSyncExternalStore } from 'react';
import type { JobInput, JobResult, JobTypeRef } from '../client/index.ts';
import { useAiJobs } from './AiJobsProvider.tsx';
import { jobKey, jobQuery } from './jobQuery.ts';
import { createJobActions } from './jobActions.ts';
import type { AiJob, JobState } from './jobState.ts';
import { readJobState, toAiJobError } from './readJobState.ts';
import { EMPTY, slotKey, type Slot } from './slot.ts';

const onOnlineChange = ( onChange: () => void ) =>
	onlineManager.subscribe( onChange );

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

	const jobs = useAiJobs();
	const { client, cache } = jobs;
	const ownKey = useId();
	const { name } = client.jobType( type );
	const place = useMemo(
		() => slotKey( name, key ?? ownKey ),
		[ name, key, ownKey ]
	);

	const { data: slot = EMPTY } = useQuery< Slot< Input, Result > >(
		{
			queryKey: place,
			queryFn: skipToken,
			gcTime: Infinity,
			// It holds schemas, which are compared by identity.
			structuralSharing: false,
		},
		cache
	);

	const { data: view, error } = useQuery(
		slot.phase === 'started'
			? {
					...jobQuery( client, cache, slot.job ),
					select: ( tracking ) =>
						readJobState( slot, tracking, client ),
				}
			: { queryKey: jobKey( '' ), queryFn: skipToken },
		cache
	);

	const actions = useMemo(
		() =>
			createJobActions< Input, Result >(
				jobs,
				place,
				( { input, options, idempotencyKey } ) =>
					jobs.client.start( type, input, {
						...options,
						idempotencyKey,
					} ),
				keepsResults
			),
		[ jobs, place, type, keepsResults ]
	);

	const isOnline = useSyncExternalStore(
		onOnlineChange,
		() => onlineManager.isOnline(),
		() => true
	);
	const connection = isOnline ? ( view?.connection ?? 'online' ) : 'offline';

	const state = useMemo( (): JobState< Result > => {
		if ( ! slot.intent ) {
			return { status: 'idle' };
		}
		const { startedAtMs } = slot.intent;
		const id = slot.phase === 'started' ? slot.job.id : null;
		const failure = slot.phase === 'refused' ? slot.error : error;
		return failure
			? { status: 'failed', id, error: toAiJobError( failure ) }
			: ( view?.state ?? { status: 'starting', startedAtMs } );
	}, [ slot, view, error ] );

	const input = slot.intent?.input ?? null;
	return useMemo(
		() => ( { ...state, ...actions, input, connection } ),
		[ state, actions, input, connection ]
	);
}
