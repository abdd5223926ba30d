/**
 * Writes a picture of every state to docs/screenshots/, from the built
 * Storybook. `npm run screenshots`, or with names to make some of them anew:
 * `npm run screenshots -- preview images/idle`.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { chromium, type Browser, type BrowserContextOptions } from 'playwright';
import * as v from 'valibot';
import { preview } from 'vite';
import { launchOptions } from '../wordpress/browser.ts';

const TARGET = 'docs/screenshots';

/** Wider than 782 px, from where on Popover does not fill the screen. */
const DESKTOP = { width: 800, height: 900 };

/** The states that a small screen and forced colours are shown in. */
const TELLING = [
	'idle',
	'processing',
	'preview',
	'failed-retryable',
	'logged-out-in-the-editor',
	'too-many-starts',
	'images/idle',
	'images/one-by-one',
	'images/chosen',
	'images/several-chosen',
	'images/partial',
	'images/import-fails',
	'editor/under-way',
	'editor/ready',
	'editor/failed',
	'editor/found-several',
	'feedback/under-way',
	'feedback/billed-timeout',
];

/**
 * Where a story's picture goes, below the screenshots.
 *
 * @param id The story's.
 */
const nameOf = ( id: string ) =>
	id
		.replace( /^aicontentpopover--/, '' )
		.replace( /^aiimagepopover--/, 'images/' )
		.replace( /^block-editor--/, 'editor/' )
		.replace( /^jobfeedback--/, 'feedback/' );

const storiesSchema = v.object( {
	entries: v.record(
		v.string(),
		v.object( {
			id: v.string(),
			type: v.string(),
			tags: v.array( v.string() ),
		} )
	),
} );

interface Look {
	readonly suffix: string;
	readonly direction: 'ltr' | 'rtl';
	readonly context: BrowserContextOptions;
	/** Default: every story. */
	readonly stories?: readonly string[];
}

const looks: readonly Look[] = [
	{ suffix: '', direction: 'ltr', context: { viewport: DESKTOP } },
	{ suffix: '.rtl', direction: 'rtl', context: { viewport: DESKTOP } },
	{
		suffix: '.narrow',
		direction: 'ltr',
		context: { viewport: { width: 360, height: 740 } },
		stories: TELLING,
	},
	{
		suffix: '.forced-colors',
		direction: 'ltr',
		context: { viewport: DESKTOP, forcedColors: 'active' },
		stories: TELLING,
	},
];

async function shoot(
	browser: Browser,
	origin: string,
	id: string,
	{ suffix, direction, context }: Look
) {
	const page = await browser.newPage( {
		...context,
		reducedMotion: 'reduce',
	} );
	await page.goto(
		`${ origin }/iframe.html?id=${ id }&viewMode=story&globals=direction:${ direction }`
	);
	await page.waitForSelector( `[data-played-story="${ id }"]` );
	// The caret blinks.
	await page.addStyleTag( { content: '* { caret-color: transparent; }' } );
	const height = await page.evaluate( () =>
		Math.max(
			...[ ...document.querySelectorAll( 'main, [role="dialog"]' ) ].map(
				( element ) => element.getBoundingClientRect().bottom
			)
		)
	);
	const path = `${ TARGET }/${ nameOf( id ) }${ suffix }.png`;
	const width = page.viewportSize()?.width ?? DESKTOP.width;
	await page.screenshot( {
		path,
		fullPage: true,
		clip: { x: 0, y: 0, width, height: Math.ceil( height ) + 16 },
	} );
	const overflow = await page.evaluate( () =>
		[ ...document.querySelectorAll( '[role="dialog"] *, main *' ) ]
			.filter(
				( element ) =>
					element.scrollWidth > element.clientWidth + 1 &&
					getComputedStyle( element ).overflowX !== 'visible' &&
					! element.classList.contains( 'components-visually-hidden' )
			)
			.map( ( { className } ) => String( className ) )
	);
	process.stdout.write(
		`${ path }${ overflow.length ? `  overflows: ${ overflow.join( '; ' ) }` : '' }\n`
	);
	await page.close();
}

const wanted = process.argv.slice( 2 );
const { entries } = v.parse(
	storiesSchema,
	JSON.parse( await readFile( 'storybook-static/index.json', 'utf8' ) )
);
const ids = Object.values( entries )
	.filter(
		( { type, tags } ) => type === 'story' && ! tags.includes( 'flow' )
	)
	.map( ( { id } ) => id );

for ( const folder of [ 'images', 'editor', 'feedback' ] ) {
	await mkdir( `${ TARGET }/${ folder }`, { recursive: true } );
}
const server = await preview( {
	configFile: false,
	build: { outDir: 'storybook-static' },
	preview: { port: 0, host: '127.0.0.1' },
	logLevel: 'error',
} );
const origin = server.resolvedUrls?.local[ 0 ]?.replace( /\/$/, '' ) ?? '';
const browser = await chromium.launch( launchOptions() );
try {
	for ( const look of looks ) {
		for ( const id of ids ) {
			const name = nameOf( id );
			if (
				( ! look.stories || look.stories.includes( name ) ) &&
				( wanted.length === 0 || wanted.includes( name ) )
			) {
				await shoot( browser, origin, id, look );
			}
		}
	}
} finally {
	await browser.close();
	await server.close();
}
