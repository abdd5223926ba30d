import { isLoggedOut, type Tracking } from './tracking.ts';

/**
 * How the client's line to the server is; says nothing of the job itself, which
 * goes on whatever the line is like.
 *
 * `retrying`: the last check failed, the next comes shortly. `offline`: the
 * browser knows that there is no network. `logged-out`: nobody is logged in;
 * the client asks slowly, and at once on `checkNow()` or when the author comes
 * back to the window.
 */
export type Connection = 'online' | 'retrying' | 'offline' | 'logged-out';

/**
 * How the line was at the last check.
 *
 * @param tracking What is known of a job.
 * @param isOnline Whether there is a network.
 */
export function connectionOf(
	tracking: Tracking,
	isOnline: boolean
): Connection {
	if ( ! isOnline ) {
		return 'offline';
	}
	if ( isLoggedOut( tracking ) ) {
		return 'logged-out';
	}
	return tracking.failures > 0 ? 'retrying' : 'online';
}
