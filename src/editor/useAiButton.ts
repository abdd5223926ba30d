import { __ } from '@wordpress/i18n';
import { useCallback, useRef, useSyncExternalStore } from 'react';
import type { Sign, SpotKind } from './popoverSwitch.ts';
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
	const at = useSyncExternalStore(
		popoverSwitch.subscribe,
		() => popoverSwitch.spotAt( { kind, key } ).key
	);
	const isOpen = useSyncExternalStore(
		popoverSwitch.subscribe,
		() => popoverSwitch.isOpen( key ) || popoverSwitch.isOpen( at )
	);
	const sign = useSyncExternalStore( popoverSwitch.subscribe, () =>
		isOpen ? null : popoverSwitch.sign( at )
	);
	const text = sign && describeSign( sign );
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
		icon: sparkles( sign ),
		...( text && { description: text } ),
		onClick: () => popoverSwitch.toggle( { kind, key } ),
		'aria-haspopup': 'dialog',
		'aria-expanded': isOpen,
	} as const;
}

function describeSign( sign: Sign ): string | undefined {
	switch ( sign ) {
		case 'running':
			return __( 'A job is under way here.', 'wp-ai-jobs' );
		case 'ready':
			return __( 'What you asked for is ready.', 'wp-ai-jobs' );
		case 'failed':
			return __( 'The last job brought no result.', 'wp-ai-jobs' );
		case 'stopped':
			return undefined;
	}
}
