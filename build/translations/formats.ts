import PO from 'pofile';
import { identity, TEXT_DOMAIN } from './template.ts';

type Item = PO[ 'items' ][ number ];

const isTranslated = ( { msgstr }: Item ): boolean =>
	msgstr.length > 0 && msgstr.every( ( text ) => text !== '' );

/** `context EOT text`, or the text alone: how WordPress keys translations. */
const key = ( { msgctxt, msgid }: Item ): string =>
	msgctxt ? `${ msgctxt }\u0004${ msgid }` : msgid;

/**
 * Takes the template's texts over into a translation, as msgmerge does: what is
 * new is there to be translated, what is gone goes.
 *
 * @param translation What was translated so far.
 * @param template    What there is to translate.
 */
export function merge( translation: PO, template: PO ): PO {
	const translated = new Map(
		translation.items.map( ( item ) => [ identity( item ), item ] )
	);
	const merged = PO.parse( template.toString() );
	merged.headers = { ...template.headers, ...translation.headers };
	for ( const item of merged.items ) {
		const before = translated.get( identity( item ) );
		item.msgstr = before?.msgstr ?? item.msgstr;
		item.flags = before?.flags ?? {};
	}
	return merged;
}

/**
 * The texts that a translation leaves in English.
 *
 * @param translation The translation.
 */
export const untranslated = ( translation: PO ): string[] =>
	translation.items
		.filter( ( item ) => ! isTranslated( item ) )
		.map( ( { msgid } ) => msgid );

/**
 * What `wp_set_script_translations()` gives to `@wordpress/i18n`: Jed's format.
 *
 * @param translation The translation.
 * @param scripts     Which texts are the scripts'.
 */
export function toScriptTranslations(
	translation: PO,
	scripts: ReadonlySet< string >
): string {
	const messages: Record< string, unknown > = {
		'': {
			domain: TEXT_DOMAIN,
			lang: translation.headers.Language,
			'plural-forms': translation.headers[ 'Plural-Forms' ],
		},
	};
	for ( const item of translation.items ) {
		if ( isTranslated( item ) && scripts.has( identity( item ) ) ) {
			messages[ key( item ) ] = item.msgstr;
		}
	}
	return `${ JSON.stringify( {
		domain: 'messages',
		locale_data: { messages },
	} ) }\n`;
}

const quote = ( text: string ): string =>
	`'${ text.replace( /[\\']/g, '\\$&' ) }'`;

/**
 * The file that WordPress reads a plugin's own texts from, faster than a `.mo`.
 *
 * @param translation The translation.
 */
export function toPhp( translation: PO ): string {
	const messages = translation.items
		.filter( isTranslated )
		.map(
			( item ) =>
				`${ quote( key( item ) ) }=>${ quote( item.msgstr.join( '\0' ) ) }`
		);
	const headers = Object.entries( {
		domain: TEXT_DOMAIN,
		'plural-forms': translation.headers[ 'Plural-Forms' ] ?? '',
		language: translation.headers.Language ?? '',
	} ).map( ( [ name, value ] ) => `${ quote( name ) }=>${ quote( value ) }` );
	return `<?php\nreturn array(${ headers.join( ',' ) },'messages'=>array(${ messages.join( ',' ) }));\n`;
}
