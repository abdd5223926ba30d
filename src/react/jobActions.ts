import { hashKey } from '@tanstack/react-query';
import type {
	AiJobError,
	AiJobErrorCode,
	JobSnapshot,
} from '../protocol/index.ts';
import type { JobHandle } from '../client/index.ts';
import type { AiJobs } from './AiJobsProvider.tsx';
import { isEnd, stateOf } from './jobQuery.ts';
import type { JobActions } from './jobState.ts';
import { toAiJobError } from './readJobState.ts';
import { EMPTY, type Intent, type Slot } from './slot.ts';

/** What is asked for, and where it belongs. */
type Wish< Input > = Pick< Intent< Input >, 'input' | 'options' >;

/** Answers to a retry that are sure: a job that has failed will not run again. */
const NOT_RETRIED: readonly unknown[] = [
	'unsupported',
	'not_found',
	'conflict',
];

/**
 * What the owner can do with the job of one place, from a wish to its end. All
 * of it works on the cache, so it goes on working when the component that
 * called it is gone.
 *
 * @param jobs         What the provider brings.
 * @param place        The cache's key of the caller's place.
 * @param start        Sends a start.
 * @param keepsResults A result that another start replaces is not acknowledged.
 */
export function createJobActions< Input, Result >(
	{ client, cache, follower: { follow, check } }: AiJobs,
	place: readonly unknown[],
	start: ( intent: Intent< Input > ) => Promise< JobHandle< Result > >,
	keepsResults: boolean
): JobActions< Input > {
	type Place = Slot< Input, Result >;
	type Started = Extract< Place, { phase: 'started' } >;

	const read = (): Place => cache.getQueryData< Place >( place ) ?? EMPTY;
	const write = ( slot: Place ) => cache.setQueryData< Place >( place, slot );

	const known = ( { id }: JobHandle ) =>
		stateOf( cache, id )?.data?.snapshot ?? null;

	const look = ( job: JobHandle, snapshot: JobSnapshot | null ) => {
		follow( job, snapshot );
		return check( job.id );
	};

	const acknowledge = async ( job: JobHandle, when?: Promise< unknown > ) => {
		try {
			await when;
			await client.acknowledge( job );
		} catch {
			// Nothing is left to be done: results go by themselves.
		}
	};

	const cancelJob = async ( slot: Started ) => {
		try {
			follow( slot.job, await client.cancel( slot.job ) );
		} catch ( error ) {
			if ( toAiJobError( error ).code === 'unsupported' ) {
				write( { ...slot, abandoned: true } );
			} else {
				// It may have completed meanwhile: the next check tells.
				await check( slot.job.id );
			}
		}
	};

	const send = (
		wish: Omit< Intent< Input >, 'startedAtMs' >,
		request = start,
		onRefusal = ( error: AiJobError, intent: Intent< Input > ): Place => ( {
			phase: 'refused',
			intent,
			error,
		} )
	) => {
		const intent = { ...wish, startedAtMs: Date.now() };
		write( { phase: 'starting', intent, cancelRequested: false } );
		// Not by useMutation(), which ends with the component.
		void cache
			.getMutationCache()
			.build( cache, { mutationFn: request } )
			.execute( intent )
			.then(
				( job ) => {
					const slot = read();
					const started: Started = {
						phase: 'started',
						intent: { ...intent, replaces: null },
						job,
						abandoned: false,
					};
					follow( job, job.snapshot );
					write( started );
					if ( intent.replaces && intent.replaces.id !== job.id ) {
						void acknowledge( intent.replaces );
					}
					if ( slot.phase === 'starting' && slot.cancelRequested ) {
						void cancelJob( started );
					}
				},
				( error: unknown ) => {
					write( onRefusal( toAiJobError( error ), intent ) );
				}
			);
	};

	/** The job of a place, where it has ended, or where it has not. */
	const jobOf = ( slot: Place, ended: boolean ) =>
		slot.phase === 'started' && isEnd( known( slot.job ) ) === ended
			? slot
			: null;

	const startAnew = ( { input, options }: Wish< Input > ) => {
		const slot = read();
		const replaced = keepsResults ? null : jobOf( slot, true );
		send( {
			input,
			options,
			idempotencyKey: client.idempotencyKey(),
			replaces:
				slot.phase === 'refused'
					? slot.intent.replaces
					: ( replaced?.job ?? null ),
		} );
	};

	/** What is not known for sure is looked at, before anything is paid twice. */
	const lookOrStartAnew = async (
		{ job, intent }: Started,
		refusal?: AiJobErrorCode
	) => {
		await look( job, null );
		const error = stateOf( cache, job.id )?.error;
		const status = known( job )?.status;
		if (
			error
				? toAiJobError( error ).code === 'not_found'
				: NOT_RETRIED.includes( refusal ) &&
					( status === 'failed' || status === 'expired' )
		) {
			startAnew( intent );
		}
	};

	const retryJob = ( slot: Started ) =>
		send(
			slot.intent,
			async () => ( {
				...slot.job,
				snapshot: await client.retry( slot.job ),
			} ),
			( { code } ) => {
				// The answer may be lost, or another tab been quicker.
				void lookOrStartAnew( slot, code );
				return slot;
			}
		);

	return {
		start( input, options = {} ) {
			const slot = read();
			if (
				slot.phase === 'refused' &&
				hashKey( [ slot.intent.input, slot.intent.options ] ) ===
					hashKey( [ input, options ] )
			) {
				// The answer may have been lost and the job be there: the same key finds it.
				send( slot.intent );
			} else if ( slot.phase !== 'starting' ) {
				// A second click while the first is under way is the same wish.
				startAnew( { input, options } );
			}
		},
		cancel() {
			const slot = read();
			const live = jobOf( slot, false );
			if ( slot.phase === 'starting' ) {
				write( { ...slot, cancelRequested: true } );
			} else if ( live ) {
				void cancelJob( live );
			}
		},
		retry() {
			const slot = read();
			if ( slot.phase === 'refused' ) {
				send( slot.intent );
			} else if ( slot.phase === 'started' ) {
				const status = known( slot.job )?.status;
				if ( stateOf( cache, slot.job.id )?.error ) {
					// It says nothing sure of the job: another user may have been logged in.
					void lookOrStartAnew( slot );
				} else if ( status === 'completed' || status === 'cancelled' ) {
					startAnew( slot.intent );
				} else {
					retryJob( slot );
				}
			}
		},
		keepWaiting() {
			const live = jobOf( read(), false );
			if ( live ) {
				void look( live.job, known( live.job ) );
			}
		},
		reset( when ) {
			const ended = jobOf( read(), true );
			write( EMPTY );
			if ( ended ) {
				void acknowledge( ended.job, when );
			}
		},
	};
}
