import { useSyncExternalStore } from 'react';

const never = () => () => {};

/**
 * Whether this is rendered where there is a browser: false on a server, and in
 * the first rendering that takes over what a server rendered. Popovers of
 * WordPress's throw on a server, and have nothing to stand at there.
 */
export const useIsInBrowser = (): boolean =>
	useSyncExternalStore(
		never,
		() => true,
		() => false
	);
