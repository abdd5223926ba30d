import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';

const folder = join( inject( 'unpacked' ), 'node_modules/wp-ai-jobs' );
const files = globSync( '**/*.*', { cwd: folder } ).sort();
const read = ( path: string ) => readFileSync( join( folder, path ), 'utf8' );

interface Manifest {
	readonly version: string;
	readonly exports: Readonly<
		Record< string, string | Readonly< Record< string, string > > >
	>;
	readonly dependencies: Readonly< Record< string, string > >;
	readonly peerDependencies: Readonly< Record< string, string > >;
}
const manifest = JSON.parse( read( 'package.json' ) ) as Manifest;

test( 'the tarball holds builds, sources and documents, and nothing else', () => {
	const folders = new Set( files.map( ( path ) => path.split( '/' )[ 0 ] ) );
	expect( [ ...folders ].sort() ).toEqual( [
		'CHANGELOG.md',
		'README.md',
		'dist',
		'docs',
		'mocks',
		'package.json',
		'src',
	] );
	expect( existsSync( join( folder, 'LICENSE' ) ) ).toBe( true );
	expect(
		[
			...new Set(
				files.map( ( path ) => path.replace( /^.*?\./, '.' ) )
			),
		].sort()
	).toEqual( [
		'.css',
		'.d.ts',
		'.d.ts.map',
		'.js',
		'.js.map',
		'.json',
		'.md',
		'.ts',
		'.tsx',
		'.txt',
	] );
} );

test( 'no test and nothing that tests alone need is in it', () => {
	const sources = files.filter( ( path ) => /\.(tsx?|js)$/.test( path ) );
	expect(
		sources.filter( ( path ) =>
			/from ['"](vitest|@testing-library)/.test( read( path ) )
		)
	).toEqual( [] );
	expect(
		files.filter( ( path ) =>
			/\.(test|test-d|fixture|stories)\./.test( path )
		)
	).toEqual( [] );
} );

test( 'each entry point leads to a file', () => {
	const targets = Object.values( manifest.exports ).flatMap( ( target ) =>
		typeof target === 'string' ? [ target ] : Object.values( target )
	);
	expect( targets ).not.toEqual( [] );
	for ( const target of targets ) {
		expect( globSync( target, { cwd: folder } ), target ).not.toEqual( [] );
	}
} );

test( 'a heading of the changelog names the version', () => {
	expect( read( 'CHANGELOG.md' ) ).toContain( `## ${ manifest.version }\n` );
} );

describe( 'source maps', () => {
	// The command's sources are in its maps alone: nobody imports it.
	const maps = files.filter( ( path ) =>
		/^dist\/(src|mocks)\/.*\.map$/.test( path )
	);

	/** Not only what it passes on from others. */
	const hasCode = ( path: string ) =>
		read( path )
			.split( '\n' )
			.some( ( line ) => ! /^(import|export|\/\/|$)/.test( line ) );

	test( 'each module of ours that has code has one', () => {
		const without = files.filter(
			( path ) =>
				/^dist\/(src|mocks)\/.*\.js$/.test( path ) &&
				hasCode( path ) &&
				! maps.includes( `${ path }.map` )
		);
		expect( without ).toEqual( [] );
	} );

	test( 'each names sources that are in the tarball, word for word', () => {
		expect( maps.length ).toBeGreaterThan( 100 );
		for ( const map of maps ) {
			const { sources, sourcesContent } = JSON.parse( read( map ) ) as {
				readonly sources: readonly string[];
				readonly sourcesContent?: readonly string[];
			};
			for ( const [ at, source ] of sources.entries() ) {
				const path = join( dirname( map ), source );
				expect( files, map ).toContain( path );
				if ( sourcesContent ) {
					expect( sourcesContent[ at ], map ).toBe( read( path ) );
				}
			}
		}
	} );
} );

test( 'what is imported is what npm installs along', () => {
	const installed = new Set( [
		...Object.keys( manifest.dependencies ),
		...Object.keys( manifest.peerDependencies ),
	] );
	const imported = files
		.filter( ( path ) =>
			/^dist\/(src|mocks)\/.*\.(js|d\.ts)$/.test( path )
		)
		.flatMap( ( path ) => read( path ).split( '\n' ) )
		// Comments show examples.
		.filter( ( line ) => ! /^\s*\*/.test( line ) )
		.flatMap( ( line ) => [
			...line.matchAll(
				/(?:\bfrom |\bimport\(|^import )["']((?!node:)(?:@[^/"']+\/)?[^./"'][^/"']*)/g
			),
		] )
		.map( ( [ , name = '' ] ) => name );
	expect( imported ).toContain( 'react' );
	expect(
		[ ...new Set( imported ) ].filter( ( name ) => ! installed.has( name ) )
	).toEqual( [] );
} );
