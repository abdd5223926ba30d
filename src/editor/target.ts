import { store as blockEditorStore } from '@wordpress/block-editor';
import { serialize, type Block } from '@wordpress/blocks';
import { getTextContent, slice } from '@wordpress/rich-text';
import { pick } from 'es-toolkit/object';
import { shownAttributes, type Editor } from './blockProps.ts';
import { readHtml, richText, textKey } from './blockText.ts';
import { hash } from './hash.ts';
import { isEdge } from './placement.ts';

/** A part of a block's text. Offsets count as in the editor's own selection. */
export interface TextRange {
	readonly attributeKey: string;
	readonly start: number;
	readonly end: number;
	/** The text's hash, which tells whether it is still there. */
	readonly text: string;
}

/** Where a block stands: within which other, and after which. */
export interface Place {
	/** `''` for the post itself. */
	readonly rootClientId: string;
	readonly before: readonly string[];
}

/**
 * The block that something is generated for, as it was when it was asked for.
 * It is kept for later visits, so of what the author wrote it has hashes alone.
 */
export interface Target {
	readonly clientId: string;
	/** The attribute that it is written in; null where that is its inner blocks. */
	readonly attributeKey: string | null;
	/** What a new text would overwrite. */
	readonly text: string;
	/** What a new picture would overwrite. */
	readonly picture: string;
	/** What a gallery would overwrite. */
	readonly markup: string;
	/** What was selected in it; null where nothing was, or not in it alone. */
	readonly selection: TextRange | null;
	/** Its place, and the places of the blocks around it, the outermost last; none after a reload. */
	readonly places: readonly Place[];
}

/** What of a block an edit would overwrite. */
export type Overwritten = 'text' | 'picture' | 'markup';

/**
 * Remembers a block.
 *
 * @param editor   The editor.
 * @param clientId The block.
 * @return Null where there is no such block.
 */
export function rememberTarget(
	editor: Editor,
	clientId: string
): Target | null {
	const { getBlock, getSelectionStart } =
		editor.registry.select( blockEditorStore );
	const block = getBlock( clientId );
	if ( ! block ) {
		return null;
	}
	const caret = getSelectionStart();
	const attributeKey = textKey(
		block,
		caret.clientId === clientId ? caret.attributeKey : undefined
	);
	return {
		clientId,
		attributeKey,
		text: hash( readHtml( editor, block, attributeKey ) ),
		picture: hash( serializePicture( editor, block ) ),
		markup: hash( serialize( block ) ),
		places: readPlaces( editor, clientId ),
		selection: readSelection( editor, block ),
	};
}

/** The attributes in which core's blocks keep a picture and what is said of it. */
const PICTURE = [
	...[ 'id', 'url', 'alt', 'caption' ],
	...[ 'mediaId', 'mediaUrl', 'mediaAlt', 'useFeaturedImage' ],
];

const serializePicture = ( editor: Editor, block: Block ) =>
	JSON.stringify( pick( shownAttributes( editor, block ), PICTURE ) );

function readPlaces( editor: Editor, clientId: string ): readonly Place[] {
	const { getBlockIndex, getBlockOrder, getBlockRootClientId } =
		editor.registry.select( blockEditorStore );
	const rootClientId = getBlockRootClientId( clientId ) ?? '';
	return [
		{
			rootClientId,
			before: getBlockOrder( rootClientId ).slice(
				0,
				getBlockIndex( clientId )
			),
		},
		...( isEdge( editor.registry, rootClientId )
			? []
			: readPlaces( editor, rootClientId ) ),
	];
}

function readSelection( editor: Editor, block: Block ): TextRange | null {
	const { getSelectionEnd, getSelectionStart } =
		editor.registry.select( blockEditorStore );
	const { clientId } = block;
	const from = getSelectionStart();
	const to = getSelectionEnd();
	if (
		from.clientId !== clientId ||
		to.clientId !== clientId ||
		from.attributeKey === undefined ||
		from.attributeKey !== to.attributeKey ||
		// Of a table, the selection has no attribute's name.
		from.attributeKey !== textKey( block, from.attributeKey ) ||
		from.offset === undefined ||
		to.offset === undefined ||
		from.offset === to.offset
	) {
		return null;
	}
	const range = {
		attributeKey: from.attributeKey,
		start: Math.min( from.offset, to.offset ),
		end: Math.max( from.offset, to.offset ),
	};
	return { ...range, text: hash( readRange( editor, block, range ) ) };
}

/**
 * What stands in a part of a block's text now.
 *
 * @param editor The editor.
 * @param block  The block.
 * @param range  The part.
 */
export const readRange = (
	editor: Editor,
	block: Block,
	{ attributeKey, start, end }: Omit< TextRange, 'text' >
): string =>
	getTextContent(
		slice(
			richText( shownAttributes( editor, block )[ attributeKey ] ),
			start,
			end
		)
	);

/**
 * Whether a block is not as it was when something was asked for it.
 *
 * @param editor      The editor.
 * @param block       The block.
 * @param target      What it was.
 * @param overwritten What would be lost of it.
 */
export function hasChanged(
	editor: Editor,
	block: Block,
	target: Target,
	overwritten: Overwritten
): boolean {
	const now = {
		text: () => readHtml( editor, block, target.attributeKey ),
		picture: () => serializePicture( editor, block ),
		markup: () => serialize( block ),
	}[ overwritten ]();
	return hash( now ) !== target[ overwritten ];
}
