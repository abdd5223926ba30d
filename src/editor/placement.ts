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
export function outerBlock( registry: DataRegistry, clientId: string ): string {
	const { getBlockName, getBlockRootClientId } =
		registry.select( blockEditorStore );
	const parent = getBlockRootClientId( clientId );
	return parent && WRAPPERS.has( getBlockName( parent ) )
		? outerBlock( registry, parent )
		: clientId;
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
	const toParts = PARTS[ getBlockName( rootClientId ) ?? '' ];
	const fitting = toParts ? blocks.flatMap( toParts ) : blocks;
	return fitting.every( ( { name } ) =>
		canInsertBlockType( name, rootClientId )
	)
		? fitting
		: null;
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
