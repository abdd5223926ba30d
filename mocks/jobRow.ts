import type { JobErrorCode, JobStatus } from '../src/protocol/index.ts';
import type { ImageWish } from './imageWish.ts';
import type { JobOutcome } from './scenario.ts';
import type { StartBody } from './startBody.ts';

/** How long a job lives, in ms: the same as the plugin's. */
export const LIFETIME_MS = 5 * 60_000;

/** An error as it travels in a snapshot. */
export interface WireFailure {
	readonly code: JobErrorCode;
	readonly message: string;
	readonly retryable: boolean;
	readonly may_be_billed: boolean;
}

/** One call of a provider: a text, or one of a job's images. */
export interface Part {
	state: 'pending' | 'processing' | 'succeeded' | 'failed' | 'expired';
	/** Since when it has been waiting for a free place. */
	queuedAtMs: number | null;
	/** When it is over, whatever it does. */
	expiresAtMs: number;
	/** Its provider calls, of earlier rounds too. */
	attempt: number;
	startedAtMs: number | null;
	finishedAtMs: number | null;
	/** What came, where the scenario names it. */
	result: unknown;
	error: WireFailure | null;
	/** How it ends, whatever the scenario says. */
	script: JobOutcome | null;
}

/** A job as the backend keeps it. */
export interface JobRow {
	readonly id: string;
	readonly owner: number;
	readonly start: StartBody;
	readonly idempotencyKey: string | null;
	/** Null for a job of another type. */
	readonly wish: ImageWish | null;
	parts: readonly Part[];
	status: JobStatus;
	/** How many times it became pending. */
	round: number;
	/** Provider calls that were begun. */
	attempt: number;
	imports: number;
	createdAtMs: number;
	/** When it last became pending: a retry has a lifetime of its own. */
	pendingSinceMs: number;
	startedAtMs: number | null;
	finishedAtMs: number | null;
	acknowledgedAtMs: number | null;
	error: WireFailure | null;
	mayBeBilled: boolean;
}

/**
 * A part that nobody has taken.
 *
 * @param expiresAtMs When its lifetime is over.
 */
export const newPart = ( expiresAtMs: number ): Part => ( {
	state: 'pending',
	attempt: 0,
	queuedAtMs: null,
	expiresAtMs,
	startedAtMs: null,
	finishedAtMs: null,
	result: undefined,
	error: null,
	script: null,
} );

export const isUnfinished = ( { state }: Part ) =>
	state === 'pending' || state === 'processing';

/**
 * A job that was just started.
 *
 * @param made  Who started what, under which id and key.
 * @param nowMs When.
 */
export const newRow = (
	made: Pick< JobRow, 'id' | 'owner' | 'start' | 'idempotencyKey' | 'wish' >,
	nowMs: number
): JobRow => ( {
	...made,
	parts: Array.from( { length: made.wish?.count ?? 1 }, () =>
		newPart( nowMs + LIFETIME_MS )
	),
	status: 'pending',
	round: 1,
	attempt: 0,
	imports: 0,
	createdAtMs: nowMs,
	pendingSinceMs: nowMs,
	startedAtMs: null,
	finishedAtMs: null,
	acknowledgedAtMs: null,
	error: null,
	mayBeBilled: false,
} );

/**
 * A UUID v4 that is the same in every run.
 *
 * @param count The how-manieth job it is.
 */
export const mockUuid = ( count: number ) =>
	`00000000-0000-4000-8000-${ String( count ).padStart( 12, '0' ) }`;
