import { isFinal, type JobStatus } from '../src/protocol/index.ts';
import {
	isUnfinished,
	LIFETIME_MS,
	newPart,
	type JobRow,
	type Part,
	type WireFailure,
} from './jobRow.ts';
import type { JobLimits } from './limits.ts';
import { queuedPieces, runningPieces } from './places.ts';
import type { JobOutcome, Scenario } from './scenario.ts';

/** The same figures as the plugin's; where each comes from, the design says. */
const CLAIM_AFTER_MS = 1_000;
const NEEDS_RUNNER_AFTER_MS = 3_000;
const MAX_WAIT_MS = 30 * 60_000;
const DELETED_AFTER_ACKNOWLEDGEMENT_MS = 5_000;
const RETENTION_MS = 24 * 3_600_000;

/** What becomes of jobs as time goes on, and by what is done to them. */
export interface Lifecycle {
	/** Brings all jobs up to the present. */
	settle: () => void;
	/** Whether the present has no such job any more. */
	isGone: ( row: JobRow ) => boolean;
	/** A new or revived job finds a place, or has to wait for one. */
	enter: ( row: JobRow ) => void;
	/** A runner comes for a job. */
	run: ( row: JobRow ) => void;
	/** A live job is stopped. */
	cancel: ( row: JobRow ) => void;
	/** A final job becomes pending again. */
	revive: ( row: JobRow ) => void;
	/** 1 is next; null: it does not wait for a place. */
	queuePosition: ( row: JobRow ) => number | null;
	/** Whether nobody has come for a job, though there is a place for it. */
	isForgotten: ( row: JobRow ) => boolean;
}

interface Surroundings {
	readonly rows: ReadonlyMap< string, JobRow >;
	readonly nowMs: () => number;
	readonly scenario: () => Scenario;
	readonly limits: () => JobLimits;
	readonly onProviderCall: ( row: JobRow ) => void;
}

/** Something that happens of itself. */
interface Event {
	readonly atMs: number;
	readonly happen: () => void;
}

/** The provider is gone since the start. */
const NO_PROVIDER: JobOutcome = {
	end: 'fail',
	afterMs: 0,
	code: 'no_provider',
	message: 'No AI provider is set up any more.',
	retryable: true,
};

/**
 * The error of a job that outlived its lifetime.
 *
 * @param wasBegun Whether a provider was asked.
 */
export const expiry = ( wasBegun: boolean ): WireFailure => ( {
	code: 'expired',
	message: 'The job took longer than five minutes and was given up.',
	retryable: true,
	may_be_billed: wasBegun,
} );

/** How long a job waits before a runner takes it, in ms. */
const waitMs = ( { queue }: Scenario ) =>
	queue ? ( queue.ahead + 1 ) * queue.eachMs : CLAIM_AFTER_MS;

/** Where a job stands behind those that the scenario puts before it. */
function scriptedPosition(
	row: JobRow,
	{ ahead, eachMs }: NonNullable< Scenario[ 'queue' ] >,
	nowMs: number
) {
	const gone = Math.floor( ( nowMs - row.pendingSinceMs ) / eachMs );
	return Math.max( 1, ahead + 1 - gone );
}

/**
 * Ends a job.
 *
 * @param row    The job.
 * @param status How.
 * @param atMs   When.
 */
export function finish( row: JobRow, status: JobStatus, atMs: number ) {
	row.status = status;
	row.finishedAtMs = atMs;
}

/** Whether one of its provider calls may cost something. */
const isBillable = ( { parts }: JobRow ) =>
	parts.some( ( { error } ) => error?.may_be_billed );

/**
 * The rules of a job's life.
 *
 * @param surroundings The jobs, the time, the script, the limits, and who counts the calls.
 */
export function createLifecycle( {
	rows,
	nowMs,
	scenario,
	limits,
	onProviderCall,
}: Surroundings ): Lifecycle {
	const freePlaces = () =>
		Math.max( 0, limits().running - runningPieces( rows.values() ).length );
	const queued = () => queuedPieces( rows.values() );
	/** Whether those who wait need all the places that are free. */
	const isFull = () => freePlaces() <= queued().length;

	const outcomeOf = ( row: JobRow, part: Part ): JobOutcome => {
		if ( part.script ) {
			return part.script;
		}
		const { outcomes, parts } = scenario();
		const [ script, at ] =
			row.wish && parts
				? [ parts, row.parts.indexOf( part ) + 1 ]
				: [ outcomes, row.round ];
		return script[ Math.min( at, script.length ) - 1 ] ?? { end: 'hang' };
	};

	const claim = ( row: JobRow, part: Part, atMs: number ) => {
		if ( scenario().hasProvider === false ) {
			part.script ??= NO_PROVIDER;
		}
		part.state = 'processing';
		part.startedAtMs = atMs;
		if ( part.queuedAtMs !== null ) {
			// The lifetime of what had to wait begins with its place.
			part.expiresAtMs = atMs + LIFETIME_MS;
			part.queuedAtMs = null;
		}
		row.status = 'processing';
		row.startedAtMs ??= atMs;
		row.attempt++;
		part.attempt++;
		onProviderCall( row );
	};

	const lineUp = ( parts: readonly Part[], atMs: number ) => {
		for ( const part of parts ) {
			if ( part.state === 'pending' && part.queuedAtMs === null ) {
				part.queuedAtMs = atMs;
				part.expiresAtMs = atMs + MAX_WAIT_MS;
			}
		}
	};

	/** Those whose turn it is get the places that are free. */
	const fillPlaces = ( atMs: number ) => {
		if ( ! scenario().needsRunner ) {
			for ( const { row, part } of queued().slice( 0, freePlaces() ) ) {
				claim( row, part, atMs );
			}
		}
	};

	/** A job's state follows from its parts'. */
	const conclude = ( row: JobRow ) => {
		if ( isFinal( row.status ) || row.parts.some( isUnfinished ) ) {
			return;
		}
		const has = ( state: Part[ 'state' ] ) =>
			row.parts.some( ( part ) => part.state === state );
		const atMs = Math.max(
			...row.parts.map( ( { finishedAtMs } ) => finishedAtMs ?? 0 )
		);
		if ( has( 'succeeded' ) ) {
			finish( row, 'completed', atMs );
		} else if ( has( 'expired' ) ) {
			row.error = expiry( isBillable( row ) );
			finish( row, 'expired', atMs );
		} else {
			const error = row.parts.find( ( part ) => part.error )?.error;
			row.error = error
				? { ...error, may_be_billed: isBillable( row ) }
				: null;
			finish( row, 'failed', atMs );
		}
	};

	const end = (
		{ row, part }: { row: JobRow; part: Part },
		atMs: number,
		over: Partial< Part >
	) => {
		Object.assign( part, over, { finishedAtMs: atMs } );
		conclude( row );
		fillPlaces( atMs );
	};

	/** What happens next to a part. */
	const nextOf = ( row: JobRow, part: Part ): Event | null => {
		const expires: Event = {
			atMs: part.expiresAtMs,
			happen: () =>
				end( { row, part }, part.expiresAtMs, {
					state: 'expired',
					error: expiry( part.attempt > 0 ),
				} ),
		};
		if ( part.state === 'pending' ) {
			const atMs = row.pendingSinceMs + waitMs( scenario() );
			return scenario().needsRunner ||
				part.queuedAtMs !== null ||
				atMs >= part.expiresAtMs
				? expires
				: {
						atMs,
						happen: () =>
							isFull()
								? lineUp( [ part ], atMs )
								: claim( row, part, atMs ),
					};
		}
		if ( part.state !== 'processing' || part.startedAtMs === null ) {
			return null;
		}
		const outcome = outcomeOf( row, part );
		if ( outcome.end === 'hang' ) {
			return expires;
		}
		const atMs = part.startedAtMs + outcome.afterMs;
		if ( atMs >= part.expiresAtMs ) {
			return expires;
		}
		if ( outcome.end === 'succeed' ) {
			const { result } = outcome;
			return {
				atMs,
				happen: () =>
					end( { row, part }, atMs, { state: 'succeeded', result } ),
			};
		}
		const { code, message, retryable, mayBeBilled = false } = outcome;
		return {
			atMs,
			happen: () =>
				end( { row, part }, atMs, {
					state: 'failed',
					error: {
						code,
						message,
						retryable,
						may_be_billed: mayBeBilled,
					},
				} ),
		};
	};

	const nextEvent = (): Event | null => {
		let first: Event | null = null;
		for ( const row of rows.values() ) {
			for ( const part of isFinal( row.status ) ? [] : row.parts ) {
				const event = nextOf( row, part );
				if ( event && ( ! first || event.atMs < first.atMs ) ) {
					first = event;
				}
			}
		}
		return first && first.atMs <= nowMs() ? first : null;
	};

	/** One after the other, as one may give another its place. */
	const settle = () => {
		for ( let event = nextEvent(); event; event = nextEvent() ) {
			event.happen();
		}
	};

	const queuePosition = ( row: JobRow ) => {
		const { queue } = scenario();
		if ( row.status !== 'pending' ) {
			return null;
		}
		if ( queue ) {
			return scriptedPosition( row, queue, nowMs() );
		}
		const at = [ ...new Set( queued().map( ( piece ) => piece.row ) ) ];
		return at.includes( row ) ? at.indexOf( row ) + 1 : null;
	};

	return {
		settle,
		isGone: ( { acknowledgedAtMs, finishedAtMs } ) =>
			( acknowledgedAtMs !== null &&
				nowMs() >=
					acknowledgedAtMs + DELETED_AFTER_ACKNOWLEDGEMENT_MS ) ||
			( finishedAtMs !== null && nowMs() >= finishedAtMs + RETENTION_MS ),
		enter( row ) {
			if ( isFull() ) {
				lineUp( row.parts, nowMs() );
			}
		},
		run( row ) {
			const part = row.parts.find( ( { state } ) => state === 'pending' );
			if ( ! part || isFinal( row.status ) ) {
				return;
			}
			if ( isFull() ) {
				lineUp( row.parts, nowMs() );
				// Whoever comes takes the one whose turn it is.
				const [ next ] = freePlaces() > 0 ? queued() : [];
				if ( next ) {
					claim( next.row, next.part, nowMs() );
				}
			} else {
				claim( row, part, nowMs() );
			}
			settle();
		},
		cancel( row ) {
			row.mayBeBilled = row.attempt > 0;
			finish( row, 'cancelled', nowMs() );
			fillPlaces( nowMs() );
		},
		revive( row ) {
			row.status = 'pending';
			row.round++;
			row.parts = row.parts.map( ( part ) =>
				part.error?.retryable === false
					? part
					: {
							...newPart( nowMs() + LIFETIME_MS ),
							attempt: part.attempt,
						}
			);
			row.pendingSinceMs = nowMs();
			row.startedAtMs = null;
			row.finishedAtMs = null;
			row.acknowledgedAtMs = null;
			row.error = null;
		},
		queuePosition,
		isForgotten( row ) {
			const waiting = row.parts.filter(
				( { state } ) => state === 'pending'
			);
			const waits = waiting.some(
				( { queuedAtMs } ) => queuedAtMs !== null
			);
			return (
				! isFinal( row.status ) &&
				waiting.length > 0 &&
				( waits ||
					nowMs() - row.pendingSinceMs >= NEEDS_RUNNER_AFTER_MS ) &&
				freePlaces() >= ( queuePosition( row ) ?? 1 )
			);
		},
	};
}
