import { useRegistry } from '@wordpress/data';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { isLoggingIn } from './authCheck.ts';
import { contentStart, findBlockElement } from './blockElement.ts';
import { rememberCaret } from './rememberCaret.ts';
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
	const [ post ] = useState( popoverSwitch.post );
	return {
		anchor: anchor.current ?? contentStart,
		/** Whether the post is still edited that it was opened for. */
		isSamePost: () => popoverSwitch.post() === post,
		close() {
			// The button closes by itself, and who logs in goes on here.
			if ( ! popoverSwitch.hasFocus( key ) && ! isLoggingIn() ) {
				popoverSwitch.close();
			}
		},
	};
}

/** A region that was clicked; one that was reached by core's keys for regions keeps the focus. */
const NOTHING_OF_A_REGION = '[role="region"]:not(.is-focusing-regions *)';

/** The button of a notice that opened the popover, and goes with the notice. */
const BUTTON_OF_A_NOTICE = '.components-snackbar *';

/**
 * Brings an author who closes a popover back to where they were writing. To be
 * called after what puts the caret at an inserted text, which then stays there.
 *
 * @param key The spot's.
 */
export function useCaretReturn( key: string ): void {
	const popoverSwitch = usePopoverSwitch();
	const registry = useRegistry();
	// In rendering: in an effect, the popover would have the focus.
	const [ putBack ] = useState( () => rememberCaret( registry ) );
	useEffect(
		() => () => {
			const { activeElement, body } = document;
			// Popover gives the focus to the button that opened it, where the next space would open it again; whoever has clicked elsewhere stays there. One of the editor's regions takes clicks that reach nothing in it.
			if (
				! activeElement ||
				activeElement === body ||
				activeElement.matches( NOTHING_OF_A_REGION ) ||
				activeElement.matches( BUTTON_OF_A_NOTICE ) ||
				popoverSwitch.hasFocus( key )
			) {
				putBack();
			}
		},
		[ popoverSwitch, key, putBack ]
	);
}
