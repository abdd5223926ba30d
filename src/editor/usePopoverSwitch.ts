import { createContext, useContext } from 'react';
import type { PopoverSwitch } from './popoverSwitch.ts';

/**
 * Brings the switch to what is loaded later: that must not import it, or it
 * would have one of its own, which no button moves.
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
