import { createContext, useContext } from 'react';
import type { PopoverSwitch } from './popoverSwitch.ts';

/**
 * Brings the switch to buttons and popovers. A context and not a module, since
 * each registration has one of its own, and what is loaded later is bundled
 * with a copy of what it imports.
 */
export const PopoverSwitchContext = createContext< PopoverSwitch | null >(
	null
);

/** The switch; an error where there is none. */
export function usePopoverSwitch(): PopoverSwitch {
	const popoverSwitch = useContext( PopoverSwitchContext );
	if ( ! popoverSwitch ) {
		throw new Error( 'There is no popover switch above this component.' );
	}
	return popoverSwitch;
}
