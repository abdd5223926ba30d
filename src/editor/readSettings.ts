import type { EditorSettings } from './settings.ts';

declare global {
	interface Window {
		/** What the plugin prints before its script. */
		readonly wpAiJobs?: EditorSettings;
	}
}

/**
 * Reads what the plugin printed.
 *
 * @throws Where the script was loaded without it.
 */
export function readSettings(): EditorSettings {
	if ( ! window.wpAiJobs ) {
		throw new Error(
			'wp-ai-jobs: window.wpAiJobs is missing; the plugin prints it before this script.'
		);
	}
	return window.wpAiJobs;
}
