import type { JobContext } from '../../protocol/index.ts';
import type { LogIn } from '../LogIn/index.ts';
import type { PopoverAnchor } from '../PopoverFrame/index.ts';

/** What every popover is told. */
export interface PopoverProps extends LogIn {
	/**
	 * What the popover stands at: an element, or anything that has a rectangle.
	 *
	 * @default the popover's parent element
	 */
	readonly anchor?: PopoverAnchor;
	/** Names the place that the job belongs to, e.g. a block's id: who opens a popover there again finds the job, what was typed, and the images of before. */
	readonly jobKey: string;
	/** Where in the site the job belongs, and, for a text, what the author selected. */
	readonly context?: JobContext | undefined;
	/** Esc, the close button, a click elsewhere, and after the result was put to use. The job goes on. */
	readonly onClose: () => void;
	/**
	 * What the prompt starts with, where nothing was typed yet.
	 *
	 * @default ''
	 */
	readonly initialPrompt?: string | undefined;
}
