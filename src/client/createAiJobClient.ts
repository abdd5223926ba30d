import {
	AiJobError,
	isFinal,
	validate,
	type Capabilities,
	type FoundJob,
	type ImageFields,
	type ImportedImage,
	type JobContext,
	type JobSnapshot,
	type JobType,
	type StartRequest,
} from '../protocol/index.ts';
import { connectionOf, type Connection } from './connection.ts';
import { createCheckBatch } from './checkBatch.ts';
import { platformEnvironment, type Environment } from './environment.ts';
import {
	resolveJobType,
	readResult,
	type JobHandle,
	type JobInput,
	type JobResult,
	type JobTypeRef,
} from './jobHandle.ts';
import { seenIn, type JobNews } from './jobNews.ts';
import { jobError, timedOut, unsupported } from './jobError.ts';
import { createPollingPolicy, type PollingDecision } from './pollingPolicy.ts';
import {
	beginTracking,
	checkOnce,
	isLoggedOut,
	nextTurn,
	type Tracking,
} from './tracking.ts';
import { repeat, type Patience } from './repeat.ts';
import type { Transport } from './transport.ts';
import { waitForTurn } from './wait.ts';

export interface AiJobClientOptions {
	readonly transport: Transport;
	/** How long the client polls before it gives up asking, in ms. Default 300,000, a job's lifetime. */
	readonly cutoffMs?: number;
	/** A request's own limit, in ms. Default 30,000; no request waits for the provider. */
	readonly requestTimeoutMs?: number;
	/** Clock, timers and network; tests bring their own. */
	readonly environment?: Environment;
}

export interface CallOptions {
	/** Aborts the request and every wait; the job itself goes on. */
	readonly signal?: AbortSignal | undefined;
}

export interface StartOptions extends CallOptions {
	readonly context?: JobContext | undefined;
	/** Starts with the same key are one job, and one provider call. Default: a new key. */
	readonly idempotencyKey?: string | undefined;
}

export interface WatchOptions extends CallOptions {
	/** Told whenever the line to the server is another than it was; `online` to begin with. */
	readonly onConnection?: ( connection: Connection ) => void;
}

export interface RunOptions< Result > extends StartOptions, WatchOptions {
	readonly onSnapshot?: ( snapshot: JobSnapshot< Result > ) => void;
}

/** Told that it pays to look; at these jobs, or at all. */
export type Waker = ( ids?: readonly string[] ) => void;

/** Starts jobs and follows them. */
export interface AiJobClient {
	/**
	 * Starts a job. Where the carrier knows idempotency keys, a lost answer is
	 * asked for again under the same key.
	 *
	 * @throws {AiJobError} `invalid_input` with the field, before anything is sent.
	 */
	start: < const Ref extends JobTypeRef >(
		type: Ref,
		input: JobInput< Ref >,
		options?: StartOptions
	) => Promise< JobHandle< JobResult< Ref > > >;
	/** The type behind a built-in type's name; a declared type is its own. */
	jobType: < const Ref extends JobTypeRef >(
		type: Ref
	) => JobType< string, JobInput< Ref >, JobResult< Ref > >;
	/** A handle for a job of which only the id is known, e.g. after a reload. */
	job: < const Ref extends JobTypeRef >(
		type: Ref,
		id: string
	) => JobHandle< JobResult< Ref > >;
	/**
	 * The author's jobs of a post that are live, or completed, failed or
	 * expired and not acknowledged, the newest first: what an editor that was closed picks up.
	 * Listing acknowledges nothing.
	 *
	 * @throws {AiJobError} `unsupported` where the carrier cannot.
	 * @example
	 * const [ newest ] = await client.list( postId );
	 */
	list: (
		postId: number,
		options?: CallOptions
	) => Promise< readonly FoundJob[] >;
	/** One status check; those of one tick travel together. */
	get: < Result >(
		job: JobHandle< Result >,
		options?: CallOptions
	) => Promise< JobSnapshot< Result > >;
	/**
	 * Every snapshot until the job is final. Goes on through a lost network and
	 * a log-out; `onConnection` tells.
	 *
	 * @throws {AiJobError} `timed_out` at the cutoff: watch again to go on waiting.
	 */
	watch: < Result >(
		job: JobHandle< Result >,
		options?: WatchOptions
	) => AsyncGenerator< JobSnapshot< Result >, void, void >;
	/**
	 * Starts a job, follows it to its end, acknowledges and returns its result.
	 *
	 * @throws {AiJobError} With the job's own error code, `cancelled` or `timed_out`.
	 */
	run: < const Ref extends JobTypeRef >(
		type: Ref,
		input: JobInput< Ref >,
		options?: RunOptions< JobResult< Ref > >
	) => Promise< JobResult< Ref > >;
	/**
	 * Stops a job on the server; what the provider already did may still be
	 * billed. A lost answer is asked for again: stopping twice is stopping once.
	 *
	 * @throws {AiJobError} `unsupported` where the carrier cannot.
	 */
	cancel: < Result >(
		job: JobHandle< Result >,
		options?: CallOptions
	) => Promise< JobSnapshot< Result > >;
	/** Runs a failed job again, as a new attempt. */
	retry: < Result >(
		job: JobHandle< Result >,
		options?: CallOptions
	) => Promise< JobSnapshot< Result > >;
	/**
	 * Says that the result has arrived, so the server may delete it. Said again,
	 * once a minute in the end, until the server has heard it: it is nothing to
	 * wait for, and no loss if it never does, as results go by themselves.
	 */
	acknowledge: ( job: JobHandle, options?: CallOptions ) => Promise< void >;
	/**
	 * Puts an image of a job into the site's media library. Safe to repeat: the
	 * same job and index are one attachment, with the fields of the first time.
	 *
	 * @throws {AiJobError} `image_unusable` where the bytes are no image, `unsupported` where the carrier cannot.
	 * @example
	 * const { attachmentId } = await client.importImage( job, 0, { alt: 'A red umbrella' } );
	 */
	importImage: (
		job: JobHandle,
		index: number,
		fields: ImageFields,
		options?: CallOptions
	) => Promise< ImportedImage >;
	/**
	 * What the site can do for this user, before anything is started. With
	 * `postId`, the types that the user may start for that post.
	 *
	 * @throws {AiJobError} `unsupported` where the carrier cannot tell.
	 */
	capabilities: (
		options?: CallOptions & { readonly postId?: number | undefined }
	) => Promise< Capabilities >;
	/**
	 * Reads the result in a snapshot by the job's type.
	 *
	 * @throws {AiJobError} `protocol`, with the path of the first wrong field.
	 */
	readResult: < Result >(
		snapshot: JobSnapshot,
		job: JobHandle< Result >
	) => JobSnapshot< Result >;
	/**
	 * Looks at every job that is followed at once, without waiting for its turn:
	 * for who knows that the line is back, e.g. when the author has logged in.
	 *
	 * @example
	 * loginDialog.addEventListener( 'close', client.checkNow );
	 */
	checkNow: () => void;
	/** A key for one intent to start, to be given again when the start is repeated. */
	idempotencyKey: () => string;
	/** The parts that `watch` polls with, for who polls in another way. */
	readonly polling: {
		begin: ( job: Pick< JobHandle, 'id' | 'snapshot' > ) => Tracking;
		/** One check; a failure that may pass is counted, not thrown. @throws {AiJobError} What asking again cannot change. */
		check: (
			tracking: Tracking,
			options?: CallOptions
		) => Promise< Tracking >;
		/** When to ask again, or why not; pure. */
		next: ( tracking: Tracking, job: JobHandle ) => PollingDecision;
		/** Calls back when it pays to look at once: the machine woke, somebody asked with `checkNow`, or the transport has news. */
		onWake: ( wake: Waker ) => () => void;
		/** Calls back with what became known without a check, and with what was acknowledged here. */
		onNews: ( callback: ( news: JobNews ) => void ) => () => void;
	};
}

/** For what somebody waits for: a few seconds. 5 s is the longest that a server may ask for, since who is to wait longer, at a limit for example, wants to know and can do something about it. */
const A_MOMENT: Patience = {
	tries: 4,
	passes: ( { retryable } ) => retryable,
	maxRetryAfterMs: 5_000,
};

const ONCE: Patience = { ...A_MOMENT, tries: 1 };

/** For what nobody waits for: until a server answers. */
const IN_THE_BACKGROUND: Patience = {
	tries: Infinity,
	passes: ( { code, retryable } ) =>
		retryable || code === 'not_logged_in' || code === 'blocked',
	maxRetryAfterMs: Infinity,
};

/** 2 min, in ms: WordPress makes an image's smaller sizes within the request. */
const IMPORT_TIMEOUT_MS = 120_000;

/**
 * Makes the client. It needs no React, and no more of the platform than
 * `environment` names.
 *
 * @param options The transport, and limits.
 * @example
 * const client = createAiJobClient( { transport: createRestTransport( { root, nonce } ) } );
 * const job = await client.start( 'content', { prompt: 'A haiku about rain' } );
 * for await ( const snapshot of client.watch( job ) ) render( snapshot );
 */
export function createAiJobClient( {
	transport,
	cutoffMs = 300_000,
	requestTimeoutMs = 30_000,
	environment = platformEnvironment,
}: AiJobClientOptions ): AiJobClient {
	const policy = createPollingPolicy( { cutoffMs } );
	const ask = createCheckBatch( transport, environment );
	/** Results that have arrived, here or in another tab: a list may have been asked for before. */
	const acknowledged = new Set< string >();
	const listeners = new Set< ( news: JobNews ) => void >();
	const onNews = ( listener: ( news: JobNews ) => void ) => {
		listeners.add( listener );
		return () => void listeners.delete( listener );
	};
	const tell = ( news: JobNews ) => {
		if ( news.kind === 'acknowledged' ) {
			acknowledged.add( news.id );
		}
		[ ...listeners ].forEach( ( listener ) => listener( news ) );
	};
	transport.onNews?.( tell );

	const wakers = new Set< Waker >();
	const checkNow = () => [ ...wakers ].forEach( ( wake ) => wake() );
	const onWake = ( wake: Waker ) => {
		const sleep = environment.onWake( () => wake() );
		const unsubscribe = onNews( ( news ) => {
			const ids = seenIn( news );
			if ( ids.length > 0 ) {
				wake( ids );
			}
		} );
		wakers.add( wake );
		return () => {
			sleep();
			unsubscribe();
			wakers.delete( wake );
		};
	};
	/** An environment in which a wait for a job, or for anything, ends when it pays to look. */
	const wakeable = ( id?: string ): Environment => ( {
		...environment,
		onWake: ( callback ) =>
			onWake( ( ids ) => {
				if ( ! ids || ( id !== undefined && ids.includes( id ) ) ) {
					callback();
				}
			} ),
	} );

	const request = ( { signal }: CallOptions = {} ) => {
		signal?.throwIfAborted();
		return {
			signal: signal ?? new AbortController().signal,
			timeoutMs: requestTimeoutMs,
		};
	};

	/**
	 * Nothing took the job and the server cannot take it after its answer: lend
	 * it a request. Again with each check that finds it so, since a run request
	 * may be lost like any other, and the server's claim lets one through.
	 */
	const lendRunner = ( snapshot: JobSnapshot ) => {
		if ( snapshot.needsRunner ) {
			transport.run?.( snapshot.id );
		}
	};

	const polling: AiJobClient[ 'polling' ] = {
		begin: ( { id, snapshot } ) =>
			beginTracking( id, snapshot, environment.now() ),
		async check( tracking, options ) {
			const { signal } = request( options );
			const next = await checkOnce(
				tracking,
				{ cutoffMs, requestTimeoutMs },
				( timeoutMs ) => ask( tracking.id, { signal, timeoutMs } ),
				environment
			);
			if ( next.snapshot ) {
				lendRunner( next.snapshot );
			}
			if ( isLoggedOut( tracking ) && next.failures === 0 ) {
				// Somebody has logged in: the other jobs need not wait for their turn.
				checkNow();
			}
			return next;
		},
		next: ( tracking, { jobType } ) =>
			nextTurn( tracking, policy, jobType.pollIntervalMs ),
		onWake,
		onNews,
	};

	const client: AiJobClient = {
		polling,
		checkNow,
		readResult: ( snapshot, { jobType } ) =>
			readResult( snapshot, jobType ),
		jobType: ( type ) => resolveJobType( type, transport.types ),
		idempotencyKey: () => environment.randomId(),
		async start( type, input, options = {} ) {
			const jobType = client.jobType( type );
			const sent: StartRequest = {
				type: jobType.name,
				input: validate(
					jobType.input,
					input,
					'input',
					'invalid_input'
				),
				context: options.context,
				idempotencyKey:
					options.idempotencyKey ?? client.idempotencyKey(),
			};
			const requestOptions = request( options );
			const snapshot = await repeat(
				() => transport.start( sent, requestOptions ),
				transport.repeatsStarts ? A_MOMENT : ONCE,
				requestOptions.signal,
				wakeable()
			);
			return {
				id: snapshot.id,
				jobType,
				snapshot: readResult( snapshot, jobType ),
			};
		},
		job: ( type, id ) => ( {
			id,
			jobType: client.jobType( type ),
			snapshot: null,
		} ),
		async list( postId, options ) {
			if ( ! transport.list ) {
				throw unsupported( 'tell which jobs a post has' );
			}
			const jobs = await transport.list( postId, request( options ) );
			jobs.forEach( lendRunner );
			return jobs.filter( ( { id } ) => ! acknowledged.has( id ) );
		},
		async get( { id, jobType }, options ) {
			const snapshot = await ask( id, request( options ) );
			lendRunner( snapshot );
			return readResult( snapshot, jobType );
		},
		async *watch( job, options ) {
			const { signal } = request( options );
			let tracking = polling.begin( job );
			let connection: Connection = 'online';
			const tellConnection = ( isOnline: boolean ) => {
				const now = connectionOf( tracking, isOnline );
				if ( now !== connection ) {
					connection = now;
					options?.onConnection?.( now );
				}
			};
			if ( job.snapshot ) {
				yield job.snapshot;
			}
			for (;;) {
				const turn = polling.next( tracking, job );
				if ( turn.action === 'stop' ) {
					if ( turn.because === 'timed-out' ) {
						throw timedOut( tracking );
					}
					return;
				}
				await waitForTurn(
					turn.afterMs,
					signal,
					wakeable( job.id ),
					() => tellConnection( false )
				);
				tracking = await polling.check( tracking, options );
				tellConnection( true );
				if ( tracking.snapshot && tracking.failures === 0 ) {
					yield readResult( tracking.snapshot, job.jobType );
				}
			}
		},
		async run( type, input, options = {} ) {
			const job = await client.start( type, input, options );
			for await ( const snapshot of client.watch( job, options ) ) {
				options.onSnapshot?.( snapshot );
				if ( snapshot.status === 'completed' ) {
					// A lost acknowledgement costs nothing: the server keeps the result for a day.
					void client.acknowledge( job ).catch( () => {} );
					return snapshot.result;
				}
				if ( isFinal( snapshot.status ) ) {
					throw jobError( snapshot );
				}
			}
			throw new AiJobError(
				'internal',
				'The job ended without a result.'
			);
		},
		async cancel( { id, jobType }, options ) {
			if ( ! transport.cancel ) {
				throw unsupported( 'cancel a job' );
			}
			const { cancel } = transport;
			const requestOptions = request( options );
			return readResult(
				await repeat(
					() => cancel( id, requestOptions ),
					A_MOMENT,
					requestOptions.signal,
					wakeable()
				),
				jobType
			);
		},
		async retry( { id, jobType }, options ) {
			if ( ! transport.retry ) {
				throw unsupported( 'run a job again' );
			}
			return readResult(
				await transport.retry( id, request( options ) ),
				jobType
			);
		},
		async acknowledge( { id }, options ) {
			const requestOptions = request( options );
			tell( { kind: 'acknowledged', id } );
			await repeat(
				async () => transport.acknowledge?.( id, requestOptions ),
				IN_THE_BACKGROUND,
				requestOptions.signal,
				wakeable()
			);
		},
		async importImage( { id }, index, fields, options ) {
			if ( ! transport.importImage ) {
				throw unsupported( 'put an image into the media library' );
			}
			return transport.importImage( id, index, fields, {
				...request( options ),
				timeoutMs: Math.max( requestTimeoutMs, IMPORT_TIMEOUT_MS ),
			} );
		},
		async capabilities( options ) {
			if ( ! transport.capabilities ) {
				throw unsupported( 'say what it can do' );
			}
			return transport.capabilities( {
				...request( options ),
				postId: options?.postId,
			} );
		},
	};
	return client;
}
