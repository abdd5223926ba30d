import { parse, type Block } from '@wordpress/blocks';
import type { DataRegistry } from '@wordpress/data';
import { getTextContent } from '@wordpress/rich-text';
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
	const entities = readEntities( registry );
	if ( entities.length === 0 ) {
		return Promise.resolve();
	}
	const read = ( selector: string ) =>
		entities.map( ( { kind, name, key } ): unknown =>
			registry.select( 'core' )?.[ selector ]?.( kind, name, key )
		);
	const edited = toText( read( 'getEditedEntityRecord' ) );
	const sentences = toText( blocks )
		.split( '\n' )
		.flatMap( toSentences )
		// As often as it is there now: it may have been there before.
		.map( ( sentence ) => ( {
			sentence,
			times: count( edited, sentence ),
		} ) );
	const isIn = ( text: string ) => {
		const saved = sentences.filter(
			( { sentence, times } ) =>
				times > 0 && count( text, sentence ) >= times
		);
		return (
			saved.length > 0 &&
			lengthOf( saved ) >= lengthOf( sentences ) * ENOUGH
		);
	};
	return new Promise( ( resolve ) => {
		let known = read( 'getRawEntityRecord' );
		const unsubscribe = registry.subscribe( () => {
			const now = read( 'getRawEntityRecord' );
			if ( now.some( ( record, at ) => record !== known[ at ] ) ) {
				known = now;
				if ( isIn( toText( now ) ) ) {
					unsubscribe();
					resolve();
				}
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

const toSentences = ( line: string ): readonly string[] =>
	line
		.split( /(?<=[.!?。！？])/u )
		.map( ( sentence ) => sentence.trim() )
		.filter( Boolean );

const count = ( text: string, part: string ) => text.split( part ).length - 1;

const lengthOf = ( parts: readonly { readonly sentence: string }[] ) =>
	parts.reduce( ( length, { sentence } ) => length + sentence.length, 0 );
