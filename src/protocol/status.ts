/** Statuses that a job is in while something may still happen to it. */
export const LIVE_STATUSES = [ 'pending', 'processing' ] as const;

/** Statuses that nothing leaves. */
export const FINAL_STATUSES = [
	'completed',
	'failed',
	'expired',
	'cancelled',
] as const;

export type LiveStatus = ( typeof LIVE_STATUSES )[ number ];
export type FinalStatus = ( typeof FINAL_STATUSES )[ number ];
export type JobStatus = LiveStatus | FinalStatus;

const FINAL: ReadonlySet< string > = new Set( FINAL_STATUSES );

/**
 * Whether a job in this status is over.
 *
 * A status that this version does not know is not final: a newer server may
 * have added a step on the way, and the job must not be given up for it.
 *
 * @param status A status as the server names it.
 * @example isFinal( 'expired' ) // true
 */
export function isFinal( status: string ): status is FinalStatus {
	return FINAL.has( status );
}
