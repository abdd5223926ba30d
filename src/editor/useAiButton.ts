import { useCallback, useRef, useSyncExternalStore } from 'react';
import { popoverSwitch } from './popoverSwitch.ts';

/**
 * What makes a button the one that opens a block's popover, and that the
 * popover stands at.
 *
 * @param clientId The block.
 */
export function useAiButton( clientId: string ) {
	const isOpen = useSyncExternalStore(
		popoverSwitch.subscribe,
		() => popoverSwitch.get() === clientId
	);
	const remove = useRef( () => {} );
	const ref = useCallback(
		( button: HTMLElement | null ) => {
			remove.current();
			remove.current = button
				? popoverSwitch.addButton( clientId, button )
				: () => {};
		},
		[ clientId ]
	);
	return {
		ref,
		onClick: () => popoverSwitch.toggle( clientId ),
		'aria-haspopup': 'dialog',
		'aria-expanded': isOpen,
	} as const;
}
