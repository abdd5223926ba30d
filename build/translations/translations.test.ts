import { globSync, readFileSync } from 'node:fs';
import PO from 'pofile';
import { describe, expect, test } from 'vitest';
import { merge, toPhp, toScriptTranslations, untranslated } from './formats.ts';
import { extractTemplate, identity } from './template.ts';

const po = ( text: string ) =>
	PO.parse(
		`msgid ""\nmsgstr ""\n"Language: de_DE\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n${ text }`
	);

const { template, scripts } = extractTemplate();

/** What `sprintf` fills in, e.g. `%s` and `%1$d`. */
const placeholders = ( text: string ) =>
	( text.match( /%(\d+\$)?[sd]/g ) ?? [] ).sort();

describe( 'the template', () => {
	const texts = template.items.map( ( { msgid } ) => msgid );

	test( 'has the texts of the scripts, of PHP and of the plugin’s header', () => {
		expect( texts ).toContain( 'Generate text with AI' );
		expect( texts ).toContain( 'Who answers' );
		expect( texts ).toContain( 'Background AI Jobs for the Block Editor' );
	} );

	test( 'has both forms of a plural, and the comment for translators', () => {
		const item = template.items.find(
			( { msgid } ) => msgid === '%d image is ready.'
		);
		expect( item?.msgid_plural ).toBe( '%d images are ready.' );
		expect( item?.extractedComments ).toEqual( [
			'translators: %d: how many images.',
		] );
	} );

	test( 'names no line, so that it changes with the texts alone', () => {
		expect(
			template.items.flatMap( ( { references } ) => references )
		).not.toContainEqual( expect.stringMatching( /:\d+$/ ) );
	} );
} );

describe.each( globSync( 'plugin/languages/*.po' ) )( '%s', ( path ) => {
	const translation = merge(
		PO.parse( readFileSync( path, 'utf8' ) ),
		template
	);

	test( 'leaves nothing in English', () => {
		expect( untranslated( translation ) ).toEqual( [] );
	} );

	test( 'fills in what the English text fills in', () => {
		for ( const {
			msgid,
			msgid_plural: plural,
			msgstr,
		} of translation.items ) {
			for ( const [ form, text ] of msgstr.filter( Boolean ).entries() ) {
				const original = form > 0 ? ( plural ?? msgid ) : msgid;
				expect( placeholders( text ), msgid ).toEqual(
					placeholders( original )
				);
			}
		}
	} );
} );

describe( 'a translation', () => {
	const before = po(
		'msgid "Old"\nmsgstr "Alt"\n\nmsgid "Stop"\nmsgstr "Stoppen"\n'
	);
	const after = merge(
		before,
		po(
			'msgid "New"\nmsgstr ""\n\n#. translators: a button.\nmsgid "Stop"\nmsgstr ""\n'
		)
	);

	test( 'keeps what is still there, drops what is gone, and shows what is new', () => {
		expect(
			after.items.map( ( { msgid, msgstr } ) => [ msgid, msgstr ] )
		).toEqual( [
			[ 'New', [ '' ] ],
			[ 'Stop', [ 'Stoppen' ] ],
		] );
		expect( untranslated( after ) ).toEqual( [ 'New' ] );
	} );

	const plural = po(
		'msgctxt "unit"\nmsgid "%d image"\nmsgid_plural "%d images"\nmsgstr[0] "%d Bild"\nmsgstr[1] "%d Bilder"\n\nmsgid "It\'s a \\\\"\nmsgstr "Das \'ist\' \\\\"\n'
	);

	test( 'is given to the scripts with its plural rule, and only what they use', () => {
		const [ item ] = plural.items;
		const used = new Set( item ? [ identity( item ) ] : [] );
		expect( JSON.parse( toScriptTranslations( plural, used ) ) ).toEqual( {
			domain: 'messages',
			locale_data: {
				messages: {
					'': {
						domain: 'wp-ai-jobs',
						lang: 'de_DE',
						'plural-forms': 'nplurals=2; plural=(n != 1);',
					},
					'unit\u0004%d image': [ '%d Bild', '%d Bilder' ],
				},
			},
		} );
		expect( scripts.size ).toBeGreaterThan( 0 );
	} );

	test( 'is given to PHP as code that quotes what it holds', () => {
		expect( toPhp( plural ) ).toContain(
			"'unit\u0004%d image'=>'%d Bild\0%d Bilder','It\\'s a \\\\'=>'Das \\'ist\\' \\\\'"
		);
	} );
} );
