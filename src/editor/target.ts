import { store as blockEditorStore } from '@wordpress/block-editor';
import { serialize, type Block } from '@wordpress/blocks';
import type { DataRegistry } from '@wordpress/data';
import { create, getTextContent, slice } from '@wordpress/rich-text';
import { pick } from 'es-toolkit/object';

/** A part of a block's text. Offsets count as in the editor's own selection. */
export interface TextRange {
	readonly attributeKey: string;
	readonly start: number;
	readonly end: number;
	readonly text: string;
}

/** Where a block stands: within which other, and between which. */
export interface Place {
	/** `''` for the post itself. */
	readonly rootClientId: string;
	readonly before: readonly string[];
	readonly after: readonly string[];
}

/** The block that something is generated for, as it was when it was asked for. */
export interface Target {
	readonly clientId: string;
	/** Its markup, which tells whether it changed. */
	readonly markup: string;
	/** What a new picture would overwrite of it. */
	readonly picture: string;
	/** Its place, which tells whether it moved, and the places of the blocks around it, the outermost last. */
	readonly places: readonly [ Place, ...Place[] ];
	/** What was selected in it; null where nothing was, or not in it alone. */
	readonly selection: TextRange | null;
}

/** What happened to a block since; `none` if nothing that matters. */
export type Change = 'none' | 'changed' | 'moved' | 'gone';

/**
 * An attribute's value as rich text.
 *
 * @param value A string of HTML, or rich text data.
 */
export const richText = ( value: unknown ) =>
	create( { html: String( value ?? '' ) } );

/**
 * Remembers a block.
 *
 * @param registry The editor's stores.
 * @param clientId The block.
 * @return Null where there is no such block.
 */
export function rememberTarget(
	registry: DataRegistry,
	clientId: string
): Target | null {
	const block = registry.select( blockEditorStore ).getBlock( clientId );
	return (
		block && {
			clientId,
			markup: serialize( block ),
			picture: serializePicture( block ),
			places: readPlaces( registry, clientId ),
			selection: readSelection( registry, clientId ),
		}
	);
}

/** The attributes in which core's blocks keep a picture and what is said of it. */
const PICTURE = [
	...[ 'id', 'url', 'alt', 'caption' ],
	...[ 'mediaId', 'mediaUrl', 'mediaAlt', 'useFeaturedImage' ],
];

const serializePicture = ( { attributes }: Block ) =>
	JSON.stringify( pick( attributes, PICTURE ) );

function readPlaces(
	registry: DataRegistry,
	clientId: string
): Target[ 'places' ] {
	const { getBlockIndex, getBlockOrder, getBlockRootClientId } =
		registry.select( blockEditorStore );
	const rootClientId = getBlockRootClientId( clientId ) ?? '';
	const index = getBlockIndex( clientId );
	const siblings = getBlockOrder( rootClientId );
	return [
		{
			rootClientId,
			before: siblings.slice( 0, index ),
			after: siblings.slice( index + 1 ),
		},
		...( rootClientId === '' ? [] : readPlaces( registry, rootClientId ) ),
	];
}

function readSelection(
	{ select }: DataRegistry,
	clientId: string
): TextRange | null {
	const { getBlock, getSelectionEnd, getSelectionStart } =
		select( blockEditorStore );
	const from = getSelectionStart();
	const to = getSelectionEnd();
	if (
		from.clientId !== clientId ||
		to.clientId !== clientId ||
		from.attributeKey === undefined ||
		from.attributeKey !== to.attributeKey ||
		from.offset === undefined ||
		to.offset === undefined ||
		from.offset === to.offset
	) {
		return null;
	}
	const start = Math.min( from.offset, to.offset );
	const end = Math.max( from.offset, to.offset );
	const value = getBlock( clientId )?.attributes[ from.attributeKey ];
	return {
		attributeKey: from.attributeKey,
		start,
		end,
		text: getTextContent( slice( richText( value ), start, end ) ),
	};
}

/**
 * Compares a block with what it was.
 *
 * A block has moved when it has another parent, or when a sibling that was
 * before it is now after it; new siblings alone move nothing.
 *
 * @param registry    The editor's stores.
 * @param target      What it was.
 * @param overwritten What would be lost of it: all, or its picture.
 */
export function compareTarget(
	{ select }: DataRegistry,
	target: Target,
	overwritten: 'markup' | 'picture' = 'markup'
): Change {
	const { getBlock, getBlockIndex, getBlockOrder, getBlockRootClientId } =
		select( blockEditorStore );
	const { clientId, places } = target;
	const [ { rootClientId, before, after } ] = places;
	const block = getBlock( clientId );
	if ( ! block ) {
		return 'gone';
	}
	const now =
		overwritten === 'markup'
			? serialize( block )
			: serializePicture( block );
	if ( now !== target[ overwritten ] ) {
		return 'changed';
	}
	const siblings = getBlockOrder( rootClientId );
	const index = getBlockIndex( clientId );
	const isOnSide = ( ids: readonly string[], side: -1 | 1 ) =>
		ids.every( ( id ) => {
			const at = siblings.indexOf( id );
			return at === -1 || Math.sign( at - index ) === side;
		} );
	return getBlockRootClientId( clientId ) === rootClientId &&
		isOnSide( before, -1 ) &&
		isOnSide( after, 1 )
		? 'none'
		: 'moved';
}

/**
 * The text of a block, of its inner blocks too.
 *
 * @param registry The editor's stores.
 * @param clientId The block.
 */
export function readText( registry: DataRegistry, clientId: string ): string {
	const { getBlock, getBlockOrder } = registry.select( blockEditorStore );
	const own = getBlock( clientId )?.attributes[ 'content' ];
	return [
		getTextContent( richText( own ) ),
		...getBlockOrder( clientId ).map( ( id ) => readText( registry, id ) ),
	]
		.filter( Boolean )
		.join( '\n' );
}
