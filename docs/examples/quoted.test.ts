import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join( import.meta.dirname, '../..' );

/** How far a line is indented is the page's own affair. */
const unindented = ( text: string ) =>
	text
		.split( '\n' )
		.map( ( line ) => line.trim() )
		.join( '\n' );

const examples = globSync( 'docs/examples/**/*.{ts,tsx,php}', { cwd: ROOT } )
	.map( ( path ) => unindented( readFileSync( join( ROOT, path ), 'utf8' ) ) )
	.join( '\n' );

const pages = [
	'README.md',
	...globSync( 'docs/*.md', { cwd: ROOT } ).sort(),
].map( ( path ) => ( {
	path,
	blocks: Array.from(
		readFileSync( join( ROOT, path ), 'utf8' ).matchAll(
			/^```(?:ts|tsx|php)\n(.*?)^```$/gms
		),
		( [ , code = '' ] ) => unindented( code ).trim()
	),
} ) );

test.each( pages.filter( ( { blocks } ) => blocks.length > 0 ) )(
	'$path shows only code that is checked: it stands in docs/examples/',
	( { blocks } ) => {
		for ( const block of blocks ) {
			expect( examples ).toContain( block );
		}
	}
);

test( 'the README and the guides have code', () => {
	expect( pages.flatMap( ( { blocks } ) => blocks ).length ).toBeGreaterThan(
		5
	);
} );
