import { isFinal, type JobSnapshot } from '../protocol/index.ts';

/** What is known after a check, or before the first. All durations in ms. */
export interface PollingSituation {
	readonly snapshot: JobSnapshot | null;
	/** From the start of the wait to the start of the last check. */
	readonly elapsedMs: number;
	/** Checks that failed in a row. */
	readonly failures: number;
	/** The job type's own interval. */
	readonly intervalMs: number;
	/** What the server asked to wait after a refused check. */
	readonly retryAfterMs?: number | undefined;
	/** The last check found nobody logged in. Default false. */
	readonly isLoggedOut?: boolean;
	/** From 0 up to 1; spreads the retries of many clients. */
	readonly jitter: number;
}

export type PollingDecision =
	| { readonly action: 'check'; readonly afterMs: number }
	| { readonly action: 'stop'; readonly because: 'final' | 'timed-out' };

export type PollingPolicy = ( situation: PollingSituation ) => PollingDecision;

export interface PollingPolicyOptions {
	/** After this the client stops polling, in ms. Default 300,000, a job's lifetime. */
	readonly cutoffMs?: number;
	/** The shortest delay that a server's hint is obeyed down to, in ms. Default 500. */
	readonly minDelayMs?: number;
	/** The longest delay, whatever a hint or the failures say, in ms. Default 30,000. */
	readonly maxDelayMs?: number;
}

/** A network that is just waking up gets this many further tries of the last check. */
const LAST_CHECK_RETRIES = 3;

/** 24 h, in ms: so long the server keeps a result that nobody acknowledged. */
const RESULT_KEPT_MS = 86_400_000;

/**
 * Makes the pure function that decides when to ask again and when to stop;
 * `watch` and the hook both poll by it.
 *
 * Before the cutoff, a delay is cut so that one last check falls on the
 * cutoff. Only a check that was begun at or after the cutoff, and did not find
 * the job final, ends the wait. While nobody is logged in there is no cutoff:
 * checks go on at the longest delay for as long as the server keeps a result.
 *
 * @param options The limits.
 * @example
 * const policy = createPollingPolicy( { cutoffMs: 60_000 } );
 * policy( { snapshot, elapsedMs: 0, failures: 0, intervalMs: 3_000, jitter: 0 } );
 * // { action: 'check', afterMs: 3000 }
 */
export function createPollingPolicy( {
	cutoffMs = 300_000,
	minDelayMs = 500,
	maxDelayMs = 30_000,
}: PollingPolicyOptions = {} ): PollingPolicy {
	const clamp = ( delayMs: number ) =>
		Math.min( Math.max( delayMs, minDelayMs ), maxDelayMs );

	const pace = ( {
		snapshot,
		failures,
		intervalMs,
		retryAfterMs,
		jitter,
	}: PollingSituation ) => {
		if ( failures > 0 ) {
			// Doubling, half of it jittered, so that clients do not come back together.
			const backoff = intervalMs * 2 ** ( failures - 1 );
			return Math.max(
				clamp( backoff * ( 0.5 + jitter / 2 ) ),
				clamp( retryAfterMs ?? 0 )
			);
		}
		return clamp( snapshot?.pollAfterMs ?? intervalMs );
	};

	return ( situation ) => {
		if ( situation.snapshot && isFinal( situation.snapshot.status ) ) {
			return { action: 'stop', because: 'final' };
		}
		if ( ! situation.snapshot && situation.failures === 0 ) {
			// Nothing is known, so there is nothing to wait for.
			return { action: 'check', afterMs: 0 };
		}
		if ( situation.isLoggedOut && situation.elapsedMs < RESULT_KEPT_MS ) {
			return { action: 'check', afterMs: maxDelayMs };
		}
		const leftMs = cutoffMs - situation.elapsedMs;
		if ( leftMs > 0 ) {
			return {
				action: 'check',
				afterMs: Math.min( pace( situation ), leftMs ),
			};
		}
		if (
			situation.failures > 0 &&
			situation.failures <= LAST_CHECK_RETRIES
		) {
			return { action: 'check', afterMs: pace( situation ) };
		}
		return { action: 'stop', because: 'timed-out' };
	};
}
