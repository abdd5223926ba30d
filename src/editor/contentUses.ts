import { store as blockEditorStore } from '@wordpress/block-editor';
import { getDefaultBlockName } from '@wordpress/blocks';
import type { DataRegistry } from '@wordpress/data';
import { outerBlock } from './placement.ts';
import { readText, rememberTarget } from './target.ts';

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
 * @param registry The editor's stores.
 * @param clientId The block.
 */
export function readUses(
	registry: DataRegistry,
	clientId: string
): ContentUses {
	const {
		canEditBlock,
		canInsertBlockType,
		canRemoveBlock,
		getBlock,
		getBlockRootClientId,
	} = registry.select( blockEditorStore );
	const selection = rememberTarget( registry, clientId )?.selection ?? null;
	const text = readText( registry, clientId );
	const isGone = ! getBlock( clientId );
	const hasText = text !== '';
	return {
		selectedText: selection?.text ?? text,
		isSelection: selection !== null,
		canInsert:
			isGone ||
			canInsertBlockType(
				getDefaultBlockName() ?? 'core/paragraph',
				getBlockRootClientId( outerBlock( registry, clientId ) ) ?? ''
			),
		canReplace:
			hasText &&
			canEditBlock( clientId ) &&
			( selection !== null || canRemoveBlock( clientId ) ),
		canAppend: hasText && canEditBlock( clientId ),
	};
}
