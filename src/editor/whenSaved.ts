import { parse, type Block } from '@wordpress/blocks';
import type { DataRegistry } from '@wordpress/data';
import { getTextContent } from '@wordpress/rich-text';
import { maxBy } from 'es-toolkit/array';
import { richText } from './blockText.ts';

/** What is saved by itself: a post with its fields, a template part, a synced pattern. */
interface Entity {
	readonly kind: string;
	readonly name: string;
	readonly key: string | number;
}

/** Of a text that the author has changed here and there, so much has to be saved. */
const ENOUGH = 0.5;

/**
 * Waits until the site has a text that was put into the post a moment ago: in
 * the post or in one of its fields, or in what else is edited with it. A save
 * that succeeds is not enough: the text may have been undone, or belong to
 * what was not saved. The stores are asked by their names, as in
 * {@link usePost}.
 *
 * @param registry The editor's stores.
 * @param blocks   The text.
 * @return Fulfilled at once where nothing is saved as posts are; never where the text is not saved; never rejected.
 */
export function whenSaved(
	registry: DataRegistry,
	blocks: readonly Block[]
): Promise< void > {
	const read = ( selector: string, { kind, name, key }: Entity ): unknown =>
		registry.select( 'core' )?.[ selector ]?.( kind, name, key );
	const words = toLines( toText( blocks ) ).flatMap( pairsOfWords );
	const places = readEntities( registry ).map( ( entity ) => {
		const saved = countPairs( read( 'getRawEntityRecord', entity ) );
		const edited = countPairs( read( 'getEditedEntityRecord', entity ) );
		const isNew = ( pair: string ) => edited( pair ) > saved( pair );
		const isThere = ( pair: string ) => edited( pair ) > 0;
		const added = only( words, isNew );
		return {
			entity,
			edited,
			added: added.length,
			// It may replace a text that says the same, and more.
			wanted: added.length > 0 ? added : only( words, isThere ),
		};
	} );
	// Another post that is edited in the same page may be saved before this one.
	const place = maxBy( places, ( { added } ) => added );
	if ( ! place ) {
		return Promise.resolve();
	}
	const { entity, edited, wanted } = place;
	return new Promise( ( resolve ) => {
		let known = read( 'getRawEntityRecord', entity );
		const unsubscribe = registry.subscribe( () => {
			const now = read( 'getRawEntityRecord', entity );
			if ( now === known ) {
				return;
			}
			known = now;
			const saved = countPairs( now );
			const kept = only(
				wanted,
				( pair ) => saved( pair ) >= edited( pair )
			);
			if ( kept.length > 0 && kept.length >= wanted.length * ENOUGH ) {
				unsubscribe();
				resolve();
			}
		} );
	} );
}

/** The post, and what else has been edited. */
function readEntities( { select }: DataRegistry ): readonly Entity[] {
	const editor = select( 'core/editor' );
	const name: unknown = editor?.[ 'getCurrentPostType' ]?.();
	const key: unknown = editor?.[ 'getCurrentPostId' ]?.();
	if (
		typeof name !== 'string' ||
		( typeof key !== 'string' && typeof key !== 'number' )
	) {
		return [];
	}
	const others: readonly Entity[] =
		select( 'core' )?.[ '__experimentalGetDirtyEntityRecords' ]?.() ?? [];
	return [
		{ kind: 'postType', name, key },
		...others.filter(
			( other ) => other.name !== name || other.key !== key
		),
	];
}

/** All that is written in a record, or in blocks: a line a text, without markup. */
function toText( value: unknown ): string {
	if ( typeof value === 'string' ) {
		return value.includes( '<!-- wp:' )
			? toText( parse( value ) )
			: toPlain( value );
	}
	if ( typeof value !== 'object' || value === null ) {
		return '';
	}
	if ( 'toHTMLString' in value ) {
		return toPlain( String( value ) );
	}
	// An edited post is serialised when somebody asks.
	if ( 'content' in value && typeof value.content === 'function' ) {
		const { content, blocks, ...others } = value as {
			readonly content: ( record: object ) => string;
			readonly blocks?: unknown;
		};
		return toText( [ content( value ), others ] );
	}
	const parts =
		'innerBlocks' in value && 'attributes' in value
			? [ value.attributes, value.innerBlocks ]
			: Object.values( value );
	return parts.map( toText ).filter( Boolean ).join( '\n' );
}

const toPlain = ( html: string ) =>
	( /[<&]/.test( html ) ? getTextContent( richText( html ) ) : html )
		.replace( /\s+/g, ' ' )
		.trim();

const toLines = ( text: string ) => text.split( '\n' ).map( toWords );

const toWords = ( line: string ): readonly string[] =>
	'Segmenter' in Intl
		? [
				...new Intl.Segmenter( undefined, {
					granularity: 'word',
				} ).segment( line ),
			]
				.filter( ( { isWordLike } ) => isWordLike )
				.map( ( { segment } ) => segment )
		: ( line.match( /[\p{L}\p{M}\p{N}]+/gu ) ?? [] );

/**
 * Each word with the ones beside it: alone, most words are in any post. A word
 * counts as long as one of its pairs is there, so that a changed word does not
 * take its neighbors with it.
 */
function pairsOfWords(
	line: readonly string[]
): readonly ( readonly string[] )[] {
	const pairs = line
		.slice( 1 )
		.map( ( word, at ) => `${ line[ at ] ?? '' } ${ word }` );
	return line.map( ( word, at ) =>
		line.length === 1
			? [ word ]
			: pairs.slice( Math.max( at - 1, 0 ), at + 1 )
	);
}

/** How often two words, or a word, are there. */
function countPairs( record: unknown ): ( pair: string ) => number {
	const counts = new Map< string, number >();
	for ( const line of toLines( toText( record ) ) ) {
		line.forEach( ( word, at ) => {
			const next = line[ at + 1 ];
			for ( const part of next === undefined
				? [ word ]
				: [ word, `${ word } ${ next }` ] ) {
				counts.set( part, ( counts.get( part ) ?? 0 ) + 1 );
			}
		} );
	}
	return ( pair ) => counts.get( pair ) ?? 0;
}

/** The words that have such a pair, each with those. */
const only = (
	words: readonly ( readonly string[] )[],
	isWanted: ( pair: string ) => boolean
) =>
	words
		.map( ( pairs ) => pairs.filter( isWanted ) )
		.filter( ( pairs ) => pairs.length > 0 );
