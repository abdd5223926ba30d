import { store as blockEditorStore } from '@wordpress/block-editor';
import { createBlock, getDefaultBlockName } from '@wordpress/blocks';
import type { Editor } from './blockProps.ts';
import { readText } from './blockText.ts';
import { planEdit, type EditKind } from './contentEdit.ts';
import { readRange, rememberTarget, type Target } from './target.ts';

/** What can be done with a text at a block. */
export interface ContentUses {
	/** What the author selected in the block, else the block's whole text. */
	readonly selectedText: string;
	readonly isSelection: boolean;
	readonly canInsert: boolean;
	readonly canReplace: boolean;
	readonly canAppend: boolean;
}

/**
 * What can be done with a text at a block, as locks and the place allow.
 * Where the block is gone, Insert is offered, and the author asked then.
 *
 * @param editor   The editor.
 * @param clientId The block.
 * @param asked    The block as it was when the text was asked for; null where nothing was.
 */
export function readUses(
	editor: Editor,
	clientId: string,
	asked: Target | null = null
): ContentUses {
	const block = editor.registry
		.select( blockEditorStore )
		.getBlock( clientId );
	const target = asked ?? rememberTarget( editor, clientId );
	if ( ! block || ! target ) {
		return {
			selectedText: '',
			isSelection: false,
			canInsert: true,
			canReplace: false,
			canAppend: false,
		};
	}
	const { selection } = target;
	const key = selection?.attributeKey ?? target.attributeKey;
	const text = readText( editor, block, key );
	const paragraph = createBlock( getDefaultBlockName() ?? 'core/paragraph' );
	const can = ( kind: EditKind ) =>
		planEdit( editor, kind, target, [ paragraph ] ).doubt !== 'unfit';
	return {
		selectedText: selection ? readRange( editor, block, selection ) : text,
		isSelection: selection !== null,
		canInsert: can( 'insert' ),
		canReplace: text !== '' && can( 'replace' ),
		canAppend: text !== '' && can( 'append' ),
	};
}
