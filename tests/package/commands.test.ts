import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cases } from '../../conformance/cases/index.ts';
import { serveMock } from '../../conformance/mockServer.ts';
import { createSite, type Site } from '../../wordpress/site.ts';
import { createHost, type Host } from './host.ts';

const ROOT = join( import.meta.dirname, '../..' );

/** The lines of a page that call a command, as they stand there. */
const linesOf = ( page: string, command: string ) =>
	readFileSync( join( ROOT, page ), 'utf8' )
		.split( '\n' )
		.filter( ( line ) => line.startsWith( 'npx ' ) )
		.filter( ( line ) => line.includes( ` ${ command } ` ) );

/** A line with other words in place of some, each of which it has to have. */
const replace = (
	line: string,
	words: Readonly< Record< string, string > >
): string =>
	Object.entries( words ).reduce( ( text, [ word, other ] ) => {
		expect( text ).toContain( word );
		return text.replaceAll( word, other );
	}, line );

const peopleMade = v.object( {
	passwords: v.object( {
		admin: v.string(),
		editor: v.string(),
		contributor: v.string(),
		subscriber: v.string(),
	} ),
	post: v.number(),
} );

// A new folder: one step after the other, as a person would go who follows the guides.
let host: Host;
let site: Site;
let people: v.InferOutput< typeof peopleMade >;
/** Runs a line as a shell does. */
const sh = ( line: string ) => host.run( 'sh', '-c', line );

beforeAll( async () => {
	host = await createHost( 'job-types' );
	site = await createSite( {
		muPlugins: [
			join( ROOT, 'docs/examples/conformance-site.php' ),
			join( import.meta.dirname, 'job-types/job-types.php' ),
		],
		env: { JOB_TYPES: join( host.folder, 'build' ) },
	} );
	people = v.parse(
		peopleMade,
		JSON.parse(
			await site.runPhp(
				join( import.meta.dirname, 'job-types/people.php' )
			)
		)
	);
} );
afterAll( async () => {
	await site?.stop();
	host?.remove();
} );

describe( 'wp-ai-jobs-schema', () => {
	const [ line = '' ] = linesOf(
		'docs/host-defined-types.md',
		'wp-ai-jobs-schema'
	);
	const write = ( module: string ) =>
		sh( replace( line, { 'src/summary.ts': module } ) );

	test( 'the types of all three libraries are typechecked, strictly', async () => {
		await host.run( 'npm', 'run', 'typecheck' );
	} );

	test( 'says what valibot needs besides, and with that writes the type of the guide', async () => {
		cpSync(
			join( ROOT, 'docs/examples/summary.ts' ),
			join( host.folder, 'src/summary.ts' )
		);
		const refusal = await sh( line ).catch( String );
		expect( refusal ).toContain( 'acme-summary: input: ' );
		const [ install = '' ] =
			/npm install .*json-schema/.exec( refusal ) ?? [];
		expect(
			readFileSync( join( ROOT, 'docs/host-defined-types.md' ), 'utf8' )
		).toContain( install );
		await sh( `${ install } --prefer-offline --no-audit --no-fund` );

		expect( await sh( line ) ).toBe( 'build/acme-summary.json\n' );
	} );

	test.each( [ 'arktype', 'valibot', 'zod' ] )(
		'of a type declared with %s it writes what is checked',
		async ( library ) => {
			const file = `build/${ library }-summary.json`;
			expect( await write( `src/${ library }.ts` ) ).toBe(
				`${ file }\n`
			);
			const schema: unknown = JSON.parse(
				readFileSync( join( host.folder, file ), 'utf8' )
			);
			// A newer client may send what an older site does not know.
			expect( schema ).not.toHaveProperty( 'input.additionalProperties' );
			expect( schema ).toMatchObject( {
				input: {
					type: 'object',
					properties: {
						post_text: {
							type: 'string',
							minLength: 1,
							maxLength: 50_000,
						},
						max_words: { type: 'integer', minimum: 5 },
					},
				},
				result: {
					properties: { summary: { type: 'string' } },
					required: [ 'summary' ],
				},
			} );
		}
	);

	const login = () =>
		`Basic ${ btoa( `editor:${ people.passwords.editor }` ) }`;

	test( 'a site takes what it has written, and does jobs of each type', async () => {
		const root = `${ site.url }/wp-json/`;
		const results = await sh(
			`ROOT='${ root }' USER=editor PASSWORD='${ people.passwords.editor }' node src/run.ts`
		);
		expect( JSON.parse( results ) ).toEqual(
			Array( 3 ).fill( 'RAIN IN THE CITY in 30 words' )
		);
	} );

	test.each( [
		[ 'arktype-summary', { post_text: 'x', max_words: 4 }, 'max_words' ],
		[ 'valibot-summary', { post_text: '', max_words: 5 }, 'post_text' ],
		[ 'zod-summary', { post_text: 'x', max_words: 5.5 }, 'max_words' ],
		[
			'zod-summary',
			{ post_text: 'x', max_words: 5, editor: 'nobody' },
			'editor',
		],
	] )(
		'of a start of %s the site refuses %j',
		async ( type, input, field ) => {
			const answer = await fetch(
				`${ site.url }/wp-json/wp-ai-jobs/v1/jobs`,
				{
					method: 'POST',
					headers: {
						Authorization: login(),
						'Content-Type': 'application/json',
					},
					body: JSON.stringify( { type, input } ),
				}
			);
			expect( await answer.json() ).toMatchObject( {
				code: 'ai_job_invalid_input',
				data: { status: 400, field: `input.${ field }` },
			} );
		}
	);

	test.each( [
		[ 'refinement.ts', 'refused: input: properties.postText: ' ],
		[ 'narrowed.ts', 'refused: input: no JSON Schema can say' ],
		[ 'old-zod.ts', 'npm install zod@^4.2' ],
		[ 'zod-mini.ts', 'zod/mini do not' ],
		[ 'nothing.ts', 'exports no job type' ],
		[ 'commonjs.cts', 'reads refused/commonjs.cts as CommonJS' ],
		[ 'missing.ts', 'missing.ts' ],
	] )( 'refuses %s, and says why', async ( module, why ) => {
		const refusal = write( `refused/${ module }` );
		await expect( refusal ).rejects.toThrow( why );
		await expect( refusal ).rejects.toMatchObject( { cause: { code: 1 } } );
	} );

	test( 'says which Node reads TypeScript', async () => {
		await expect(
			sh( `NODE_OPTIONS=--no-strip-types ${ line }` )
		).rejects.toThrow( 'needs Node 22.18 or later' );
	} );
} );

describe( 'wp-ai-jobs-conformance', () => {
	const [ shortest = '', longest = '' ] = linesOf(
		'docs/conformance.md',
		'wp-ai-jobs-conformance'
	);
	const [ foreign = '' ] = linesOf(
		'docs/your-own-backend.md',
		'wp-ai-jobs-conformance'
	);
	const CONTROL = 'it needs a clock and a provider that a test can set';

	/** What a report says of each case. */
	const marked = ( report: string, mark: string ) =>
		report
			.split( '\n' )
			.filter( ( text ) => text.startsWith( `${ mark } ` ) );

	/** Why cases were left out, each reason once. */
	const reasons = ( report: string ) =>
		new Set(
			marked( report, '–' ).map(
				( text ) => / \(left out: (.+)\)$/.exec( text )?.[ 1 ]
			)
		);

	/** A report in which nothing is wrong and each case stands once. */
	function expectConforming( report: string ) {
		expect( marked( report, '✗' ) ).toEqual( [] );
		const passed = marked( report, '✓' ).length;
		const leftOut = marked( report, '–' ).length;
		expect( passed + leftOut ).toBe( cases.length );
		expect( report ).toMatch(
			new RegExp(
				`\\n${ passed } passed, 0 failed, ${ leftOut } left out\\n$`
			)
		);
	}

	test( 'a real WordPress conforms, asked with an application password', async () => {
		const report = await sh(
			replace( shortest, {
				'https://example.org': site.url,
				'abcd efgh ijkl mnop': people.passwords.editor,
			} )
		);
		expectConforming( report );
		const why = reasons( report );
		// Fast as the site may be.
		why.delete( 'The job was over too soon.' );
		expect( [ ...why ].sort() ).toEqual( [
			CONTROL,
			'no administrator was named',
			'no contributor was named',
			'no post was named',
			'no subscriber was named',
			'the classic carrier needs --login',
			'users are not known by a nonce here',
		] );
	} );

	test( 'it conforms over both carriers, asked by everybody, as browsers do', async () => {
		const report = await sh(
			replace( longest, {
				'https://example.org': site.url,
				secret: 'password',
				'--post 7': `--post ${ people.post }`,
			} )
		);
		expectConforming( report );
		const why = reasons( report );
		why.delete( 'The job was over too soon.' );
		expect( [ ...why ] ).toEqual( [ CONTROL ] );
		const classic = marked( report, '✓' ).filter( ( text ) =>
			text.includes( 'the classic carrier' )
		);
		expect( classic ).toHaveLength(
			cases.filter(
				( { carrier, needs } ) =>
					carrier === 'ajax' && ! needs.includes( 'control' )
			).length
		);
	} );

	test( 'a backend that is no WordPress is asked at its root, and what it does wrong is said', async () => {
		const server = await serveMock( async ( answer ) =>
			answer.status === 201
				? new Response( await answer.text(), {
						headers: answer.headers,
					} )
				: answer
		);
		const outcome = sh(
			replace( foreign, {
				'https://ai.example.org/': `${ server.url }/wp-json/`,
			} ) + ` --only 'POST /jobs: answers'`
		);
		await expect( outcome ).rejects.toMatchObject( { cause: { code: 1 } } );
		const report = String( await outcome.catch( String ) );
		expect( report ).toMatch(
			/✗ POST \/jobs: answers 201 and a snapshot of every field\n {4}where: {5}HTTP status\n {4}expected: {2}201\n {4}got: {7}200 .*\n {4}wire\.md: {3}“201 and the first snapshot”\n/
		);
		expect( report ).toMatch(
			/\d+ passed, [1-9]\d* failed, \d+ left out\n/
		);
		await server.close();
	} );

	test.each( [
		[ 'a wrong password', {}, 'editor is not let in: 401' ],
		[
			'a site that is not there',
			{ 'https://example.org': 'http://127.0.0.1:9' },
			'could not be asked: fetch failed: ',
		],
	] )(
		'with %s it ends with 2, and says so',
		async ( _name, words, said ) => {
			const outcome = sh(
				replace( shortest, {
					'https://example.org': site.url,
					...words,
				} )
			);
			await expect( outcome ).rejects.toMatchObject( {
				cause: { code: 2 },
			} );
			await expect( outcome ).rejects.toThrow( said );
		}
	);

	test( 'who cannot log in by the form is named', async () => {
		const outcome = sh(
			replace( longest, { 'https://example.org': site.url } )
		);
		await expect( outcome ).rejects.toMatchObject( { cause: { code: 2 } } );
		await expect( outcome ).rejects.toThrow( 'editor cannot log in: 200' );
	} );
} );
