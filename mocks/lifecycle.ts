import { isFinal, type JobStatus } from '../src/protocol/index.ts';
import {
	isUnfinished,
	newPart,
	type JobRow,
	type Part,
	type WireFailure,
} from './jobRow.ts';
import type { JobOutcome, Scenario } from './scenario.ts';

/** The same figures as the plugin's; where each comes from, the design says. */
export const LIFETIME_MS = 5 * 60_000;
const CLAIM_AFTER_MS = 1_000;
const DELETED_AFTER_ACKNOWLEDGEMENT_MS = 5_000;
const RETENTION_MS = 24 * 3_600_000;

/** What becomes of a job as time goes on, and by what is done to it. */
export interface Lifecycle {
	/** Brings a job up to the present. */
	settle: ( row: JobRow ) => void;
	/** Whether the present has no such job any more. */
	isGone: ( row: JobRow ) => boolean;
	/** A runner takes a part, and asks the provider. */
	claim: ( row: JobRow, part: Part, atMs: number ) => void;
	/** A final job becomes pending again. */
	revive: ( row: JobRow ) => void;
}

interface Surroundings {
	readonly nowMs: () => number;
	readonly scenario: () => Scenario;
	readonly onProviderCall: ( row: JobRow ) => void;
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

/**
 * Where a job stands in the queue, 1 being next.
 *
 * @param row   The job.
 * @param queue The scenario's.
 * @param nowMs The present.
 */
export function queuePosition(
	row: JobRow,
	queue: Scenario[ 'queue' ],
	nowMs: number
): number | null {
	if ( ! queue || row.status !== 'pending' ) {
		return null;
	}
	const gone = Math.floor( ( nowMs - row.pendingSinceMs ) / queue.eachMs );
	return Math.max( 1, queue.ahead + 1 - gone );
}

const expiresAtMs = ( row: JobRow ) => row.pendingSinceMs + LIFETIME_MS;

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

/**
 * The rules of a job's life.
 *
 * @param surroundings The time, the script, and who counts the calls.
 */
export function createLifecycle( {
	nowMs,
	scenario,
	onProviderCall,
}: Surroundings ): Lifecycle {
	const outcomeOf = (
		row: JobRow,
		part: Part,
		index: number
	): JobOutcome => {
		if ( part.script ) {
			return part.script;
		}
		const { outcomes, parts } = scenario();
		const [ script, at ] =
			row.wish && parts ? [ parts, index + 1 ] : [ outcomes, row.round ];
		return script[ Math.min( at, script.length ) - 1 ] ?? { end: 'hang' };
	};

	const claim = ( row: JobRow, part: Part, atMs: number ) => {
		if ( scenario().hasProvider === false ) {
			part.script ??= NO_PROVIDER;
		}
		part.state = 'processing';
		part.startedAtMs = atMs;
		row.status = 'processing';
		row.startedAtMs ??= atMs;
		row.attempt++;
		onProviderCall( row );
	};

	const settlePart = ( row: JobRow, part: Part, index: number ) => {
		if ( part.state === 'pending' && ! scenario().needsRunner ) {
			const claimAtMs = row.pendingSinceMs + waitMs( scenario() );
			if ( nowMs() >= claimAtMs ) {
				claim( row, part, claimAtMs );
			}
		}
		if ( part.state !== 'processing' || part.startedAtMs === null ) {
			return;
		}
		const outcome = outcomeOf( row, part, index );
		if ( outcome.end === 'hang' ) {
			return;
		}
		const endMs = part.startedAtMs + outcome.afterMs;
		if ( nowMs() < endMs || endMs >= expiresAtMs( row ) ) {
			return;
		}
		part.finishedAtMs = endMs;
		if ( outcome.end === 'succeed' ) {
			part.state = 'succeeded';
			part.result = outcome.result;
		} else {
			const { code, message, retryable, mayBeBilled = false } = outcome;
			part.state = 'failed';
			part.error = {
				code,
				message,
				retryable,
				may_be_billed: mayBeBilled,
			};
		}
	};

	/** A job's state follows from its parts'. */
	const settle = ( row: JobRow ) => {
		if ( isFinal( row.status ) ) {
			return;
		}
		row.parts.forEach( ( part, index ) => settlePart( row, part, index ) );
		const isOver = nowMs() >= expiresAtMs( row );
		const unfinished = row.parts.filter( isUnfinished );
		if ( isOver ) {
			unfinished.forEach( ( part ) => {
				part.error = expiry( part.startedAtMs !== null );
			} );
		}
		const hasResult = row.parts.some(
			( { state } ) => state === 'succeeded'
		);
		if ( isOver && unfinished.length > 0 && ! hasResult ) {
			row.error = expiry( row.attempt > 0 );
			finish( row, 'expired', expiresAtMs( row ) );
		} else if ( isOver || unfinished.length === 0 ) {
			row.error = hasResult
				? null
				: ( row.parts.find( ( { error } ) => error )?.error ?? null );
			finish(
				row,
				hasResult ? 'completed' : 'failed',
				unfinished.length > 0
					? expiresAtMs( row )
					: Math.max(
							...row.parts.map(
								( { finishedAtMs } ) => finishedAtMs ?? 0
							)
						)
			);
		}
	};

	return {
		settle,
		isGone: ( { acknowledgedAtMs, finishedAtMs } ) =>
			( acknowledgedAtMs !== null &&
				nowMs() >=
					acknowledgedAtMs + DELETED_AFTER_ACKNOWLEDGEMENT_MS ) ||
			( finishedAtMs !== null && nowMs() >= finishedAtMs + RETENTION_MS ),
		claim,
		revive( row ) {
			row.status = 'pending';
			row.round++;
			row.parts = row.parts.map( ( part ) =>
				part.error?.retryable === false ? part : newPart()
			);
			row.pendingSinceMs = nowMs();
			row.startedAtMs = null;
			row.finishedAtMs = null;
			row.acknowledgedAtMs = null;
			row.error = null;
		},
	};
}
