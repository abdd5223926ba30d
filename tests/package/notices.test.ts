import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, inject, test } from 'vitest';
import { NOTICES } from '../../build/notices.ts';
import manifest from '../../package.json' with { type: 'json' };

const ROOT = join( import.meta.dirname, '../..' );

/** The packages of which a file has notices, with their texts. */
const read = ( file: string ): ReadonlyMap< string, string > =>
	new Map(
		[
			...file.matchAll(
				/^={78}\n\n(\S+) (\S+) \(.*\)\n\n={78}\n\n([\s\S]+?)(?=\n\n={78}|\n$(?![\s\S]))/gm
			),
		].map( ( [ , name = '', version = '', text = '' ] ) => {
			const installed = JSON.parse(
				readFileSync(
					join( ROOT, 'node_modules', name, 'package.json' ),
					'utf8'
				)
			) as { readonly version: string };
			expect( version ).toBe( installed.version );
			return [ name, text ];
		} )
	);

const permits =
	/Permission is hereby granted|Apache License|Mozilla Public License/;

describe( 'the zip of the plugin', () => {
	const zip = unzipSync(
		readFileSync( join( ROOT, 'dist/wp-ai-jobs.zip' ) )
	);
	const script = Object.entries( zip )
		.filter( ( [ path ] ) => /\/build\/.*\.js$/.test( path ) )
		.map( ( [ , bytes ] ) => strFromU8( bytes ) )
		.join( '\n' );

	/** What is compiled into its scripts, and words by which each is seen there. */
	const compiled: Readonly< Record< string, RegExp > > = {
		'@tanstack/query-core': /refetchIntervalInBackground/,
		'@tanstack/react-query': /QueryClientProvider/,
		axios: /AxiosError/,
		dompurify: /ALLOWED_TAGS/,
		'es-toolkit': /\\p\{Lu\}/,
		marked: /blockquote/,
		rolldown: /__esModule/,
		valibot: /kind:.schema./,
	};

	test( 'has a notice of each library in it, and of no other', () => {
		const notices = read(
			strFromU8(
				zip[ `wp-ai-jobs/build/${ NOTICES }` ] ?? new Uint8Array()
			)
		);
		expect( [ ...notices.keys() ].sort() ).toEqual(
			Object.keys( compiled ).sort()
		);
		for ( const text of notices.values() ) {
			expect( text ).toMatch( permits );
		}
	} );

	test.each( Object.entries( compiled ) )(
		'has %s in it',
		( _name, words ) => {
			// Not by toMatch(), which would print the script.
			expect( words.test( script ) ).toBe( true );
		}
	);
} );

describe( 'the npm package', () => {
	const folder = join( inject( 'unpacked' ), 'node_modules/wp-ai-jobs' );

	test( 'has a notice of each library that it imports', () => {
		const code = globSync( 'dist/**/*.js', { cwd: folder } )
			.map( ( path ) => readFileSync( join( folder, path ), 'utf8' ) )
			.join( '\n' );
		const imported = Object.keys( manifest.dependencies ).filter(
			( name ) =>
				new RegExp( `(from|import\\() ?"${ name }["/]` ).test( code )
		);
		expect( imported ).toContain( 'axios' );
		const notices = read(
			readFileSync( join( folder, 'dist', NOTICES ), 'utf8' )
		);
		expect( [ ...notices.keys() ] ).toEqual(
			expect.arrayContaining( imported )
		);
		for ( const text of notices.values() ) {
			expect( text ).toMatch( permits );
		}
	} );
} );
