/**
 * What the client needs of the machine it runs on. Tests bring their own, so
 * no test waits and none depends on the machine's clock.
 */
export interface Environment {
	/** A clock that only moves forward, in ms; its zero means nothing. */
	now: () => number;
	/** Calls back once after `delayMs`; what is returned cancels it. */
	setTimer: ( callback: () => void, delayMs: number ) => () => void;
	/** False while the browser knows that there is no network. */
	isOnline: () => boolean;
	/** Calls back when it pays to look at once: the tab became visible or was thawed, the author came back to the window, the network is back. */
	onWake: ( callback: () => void ) => () => void;
	/** From 0 up to 1, for jitter. */
	random: () => number;
	/** A key that no other start has. */
	randomId: () => string;
}

/** The browser, or Node, as it is. */
export const platformEnvironment: Environment = {
	// Not Date.now(): a clock that is set in the middle of a job must not end the wait.
	now: () => performance.now(),
	setTimer( callback, delayMs ) {
		const timer = setTimeout( callback, delayMs );
		return () => clearTimeout( timer );
	},
	isOnline: () =>
		typeof navigator === 'undefined' || navigator.onLine !== false,
	onWake( callback ) {
		if ( typeof window === 'undefined' ) {
			return () => {};
		}
		const onVisibilityChange = () => {
			if ( document.visibilityState === 'visible' ) {
				callback();
			}
		};
		// Focus that only moves between the page and its frames is no coming back.
		let wasAway = false;
		const onBlur = () => {
			wasAway = ! document.hasFocus();
		};
		const onFocus = () => {
			if ( wasAway ) {
				wasAway = false;
				callback();
			}
		};
		const listening = new AbortController();
		const { signal } = listening;
		window.addEventListener( 'online', callback, { signal } );
		window.addEventListener( 'pageshow', callback, { signal } );
		window.addEventListener( 'blur', onBlur, { signal } );
		window.addEventListener( 'focus', onFocus, { signal } );
		document.addEventListener( 'resume', callback, { signal } );
		document.addEventListener( 'visibilitychange', onVisibilityChange, {
			signal,
		} );
		return () => listening.abort();
	},
	random: () => Math.random(),
	// randomUUID() exists in secure contexts only, and many sites are edited over plain HTTP.
	randomId: () =>
		Array.from( crypto.getRandomValues( new Uint8Array( 16 ) ), ( byte ) =>
			byte.toString( 16 ).padStart( 2, '0' )
		).join( '' ),
};
