import {
	isFinal,
	type JobErrorCode,
	type JobStatus,
} from '../src/protocol/index.ts';
import { systemClock, type MockClock } from './clock.ts';
import { demoContent } from './demoContent.ts';
import { conflict, notFound, Refusal } from './refusal.ts';
import { scenarios, type JobOutcome, type Scenario } from './scenario.ts';
import { readStart, type StartBody } from './startBody.ts';

/** The same figures as the plugin's; where each comes from, the design says. */
const LIFETIME_MS = 5 * 60_000;
const CLAIM_AFTER_MS = 1_000;
const NEEDS_RUNNER_AFTER_MS = 3_000;
const DELETED_AFTER_ACKNOWLEDGEMENT_MS = 5_000;
const RETENTION_MS = 24 * 3_600_000;
const POLL_AFTER_MS = 3_000;
const MAX_LISTED = 50;

const demoProvider = { name: 'demo', label: 'Demo', demo: true };

interface JobRow {
	readonly id: string;
	readonly owner: number;
	readonly start: StartBody;
	readonly idempotencyKey: string | null;
	status: JobStatus;
	attempt: number;
	createdAtMs: number;
	/** When it last became pending: a retry has a lifetime of its own. */
	pendingSinceMs: number;
	startedAtMs: number | null;
	finishedAtMs: number | null;
	acknowledgedAtMs: number | null;
	result: unknown;
	error: WireFailure | null;
	mayBeBilled: boolean;
}

interface WireFailure {
	readonly code: JobErrorCode;
	readonly message: string;
	readonly retryable: boolean;
	readonly may_be_billed: boolean;
}

/** A snapshot as it travels. */
export type WireSnapshot = ReturnType< typeof toWire >;

/** Who is asking; null is nobody. */
export interface MockUser {
	readonly id: number;
	/** Default true. */
	readonly canEdit?: boolean;
	/** Sees everybody's jobs. Default false. */
	readonly isAdministrator?: boolean;
}

export interface JobBackendOptions {
	readonly clock?: MockClock;
	/** What it plays. Default: every job succeeds after 4 s. */
	readonly scenario?: Scenario;
	readonly user?: MockUser | null;
}

/** A job backend in memory, with the plugin's rules and a script instead of a provider. */
export interface JobBackend {
	/** Who is logged in; settable at any time. */
	user: MockUser | null;
	/** What it plays; settable at any time. */
	scenario: Scenario;
	/** What clients did, in order: for a test to look at. */
	readonly log: {
		readonly started: StartBody[];
		readonly checked: string[][];
		readonly acknowledged: string[];
		readonly cancelled: string[];
		/** Times that a provider was asked, by job. */
		readonly providerCalls: Map< string, number >;
	};
	start: (
		body: unknown,
		idempotencyKey: string | null,
		idPrefix?: string
	) => { readonly isNew: boolean; readonly snapshot: WireSnapshot };
	check: ( ids: readonly string[] ) => WireSnapshot[];
	list: ( postId: number ) => WireSnapshot[];
	acknowledge: ( id: string ) => WireSnapshot;
	cancel: ( id: string ) => WireSnapshot;
	run: ( id: string ) => WireSnapshot;
	retry: ( id: string ) => WireSnapshot;
	capabilities: () => object;
	/** Forgets every job and the log. */
	reset: () => void;
}

/**
 * Makes a backend.
 *
 * @param options Clock, script and user.
 * @example
 * const backend = createJobBackend( { scenario: scenarios.failure } );
 * const worker = setupWorker( ...createJobHandlers( { backend } ) );
 */
export function createJobBackend( {
	clock = systemClock,
	scenario = scenarios.success,
	user = { id: 1 },
}: JobBackendOptions = {} ): JobBackend {
	const rows = new Map< string, JobRow >();
	let made = 0;
	const log = {
		started: [] as StartBody[],
		checked: [] as string[][],
		acknowledged: [] as string[],
		cancelled: [] as string[],
		providerCalls: new Map< string, number >(),
	};

	const outcomeOf = ( { attempt }: JobRow ): JobOutcome => {
		const { outcomes } = backend.scenario;
		return (
			outcomes[ Math.min( attempt, outcomes.length ) - 1 ] ?? {
				end: 'hang',
			}
		);
	};

	const expiresAtMs = ( row: JobRow ) => row.pendingSinceMs + LIFETIME_MS;

	const finish = ( row: JobRow, status: JobStatus, atMs: number ) => {
		row.status = status;
		row.finishedAtMs = atMs;
	};

	const claim = ( row: JobRow, atMs: number ) => {
		row.status = 'processing';
		row.attempt++;
		row.startedAtMs = atMs;
		log.providerCalls.set(
			row.id,
			( log.providerCalls.get( row.id ) ?? 0 ) + 1
		);
	};

	/** Brings a row up to the present. */
	const settle = ( row: JobRow ) => {
		const nowMs = clock.now();
		if ( row.status === 'pending' && ! backend.scenario.needsRunner ) {
			const claimAtMs = row.pendingSinceMs + CLAIM_AFTER_MS;
			if ( nowMs >= claimAtMs ) {
				claim( row, claimAtMs );
			}
		}
		if ( row.status === 'processing' && row.startedAtMs !== null ) {
			const outcome = outcomeOf( row );
			const endMs =
				outcome.end === 'hang'
					? Infinity
					: row.startedAtMs + outcome.afterMs;
			if ( nowMs >= endMs && endMs < expiresAtMs( row ) ) {
				if ( outcome.end === 'succeed' ) {
					row.result = outcome.result ?? demoContent;
					finish( row, 'completed', endMs );
				} else if ( outcome.end === 'fail' ) {
					const {
						code,
						message,
						retryable,
						mayBeBilled = false,
					} = outcome;
					row.error = {
						code,
						message,
						retryable,
						may_be_billed: mayBeBilled,
					};
					finish( row, 'failed', endMs );
				}
			}
		}
		if ( ! isFinal( row.status ) && nowMs >= expiresAtMs( row ) ) {
			row.error = {
				code: 'expired',
				message:
					'The job took longer than five minutes and was given up.',
				retryable: true,
				may_be_billed: row.attempt > 0,
			};
			finish( row, 'expired', expiresAtMs( row ) );
		}
		const { acknowledgedAtMs, finishedAtMs } = row;
		if (
			( acknowledgedAtMs !== null &&
				nowMs >=
					acknowledgedAtMs + DELETED_AFTER_ACKNOWLEDGEMENT_MS ) ||
			( finishedAtMs !== null && nowMs >= finishedAtMs + RETENTION_MS )
		) {
			rows.delete( row.id );
		}
	};

	const snapshot = ( row: JobRow ) =>
		toWire( row, clock.now(), backend.scenario.needsRunner ?? false );

	const requireUser = ( who: MockUser | null ): MockUser => {
		if ( ! who ) {
			throw new Refusal(
				401,
				'ai_job_not_logged_in',
				'You are not logged in.'
			);
		}
		if ( who.canEdit === false ) {
			throw new Refusal(
				403,
				'ai_job_forbidden',
				'You are not allowed to use AI jobs.'
			);
		}
		return who;
	};

	/** The rows that the user may see, brought up to the present. */
	const visible = (): JobRow[] => {
		const { id, isAdministrator } = requireUser( backend.user );
		[ ...rows.values() ].forEach( settle );
		return [ ...rows.values() ].filter(
			( row ) => isAdministrator || row.owner === id
		);
	};

	const find = ( id: string ): JobRow => {
		const row = visible().find( ( candidate ) => candidate.id === id );
		if ( ! row ) {
			throw notFound();
		}
		return row;
	};

	const backend: JobBackend = {
		user,
		scenario,
		log,
		start( body, idempotencyKey, idPrefix = '' ) {
			const owner = requireUser( backend.user ).id;
			const start = readStart( body, idempotencyKey );
			const earlier = visible().find(
				( row ) =>
					idempotencyKey !== null &&
					row.owner === owner &&
					row.idempotencyKey === idempotencyKey
			);
			if ( earlier ) {
				if (
					JSON.stringify( earlier.start ) !== JSON.stringify( start )
				) {
					throw new Refusal(
						409,
						'ai_job_idempotency_conflict',
						'This key was used for another job.'
					);
				}
				return { isNew: false, snapshot: snapshot( earlier ) };
			}
			if ( backend.scenario.hasProvider === false ) {
				const { settingsUrl } = backend.scenario;
				throw new Refusal(
					503,
					'ai_job_no_provider',
					'No AI provider is set up on this site.',
					settingsUrl ? { settings_url: settingsUrl } : {}
				);
			}
			const nowMs = clock.now();
			const row: JobRow = {
				id: idPrefix + mockUuid( ++made ),
				owner,
				start,
				idempotencyKey,
				status: 'pending',
				attempt: 0,
				createdAtMs: nowMs,
				pendingSinceMs: nowMs,
				startedAtMs: null,
				finishedAtMs: null,
				acknowledgedAtMs: null,
				result: null,
				error: null,
				mayBeBilled: false,
			};
			rows.set( row.id, row );
			log.started.push( start );
			return { isNew: true, snapshot: snapshot( row ) };
		},
		check( ids ) {
			log.checked.push( [ ...ids ] );
			const known = visible();
			const found = ids.flatMap( ( id ) =>
				known.filter( ( row ) => row.id === id )
			);
			if ( found.length === 0 ) {
				throw notFound();
			}
			return found.map( snapshot );
		},
		list: ( postId ) =>
			visible()
				.filter(
					( { start, status, acknowledgedAtMs } ) =>
						start.context?.post_id === postId &&
						( ! isFinal( status ) ||
							( status === 'completed' &&
								acknowledgedAtMs === null ) )
				)
				.reverse()
				.slice( 0, MAX_LISTED )
				.map( snapshot ),
		acknowledge( id ) {
			const row = find( id );
			if ( ! isFinal( row.status ) ) {
				throw conflict( 'The job is not finished yet.' );
			}
			row.acknowledgedAtMs ??= clock.now();
			log.acknowledged.push( id );
			return snapshot( row );
		},
		cancel( id ) {
			const row = find( id );
			if ( row.status !== 'cancelled' ) {
				if ( isFinal( row.status ) ) {
					throw conflict( 'The job is finished already.' );
				}
				row.mayBeBilled = row.status === 'processing';
				finish( row, 'cancelled', clock.now() );
				log.cancelled.push( id );
			}
			return snapshot( row );
		},
		run( id ) {
			const row = find( id );
			if ( row.status === 'pending' ) {
				claim( row, clock.now() );
			}
			return snapshot( row );
		},
		retry( id ) {
			const row = find( id );
			if ( ! row.error?.retryable ) {
				throw conflict( 'This job cannot run again.' );
			}
			row.status = 'pending';
			row.pendingSinceMs = clock.now();
			row.startedAtMs = null;
			row.finishedAtMs = null;
			row.acknowledgedAtMs = null;
			row.error = null;
			return snapshot( row );
		},
		capabilities() {
			requireUser( backend.user );
			const { hasProvider, provider = demoProvider } = backend.scenario;
			const available = hasProvider !== false;
			return {
				types: {
					content: {
						available,
						provider: available ? provider.name : null,
						label: available ? provider.label : null,
						demo: available && provider.demo,
					},
				},
				settings_url: backend.scenario.settingsUrl ?? null,
			};
		},
		reset() {
			rows.clear();
			made = 0;
			log.started.length = 0;
			log.checked.length = 0;
			log.acknowledged.length = 0;
			log.cancelled.length = 0;
			log.providerCalls.clear();
		},
	};
	return backend;
}

/** A UUID v4 that is the same in every run. */
function mockUuid( count: number ): string {
	return `00000000-0000-4000-8000-${ String( count ).padStart( 12, '0' ) }`;
}

const iso = ( ms: number | null ) =>
	ms === null ? null : new Date( ms ).toISOString();

function toWire( row: JobRow, nowMs: number, needsRunner: boolean ) {
	const live = ! isFinal( row.status );
	return {
		id: row.id,
		type: row.start.type,
		status: row.status,
		created_at: new Date( row.createdAtMs ).toISOString(),
		started_at: iso( row.startedAtMs ),
		finished_at: iso( row.finishedAtMs ),
		expires_at: iso( row.pendingSinceMs + LIFETIME_MS ),
		attempt: row.attempt,
		progress:
			row.status === 'processing'
				? { fraction: null, message: 'Waiting for the AI provider.' }
				: null,
		result: row.status === 'completed' ? row.result : null,
		error: row.error,
		poll_after_ms: live ? POLL_AFTER_MS : null,
		needs_runner:
			needsRunner &&
			row.status === 'pending' &&
			nowMs - row.pendingSinceMs >= NEEDS_RUNNER_AFTER_MS,
		...( row.status === 'cancelled' && { may_be_billed: row.mayBeBilled } ),
		server_time: new Date( nowMs ).toISOString(),
	};
}
