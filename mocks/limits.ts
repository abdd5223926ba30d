import { Refusal } from './refusal.ts';

/** How much a site takes, as docs/wire.md has it. */
export interface JobLimits {
	/** Live jobs of one user. */
	readonly liveJobs: number;
	/** Starts of one user within an hour, retries included. */
	readonly startsPerHour: number;
	/** Jobs that run at once on the site; each image counts. */
	readonly running: number;
}

/** The same figures as the plugin's. */
export const DEFAULT_LIMITS: JobLimits = {
	liveJobs: 20,
	startsPerHour: 60,
	running: 4,
};

const HOUR_MS = 3_600_000;
/** About one short generation. */
const LOOK_AGAIN_S = 10;

const tooMany = ( message: string, retryAfterS: number ) =>
	new Refusal(
		429,
		'ai_job_rate_limited',
		message,
		{ retryable: true, retry_after: retryAfterS },
		retryAfterS
	);

/** What one user has started. */
export interface Quota {
	/**
	 * Counts a start, or refuses it.
	 *
	 * @param owner     Who starts.
	 * @param liveCount How many of their jobs are live.
	 */
	readonly spend: ( owner: number, liveCount: number ) => void;
	readonly reset: () => void;
}

/**
 * Counts starts, apart from the jobs, which are soon deleted.
 *
 * @param nowMs  The time.
 * @param limits The limits, at the time.
 */
export function createQuota(
	nowMs: () => number,
	limits: () => JobLimits
): Quota {
	const starts = new Map< number, readonly number[] >();
	return {
		spend( owner, liveCount ) {
			const { liveJobs, startsPerHour } = limits();
			const now = nowMs();
			const earlier = ( starts.get( owner ) ?? [] ).filter(
				( atMs ) => atMs > now - HOUR_MS
			);
			if ( liveCount >= liveJobs ) {
				throw tooMany(
					`You have ${ liveJobs } AI jobs under way, and this site allows no more for one person at a time. Wait until one has finished or stop one, then try again.`,
					LOOK_AGAIN_S
				);
			}
			if ( earlier.length >= startsPerHour ) {
				const leavesMs =
					( earlier[ earlier.length - startsPerHour ] ?? now ) +
					HOUR_MS;
				const waitS = Math.ceil( ( leavesMs - now ) / 1_000 );
				throw tooMany(
					`You have started ${ startsPerHour } AI jobs within the last hour, which is as many as this site allows. Try again in ${ Math.ceil( waitS / 60 ) } minutes.`,
					waitS
				);
			}
			starts.set( owner, [ ...earlier, now ] );
		},
		reset: () => starts.clear(),
	};
}
