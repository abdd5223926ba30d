import { expect, onTestFinished, test, vi } from 'vitest';
import { createJobBackend } from './backend.ts';
import { openTestSite, valid } from './testSite.ts';

test( 'the journal tells who asked for what, and what was refused', async () => {
	const { backend, clock, get, post, start } = openTestSite();
	const id = await start( { 'Idempotency-Key': 'k1' } );
	await post( '', valid, { 'Idempotency-Key': 'k1' } );
	clock.advance( 5_000 );
	await get( `?include=${ id }` );
	await post( `/${ id }/acknowledge` );
	backend.user = null;
	await get( '?post=7' );

	expect( backend.started() ).toEqual( [
		{ ...valid, id, owner: 1, idempotencyKey: 'k1' },
	] );
	expect( backend.checks( id ) ).toBe( 1 );
	expect( backend.acknowledged() ).toEqual( [ id ] );
	expect( backend.cancelled() ).toEqual( [] );
	expect( backend.describe().split( '\n' ) ).toEqual( [
		`2026-11-24T10:00:00.000Z user 1 start content ${ id }`,
		`2026-11-24T10:00:00.000Z user 1 start content ${ id } (again)`,
		`2026-11-24T10:00:05.000Z user 1 check ${ id }`,
		`2026-11-24T10:00:05.000Z user 1 acknowledge ${ id }`,
		'2026-11-24T10:00:05.000Z nobody list post 7 refused: ai_job_not_logged_in',
	] );
} );

test( 'who asks after a job that was never started is told what was', async () => {
	const { backend, start } = openTestSite();
	expect( () => backend.checks( 'x' ) ).toThrow(
		'No job "x" was started. What was asked of the site:\nNothing was asked of the site.'
	);
	const id = await start();
	expect( () => backend.providerCalls( 'x' ) ).toThrow( id );
} );

test( 'a reset site knows nothing of before', async () => {
	const { backend, clock, start } = openTestSite();
	const id = await start();
	clock.advance( 5_000 );
	expect( backend.providerCalls( id ) ).toBe( 1 );
	backend.reset();
	expect( backend.started() ).toEqual( [] );
	expect( await start() ).toBe( id );
	expect( backend.providerCalls( id ) ).toBe( 0 );
} );

test( 'a finished job of a post is found by who opens the post', async () => {
	const { backend, get } = openTestSite();
	const id = backend.given( {
		status: 'completed',
		postId: 7,
		input: { prompt: 'Rain' },
		result: {
			content: 'It pours.',
			format: 'markdown',
			model: null,
			usage: null,
		},
	} );
	expect( ( await get( '?post=7' ) ).body ).toMatchObject( [
		{
			id,
			status: 'completed',
			finished_at: '2026-11-24T09:59:00.000Z',
			input: { prompt: 'Rain' },
			result: { content: 'It pours.' },
		},
	] );
	expect( backend.started() ).toEqual( [] );
} );

test.each( [
	[ { status: 'pending' }, { status: 'pending', attempt: 0 } ],
	[ { status: 'processing' }, { status: 'processing', attempt: 1 } ],
	[
		{ status: 'failed' },
		{ status: 'failed', error: { code: 'provider_unavailable' } },
	],
	[
		{
			status: 'failed',
			error: {
				code: 'provider_timeout',
				message: 'Late.',
				retryable: true,
				mayBeBilled: true,
			},
		},
		{
			status: 'failed',
			error: { code: 'provider_timeout', may_be_billed: true },
		},
	],
	[
		{ status: 'expired' },
		{ status: 'expired', error: { code: 'expired' } },
	],
	[
		{ status: 'cancelled', mayBeBilled: true },
		{ status: 'cancelled', may_be_billed: true },
	],
	[
		{
			status: 'completed',
			type: 'image',
			input: { prompt: 'A', count: 2 },
		},
		{
			status: 'completed',
			result: { images: [ { index: 0 }, { index: 1 } ], failures: [] },
		},
	],
] as const )( 'a job can be there before: %j', async ( given, snapshot ) => {
	const { backend, get } = openTestSite();
	const id = backend.given( given );
	expect( ( await get( `?include=${ id }` ) ).body ).toMatchObject( [
		snapshot,
	] );
} );

test( 'a live job of before goes on', async () => {
	const { backend, clock, get } = openTestSite();
	const id = backend.given( { status: 'processing', agoMs: 2_000 } );
	clock.advance( 1_999 );
	expect( ( await get( `?include=${ id }` ) ).body[ 0 ].status ).toBe(
		'processing'
	);
	clock.advance( 1 );
	expect( ( await get( `?include=${ id }` ) ).body[ 0 ].status ).toBe(
		'completed'
	);
} );

test( 'two users ask one site at once, each for their own', () => {
	const { backend } = openTestSite();
	const [ ada, bob ] = [ backend.as( { id: 2 } ), backend.as( { id: 3 } ) ];
	const { id } = ada.start( valid, null ).snapshot;
	expect( ada.list( 7 ) ).toHaveLength( 1 );
	expect( bob.list( 7 ) ).toEqual( [] );
	expect( () => bob.cancel( id ) ).toThrow( 'There is no such job.' );
	expect( backend.started() ).toMatchObject( [ { id, owner: 2 } ] );
} );

test( 'a scenario is changed by its name while a job is under way', async () => {
	const { backend, clock, get, start } = openTestSite();
	const id = await start();
	backend.scenario = 'refusal';
	clock.advance( 5_000 );
	expect( ( await get( `?include=${ id }` ) ).body ).toMatchObject( [
		{ status: 'failed', error: { code: 'provider_refused' } },
	] );
} );

test( 'one job ends as it is told, the others as the scenario says', async () => {
	const { backend, clock, get, start } = openTestSite();
	const [ one, two ] = [ await start(), await start() ];
	backend.script( two, { end: 'hang' } );
	clock.advance( 10_000 );
	expect( ( await get( `?include=${ one },${ two }` ) ).body ).toMatchObject(
		[ { status: 'completed' }, { status: 'processing' } ]
	);
} );

test( 'the network swallows what never reaches the site', async () => {
	const { backend, get, start } = openTestSite();
	const id = await start();
	backend.network = 'offline';
	await expect( get( `?include=${ id }` ) ).rejects.toThrow();
	expect( backend.checks( id ) ).toBe( 0 );
	backend.network = 'flaky';
	expect( ( await get( `?include=${ id }` ) ).status ).toBe( 200 );
	await expect( get( `?include=${ id }` ) ).rejects.toThrow();
	expect( ( await get( `?include=${ id }` ) ).status ).toBe( 200 );
	expect( backend.checks( id ) ).toBe( 2 );
} );

test( 'logged out: the login ends with the start, and the job goes on until the user is back', async () => {
	const { backend, clock, get, start } = openTestSite( {
		scenario: 'logged-out',
	} );
	const id = await start();
	expect( ( await get( `?include=${ id }` ) ).status ).toBe( 401 );
	clock.advance( 10_000 );
	backend.user = { id: 1 };
	expect( ( await get( `?include=${ id }` ) ).body ).toMatchObject( [
		{ status: 'completed' },
	] );
} );

test( 'queued: the job moves up, and runs when it is its turn', async () => {
	const { clock, get, start } = openTestSite( { scenario: 'queued' } );
	const id = await start();
	const seen: unknown[] = [];
	for ( const ms of [ 0, 10_000, 10_000, 10_000 ] ) {
		clock.advance( ms );
		const [ job ] = ( await get( `?include=${ id }` ) ).body;
		seen.push( [ job.status, job.queue_position ] );
	}
	expect( seen ).toEqual( [
		[ 'pending', 3 ],
		[ 'pending', 2 ],
		[ 'pending', 1 ],
		[ 'processing', null ],
	] );
} );

test( 'rate-limited start: the first is refused until later, the next is granted', async () => {
	const { backend, post } = openTestSite( {
		scenario: 'rate-limited-start',
	} );
	expect( await post( '', valid ) ).toMatchObject( {
		status: 429,
		body: {
			code: 'ai_job_rate_limited',
			message: expect.stringContaining( '20 AI jobs' ),
		},
	} );
	expect( backend.started() ).toEqual( [] );
	expect( ( await post( '', valid ) ).status ).toBe( 201 );
} );

test( 'billed timeout: the failure says so, and the next attempt succeeds', async () => {
	const { clock, get, post, start } = openTestSite( {
		scenario: 'billed-timeout',
	} );
	const id = await start();
	clock.advance( 61_000 );
	expect( ( await get( `?include=${ id }` ) ).body ).toMatchObject( [
		{
			status: 'failed',
			error: {
				code: 'provider_timeout',
				retryable: true,
				may_be_billed: true,
			},
		},
	] );
	await post( `/${ id }/retry` );
	clock.advance( 5_000 );
	expect( ( await get( `?include=${ id }` ) ).body ).toMatchObject( [
		{ status: 'completed', attempt: 2 },
	] );
} );

test( 'a fast site does in a tenth of the time what it does, and says so to clients', async () => {
	const { clock, get, start } = openTestSite( { speed: 10 } );
	const id = await start();
	expect( ( await get( `?include=${ id }` ) ).body ).toMatchObject( [
		{ status: 'pending', poll_after_ms: 300 },
	] );
	clock.advance( 500 );
	expect( ( await get( `?include=${ id }` ) ).body ).toMatchObject( [
		{ status: 'completed' },
	] );
} );

test( 'without a clock of its own, the site goes by the fake timers', () => {
	vi.useFakeTimers();
	onTestFinished( () => void vi.useRealTimers() );
	const jobs = createJobBackend( { pollAfterMs: 0 } );
	const { id } = jobs.start( valid, null ).snapshot;
	expect( jobs.check( [ id ] ) ).toMatchObject( [
		{ status: 'pending', poll_after_ms: 0 },
	] );
	vi.advanceTimersByTime( 5_000 );
	expect( jobs.check( [ id ] ) ).toMatchObject( [ { status: 'completed' } ] );
} );
