import { MediaUploadCheck } from '@wordpress/block-editor';
import { useRegistry } from '@wordpress/data';
import { useSyncExternalStore, type ReactNode } from 'react';
import type { PopoverSwitch } from './popoverSwitch.ts';
import { PopoverSwitchContext } from './usePopoverSwitch.ts';

interface ButtonPlaceProps {
	/** What the button moves. */
	readonly popoverSwitch: PopoverSwitch;
	/** What the button generates. */
	readonly subject: 'text' | 'image';
	/** The button. */
	readonly children: ReactNode;
}

/**
 * Shows a button only where it can be used: in the editor whose stores our
 * popovers work on, and for images only where core itself offers Upload. The
 * Customizer has no place for popovers at all; an editor within another
 * plugin's screen may have stores of its own.
 */
export function ButtonPlace( {
	popoverSwitch,
	subject,
	children,
}: ButtonPlaceProps ) {
	const host = useSyncExternalStore(
		popoverSwitch.subscribe,
		popoverSwitch.host
	);
	if ( useRegistry() !== host ) {
		return null;
	}
	const button = (
		<PopoverSwitchContext.Provider value={ popoverSwitch }>
			{ children }
		</PopoverSwitchContext.Provider>
	);
	return subject === 'image' ? (
		<MediaUploadCheck>{ button }</MediaUploadCheck>
	) : (
		button
	);
}
