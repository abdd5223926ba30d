import { __ } from '@wordpress/i18n';
import type { Connection } from '../../react/index.ts';

/**
 * What a bad line means for a job that goes on without it.
 *
 * @param connection How the line is.
 */
export function connectionText(
	connection: Exclude< Connection, 'online' >
): string {
	switch ( connection ) {
		case 'offline':
			return __(
				'You are offline. The job goes on; its state shows here when you are connected again.',
				'wp-ai-jobs'
			);
		case 'logged-out':
			return __(
				'You were logged out. The job goes on, and nothing is lost: its state shows here when you have logged in again.',
				'wp-ai-jobs'
			);
		case 'retrying':
			return __(
				'The site did not answer the last time. The job goes on; the site is asked again shortly.',
				'wp-ai-jobs'
			);
	}
}
