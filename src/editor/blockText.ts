import { store as blockEditorStore } from '@wordpress/block-editor';
import { getBlockType, type Block } from '@wordpress/blocks';
import { create, getTextContent } from '@wordpress/rich-text';
import { shownAttributes, type Editor } from './blockProps.ts';

/** Rich texts that stand beside what a block is made for. */
const BESIDE: ReadonlySet< string > = new Set( [ 'caption', 'citation' ] );

/**
 * An attribute's value as rich text.
 *
 * @param value A string of HTML, or rich text data.
 */
export const richText = ( value: unknown ) =>
	create( { html: String( value ?? '' ) } );

function richTextKeys( name: string ): readonly string[] {
	const attributes: Readonly<
		Record< string, { readonly type?: unknown; readonly source?: string } >
	> = getBlockType( name )?.attributes ?? {};
	const keys = Object.keys( attributes );
	const rich = keys.filter(
		( key ) =>
			attributes[ key ]?.type === 'rich-text' ||
			attributes[ key ]?.source === 'rich-text'
	);
	// A block of a host may keep its text as a string.
	return rich.length > 0 ? rich : keys.filter( ( key ) => key === 'content' );
}

/**
 * The attribute that a block is written in.
 *
 * @param block Any.
 * @param caret The attribute with the caret, where that is in this block.
 * @return Null for a block whose text is in its inner blocks, or not to be had.
 */
export function textKey( { name }: Block, caret?: string ): string | null {
	const keys = richTextKeys( name );
	return (
		keys.find( ( key ) => key === caret ) ??
		keys.find( ( key ) => ! BESIDE.has( key ) ) ??
		null
	);
}

/**
 * A block's text: its own, or else that of its inner blocks.
 *
 * @param editor The editor.
 * @param block  The block.
 * @param key    The attribute that it is in.
 */
export const readText = (
	editor: Editor,
	block: Block,
	key: string | null
): string => getTextContent( richText( readHtml( editor, block, key ) ) );

/**
 * The same, as HTML.
 *
 * @param editor The editor.
 * @param block  The block.
 * @param key    The attribute that it is in.
 */
export function readHtml(
	editor: Editor,
	block: Block,
	key: string | null
): string {
	return key === null
		? innerBlocks( editor, block )
				.map( ( inner ) => readAll( editor, inner ) )
				.filter( Boolean )
				.join( '<br>' )
		: String( shownAttributes( editor, block )[ key ] ?? '' );
}

/**
 * All that a block says, with its inner blocks, as plain text.
 *
 * @param editor The editor.
 * @param block  The block.
 */
export const readAllText = ( editor: Editor, block: Block ): string =>
	getTextContent( richText( readAll( editor, block ) ) )
		.replace( /\s+/g, ' ' )
		.trim();

function readAll( editor: Editor, block: Block ): string {
	const attributes = shownAttributes( editor, block );
	return [
		...richTextKeys( block.name ).map( ( key ) =>
			String( attributes[ key ] ?? '' )
		),
		readHtml( editor, block, null ),
	]
		.filter( Boolean )
		.join( '<br>' );
}

const innerBlocks = ( { registry }: Editor, { clientId }: Block ) => {
	const { getBlock, getBlockOrder } = registry.select( blockEditorStore );
	return getBlockOrder( clientId ).flatMap( ( id ) => getBlock( id ) ?? [] );
};
