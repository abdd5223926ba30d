import { useRef, useSyncExternalStore } from 'react';
import { isLoggingIn } from './authCheck.ts';
import { canvasCorner, findBlockElement } from './blockElement.ts';
import { usePopoverSwitch } from './usePopoverSwitch.ts';

/**
 * Where the popover of a spot stands, and what closes it.
 *
 * @param key The spot's.
 */
export function usePopover( key: string ) {
	const popoverSwitch = usePopoverSwitch();
	const button = useSyncExternalStore( popoverSwitch.subscribe, () =>
		popoverSwitch.button( key )
	);
	// A toolbar that appears later is no reason to move away under the pointer.
	const anchor = useRef< HTMLElement | null >( null );
	if ( ! anchor.current?.isConnected ) {
		anchor.current = button ?? findBlockElement( key );
	}
	return {
		anchor: anchor.current ?? canvasCorner,
		close() {
			// The button closes by itself, and who logs in goes on here.
			if ( ! popoverSwitch.hasFocus( key ) && ! isLoggingIn() ) {
				popoverSwitch.close();
			}
		},
	};
}
