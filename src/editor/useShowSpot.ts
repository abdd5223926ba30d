import { store as blockEditorStore } from '@wordpress/block-editor';
import { useRegistry } from '@wordpress/data';
import { useCallback } from 'react';
import { goToPlace } from './findPlace.ts';
import type { Spot } from './popoverSwitch.ts';
import { usePopoverSwitch } from './usePopoverSwitch.ts';
import { useBlockOf } from './useTarget.ts';

/**
 * What opens the popover of a spot, at its block, or, where it has none, where
 * the author is.
 *
 * @param spot Stays the same object.
 */
export function useShowSpot( spot: Spot ): () => void {
	const registry = useRegistry();
	const popoverSwitch = usePopoverSwitch();
	const clientId = useBlockOf( spot );
	return useCallback( () => {
		const { kind } = spot;
		if ( clientId !== null ) {
			// Without the focus, which the block may take late: the popover would close.
			void registry
				.dispatch( blockEditorStore )
				.selectBlock( clientId, null );
		} else if ( kind === 'found-text' || kind === 'found-images' ) {
			goToPlace( registry, kind === 'found-text' ? 'text' : 'images' );
		}
		popoverSwitch.open( spot );
	}, [ registry, popoverSwitch, spot, clientId ] );
}
