import { speak } from '@wordpress/a11y';
import { useEffect } from 'react';

/**
 * Tells screen readers, once for each change of the text.
 *
 * @param text       A sentence; nothing is said for an empty one.
 * @param politeness `assertive` interrupts what is being read.
 */
export function useAnnouncement(
	text: string,
	politeness: 'polite' | 'assertive'
) {
	useEffect( () => {
		if ( text ) {
			speak( text, politeness );
		}
	}, [ text, politeness ] );
}
