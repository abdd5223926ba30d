import { store as blockEditorStore } from '@wordpress/block-editor';
import type { Block } from '@wordpress/blocks';
import type { DataRegistry } from '@wordpress/data';
import { fitBlocks, outerBlock } from './placement.ts';
import type { Target } from './target.ts';

/**
 * Changes the post; one undo step takes it back. What comes back puts the
 * caret at what is new: to be called when no popover holds the focus.
 */
export type Edit = () => () => void;

/** Why an author is asked first. */
export type Doubt = 'changed' | 'moved' | 'gone' | 'unfit';

/** What is to be done with what was generated; with a doubt, what could be done. */
export type EditPlan =
	| { readonly doubt: null; readonly edit: Edit }
	| {
			readonly doubt: Doubt;
			/** What was asked for, all the same; null where that cannot be done. */
			readonly anyway: Edit | null;
			/** A place where nothing is overwritten. */
			readonly insert: Edit | null;
	  };

/** Puts blocks in the place of one. */
export function putInPlace(
	registry: DataRegistry,
	{ clientId }: Block,
	blocks: readonly Block[]
): Edit {
	return () => {
		const { replaceBlocks } = registry.dispatch( blockEditorStore );
		void replaceBlocks( clientId, blocks, blocks.length - 1, null );
		return caretAtEnd( registry, blocks );
	};
}

export function insertAt(
	registry: DataRegistry,
	blocks: readonly Block[],
	rootClientId: string,
	index: number
): Edit | null {
	const fitting = fitBlocks( registry, blocks, rootClientId );
	return fitting && fitting.length > 0
		? () => {
				const { insertBlocks } = registry.dispatch( blockEditorStore );
				void insertBlocks( fitting, index, rootClientId, false );
				return caretAtEnd( registry, fitting );
			}
		: null;
}

function caretAtEnd(
	{ dispatch, select }: DataRegistry,
	blocks: readonly Block[]
) {
	return () => {
		let last = blocks.at( -1 )?.clientId;
		let inner = last;
		// A list or a quote has no text of its own: its last item has.
		while ( inner !== undefined ) {
			last = inner;
			inner = select( blockEditorStore ).getBlockOrder( last ).at( -1 );
		}
		if ( last !== undefined ) {
			void dispatch( blockEditorStore ).selectBlock( last, -1 );
		}
	};
}

export function insertAfter(
	registry: DataRegistry,
	{ clientId }: Block,
	blocks: readonly Block[]
): Edit | null {
	const { getBlockIndex, getBlockRootClientId } =
		registry.select( blockEditorStore );
	const outer = outerBlock( registry, clientId );
	return insertAt(
		registry,
		blocks,
		getBlockRootClientId( outer ) ?? '',
		getBlockIndex( outer ) + 1
	);
}

/** Where the block stood, or what it stood in; at the worst, the start of the post. */
export function insertWhereItWas(
	registry: DataRegistry,
	{ places }: Target,
	blocks: readonly Block[]
): Edit | null {
	const { getBlock, getBlockOrder } = registry.select( blockEditorStore );
	for ( const { rootClientId, before } of places ) {
		const siblings = getBlockOrder( rootClientId );
		const edit =
			rootClientId === '' || getBlock( rootClientId )
				? insertAt(
						registry,
						blocks,
						rootClientId,
						siblings.findLastIndex( ( id ) =>
							before.includes( id )
						) + 1
					)
				: null;
		if ( edit ) {
			return edit;
		}
	}
	return null;
}

export function replaceWhole(
	registry: DataRegistry,
	block: Block,
	blocks: readonly Block[]
): Edit | null {
	const { canRemoveBlock, getBlockRootClientId } =
		registry.select( blockEditorStore );
	const fitting = canRemoveBlock( block.clientId )
		? fitBlocks(
				registry,
				blocks,
				getBlockRootClientId( block.clientId ) ?? ''
			)
		: null;
	return fitting && fitting.length > 0
		? putInPlace( registry, block, fitting )
		: null;
}
