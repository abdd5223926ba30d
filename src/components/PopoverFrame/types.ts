import type { Popover } from '@wordpress/components';
import type { ComponentProps, ReactNode } from 'react';

/** What a popover stands at, as `@wordpress/components`' Popover takes it. */
export type PopoverAnchor = ComponentProps< typeof Popover >[ 'anchor' ];

export interface PopoverFrameProps {
	/** What the popover stands at. */
	readonly anchor?: PopoverAnchor;
	/** The dialog's name, shown as its heading. */
	readonly title: string;
	/** Esc, the close button, and focus that went elsewhere. */
	readonly onClose: () => void;
	/** Ctrl+Enter, on a Mac Cmd+Enter. */
	readonly onSend?: ( () => void ) | undefined;
	readonly children: ReactNode;
}
