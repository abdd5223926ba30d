/** What the plugin prints before the script. */
export interface EditorSettings {
	/** The site's REST root. */
	readonly restRoot: string;
	/** A `wp_rest` nonce. */
	readonly nonce: string;
	/** Where core gives a fresh one. */
	readonly nonceUrl: string;
}

declare global {
	interface Window {
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
