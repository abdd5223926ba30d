import { afterEach, expect, test } from 'vitest';
import { checkBackend, EXIT } from './checkBackend.ts';
import { serveMock, type Drift, type MockServer } from './mockServer.ts';

let server: MockServer | null = null;

afterEach( async () => {
	await server?.close();
	server = null;
} );

const LIMIT_MS = 120_000;

/** Runs the command against the mock, and reads what it says. */
async function check( drift?: Drift, ...args: readonly string[] ) {
	server = await serveMock( drift );
	let said = '';
	const code = await checkBackend(
		[
			'--url',
			server.url,
			'--user',
			'editor',
			'--password',
			'abcd efgh ijkl',
			...args,
		],
		( text ) => {
			said += text;
		}
	);
	return { code, said };
}

test(
	'a backend that conforms passes every case that it can be asked, and the rest are left out with a word',
	async () => {
		const { code, said } = await check(
			undefined,
			'--administrator',
			'admin:x',
			'--contributor',
			'contributor:x',
			'--subscriber',
			'subscriber:x',
			'--post',
			'7'
		);
		expect( said ).not.toContain( '✗' );
		expect( code ).toBe( EXIT.conforms );
		const [ , passed, leftOut ] =
			/(\d+) passed, 0 failed, (\d+) left out/.exec( said ) ?? [];
		expect( Number( passed ) ).toBeGreaterThan( 100 );
		expect( Number( leftOut ) ).toBeGreaterThan( 0 );
		expect( said ).toContain(
			'left out: it needs a clock and a provider that a test can set'
		);
	},
	LIMIT_MS
);

test(
	'one user is enough',
	async () => {
		const { code, said } = await check( undefined, '--only', 'POST /jobs' );
		expect( said ).not.toContain( '✗' );
		expect( code ).toBe( EXIT.conforms );
		expect( said ).toContain( 'left out: no administrator was named' );
	},
	LIMIT_MS
);

test(
	'what differs is named: the case, what was expected, what came, and the words of the wire',
	async () => {
		const { code, said } = await check(
			async ( answer ) =>
				answer.status === 201
					? new Response( await answer.text(), {
							headers: answer.headers,
						} )
					: answer,
			'--only',
			'answers 201'
		);
		expect( code ).toBe( EXIT.differs );
		expect( said ).toContain(
			'✗ POST /jobs: answers 201 and a snapshot of every field'
		);
		expect( said ).toMatch( /expected: {2}201/ );
		expect( said ).toMatch( /got: {7}200/ );
		expect( said ).toContain( 'wire.md:   “201 and the first snapshot”' );
	},
	LIMIT_MS
);

test( 'without a site it says how it is used', async () => {
	let said = '';
	expect(
		await checkBackend( [], ( text ) => {
			said += text;
		} )
	).toBe( EXIT.usage );
	expect( said ).toContain( '--url' );
} );
