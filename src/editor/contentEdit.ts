import { store as blockEditorStore } from '@wordpress/block-editor';
import {
	cloneBlock,
	isUnmodifiedDefaultBlock,
	pasteHandler,
	type Block,
} from '@wordpress/blocks';
import type { DataRegistry } from '@wordpress/data';
import {
	concat,
	create,
	getTextContent,
	insert,
	RichTextData,
	slice,
	toHTMLString,
	type RichTextValue,
} from '@wordpress/rich-text';
import { findBlockElement } from './blockElement.ts';
import {
	insertAfter,
	insertAt,
	insertWhereItWas,
	putInPlace,
	replaceWhole,
	type Edit,
	type EditPlan,
} from './blockEdit.ts';
import { fitBlocks } from './placement.ts';
import {
	compareTarget,
	richText,
	type Target,
	type TextRange,
} from './target.ts';

export type EditKind = 'insert' | 'replace' | 'append';

/**
 * Turns a text into core's blocks, as pasting it would.
 *
 * @param html Sanitised.
 */
export function toBlocks( html: string ): readonly Block[] {
	const blocks = pasteHandler( { HTML: html, mode: 'BLOCKS' } );
	return typeof blocks === 'string' ? [] : blocks;
}

/**
 * Plans what a button of the popover does. Nothing is overwritten that is not
 * as it was when the text was asked for, unless the author says so.
 *
 * @param registry The editor's stores.
 * @param kind     The button.
 * @param target   The block, as it was.
 * @param blocks   The text.
 */
export function planEdit(
	registry: DataRegistry,
	kind: EditKind,
	target: Target,
	blocks: readonly Block[]
): EditPlan {
	const change = compareTarget( registry, target );
	const block = registry
		.select( blockEditorStore )
		.getBlock( target.clientId );
	if ( ! block || change === 'gone' ) {
		return {
			doubt: 'gone',
			anyway: null,
			insert: insertWhereItWas( registry, target, blocks ),
		};
	}
	if ( kind === 'insert' ) {
		const edit =
			replaceEmpty( registry, block, blocks ) ??
			insertAfter( registry, block, blocks );
		return edit
			? { doubt: null, edit }
			: { doubt: 'unfit', anyway: null, insert: null };
	}
	const edit =
		kind === 'append'
			? append( registry, block, blocks )
			: replace( registry, block, blocks, target.selection );
	const overwrites = kind === 'replace' && change !== 'none';
	return edit && ! overwrites
		? { doubt: null, edit }
		: {
				doubt: overwrites ? change : 'unfit',
				anyway: edit,
				insert: insertAfter( registry, block, blocks ),
			};
}

/** Sets a block's text, a part of which is selected then. */
function changeText(
	registry: DataRegistry,
	{ clientId }: Block,
	attributeKey: string,
	value: RichTextValue,
	selected: { readonly start: number; readonly end: number }
): Edit {
	return () => {
		const { selectionChange, updateBlock } =
			registry.dispatch( blockEditorStore );
		void updateBlock( clientId, {
			attributes: textAttribute( attributeKey, value ),
		} );
		return () => {
			void selectionChange(
				clientId,
				attributeKey,
				selected.start,
				selected.end
			);
			findBlockElement( clientId )?.focus();
		};
	};
}

/** An empty paragraph makes room for the text that it was the place for. */
function replaceEmpty(
	registry: DataRegistry,
	block: Block,
	blocks: readonly Block[]
): Edit | null {
	return isUnmodifiedDefaultBlock( block )
		? replaceWhole( registry, block, blocks )
		: null;
}

/** The text of a result that is one paragraph: it can go into another text. */
function asInline( blocks: readonly Block[] ): RichTextValue | null {
	const [ first, ...others ] = blocks;
	return first?.name === 'core/paragraph' && others.length === 0
		? richText( first.attributes[ 'content' ] )
		: null;
}

const textAttribute = (
	attributeKey: string,
	value: RichTextValue
): Block[ 'attributes' ] => ( {
	[ attributeKey ]: RichTextData.fromHTMLString( toHTMLString( { value } ) ),
} );

const withText = (
	block: Block,
	attributes: Block[ 'attributes' ]
): Block => ( {
	...block,
	attributes: { ...block.attributes, ...attributes },
} );

const isBlank = ( { text }: RichTextValue ) => text.trim() === '';

function replace(
	registry: DataRegistry,
	block: Block,
	blocks: readonly Block[],
	selection: TextRange | null
): Edit | null {
	if ( ! selection ) {
		return replaceWhole( registry, block, blocks );
	}
	const { attributeKey, start, end, text } = selection;
	const value = richText( block.attributes[ attributeKey ] );
	if (
		getTextContent( slice( value, start, end ) ) !== text ||
		! registry.select( blockEditorStore ).canEditBlock( block.clientId )
	) {
		return null;
	}
	const inline = asInline( blocks );
	return inline
		? changeText(
				registry,
				block,
				attributeKey,
				insert( value, inline, start, end ),
				{ start, end: start + inline.text.length }
			)
		: splitAround( registry, block, blocks, selection );
}

/** The text before, the blocks, the text after. */
function splitAround(
	registry: DataRegistry,
	block: Block,
	blocks: readonly Block[],
	{ attributeKey, start, end }: TextRange
): Edit | null {
	const value = richText( block.attributes[ attributeKey ] );
	const before = slice( value, 0, start );
	const after = slice( value, end, value.text.length );
	const { canRemoveBlock, getBlockRootClientId } =
		registry.select( blockEditorStore );
	const fitting = fitBlocks(
		registry,
		blocks,
		getBlockRootClientId( block.clientId ) ?? ''
	);
	if (
		! fitting ||
		fitting.length === 0 ||
		( isBlank( before ) && ! canRemoveBlock( block.clientId ) )
	) {
		return null;
	}
	return putInPlace( registry, block, [
		...( isBlank( before )
			? []
			: [ withText( block, textAttribute( attributeKey, before ) ) ] ),
		...fitting,
		...( isBlank( after )
			? []
			: [ cloneBlock( block, textAttribute( attributeKey, after ) ) ] ),
	] );
}

/** A paragraph goes on where the block's text ends; what else there is follows the block. */
function append(
	registry: DataRegistry,
	block: Block,
	blocks: readonly Block[]
): Edit | null {
	const { canEditBlock, getBlockOrder, getBlockRootClientId } =
		registry.select( blockEditorStore );
	if ( ! canEditBlock( block.clientId ) ) {
		return null;
	}
	if ( block.attributes[ 'content' ] === undefined ) {
		return insertAt(
			registry,
			blocks,
			block.clientId,
			getBlockOrder( block.clientId ).length
		);
	}
	const [ first, ...others ] = blocks;
	const continues = first?.name === 'core/paragraph';
	const following = fitBlocks(
		registry,
		continues ? others : blocks,
		getBlockRootClientId( block.clientId ) ?? ''
	);
	if ( ! following ) {
		return null;
	}
	if ( ! continues ) {
		return insertAfter( registry, block, blocks );
	}
	const value = concat(
		richText( block.attributes[ 'content' ] ),
		create( { text: ' ' } ),
		richText( first.attributes[ 'content' ] )
	);
	const { length } = value.text;
	return following.length > 0
		? putInPlace( registry, block, [
				withText( block, textAttribute( 'content', value ) ),
				...following,
			] )
		: changeText( registry, block, 'content', value, {
				start: length,
				end: length,
			} );
}
