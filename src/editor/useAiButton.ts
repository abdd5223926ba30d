import { __ } from '@wordpress/i18n';
import { useCallback, useRef, useSyncExternalStore } from 'react';
import type { SpotKind } from './popoverSwitch.ts';
import { sparkles } from './sparkles.tsx';
import { usePopoverSwitch } from './usePopoverSwitch.ts';

/**
 * What makes a button the one that opens the popover at a spot, and that the
 * popover stands at.
 *
 * @param kind What is there.
 * @param key  Its key.
 */
export function useAiButton( kind: SpotKind, key: string ) {
	const popoverSwitch = usePopoverSwitch();
	const isOpen = useSyncExternalStore( popoverSwitch.subscribe, () =>
		popoverSwitch.isOpen( key )
	);
	const remove = useRef( () => {} );
	const ref = useCallback(
		( button: HTMLElement | null ) => {
			remove.current();
			remove.current = button
				? popoverSwitch.addButton( key, button )
				: () => {};
		},
		[ popoverSwitch, key ]
	);
	return {
		ref,
		label:
			kind === 'text'
				? __( 'Generate text with AI', 'wp-ai-jobs' )
				: __( 'Generate image with AI', 'wp-ai-jobs' ),
		icon: sparkles,
		onClick: () => popoverSwitch.toggle( { kind, key } ),
		'aria-haspopup': 'dialog',
		'aria-expanded': isOpen,
	} as const;
}
