/** How an author who was logged out comes back. */
export interface LogIn {
	/**
	 * Where one logs in again; opened in a new tab.
	 *
	 * @default no link, a sentence only
	 */
	readonly loginUrl?: string | undefined;
	/**
	 * Lets the author log in without leaving the page, e.g. by WordPress's own
	 * dialog. Call the client's `checkNow()` when that is done.
	 *
	 * @default the link
	 */
	readonly onLogIn?: ( () => void ) | undefined;
}
