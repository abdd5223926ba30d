import { store as blockEditorStore } from '@wordpress/block-editor';
import { createBlock, type Block } from '@wordpress/blocks';
import type { DataRegistry } from '@wordpress/data';

/** Blocks that wrap text: what follows a text in them follows them. */
const WRAPPERS: ReadonlySet< string | null > = new Set( [
	'core/list',
	'core/list-item',
	'core/quote',
	'core/pullquote',
] );

/**
 * The list or quote that a block stands in, or else the block itself.
 *
 * @param registry The editor's stores.
 * @param clientId A block.
 */
function outerBlock( registry: DataRegistry, clientId: string ): string {
	const { getBlockName, getBlockRootClientId } =
		registry.select( blockEditorStore );
	const parent = getBlockRootClientId( clientId );
	return parent && WRAPPERS.has( getBlockName( parent ) )
		? outerBlock( registry, parent )
		: clientId;
}

/** A position between blocks. */
interface Position {
	readonly rootClientId: string;
	readonly index: number;
	/** What goes there, made to fit. */
	readonly blocks: readonly Block[];
}

/**
 * The nearest position after a block that takes some blocks: after the list,
 * the quote, the pattern or the locked group that it is a part of.
 *
 * @param registry The editor's stores.
 * @param clientId A block.
 * @param blocks   What is to go there.
 * @return Null where the whole post takes them nowhere.
 */
export function positionAfter(
	registry: DataRegistry,
	clientId: string,
	blocks: readonly Block[]
): Position | null {
	const { getBlockIndex, getBlockRootClientId } =
		registry.select( blockEditorStore );
	const outer = outerBlock( registry, clientId );
	const rootClientId = getBlockRootClientId( outer ) ?? '';
	const fitting = fitBlocks( registry, blocks, rootClientId );
	if ( fitting && fitting.length > 0 ) {
		return {
			rootClientId,
			index: getBlockIndex( outer ) + 1,
			blocks: fitting,
		};
	}
	return isEdge( registry, rootClientId )
		? null
		: positionAfter( registry, rootClientId, blocks );
}

/**
 * Whether what is around a block is another document, as with a template part
 * or the post's content in its template. Around a pattern, it is the post.
 *
 * @param registry The editor's stores.
 * @param clientId A block; `''` for the post itself.
 */
export function isEdge( registry: DataRegistry, clientId: string ): boolean {
	const { areInnerBlocksControlled, getBlockName } =
		registry.select( blockEditorStore );
	return (
		clientId === '' ||
		( areInnerBlocksControlled( clientId ) &&
			getBlockName( clientId ) !== 'core/block' )
	);
}

/**
 * Makes blocks fit a place: a list takes list items alone, a gallery images.
 *
 * @param registry     The editor's stores.
 * @param blocks       What is to go there.
 * @param rootClientId The block around the place; `''` for the post itself.
 * @return Null where the place does not take them: by its kind, or because it is locked.
 */
export function fitBlocks(
	registry: DataRegistry,
	blocks: readonly Block[],
	rootClientId: string
): readonly Block[] | null {
	const { canInsertBlockType, getBlockName } =
		registry.select( blockEditorStore );
	if ( isInPattern( registry, rootClientId ) ) {
		return null;
	}
	const toParts = PARTS[ getBlockName( rootClientId ) ?? '' ];
	const fitting = toParts ? blocks.flatMap( toParts ) : blocks;
	return fitting.every( ( { name } ) =>
		canInsertBlockType( name, rootClientId )
	)
		? fitting
		: null;
}

/**
 * Whether a block is, or stands in, a synced pattern: what is put there is
 * shown, and not saved with the post. Not every WordPress forbids it.
 *
 * @param registry The editor's stores.
 * @param clientId A block; `''` for the post itself.
 */
export function isInPattern(
	registry: DataRegistry,
	clientId: string
): boolean {
	const { getBlockName, getBlockParentsByBlockName } =
		registry.select( blockEditorStore );
	return (
		getBlockName( clientId ) === 'core/block' ||
		getBlockParentsByBlockName( clientId, 'core/block' ).length > 0
	);
}

function toListItems( block: Block ): readonly Block[] {
	switch ( block.name ) {
		case 'core/list':
			return block.innerBlocks;
		case 'core/heading':
		case 'core/paragraph':
			return [
				createBlock( 'core/list-item', {
					content: block.attributes[ 'content' ],
				} ),
			];
		default:
			return [ block ];
	}
}

const toImages = ( block: Block ): readonly Block[] =>
	block.name === 'core/gallery' ? block.innerBlocks : [ block ];

/** What blocks become in those that take but one kind. */
const PARTS: Readonly<
	Record< string, ( block: Block ) => readonly Block[] >
> = { 'core/list': toListItems, 'core/gallery': toImages };
