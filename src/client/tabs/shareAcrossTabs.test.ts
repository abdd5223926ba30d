import { expect, test } from 'vitest';
import { parseSnapshot } from '../../protocol/index.ts';
import { wireSnapshot } from '../../protocol/wireSnapshot.fixture.ts';
import type { FakeTab } from './fakeBrowser.fixture.ts';
import { shareAcrossTabs } from './shareAcrossTabs.ts';
import { countChecks, NAME, setUp } from './tabs.fixture.ts';

test.each( [
	[ 'with locks', {} ],
	[ 'without locks', { locks: null } ],
] )(
	'%s, two tabs with three jobs send at most a twentieth more checks than one',
	async ( _name, over ) => {
		const one = await countChecks( 1, over );
		expect( one ).toBeGreaterThan( 30 );
		expect( await countChecks( 2, over ) ).toBeLessThanOrEqual(
			one * 1.05
		);
		expect( await countChecks( 5, over ) ).toBeLessThanOrEqual(
			one * 1.05
		);
	}
);

test( 'tabs that are opened together take turns, also where the site is slow', async () => {
	const { open, environment, asked, stop } = setUp( 2_500 );
	const tabs = [ open(), open(), open() ];
	tabs.forEach( ( { watch } ) => watch( 'a' ) );
	await environment.advance( 60_000 );
	expect( asked.length ).toBeLessThanOrEqual( 60_000 / 5_500 + 1 );
	stop();
} );

test( 'a result that one tab has seen is in the other at once', async () => {
	const { open, environment, complete, asked } = setUp();
	const [ first, second ] = [ open(), open() ];
	first.watch( 'a' );
	await environment.advance( 1_000 );
	second.watch( 'a' );
	await environment.advance( 1_000 );
	complete( 'a' );
	await environment.advance( 2_000 );
	expect( [ first.seen.get( 'a' ), second.seen.get( 'a' ) ] ).toEqual( [
		'completed',
		'completed',
	] );
	const checks = asked.length;
	await environment.advance( 60_000 );
	expect( asked ).toHaveLength( checks );
} );

test( 'a job that only one tab follows costs the other nothing', async () => {
	const { open, environment, asked, stop } = setUp();
	const [ first, second ] = [ open( {}, 'first' ), open( {}, 'second' ) ];
	first.watch( 'a' );
	second.watch( 'b' );
	await environment.advance( 30_000 );
	expect(
		asked.every( ( { tab, ids } ) =>
			tab === 'first' ? ids[ 0 ] === 'a' : ids[ 0 ] === 'b'
		)
	).toBe( true );
	stop();
} );

/** The longest time in which nobody asked, from now on. */
async function longestSilence(
	environment: {
		now: () => number;
		advance: ( ms: number ) => Promise< void >;
	},
	asked: readonly unknown[],
	overMs: number
) {
	let longest = 0;
	let silentSince = environment.now();
	let known = asked.length;
	for ( let passed = 0; passed < overMs; passed += 100 ) {
		await environment.advance( 100 );
		if ( asked.length > known ) {
			known = asked.length;
			longest = Math.max( longest, environment.now() - silentSince );
			silentSince = environment.now();
		}
	}
	return Math.max( longest, environment.now() - silentSince );
}

test.each< [ string, ( tab: FakeTab ) => void, number ] >( [
	[ 'closes', ( tab ) => tab.close(), 3_600 ],
	[ 'freezes', ( tab ) => tab.freeze(), 3_600 ],
	[
		'is hidden, its timers throttled',
		( tab ) => tab.throttle( 60_000 ),
		3_600,
	],
] )(
	'when the tab that asked %s between two checks, the other asks when its own is due',
	async ( _name, happen, silenceMs ) => {
		const { open, environment, asked, stop } = setUp();
		const [ first, second ] = [ open(), open() ];
		first.watch( 'a' );
		await environment.advance( 1_000 );
		second.watch( 'a' );
		await environment.advance( 10_000 );
		happen( first.tab );
		expect(
			await longestSilence( environment, asked, 60_000 )
		).toBeLessThanOrEqual( silenceMs );
		stop();
	}
);

test.each< [ string, ( tab: FakeTab ) => void, number ] >( [
	[ 'closes', ( tab ) => tab.close(), 4_100 ],
	[ 'freezes', ( tab ) => tab.freeze(), 9_000 ],
] )(
	'a tab that %s in the middle of a check keeps nobody waiting for longer than the grace',
	async ( _name, happen, silenceMs ) => {
		const { open, environment, asked, stop } = setUp( 1_000 );
		const first = open( {}, 'first' );
		const second = open( {}, 'second' );
		first.watch( 'a' );
		await environment.advance( 500 );
		expect( asked ).toHaveLength( 1 );
		second.watch( 'a' );
		await environment.advance( 100 );
		happen( first.tab );
		expect(
			await longestSilence( environment, asked, 60_000 )
		).toBeLessThanOrEqual( silenceMs );
		expect( second.seen.get( 'a' ) ).toBe( 'processing' );
		stop();
	}
);

test( 'a tab that thaws shows what became of its job meanwhile', async () => {
	const { open, environment, complete } = setUp();
	const [ first, second ] = [ open(), open() ];
	first.watch( 'a' );
	second.watch( 'a' );
	await environment.advance( 5_000 );
	first.tab.freeze();
	complete( 'a' );
	await environment.advance( 600_000 );
	expect( first.seen.get( 'a' ) ).toBe( 'processing' );
	first.tab.thaw();
	await environment.advance( 100 );
	expect( first.seen.get( 'a' ) ).toBe( 'completed' );
} );

test( 'a start, a stop and an acknowledgement in one tab are told to the other', async () => {
	const { open, environment } = setUp();
	const [ first, second ] = [ open(), open() ];
	const starting = first.client.start(
		'content',
		{ prompt: 'Rain' },
		{ context: { postId: 7 } }
	);
	await environment.advance( 300 );
	const job = await starting;
	expect( second.news ).toMatchObject( [
		{ kind: 'started', snapshot: { id: 'job-1' }, postId: 7 },
	] );
	second.watch( job.id );
	await environment.advance( 300 );
	void first.client.cancel( job );
	await environment.advance( 300 );
	expect( second.seen.get( job.id ) ).toBe( 'cancelled' );
	void first.client.acknowledge( job );
	await environment.advance( 300 );
	expect( second.news.at( -1 ) ).toEqual( {
		version: 1,
		kind: 'acknowledged',
		id: 'job-1',
	} );
} );

test( 'a check that was sent before the stop and answered after it undoes nothing', async () => {
	const { open, environment } = setUp();
	const [ first, second ] = [ open(), open() ];
	const late = first.transport.check( [ 'a' ], {
		signal: new AbortController().signal,
		timeoutMs: 5_000,
	} );
	await environment.advance( 100 );
	const stopped = second.client.cancel( second.client.job( 'content', 'a' ) );
	await environment.advance( 300 );
	await Promise.all( [ late, stopped ] );
	first.watch( 'a' );
	await environment.advance( 10 );
	expect( first.seen.get( 'a' ) ).toBe( 'cancelled' );
} );

test( 'a check that fails tells nobody anything, and each tab goes on by itself', async () => {
	const { open, environment, asked, fail, stop } = setUp();
	const [ first, second ] = [ open( {}, 'first' ), open( {}, 'second' ) ];
	first.watch( 'a' );
	second.watch( 'a' );
	await environment.advance( 1_000 );
	fail();
	await environment.advance( 20_000 );
	expect( new Set( asked.map( ( { tab } ) => tab ) ) ).toEqual(
		new Set( [ 'first', 'second' ] )
	);
	expect( first.seen.get( 'a' ) ).toBe( 'processing' );
	stop();
} );

test.each< [ string, unknown ] >( [
	[ 'nothing', null ],
	[ 'text', 'completed' ],
	[ 'another version', { version: 2, kind: 'acknowledged', id: 'a' } ],
	[ 'another kind', { version: 1, kind: 'leader', id: 'a' } ],
	[
		'no snapshot',
		{
			version: 1,
			kind: 'seen',
			snapshots: [ { id: 'a', status: 'completed' } ],
		},
	],
	[
		'half a snapshot',
		{
			version: 1,
			kind: 'seen',
			snapshots: [ { ...parseSnapshot( wireSnapshot() ), attempt: 'x' } ],
		},
	],
] )( 'a message that is %s is not heard', async ( _name, message ) => {
	const { open, environment, shout, asked } = setUp();
	const { news, watch, seen } = open();
	shout( `wp-ai-jobs ${ NAME }`, message );
	watch( 'a' );
	await environment.advance( 500 );
	expect( news ).toEqual( [] );
	expect( asked ).toHaveLength( 1 );
	expect( seen.get( 'a' ) ).toBe( 'processing' );
} );

test( 'two users, or two sites, on one origin tell each other nothing', async () => {
	const { open, environment, asked, stop } = setUp();
	const [ first, second ] = [
		open( {}, 'first' ),
		open( { name: 'https://example.org/wp-json/ 8' }, 'second' ),
	];
	first.watch( 'a' );
	second.watch( 'a' );
	await environment.advance( 10_000 );
	expect( second.news ).toEqual( [] );
	const by = ( name: string ) => asked.filter( ( { tab } ) => tab === name );
	expect( by( 'first' ) ).toHaveLength( by( 'second' ).length );
	stop();
} );

test( 'without a channel the transport is as it was', () => {
	const plain = setUp().transport( 'first' );
	expect( shareAcrossTabs( plain, { name: NAME, openChannel: null } ) ).toBe(
		plain
	);
} );

test( 'a browser that refuses its locks checks without them', async () => {
	const { open, environment, asked, stop } = setUp();
	const { watch } = open( {
		locks: {
			request: () =>
				Promise.reject( new DOMException( 'No.', 'SecurityError' ) ),
		},
	} );
	watch( 'a' );
	await environment.advance( 10_000 );
	expect( asked.length ).toBeGreaterThan( 2 );
	stop();
} );

test( 'an abort while waiting for the turn ends the check at once', async () => {
	const { open, environment, asked } = setUp( 2_000 );
	const [ first, second ] = [ open(), open() ];
	first.watch( 'a' );
	await environment.advance( 10 );
	const controller = new AbortController();
	const refused = expect(
		second.transport.check( [ 'a' ], {
			signal: controller.signal,
			timeoutMs: 5_000,
		} )
	).rejects.toMatchObject( { name: 'AbortError' } );
	controller.abort();
	await refused;
	expect( asked ).toHaveLength( 1 );
} );
