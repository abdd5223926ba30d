import { store as blockEditorStore } from '@wordpress/block-editor';
import {
	cloneBlock,
	isUnmodifiedDefaultBlock,
	pasteHandler,
	type Block,
} from '@wordpress/blocks';
import {
	concat,
	create,
	insert,
	RichTextData,
	slice,
	toHTMLString,
	type RichTextValue,
} from '@wordpress/rich-text';
import { findBlockElement } from './blockElement.ts';
import {
	caretAtEnd,
	insertAfter,
	insertAt,
	insertWhereItWas,
	putInPlace,
	replaceWhole,
	type Edit,
	type EditPlan,
} from './blockEdit.ts';
import {
	canWrite,
	readBinding,
	shownAttributes,
	writeAttributes,
	type Editor,
} from './blockProps.ts';
import { readText, richText, textKey } from './blockText.ts';
import { hash } from './hash.ts';
import { fitBlocks } from './placement.ts';
import {
	hasChanged,
	readRange,
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
 * @param editor The editor.
 * @param kind   The button.
 * @param target The block, as it was.
 * @param blocks The text.
 */
export function planEdit(
	editor: Editor,
	kind: EditKind,
	target: Target,
	blocks: readonly Block[]
): EditPlan {
	const { registry } = editor;
	const block = registry
		.select( blockEditorStore )
		.getBlock( target.clientId );
	if ( ! block ) {
		return {
			doubt: 'gone',
			anyway: null,
			insert: insertWhereItWas( registry, target, blocks ),
		};
	}
	const after = insertAfter( registry, block, blocks );
	if ( kind === 'insert' ) {
		const edit = fillEmpty( editor, block, blocks ) ?? after;
		return edit
			? { doubt: null, edit }
			: { doubt: 'unfit', anyway: null, insert: null };
	}
	const { selection } = target;
	const key = selection?.attributeKey ?? target.attributeKey;
	const edit =
		kind === 'append'
			? append( editor, block, key, blocks )
			: replace( editor, block, key, blocks, selection );
	const binding = key === null ? null : readBinding( editor, block, key );
	if ( kind === 'replace' && hasChanged( editor, block, target, 'text' ) ) {
		return { doubt: 'changed', anyway: edit, binding, insert: after };
	}
	return edit
		? { doubt: null, edit, binding }
		: { doubt: 'unfit', anyway: null, insert: after };
}

/** Sets a block's text, in which the caret is then. */
function changeText(
	editor: Editor,
	block: Block,
	key: string,
	value: RichTextValue,
	caret: number
): Edit {
	return () => {
		const { clientId } = block;
		writeAttributes( editor, block, {
			[ key ]: toValue( editor, block, key, value ),
		} );
		return () => {
			// First: a text that gets the focus reports the selection that it had.
			findBlockElement( clientId )?.focus();
			void editor.registry
				.dispatch( blockEditorStore )
				.selectionChange( clientId, key, caret, caret );
		};
	};
}

/** An attribute stays a string of HTML where it is one. */
function toValue(
	editor: Editor,
	block: Block,
	key: string,
	value: RichTextValue
): unknown {
	const html = toHTMLString( { value } );
	return typeof shownAttributes( editor, block )[ key ] === 'string'
		? html
		: RichTextData.fromHTMLString( html );
}

/** A block without a text makes room for the one that it was the place for. */
function fillEmpty(
	editor: Editor,
	block: Block,
	blocks: readonly Block[]
): Edit | null {
	if ( isUnmodifiedDefaultBlock( block ) ) {
		return replaceWhole( editor.registry, block, blocks );
	}
	const key = textKey( block );
	const line = asLine( blocks );
	return key !== null &&
		line &&
		readText( editor, block, key ).trim() === '' &&
		canWrite( editor, block, [ key ] )
		? changeText( editor, block, key, line, atEndOf( line ) )
		: null;
}

const atEndOf = ( { text: { length } }: RichTextValue ) => length;

/** The text of a result that is one line: it can go into another text. */
function asLine( blocks: readonly Block[] ): RichTextValue | null {
	const [ block, ...others ] = blocks;
	if ( ! block || others.length > 0 ) {
		return null;
	}
	switch ( block.name ) {
		case 'core/paragraph':
		case 'core/heading':
		case 'core/list-item':
			return block.innerBlocks.length === 0
				? richText( block.attributes[ 'content' ] )
				: null;
		case 'core/list':
			return asLine( block.innerBlocks );
		default:
			return null;
	}
}

const withText = (
	editor: Editor,
	block: Block,
	key: string,
	value: RichTextValue
): Block => ( {
	...block,
	attributes: {
		...block.attributes,
		[ key ]: toValue( editor, block, key, value ),
	},
} );

const isBlank = ( { text }: RichTextValue ) => text.trim() === '';

function replace(
	editor: Editor,
	block: Block,
	key: string | null,
	blocks: readonly Block[],
	selection: TextRange | null
): Edit | null {
	if ( ! canWrite( editor, block, key === null ? [] : [ key ] ) ) {
		return null;
	}
	if ( ! selection ) {
		return replaceText( editor, block, key, blocks );
	}
	const { attributeKey, start, end, text } = selection;
	if ( hash( readRange( editor, block, selection ) ) !== text ) {
		return null;
	}
	const value = richText( shownAttributes( editor, block )[ attributeKey ] );
	const line = asLine( blocks );
	return line
		? changeText(
				editor,
				block,
				attributeKey,
				insert( value, line, start, end ),
				start + line.text.length
			)
		: splitAround( editor, block, blocks, selection );
}

/**
 * Changes what a block says, and leaves what it is: a line goes into it; of
 * several blocks, the first of its kind. Only what has none of its kind takes
 * its place.
 */
function replaceText(
	editor: Editor,
	block: Block,
	key: string | null,
	blocks: readonly Block[]
): Edit | null {
	const { registry } = editor;
	const line = asLine( blocks );
	if ( key !== null && line ) {
		return changeText( editor, block, key, line, atEndOf( line ) );
	}
	if ( ! canBeParted( editor, block, key ) ) {
		return null;
	}
	const { canRemoveBlock, getBlockRootClientId } =
		registry.select( blockEditorStore );
	const parts =
		fitBlocks(
			registry,
			blocks,
			getBlockRootClientId( block.clientId ) ?? ''
		) ?? [];
	const at = parts.findIndex( ( { name } ) => name === block.name );
	const part = parts[ at ];
	const canEmpty = block.innerBlocks.every( ( { clientId } ) =>
		canRemoveBlock( clientId )
	);
	if ( part && ( key !== null || canEmpty ) ) {
		return putInPlace( registry, block, [
			...parts.slice( 0, at ),
			key === null
				? { ...block, innerBlocks: part.innerBlocks }
				: {
						...withText(
							editor,
							block,
							key,
							richText( part.attributes[ key ] )
						),
						innerBlocks: [
							...block.innerBlocks,
							...part.innerBlocks,
						],
					},
			...parts.slice( at + 1 ),
		] );
	}
	const inner =
		key === null && canEmpty
			? fitBlocks( registry, blocks, block.clientId )
			: null;
	return inner && inner.length > 0
		? () => {
				void registry
					.dispatch( blockEditorStore )
					.replaceInnerBlocks( block.clientId, inner, false );
				return caretAtEnd( registry, inner );
			}
		: replaceWhole( registry, block, blocks );
}

/** Whether other blocks can come between parts of a text: not where it is kept elsewhere, or is a mere caption. */
const canBeParted = ( editor: Editor, block: Block, key: string | null ) =>
	key === textKey( block ) &&
	( key === null || ! readBinding( editor, block, key ) );

/** The text before, the blocks, the text after. */
function splitAround(
	editor: Editor,
	block: Block,
	blocks: readonly Block[],
	{ attributeKey: key, start, end }: TextRange
): Edit | null {
	if ( ! canBeParted( editor, block, key ) ) {
		return null;
	}
	const value = richText( block.attributes[ key ] );
	const before = slice( value, 0, start );
	const after = slice( value, end, value.text.length );
	if ( isBlank( before ) && isBlank( after ) ) {
		return replaceText( editor, block, key, blocks );
	}
	const { registry } = editor;
	const fitting = fitBlocks(
		registry,
		blocks,
		registry
			.select( blockEditorStore )
			.getBlockRootClientId( block.clientId ) ?? ''
	);
	if ( ! fitting || fitting.length === 0 ) {
		return null;
	}
	if ( isBlank( before ) ) {
		return putInPlace( registry, block, [
			...fitting,
			withText( editor, block, key, after ),
		] );
	}
	return putInPlace( registry, block, [
		withText( editor, block, key, before ),
		...fitting,
		...( isBlank( after )
			? []
			: [
					cloneBlock( block, {
						[ key ]: toValue( editor, block, key, after ),
						// There is one of a name on a page.
						anchor: undefined,
					} ),
				] ),
	] );
}

/** A paragraph goes on where the block's text ends; what else there is follows the block. */
function append(
	editor: Editor,
	block: Block,
	key: string | null,
	blocks: readonly Block[]
): Edit | null {
	const { registry } = editor;
	const { clientId } = block;
	const { getBlockIndex, getBlockOrder, getBlockRootClientId } =
		registry.select( blockEditorStore );
	if ( ! canWrite( editor, block, key === null ? [] : [ key ] ) ) {
		return null;
	}
	if ( key === null ) {
		return insertAt(
			registry,
			blocks,
			clientId,
			getBlockOrder( clientId ).length
		);
	}
	const root = getBlockRootClientId( clientId ) ?? '';
	const [ first, ...others ] = blocks;
	if ( first?.name !== 'core/paragraph' ) {
		return (
			insertAt( registry, blocks, root, getBlockIndex( clientId ) + 1 ) ??
			insertAfter( registry, block, blocks )
		);
	}
	const value = concat(
		richText( shownAttributes( editor, block )[ key ] ),
		create( { text: ' ' } ),
		richText( first.attributes[ 'content' ] )
	);
	if ( others.length === 0 ) {
		return changeText( editor, block, key, value, atEndOf( value ) );
	}
	const following = canBeParted( editor, block, key )
		? fitBlocks( registry, others, root )
		: null;
	return (
		following &&
		putInPlace( registry, block, [
			withText( editor, block, key, value ),
			...following,
		] )
	);
}
