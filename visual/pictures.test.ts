import { beforeAll, expect, onTestFailed, test } from 'vitest';
import { loadFont } from './font.ts';
import { applyLook } from './looks.ts';
import { PICTURES } from './pictures.ts';
import { loadModules, settled } from './settled.ts';
import drawnBy from './references/browser.txt?raw';

const major = /Chrome\/(\d+)/.exec( navigator.userAgent )?.[ 1 ] ?? 'unknown';

/** What to do where the browser is another than the one that has drawn the references. */
const advice = drawnBy.includes( ` ${ major }.` )
	? ''
	: `The references were drawn by ${ drawnBy.trim() }; this is Chromium ${ major }. If the browser alone is why pictures differ, accept them: npm run accept:visual.`;

beforeAll( async () => {
	await Promise.all( [ loadFont(), loadModules() ] );
} );

test.each( PICTURES )( '$name', async ( { name, look, selector, play } ) => {
	onTestFailed( () => {
		if ( advice ) {
			// eslint-disable-next-line no-console -- For who reads why it failed.
			console.warn( advice );
		}
	} );
	await applyLook( look );
	await play();
	await settled( selector );
	const shown = document.querySelector( selector );
	const { bottom = Infinity } = shown?.getBoundingClientRect() ?? {};
	// What is below the page's end is not drawn.
	expect( bottom ).toBeLessThanOrEqual( window.innerHeight );
	await expect( shown ).toMatchScreenshot( name );
} );

test( 'every reference is of a picture', () => {
	const names = PICTURES.map( ( { name } ) => `./references/${ name }.png` );
	const references = Object.keys(
		import.meta.glob( './references/**/*.png' )
	);
	expect( references.filter( ( path ) => ! names.includes( path ) ) ).toEqual(
		[]
	);
} );
