import type { BlockEditProps } from '@wordpress/block-editor';
import { useLayoutEffect } from 'react';
import type { PopoverSwitch } from './popoverSwitch.ts';

/**
 * Lets the popover know how a block is drawn, as long as it is.
 *
 * @param popoverSwitch Where that is kept.
 * @param props         The block's.
 * @param isOurs        Whether the block can have a popover.
 */
export function useReportProps(
	{ blockProps }: PopoverSwitch,
	{ clientId, attributes, setAttributes, context }: BlockEditProps,
	isOurs: boolean
): void {
	useLayoutEffect( () => {
		if ( ! isOurs ) {
			return;
		}
		const props = { attributes, setAttributes, context };
		blockProps.set( clientId, props );
		return () => {
			// It may be drawn at another place before it goes from this one.
			if ( blockProps.get( clientId ) === props ) {
				blockProps.delete( clientId );
			}
		};
	}, [ blockProps, clientId, attributes, setAttributes, context, isOurs ] );
}
