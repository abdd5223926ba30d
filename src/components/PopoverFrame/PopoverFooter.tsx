import { createContext, useContext, type ReactNode } from 'react';
import { createPortal } from 'react-dom';

/** Where the main buttons of a popover are; null before it is drawn. */
export const FooterContext = createContext< HTMLElement | null >( null );

interface PopoverFooterProps {
	/** The main buttons. A submit button names its form, since it is not within it. */
	readonly children: ReactNode;
}

/** The main buttons of a popover: below what scrolls, so that they are always in sight and cover nothing. */
export function PopoverFooter( { children }: PopoverFooterProps ) {
	const footer = useContext( FooterContext );
	return footer && createPortal( children, footer );
}
