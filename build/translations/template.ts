import { globSync } from 'node:fs';
import { GettextExtractor, JsExtractors } from 'gettext-extractor';
import PO from 'pofile';
import { WP_Pot as PhpTexts } from 'wp-pot';

/** What all texts of the package and the plugin are translated under. */
export const TEXT_DOMAIN = 'wp-ai-jobs';

const COMMENTS = {
	comments: {
		sameLineLeading: true,
		otherLineLeading: true,
		regex: /translators:.*/i,
	},
};

/** The functions of `@wordpress/i18n`, and where each has what. */
const FUNCTIONS = {
	__: { text: 0 },
	_x: { text: 0, context: 1 },
	_n: { text: 0, textPlural: 1 },
	_nx: { text: 0, textPlural: 1, context: 3 },
} as const;

/** The scripts' texts. */
function scriptTexts(): PO {
	const extractor = new GettextExtractor();
	const parser = extractor.createJsParser(
		Object.entries( FUNCTIONS ).map( ( [ name, positions ] ) =>
			JsExtractors.callExpression( name, {
				arguments: positions,
				...COMMENTS,
			} )
		)
	);
	const files = globSync( 'src/**/*.{ts,tsx}', {
		exclude: [ '**/*.test.{ts,tsx}' ],
	} );
	for ( const file of files.sort() ) {
		parser.parseFile( file );
	}
	return PO.parse( extractor.getPotString() );
}

/** The texts of the plugin's PHP, and of its header. */
function pluginTexts(): PO {
	const pot = new PhpTexts( {
		pathsRelativeTo: process.cwd(),
		php: {
			textdomain: TEXT_DOMAIN,
			metadataFile: 'plugin/wp-ai-jobs.php',
		},
	} ).parse( [ 'plugin/*.php', 'plugin/includes/**/*.php' ] );
	return PO.parse( pot.generatePot() );
}

type Item = PO[ 'items' ][ number ];

/**
 * What tells two texts apart.
 *
 * @param item A text.
 */
export const identity = ( { msgctxt = '', msgid }: Item ): string =>
	`${ msgctxt }\u0004${ msgid }`;

/** Files without their lines, which change with every edit. */
const files = ( { references }: Item ): string[] =>
	references.flatMap( ( reference ) =>
		reference
			.split( /,\s*/ )
			.map( ( place ) => place.replace( /:\d+$/, '' ) )
	);

/**
 * Every text that a person may see, as a template to translate from.
 *
 * @return The template, and which of its texts are the scripts'.
 */
export function extractTemplate(): {
	readonly template: PO;
	readonly scripts: ReadonlySet< string >;
} {
	const template = new PO();
	template.headers = {
		'Project-Id-Version': 'Background AI Jobs for the Block Editor',
		'Content-Type': 'text/plain; charset=UTF-8',
		'Content-Transfer-Encoding': '8bit',
		'X-Domain': TEXT_DOMAIN,
	};
	const script = scriptTexts();
	const texts = new Map< string, Item >();
	for ( const item of [ ...script.items, ...pluginTexts().items ] ) {
		const first = texts.get( identity( item ) ) ?? item;
		first.references = [
			...new Set( [ ...files( first ), ...files( item ) ] ),
		].sort();
		first.extractedComments = [
			...new Set( [
				...first.extractedComments,
				...item.extractedComments,
			] ),
		];
		texts.set( identity( item ), first );
	}
	template.items = [ ...texts.keys() ]
		.sort()
		.flatMap( ( key ) => texts.get( key ) ?? [] );
	return { template, scripts: new Set( script.items.map( identity ) ) };
}
