import { hashKey, type QueryClient } from '@tanstack/react-query';
import {
	isFinal,
	type AiJobError,
	type JobSnapshot,
} from '../protocol/index.ts';
import type { AiJobClient, JobHandle, Tracking } from '../client/index.ts';
import type { Follower } from './follower.ts';
import { jobKey } from './jobQuery.ts';
import type { JobActions, StartOptions } from './jobState.ts';
import { toAiJobError } from './readJobState.ts';
import type { Intent, Slot } from './slot.ts';

/** Whether what is asked for is what was asked for already. */
const isSameWish = < Input >(
	{ input, options }: Pick< Intent< Input >, 'input' | 'options' >,
	other: Pick< Intent< Input >, 'input' | 'options' >
) =>
	hashKey( [ input, options ] ) === hashKey( [ other.input, other.options ] );

interface Surroundings {
	readonly client: AiJobClient;
	readonly cache: QueryClient;
	readonly follower: Follower;
	/** The cache's key of the caller's place. */
	readonly place: readonly unknown[];
	/** A result that another start replaces is not acknowledged. */
	readonly keepsResults: boolean;
}

/** The job of one place, on its way from a wish to an end. */
interface JobLifecycle< Input, Result > {
	/** A start was answered. */
	settleStart: ( intent: Intent< Input >, job: JobHandle< Result > ) => void;
	/** A start was refused, or its answer lost. */
	refuseStart: ( intent: Intent< Input >, error: AiJobError ) => void;
	/** What the owner can do, given what sends a start. */
	actions: (
		send: ( intent: Intent< Input > ) => void
	) => JobActions< Input >;
}

/** Answers to a retry that are sure: the job will not run again, so the wish takes a new one. */
const NOT_RETRIED: ReadonlySet< string > = new Set( [
	'unsupported',
	'not_found',
] );

/**
 * Moves the job of one place along. All of it works on the cache, so it goes
 * on working when the component that called it is gone.
 *
 * @param surroundings The client, the cache and the place.
 */
export function createJobLifecycle< Input, Result >( {
	client,
	cache,
	follower,
	place,
	keepsResults,
}: Surroundings ): JobLifecycle< Input, Result > {
	type Place = Slot< Input, Result >;
	const read = (): Place =>
		cache.getQueryData< Place >( place ) ?? { phase: 'empty' };
	const write = ( slot: Place ) => cache.setQueryData< Place >( place, slot );

	/** Goes on from here, with a cutoff of its own. */
	const follow = ( job: JobHandle< Result >, tracking: Tracking ) => {
		cache.setQueryData< Tracking >( jobKey( job.id ), tracking );
		follower.follow( job );
	};

	const lookAtOnce = (
		job: JobHandle< Result >,
		snapshot: JobSnapshot | null
	) => {
		follow( job, { ...client.polling.begin( job ), snapshot } );
		return cache.refetchQueries( { queryKey: jobKey( job.id ) } );
	};

	const known = ( { id }: JobHandle ) =>
		cache.getQueryData< Tracking >( jobKey( id ) )?.snapshot ?? null;

	const hasEnded = ( job: JobHandle ) =>
		isFinal( known( job )?.status ?? '' );

	const acknowledge = ( job: JobHandle ) => {
		follower.acknowledge( job );
		cache.removeQueries( { queryKey: jobKey( job.id ) } );
	};

	const cancelJob = async (
		slot: Extract< Place, { phase: 'started' } >
	) => {
		try {
			const snapshot = await client.cancel( slot.job );
			follow(
				slot.job,
				client.polling.begin( { ...slot.job, snapshot } )
			);
		} catch ( error ) {
			if ( toAiJobError( error ).code === 'unsupported' ) {
				write( { ...slot, abandoned: true } );
			} else {
				// It may have completed meanwhile: the next check tells.
				await cache.refetchQueries( {
					queryKey: jobKey( slot.job.id ),
				} );
			}
		}
	};

	/** What goes once another start has taken the place. */
	const replacedBy = ( slot: Place ): JobHandle | null => {
		switch ( slot.phase ) {
			case 'refused':
				return slot.intent.replaces;
			case 'started':
				return ! keepsResults && hasEnded( slot.job ) ? slot.job : null;
			default:
				return null;
		}
	};

	const actions = (
		send: ( intent: Intent< Input > ) => void
	): JobActions< Input > => {
		const sendIntent = ( intent: Intent< Input > ) => {
			write( { phase: 'starting', intent, cancelRequested: false } );
			send( intent );
		};

		const startAnew = ( input: Input, options: StartOptions ) => {
			const slot = read();
			sendIntent( {
				input,
				options,
				idempotencyKey: client.idempotencyKey(),
				startedAtMs: Date.now(),
				replaces: replacedBy( slot ),
			} );
		};

		/** The answer may have been lost and the job be there: the same key finds it. */
		const sendAgain = ( intent: Intent< Input > ) =>
			sendIntent( { ...intent, startedAtMs: Date.now() } );

		/**
		 * A check ended in an error, which says nothing sure of the job: another
		 * user may have been logged in.
		 */
		const lookOrStartAnew = async (
			slot: Extract< Place, { phase: 'started' } >
		) => {
			await lookAtOnce( slot.job, null );
			const { error } =
				cache.getQueryState< Tracking >( jobKey( slot.job.id ) ) ?? {};
			if ( error && toAiJobError( error ).code === 'not_found' ) {
				startAnew( slot.intent.input, slot.intent.options );
			}
		};

		const retryJob = async (
			slot: Extract< Place, { phase: 'started' } >
		) => {
			const { input, options } = slot.intent;
			write( {
				phase: 'starting',
				intent: { ...slot.intent, startedAtMs: Date.now() },
				cancelRequested: false,
			} );
			try {
				const snapshot = await client.retry( slot.job );
				follow(
					slot.job,
					client.polling.begin( { ...slot.job, snapshot } )
				);
				write( {
					...slot,
					intent: { ...slot.intent, startedAtMs: Date.now() },
					abandoned: false,
				} );
			} catch ( error ) {
				const { code } = toAiJobError( error );
				write( slot );
				if ( NOT_RETRIED.has( code ) ) {
					startAnew( input, options );
					return;
				}
				// The answer may be lost, or another tab been quicker: look, before anything is paid twice.
				await lookAtOnce( slot.job, null );
				const now = known( slot.job )?.status;
				if (
					code === 'conflict' &&
					( now === 'failed' || now === 'expired' )
				) {
					startAnew( input, options );
				}
			}
		};

		return {
			start( input, options = {} ) {
				const slot = read();
				// A second click while the first is under way is the same wish.
				if ( slot.phase === 'starting' ) {
					return;
				}
				if (
					slot.phase === 'refused' &&
					isSameWish( slot.intent, { input, options } )
				) {
					sendAgain( slot.intent );
					return;
				}
				startAnew( input, options );
			},
			cancel() {
				const slot = read();
				if ( slot.phase === 'starting' ) {
					write( { ...slot, cancelRequested: true } );
				} else if (
					slot.phase === 'started' &&
					! hasEnded( slot.job )
				) {
					void cancelJob( slot );
				}
			},
			retry() {
				const slot = read();
				if ( slot.phase === 'refused' ) {
					sendAgain( slot.intent );
				} else if ( slot.phase === 'started' ) {
					const { error, data } =
						cache.getQueryState< Tracking >(
							jobKey( slot.job.id )
						) ?? {};
					if ( error ) {
						void lookOrStartAnew( slot );
					} else if (
						data?.snapshot?.status === 'completed' ||
						data?.snapshot?.status === 'cancelled'
					) {
						startAnew( slot.intent.input, slot.intent.options );
					} else {
						void retryJob( slot );
					}
				}
			},
			keepWaiting() {
				const slot = read();
				if ( slot.phase === 'started' && ! hasEnded( slot.job ) ) {
					void lookAtOnce( slot.job, known( slot.job ) );
				}
			},
			reset() {
				const slot = read();
				if ( slot.phase === 'started' && hasEnded( slot.job ) ) {
					acknowledge( slot.job );
				}
				write( { phase: 'empty' } );
			},
		};
	};

	return {
		settleStart( intent, job ) {
			const slot = read();
			const started = {
				phase: 'started',
				intent,
				job,
				abandoned: false,
			} as const;
			follow( job, client.polling.begin( job ) );
			write( started );
			if ( intent.replaces && intent.replaces.id !== job.id ) {
				acknowledge( intent.replaces );
			}
			if ( slot.phase === 'starting' && slot.cancelRequested ) {
				void cancelJob( started );
			}
		},
		refuseStart( intent, error ) {
			write( { phase: 'refused', intent, error } );
		},
		actions,
	};
}
