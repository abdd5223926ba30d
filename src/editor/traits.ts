import { store as blockEditorStore } from '@wordpress/block-editor';
import type { Block } from '@wordpress/blocks';
import { shownAttributes, type Editor } from './blockProps.ts';
import { readAllText } from './blockText.ts';
import { hash } from './hash.ts';
import { IMAGE_BLOCKS, readPicture } from './picture.ts';

/** What a block can be known by when it has another id. Texts are hashed. */
export interface Traits {
	readonly name: string;
	/** What it says and shows, with its inner blocks. */
	readonly text: string;
	readonly isEmpty: boolean;
	/** Nothing else in the post says the same. */
	readonly isUnique: boolean;
	/** What the blocks beside it say; null where there is none. */
	readonly before: string | null;
	readonly after: string | null;
}

/**
 * What a block is and says.
 *
 * @param editor The editor.
 * @param block  The block.
 */
export function describeBlock(
	editor: Editor,
	block: Block
): Pick< Traits, 'name' | 'text' | 'isEmpty' > {
	const { name } = block;
	const text = readAllText( editor, block );
	const picture = IMAGE_BLOCKS.has( name )
		? readPicture( {
				...block,
				attributes: shownAttributes( editor, block ),
			} )
		: null;
	return {
		name,
		text: hash(
			picture ? `${ text }\n${ JSON.stringify( picture ) }` : text
		),
		isEmpty: text === '' && ! picture,
	};
}

/**
 * What a block can be known by.
 *
 * @param editor   The editor.
 * @param clientId The block.
 * @return Null where there is none.
 */
export function readTraits( editor: Editor, clientId: string ): Traits | null {
	const block = editor.registry
		.select( blockEditorStore )
		.getBlock( clientId );
	if ( ! block ) {
		return null;
	}
	const own = describeBlock( editor, block );
	return {
		...own,
		...readNeighbors( editor, clientId ),
		isUnique: findAlike( editor, own.text ).length === 1,
	};
}

function readNeighbors(
	editor: Editor,
	clientId: string
): Pick< Traits, 'before' | 'after' > {
	const { getBlock, getBlockIndex, getBlockOrder, getBlockRootClientId } =
		editor.registry.select( blockEditorStore );
	const siblings = getBlockOrder( getBlockRootClientId( clientId ) ?? '' );
	const index = getBlockIndex( clientId );
	const describe = ( id: string | undefined ) => {
		const block = id === undefined ? null : getBlock( id );
		return block && describeBlock( editor, block ).text;
	};
	return {
		before: describe( siblings[ index - 1 ] ),
		after: describe( siblings[ index + 1 ] ),
	};
}

/** The blocks that say a text; without those that only stand around another of them. */
function findAlike( editor: Editor, text: string ): readonly Block[] {
	const { getBlock, getBlockParents, getClientIdsWithDescendants } =
		editor.registry.select( blockEditorStore );
	const alike = getClientIdsWithDescendants().filter( ( id ) => {
		const block = getBlock( id );
		return block !== null && describeBlock( editor, block ).text === text;
	} );
	const around = new Set( alike.flatMap( ( id ) => getBlockParents( id ) ) );
	return alike.flatMap( ( id ) =>
		around.has( id ) ? [] : ( getBlock( id ) ?? [] )
	);
}

/**
 * Finds a block again.
 *
 * @param editor The editor.
 * @param traits What is known of it.
 * @return Null where no block is it for sure: none says what it said, or several do.
 */
export function findBlock( editor: Editor, traits: Traits ): string | null {
	const { getBlockName } = editor.registry.select( blockEditorStore );
	const alike = findAlike( editor, traits.text ).map( ( { clientId } ) =>
		sameKindAround( editor, clientId, traits )
	);
	const [ only, ...others ] = alike;
	if ( only && others.length === 0 && traits.isUnique && ! traits.isEmpty ) {
		return only;
	}
	const [ beside, ...doubles ] = alike.filter( ( clientId ) => {
		const { before, after } = readNeighbors( editor, clientId );
		return (
			getBlockName( clientId ) === traits.name &&
			before === traits.before &&
			after === traits.after
		);
	} );
	return beside && doubles.length === 0 ? beside : null;
}

/** A quote of one paragraph says what its paragraph says: it is the one of the same kind. */
function sameKindAround(
	editor: Editor,
	clientId: string,
	{ name, text }: Traits
): string {
	const { getBlock, getBlockParents } =
		editor.registry.select( blockEditorStore );
	return (
		[ clientId, ...getBlockParents( clientId, true ) ].find( ( id ) => {
			const block = getBlock( id );
			return (
				block?.name === name &&
				describeBlock( editor, block ).text === text
			);
		} ) ?? clientId
	);
}
