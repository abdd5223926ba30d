import type { PopoverProps } from '../JobPopover/types.ts';

/** A text that was generated, ready to go somewhere. */
export interface GeneratedContent {
	/** For blocks. Sanitized: headings, paragraphs, lists, tables, quotes, code, links; no attribute that styles or acts. */
	readonly html: string;
	/**
	 * For a `RichText`: sanitized, without blocks, `<br>` between lines. Markup
	 * that the model wrote about stays text.
	 */
	readonly richText: string;
	/** Plain text, for where no markup is read: a text field, React's children. Never for a `RichText` or `innerHTML`. */
	readonly text: string;
	/** What the provider sent, not sanitized, in `format`. */
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

export interface AIContentPopoverProps extends PopoverProps {
	/** After the block. Without it there is no such button. */
	readonly onInsert?: UseContent | undefined;
	/** Instead of the block, or of what is selected. Without it there is no such button. */
	readonly onReplace?: UseContent | undefined;
	/** At the end of the block's text. Without it there is no such button. */
	readonly onAppend?: UseContent | undefined;
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
