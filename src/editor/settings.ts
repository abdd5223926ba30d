/** Where a site is, for the editor's own client. */
export interface EditorSettings {
	/** The site's REST root. */
	readonly restRoot: string;
	/** A `wp_rest` nonce. */
	readonly nonce: string;
	/** Where core gives a fresh one: `admin-ajax.php?action=rest-nonce`. */
	readonly nonceUrl: string;
	/** Whose editor it is: their tabs share what they know of jobs. Without it, each tab asks for itself. */
	readonly userId?: number;
	/**
	 * Where one logs in without being led elsewhere then:
	 * `wp-login.php?interim-login=1`.
	 *
	 * @default a sentence only
	 */
	readonly loginUrl?: string | undefined;
	/** The post that the editor was opened with; null where it edits something else. */
	readonly postId?: number | null;
	/** The types of job that the user may start for it: no other type has a button. Without it, all have, and the site's answer to a start tells. */
	readonly types?: readonly string[];
}
