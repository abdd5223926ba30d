import { isAiJobError, AiJobError } from '../protocol/index.ts';
import {
	connectionOf,
	jobError,
	type AiJobClient,
	type Connection,
	type Tracking,
} from '../client/index.ts';
import type { JobState } from './jobState.ts';
import type { Slot } from './slot.ts';

/** What the hook reads of a job's cache entry; everything that changes with each check is left out. */
export type JobView< Result > = {
	/** At the last check; `online` once nothing is asked any more. */
	readonly connection: Connection;
	readonly state: JobState< Result >;
};

type Started< Input, Result > = Extract<
	Slot< Input, Result >,
	{ phase: 'started' }
>;

/**
 * What a job that was started is now.
 *
 * @param slot     Where it stands.
 * @param tracking What is known of it.
 * @param client   Reads the result, and knows the cutoff.
 */
export function readJobState< Input, Result >(
	{ job, intent, abandoned }: Started< Input, Result >,
	tracking: Tracking,
	client: AiJobClient
): JobView< Result > {
	const { id } = job;
	const { startedAtMs } = intent;
	const snapshot =
		tracking.snapshot && client.readResult( tracking.snapshot, job );
	const settled = ( state: JobState< Result > ): JobView< Result > => ( {
		connection: 'online',
		state,
	} );

	switch ( snapshot?.status ) {
		case 'completed':
			return settled( {
				status: 'completed',
				id,
				result: snapshot.result,
			} );
		case 'failed':
		case 'expired':
			return settled( {
				status: snapshot.status,
				id,
				error: jobError( snapshot ),
			} );
	}
	const partialResult = snapshot?.partialResult ?? null;
	if ( snapshot?.status === 'cancelled' || abandoned ) {
		return settled( {
			status: 'cancelled',
			id,
			partialResult,
			mayBeBilled:
				snapshot?.status !== 'cancelled' || snapshot.mayBeBilled,
		} );
	}
	if ( client.polling.next( tracking, job ).action === 'stop' ) {
		return settled( {
			status: 'timed-out',
			id,
			partialResult,
			startedAtMs,
		} );
	}
	return {
		connection: connectionOf( tracking, true ),
		state: {
			status: snapshot?.status ?? 'pending',
			id,
			progress: snapshot?.progress ?? null,
			partialResult,
			attempt: snapshot?.attempt ?? 0,
			queuePosition: snapshot?.queuePosition ?? null,
			startedAtMs,
		},
	};
}

/**
 * The error class for whatever was thrown.
 *
 * @param error What was caught.
 */
export function toAiJobError( error: unknown ): AiJobError {
	return isAiJobError( error )
		? error
		: new AiJobError( 'internal', String( error ), { cause: error } );
}
