import {
	useCallback,
	useEffect,
	useLayoutEffect,
	useRef,
	type RefCallback,
} from 'react';

/**
 * Moves the focus to where a stage of the popover begins, so that it is never
 * lost when the element that had it is gone.
 *
 * @param stage Names what is shown; the focus moves when it changes.
 * @return For the element that takes the focus in this stage.
 */
export function useStageFocus( stage: string ): RefCallback< HTMLElement > {
	const target = useRef< HTMLElement | null >( null );
	const isOpen = useRef( false );
	useLayoutEffect( () => {
		if ( isOpen.current ) {
			target.current?.focus( { preventScroll: true } );
		}
	}, [ stage ] );
	// After the layout effects, in which Popover remembers where the focus was.
	useEffect( () => {
		isOpen.current = true;
		target.current?.focus( { preventScroll: true } );
	}, [] );
	return useCallback( ( node ) => {
		target.current = node;
	}, [] );
}
