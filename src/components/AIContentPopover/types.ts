import type { JobContext } from '../../protocol/index.ts';
import type { LogIn } from '../LogIn/index.ts';
import type { PopoverAnchor } from '../PopoverFrame/index.ts';

/** A text that was generated, ready to go somewhere. */
export interface GeneratedContent {
	/** Sanitised: headings, paragraphs, lists, tables, quotes, code, links; no attribute that styles or acts. */
	readonly html: string;
	/** The same without markup. */
	readonly text: string;
	/** What the provider sent, unsanitised, in `format`. */
	readonly content: string;
	readonly format: 'markdown' | 'html';
	/** Null where the provider does not tell. */
	readonly model: string | null;
}

/**
 * What came of putting a text to use. `false`: nothing was done, the popover
 * stays as it is. With `saved`, the text stays on the server until that promise
 * is fulfilled, and is offered again should the page be lost before; else it
 * may go at once.
 */
export type ContentUsed =
	void | boolean | { readonly saved: Promise< unknown > };

/**
 * Puts a text to use. A rejection is shown as an error, and the text stays.
 *
 * @example
 * const onInsert: UseContent = ( { html } ) => {
 *   insert( html );
 *   return { saved: nextSave() };
 * };
 */
export type UseContent = (
	generated: GeneratedContent
) => ContentUsed | Promise< ContentUsed >;

export interface AIContentPopoverProps extends LogIn {
	/**
	 * What the popover stands at: an element, or anything that has a rectangle.
	 *
	 * @default the popover's parent element
	 */
	readonly anchor?: PopoverAnchor;
	/** Names the place that the job belongs to, e.g. a block's id: who opens a popover there again finds the job and what was typed. */
	readonly jobKey: string;
	/** Where in the site the job belongs, and what the author selected. */
	readonly context?: JobContext | undefined;
	/** Esc, the close button, a click elsewhere, and after the text was put to use. The job goes on. */
	readonly onClose: () => void;
	/** After the block. Without it there is no such button. */
	readonly onInsert?: UseContent | undefined;
	/** Instead of the block, or of what is selected. Without it there is no such button. */
	readonly onReplace?: UseContent | undefined;
	/** At the end of the block's text. Without it there is no such button. */
	readonly onAppend?: UseContent | undefined;
	/**
	 * What the prompt starts with, where nothing was typed yet.
	 *
	 * @default ''
	 */
	readonly initialPrompt?: string | undefined;
	/**
	 * The button's text for `onInsert`, translated.
	 *
	 * @default 'Insert'
	 */
	readonly insertLabel?: string | undefined;
	/**
	 * The button's text for `onReplace`, translated.
	 *
	 * @default 'Replace'
	 */
	readonly replaceLabel?: string | undefined;
	/**
	 * The button's text for `onAppend`, translated.
	 *
	 * @default 'Append'
	 */
	readonly appendLabel?: string | undefined;
}
