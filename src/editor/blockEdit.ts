import { store as blockEditorStore } from '@wordpress/block-editor';
import type { Block } from '@wordpress/blocks';
import type { DataRegistry } from '@wordpress/data';
import type { Binding } from './blockProps.ts';
import { fitBlocks, positionAfter } from './placement.ts';
import type { Target } from './target.ts';

/**
 * Changes the post; one undo step takes it back. What comes back puts the
 * caret at what is new: to be called when no popover holds the focus.
 */
export type Edit = () => () => void;

/** Why an author is asked first. */
export type Doubt = 'changed' | 'gone' | 'unfit';

/** What is to be done with what was generated; with a doubt, what could be done. */
export type EditPlan =
	| {
			readonly doubt: null;
			readonly edit: Edit;
			/** Where it goes, where that is not the block itself. */
			readonly binding?: Binding | null;
	  }
	| {
			readonly doubt: Doubt;
			/** What was asked for, all the same; null where that cannot be done. */
			readonly anyway: Edit | null;
			/** Where that goes. */
			readonly binding?: Binding | null;
			/** A place where nothing is overwritten. */
			readonly insert: Edit | null;
	  };

/**
 * Puts blocks in the place of one.
 *
 * @param registry The editor's stores.
 * @param block    The one.
 * @param blocks   With it among them, it stays the same block.
 */
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

export function caretAtEnd(
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
	const position = positionAfter( registry, clientId, blocks );
	return (
		position &&
		insertAt(
			registry,
			position.blocks,
			position.rootClientId,
			position.index
		)
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
