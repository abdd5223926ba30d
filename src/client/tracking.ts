import {
	isAiJobError,
	isFinal,
	type AiJobError,
	type JobSnapshot,
} from '../protocol/index.ts';
import type { Environment } from './environment.ts';
import type { PollingDecision, PollingPolicy } from './pollingPolicy.ts';

/** What the client knows of a job that it follows; plain data, so that a cache can hold it. */
export interface Tracking {
	readonly id: string;
	readonly snapshot: JobSnapshot | null;
	/** On the environment's clock, in ms: when this wait began; the cutoff counts from here. */
	readonly waitingSinceMs: number;
	/** On the environment's clock, in ms: when the last check was sent. */
	readonly checkedAtMs: number;
	/** Checks that failed in a row, and why the last one did. */
	readonly failures: number;
	readonly lastError: AiJobError | null;
	/** From 0 up to 1, drawn once a check: deciding twice on the same data decides the same. */
	readonly jitter: number;
}

/**
 * Begins to follow a job, or goes on for another cutoff.
 *
 * @param id       The job.
 * @param snapshot What is known of it.
 * @param nowMs    The environment's clock.
 */
export function beginTracking(
	id: string,
	snapshot: JobSnapshot | null,
	nowMs: number
): Tracking {
	return {
		id,
		snapshot,
		waitingSinceMs: nowMs,
		checkedAtMs: nowMs,
		failures: 0,
		lastError: null,
		jitter: 0,
	};
}

/**
 * Whether the last check found nobody logged in: the job is well, and the
 * client goes on when somebody is.
 *
 * @param tracking What is known.
 */
export const isLoggedOut = ( { lastError }: Tracking ): boolean =>
	lastError?.code === 'not_logged_in';

const isQueued = ( snapshot: JobSnapshot ): boolean =>
	'queuePosition' in snapshot && snapshot.queuePosition !== null;

/** The shortest limit of a request, in ms: the last check before the cutoff must be able to arrive. */
const MIN_REQUEST_MS = 5_000;

export interface CheckLimits {
	readonly cutoffMs: number;
	readonly requestTimeoutMs: number;
}

/**
 * One check. A failure that passes (network, 5xx, HTML, nobody logged in) is
 * counted, not thrown. Once somebody is logged in again, or a job runs again
 * that had ended, the wait begins anew: the cutoff is for a server that is slow,
 * not for an author who was away.
 *
 * @param tracking    What is known before.
 * @param limits      The cutoff and a request's own limit, in ms.
 * @param ask         Sends the check; is given its time limit in ms.
 * @param environment The clock.
 * @throws {AiJobError} What asking again cannot change, e.g. `not_found`.
 */
export async function checkOnce(
	tracking: Tracking,
	limits: CheckLimits,
	ask: ( timeoutMs: number ) => Promise< JobSnapshot >,
	environment: Environment
): Promise< Tracking > {
	const checkedAtMs = environment.now();
	const jitter = environment.random();
	const still = { ...tracking, checkedAtMs, jitter };
	const begins =
		isLoggedOut( tracking ) || isFinal( tracking.snapshot?.status ?? '' );
	const again = begins
		? { ...still, waitingSinceMs: checkedAtMs, failures: 0 }
		: still;
	const leftMs = limits.cutoffMs - ( checkedAtMs - again.waitingSinceMs );
	try {
		const snapshot = await ask(
			Math.min(
				limits.requestTimeoutMs,
				Math.max( leftMs, MIN_REQUEST_MS )
			)
		);
		return {
			...again,
			snapshot,
			// A job that stands in line is not slow: its time begins with its place.
			waitingSinceMs: isQueued( snapshot )
				? checkedAtMs
				: again.waitingSinceMs,
			failures: 0,
			lastError: null,
		};
	} catch ( error ) {
		if ( ! isAiJobError( error ) ) {
			throw error;
		}
		const loggedOut = error.code === 'not_logged_in';
		// What is in between says nothing of the job.
		if ( ! loggedOut && ! error.retryable && error.code !== 'blocked' ) {
			throw error;
		}
		const known = loggedOut ? still : again;
		return { ...known, failures: known.failures + 1, lastError: error };
	}
}

/**
 * When to ask again, by the policy.
 *
 * @param tracking   What is known.
 * @param policy     Decides.
 * @param intervalMs The job type's interval.
 */
export function nextTurn(
	tracking: Tracking,
	policy: PollingPolicy,
	intervalMs: number
): PollingDecision {
	return policy( {
		snapshot: tracking.snapshot,
		elapsedMs: tracking.checkedAtMs - tracking.waitingSinceMs,
		failures: tracking.failures,
		intervalMs,
		retryAfterMs: tracking.lastError?.retryAfterMs,
		isLoggedOut: isLoggedOut( tracking ),
		jitter: tracking.jitter,
	} );
}
