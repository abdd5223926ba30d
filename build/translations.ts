/**
 * Makes the template of all texts, and writes the translations in the forms in
 * which WordPress and the npm package's hosts load them. With `--update` brings
 * the translations themselves up to the template, for a translator to go on.
 */
import {
	globSync,
	mkdirSync,
	readFileSync,
	renameSync,
	writeFileSync,
} from 'node:fs';
import { basename } from 'node:path';
import PO from 'pofile';
import {
	merge,
	toPhp,
	toScriptTranslations,
	untranslated,
} from './translations/formats.ts';
import { extractTemplate, TEXT_DOMAIN } from './translations/template.ts';

const LANGUAGES = 'plugin/languages';

/** The handle of the editor's script, by which WordPress looks its texts up. */
const SCRIPT = 'wp-ai-jobs-editor';

/**
 * Writes a file at once: a site that is being tested may be reading it.
 *
 * @param path    Its path.
 * @param content What is in it.
 */
function write( path: string, content: string ): void {
	const draft = `${ path }.${ process.pid }`;
	writeFileSync( draft, content );
	renameSync( draft, path );
}

const isUpdate = process.argv.includes( '--update' );

const { template, scripts } = extractTemplate();
writeFileSync( `${ LANGUAGES }/${ TEXT_DOMAIN }.pot`, `${ template }\n` );
process.stdout.write(
	`${ LANGUAGES }/${ TEXT_DOMAIN }.pot: ${ template.items.length } texts\n`
);
mkdirSync( 'dist/languages', { recursive: true } );

for ( const path of globSync( `${ LANGUAGES }/*.po` ) ) {
	const translation = merge(
		PO.parse( readFileSync( path, 'utf8' ) ),
		template
	);
	if ( isUpdate ) {
		writeFileSync( path, `${ translation }\n` );
	}
	const name = `${ LANGUAGES }/${ basename( path, '.po' ) }`;
	const json = toScriptTranslations( translation, scripts );
	write( `${ name }-${ SCRIPT }.json`, json );
	write( `${ name }.l10n.php`, toPhp( translation ) );
	write(
		`dist/languages/${ translation.headers.Language ?? '' }.json`,
		json
	);
	process.stdout.write(
		`${ path }: ${ untranslated( translation ).length } not translated\n`
	);
}
