import { store as blockEditorStore } from '@wordpress/block-editor';
import type { DataRegistry } from '@wordpress/data';
import { canvasDocument, findBlockElement } from './blockElement.ts';

const readSelection = ( { select }: DataRegistry ) => {
	const { getSelectionEnd, getSelectionStart } = select( blockEditorStore );
	return { start: getSelectionStart(), end: getSelectionEnd() };
};

/** The text that is written in, and what is selected there. */
function readCaret() {
	const selection = canvasDocument().getSelection();
	if ( ! selection || selection.rangeCount === 0 ) {
		return null;
	}
	// The browser adjusts it when the text around it changes.
	const range = selection.getRangeAt( 0 ).cloneRange();
	const { startContainer: node } = range;
	const element = 'closest' in node ? node : node.parentElement;
	const field = ( element as Element | null )?.closest< HTMLElement >(
		'[contenteditable="true"]'
	);
	return field ? { field, range, selection } : null;
}

/**
 * Remembers where the author writes. To be called while the popover has not
 * got the focus yet: where the canvas is no iframe, a field of the popover
 * takes the only selection that the page has.
 *
 * @param registry The editor's stores.
 * @return Puts focus and caret back, unless something else was selected since, e.g. what was inserted.
 */
export function rememberCaret( registry: DataRegistry ): () => void {
	const before = JSON.stringify( readSelection( registry ) );
	const caret = readCaret();
	return () => {
		const { start, end } = readSelection( registry );
		if ( JSON.stringify( { start, end } ) !== before ) {
			return;
		}
		const block = start.clientId
			? findBlockElement( start.clientId )
			: null;
		if (
			caret?.field.isConnected &&
			( ! block || block.contains( caret.field ) )
		) {
			const { field, range, selection } = caret;
			field.focus();
			selection.removeAllRanges();
			selection.addRange( range );
		} else {
			block?.focus();
		}
	};
}
