import type { AiJobError } from '../../protocol/index.ts';

/** When each was first shown: the site says how long to wait, not until when. */
const firstShown = new WeakMap< AiJobError, number >();

/**
 * From when on it helps to do the same again, as `Date.now()`; null: at once.
 *
 * @param error What went wrong.
 */
export function retryTime( error: AiJobError ): number | null {
	if ( error.retryAfterMs === undefined ) {
		return null;
	}
	const since = firstShown.get( error ) ?? Date.now();
	firstShown.set( error, since );
	return since + error.retryAfterMs;
}
