import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Rolldown } from 'vite';
import { expect, inject, test } from 'vitest';

const folder = inject( 'unpacked' );

/** What each entry may import of others, by itself or by what it imports of ours. */
const ENTRIES = {
	'wp-ai-jobs/client': [ 'es-toolkit', 'valibot' ],
	'wp-ai-jobs/client/axios': [ 'axios', 'es-toolkit', 'valibot' ],
	'wp-ai-jobs/react': [ '@tanstack/react-query', 'react' ],
	'wp-ai-jobs': [
		'@tanstack/react-query',
		'@wordpress/a11y',
		'@wordpress/components',
		'@wordpress/compose',
		'@wordpress/i18n',
		'dompurify',
		'es-toolkit',
		'marked',
		'react',
		'react-dom',
		'valibot',
	],
	'wp-ai-jobs/editor': null,
	'wp-ai-jobs/mocks': [ 'es-toolkit', 'msw', 'valibot' ],
	'wp-ai-jobs/mocks/playwright': [ 'es-toolkit', 'msw', 'valibot' ],
} as const;

/** Node runs it in a process of its own, with nothing of a browser's in reach. */
function runInNode( name: string, script: string ): string {
	const file = join( folder, name );
	writeFileSync( file, script );
	return execFileSync( process.execPath, [ file ], { encoding: 'utf8' } );
}

async function bundle(
	script: string,
	format: 'es' | 'cjs' = 'es'
): Promise< Rolldown.OutputChunk[] > {
	const entry = join( folder, 'bundled.js' );
	writeFileSync( entry, script );
	const built = await build( {
		configFile: false,
		root: folder,
		logLevel: 'silent',
		build: {
			write: false,
			minify: false,
			rolldownOptions: {
				input: entry,
				external: ( request ) =>
					/^[^./\0]/.test( request ) &&
					! request.startsWith( 'wp-ai-jobs' ) &&
					request !== entry,
				preserveEntrySignatures: 'strict',
				output: { format },
			},
		},
	} );
	const [ result ] = [ built ].flat();
	if ( ! result || ! ( 'output' in result ) ) {
		throw new Error( 'Nothing was built.' );
	}
	return result.output.filter( ( file ) => file.type === 'chunk' );
}

const packageOf = ( request: string ) =>
	request.split( '/', request.startsWith( '@' ) ? 2 : 1 ).join( '/' );

test( 'what is tried here is the tarball, not this repository', () => {
	expect(
		runInNode(
			'where.mjs',
			`console.log( import.meta.resolve( 'wp-ai-jobs' ) );`
		)
	).toContain( '/node_modules/wp-ai-jobs/' );
} );

const EDITOR = 'wp-ai-jobs/editor';

test.each( Object.keys( ENTRIES ).filter( ( entry ) => entry !== EDITOR ) )(
	'%s is imported where there is no browser',
	( entry ) => {
		const exported = runInNode(
			'import.mjs',
			`const exported = await import( '${ entry }' );
			if ( typeof window !== 'undefined' ) throw new Error( 'There is a window.' );
			console.log( Object.keys( exported ).length );`
		);
		expect( Number( exported ) ).toBeGreaterThan( 0 );
	}
);

test( 'what keeps wp-ai-jobs/editor from Node is WordPress’s packages', () => {
	const outcome = runInNode(
		'editor.mjs',
		`console.log( await import( '${ EDITOR }' ).then( () => 'imported', ( { stack } ) => stack ) );`
	);
	expect( outcome ).toMatch(
		/node_modules\/@wordpress\/(blocks|block-editor)\//
	);
} );

test( 'wp-ai-jobs/editor shows how a module that a server reads imports it', () => {
	const comment = readFileSync(
		join( folder, 'node_modules/wp-ai-jobs/dist/src/editor/index.d.ts' ),
		'utf8'
	);
	const [ , example = '' ] = /@example\n(.+?)\n \*\n/s.exec( comment ) ?? [];
	const code = example.replace( /^ \* ?/gm, '' );
	expect( code ).toContain( `import( '${ EDITOR }' )` );
	expect( runInNode( 'server.mjs', `${ code } console.log( 'on' );` ) ).toBe(
		'on\n'
	);
} );

test( 'wp-ai-jobs/editor itself asks for no browser when it is imported', async () => {
	const chunks = await bundle( `export * from '${ EDITOR }';`, 'cjs' );
	const code = chunks.find( ( chunk ) => chunk.isEntry )?.code ?? '';
	const anything: unknown = new Proxy( () => anything, {
		get: () => anything,
	} );
	const exported: Record< string, unknown > = {};
	expect( typeof window ).toBe( 'undefined' );
	// What a bundle for Node does, with nothing behind WordPress's packages.
	new Function( 'exports', 'require', code )( exported, () => anything );
	expect( Object.keys( exported ) ).toContain( 'registerEditorAi' );
} );

test( 'popovers are rendered to a string', () => {
	const html = runInNode(
		'render.mjs',
		`import { createElement as h } from 'react';
		import { renderToString } from 'react-dom/server';
		import { AIContentPopover, AIImagePopover, AiJobsProvider, builtinJobTypes, createAiJobClient, useAiJob } from 'wp-ai-jobs';
		const client = createAiJobClient( { transport: { types: builtinJobTypes, start() {}, check() {} } } );
		const Status = () => useAiJob( 'content' ).status;
		console.log( renderToString( h( AiJobsProvider, { client },
			h( AIContentPopover, { anchor: null, onClose() {}, onInsert() {} } ),
			h( AIImagePopover, { anchor: null, onClose() {}, onUse() {} } ),
			h( Status )
		) ) );`
	);
	expect( html ).toContain( 'idle' );
} );

test.each( Object.keys( ENTRIES ) )(
	'of %s, an import that is not used leaves nothing',
	async ( entry ) => {
		const [ chunk ] = await bundle(
			`import * as everything from '${ entry }'; import '${ entry }';`
		);
		expect( chunk?.code.trim() ).toBe( '' );
	}
);

test.each( Object.entries( ENTRIES ).filter( ( [ , allowed ] ) => allowed ) )(
	'%s imports of others only %j',
	async ( entry, allowed ) => {
		const chunks = await bundle( `export * from '${ entry }';` );
		const imported = chunks
			.flatMap( ( chunk ) => [
				...chunk.imports,
				...chunk.dynamicImports,
			] )
			.filter(
				( request ) =>
					! chunks.some( ( { fileName } ) => fileName === request )
			)
			.map( packageOf );
		expect( [ ...new Set( imported ) ].sort() ).toEqual( allowed );
	}
);

test( 'who takes the client alone takes neither hook nor popovers along', async () => {
	const [ chunk ] = await bundle(
		`export { createAiJobClient } from 'wp-ai-jobs';`
	);
	const taken = Object.keys( chunk?.modules ?? {} );
	expect( taken ).not.toEqual( [] );
	expect(
		taken.filter( ( id ) =>
			/\/src\/(react|components|editor)\//.test( id )
		)
	).toEqual( [] );
} );
