import { existsSync, globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { linkPages } from './linkPages.ts';
import { PAGES } from './pages.ts';

const PATH = 'docs/testing.md';

test.each( [
	[
		'[the wire](wire.md#errors)',
		'[the wire](?path=/docs/guides-the-rest-wire--docs#errors)',
	],
	[
		'[README](../README.md#in-your-own-block)',
		'[README](?path=/docs/guides-wp-ai-jobs--docs#in-your-own-block)',
	],
	[ '[below](#time)', '[below](#time)' ],
	[ '[MSW](https://mswjs.io)', '[MSW](https://mswjs.io)' ],
	[
		'[why](decisions/several-tabs.md)',
		'why (`docs/decisions/several-tabs.md`)',
	],
	[ '[docs/openapi.json](openapi.json)', 'docs/openapi.json' ],
	[ '![A picture](a.png)', '![A picture](/assets/a.png)' ],
] )( '%s', ( link, expected ) => {
	expect( linkPages( link, PATH, { 'docs/a.png': '/assets/a.png' } ) ).toBe(
		expected
	);
} );

test( 'every guide is a page, by the title that its MDX file has', async () => {
	const shown = new Map< string, string >();
	for ( const file of globSync( 'stories/guides/*.mdx' ) ) {
		const mdx = await readFile( file, 'utf8' );
		const path = /'\.\.\/\.\.\/(\S+)\?raw'/.exec( mdx )?.[ 1 ] ?? '';
		const title = /<Meta title="([^"]+)"/.exec( mdx )?.[ 1 ] ?? '';
		expect( mdx ).toContain( `path="${ path }"` );
		shown.set( path, title );
	}
	expect( Object.fromEntries( shown ) ).toEqual( PAGES );
	const guides = globSync( 'docs/*.md' );
	expect(
		guides.filter(
			( path ) => ! shown.has( path ) && path !== 'docs/README.md'
		)
	).toEqual( [] );
	expect( Object.keys( PAGES ).every( existsSync ) ).toBe( true );
} );
