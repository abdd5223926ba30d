declare global {
	interface Window {
		readonly jQuery?: ( target: Document ) => {
			readonly trigger: (
				event: string,
				data: readonly object[]
			) => unknown;
		};
	}
}

/** WordPress's own dialog for who was logged out while editing: core's `wp-auth-check.js`. */
const findDialog = () => document.getElementById( 'wp-auth-check-wrap' );

/** Whether an author is logging in again. */
export const isLoggingIn = () =>
	findDialog()?.classList.contains( 'hidden' ) === false;

/**
 * Opens the dialog, as core does when a heartbeat says that nobody is logged in.
 *
 * @return Whether it is open: not where the page has none, or the author closed it a moment ago, as core then leaves it closed for 5 min.
 */
export function openAuthCheck(): boolean {
	window
		.jQuery?.( document )
		.trigger( 'heartbeat-tick.wp-auth-check', [
			{ 'wp-auth-check': false },
		] );
	return isLoggingIn();
}

/**
 * Tells when the dialog was closed, whoever opened it.
 *
 * @param onClose The author has logged in, or has not.
 * @return Ends it.
 */
export function watchAuthCheck( onClose: () => void ): () => void {
	const dialog = findDialog();
	if ( ! dialog ) {
		return () => {};
	}
	let wasOpen = isLoggingIn();
	const observer = new MutationObserver( () => {
		const isOpen = isLoggingIn();
		if ( wasOpen && ! isOpen ) {
			onClose();
		}
		wasOpen = isOpen;
	} );
	observer.observe( dialog, { attributeFilter: [ 'class' ] } );
	return () => observer.disconnect();
}
