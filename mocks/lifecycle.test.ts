import { expect, test } from 'vitest';
import { demoContent } from './demoContent.ts';
import { scenarios } from './scenario.ts';
import { openTestSite } from './testSite.ts';

test( 'a job is pending, processing, completed, each in its time', async () => {
	const { clock, get, start } = openTestSite();
	const id = await start();
	const seen: unknown[] = [];
	for ( const ms of [ 0, 1_000, 3_999, 1 ] ) {
		clock.advance( ms );
		const { body } = await get( `?include=${ id }` );
		seen.push( [ body[ 0 ].status, body[ 0 ].attempt ] );
	}
	expect( seen ).toEqual( [
		[ 'pending', 0 ],
		[ 'processing', 1 ],
		[ 'processing', 1 ],
		[ 'completed', 1 ],
	] );
	expect( ( await get( `?include=${ id }` ) ).body[ 0 ].result ).toEqual(
		demoContent
	);
} );

test( 'a result goes 5 s after its acknowledgement, not before', async () => {
	const { clock, get, post, start } = openTestSite();
	const id = await start();
	expect( ( await post( `/${ id }/acknowledge` ) ).status ).toBe( 409 );
	clock.advance( 10_000 );
	expect( ( await post( `/${ id }/acknowledge` ) ).status ).toBe( 200 );
	clock.advance( 4_999 );
	expect( ( await get( `?include=${ id }` ) ).status ).toBe( 200 );
	clock.advance( 1 );
	expect( ( await get( `?include=${ id }` ) ).status ).toBe( 404 );
} );

test( 'an unacknowledged result is kept for 24 h', async () => {
	const { clock, get, start } = openTestSite();
	const id = await start();
	clock.advance( 23 * 3_600_000 );
	expect( ( await get( `?include=${ id }` ) ).body[ 0 ].status ).toBe(
		'completed'
	);
	clock.advance( 3_605_000 );
	expect( ( await get( `?include=${ id }` ) ).status ).toBe( 404 );
} );

test( 'a job that hangs expires after five minutes', async () => {
	const { clock, get, start } = openTestSite( {
		scenario: scenarios.expiry,
	} );
	const id = await start();
	clock.advance( 299_999 );
	expect( ( await get( `?include=${ id }` ) ).body[ 0 ].status ).toBe(
		'processing'
	);
	clock.advance( 1 );
	expect( ( await get( `?include=${ id }` ) ).body[ 0 ] ).toMatchObject( {
		status: 'expired',
		error: { code: 'expired', may_be_billed: true },
	} );
} );

test( 'a failed job runs again as a new attempt', async () => {
	const { backend, clock, get, post, start } = openTestSite( {
		scenario: scenarios.failure,
	} );
	const id = await start();
	clock.advance( 3_000 );
	expect( ( await get( `?include=${ id }` ) ).body[ 0 ].status ).toBe(
		'failed'
	);
	expect( ( await post( `/${ id }/retry` ) ).body ).toMatchObject( {
		status: 'pending',
		error: null,
	} );
	expect( ( await post( `/${ id }/retry` ) ).status ).toBe( 409 );
	clock.advance( 5_000 );
	expect( ( await get( `?include=${ id }` ) ).body[ 0 ] ).toMatchObject( {
		status: 'completed',
		attempt: 2,
	} );
	expect( backend.providerCalls( id ) ).toBe( 2 );
} );

test( 'cancel says whether it may be billed, and stays', async () => {
	const { clock, get, post, start } = openTestSite();
	const early = await start();
	expect( ( await post( `/${ early }/cancel` ) ).body ).toMatchObject( {
		status: 'cancelled',
		may_be_billed: false,
	} );
	const late = await start();
	clock.advance( 2_000 );
	expect( ( await post( `/${ late }/cancel` ) ).body.may_be_billed ).toBe(
		true
	);
	clock.advance( 60_000 );
	expect( ( await get( `?include=${ late }` ) ).body[ 0 ].status ).toBe(
		'cancelled'
	);
	expect( ( await post( `/${ late }/cancel` ) ).status ).toBe( 200 );
} );

test( 'without a runner a job asks for one, and runs when it gets it', async () => {
	const { clock, get, post, start } = openTestSite( {
		scenario: scenarios[ 'no-runner' ],
	} );
	const id = await start();
	expect( ( await get( `?include=${ id }` ) ).body[ 0 ].needs_runner ).toBe(
		false
	);
	clock.advance( 3_000 );
	expect( ( await get( `?include=${ id }` ) ).body[ 0 ].needs_runner ).toBe(
		true
	);
	expect( ( await post( `/${ id }/run` ) ).body.status ).toBe( 'processing' );
	expect( ( await post( `/${ id }/run` ) ).body.attempt ).toBe( 1 );
} );

test( 'a post’s live and unacknowledged jobs are listed, newest first', async () => {
	const { clock, get, post, start } = openTestSite();
	const [ one, two, three ] = [ await start(), await start(), await start() ];
	clock.advance( 10_000 );
	await post( `/${ two }/acknowledge` );
	const { body } = await get( '?post=7' );
	expect( body.map( ( { id }: { id: string } ) => id ) ).toEqual( [
		three,
		one,
	] );
	expect( ( await get( '?post=8' ) ).body ).toEqual( [] );
} );

test( 'another owner’s job is the same 404 as an unknown one; an administrator sees it', async () => {
	const { backend, get, start } = openTestSite();
	const id = await start();
	backend.user = { id: 2 };
	const others = await get( `?include=${ id }` );
	expect( others.status ).toBe( 404 );
	expect( others ).toEqual( await get( '?include=unknown' ) );
	backend.user = { id: 3, isAdministrator: true };
	expect( ( await get( `?include=${ id }` ) ).status ).toBe( 200 );
} );

test( 'of many ids, those that exist are answered in order', async () => {
	const { get, start } = openTestSite();
	const [ one, two ] = [ await start(), await start() ];
	const { body } = await get( `?include=${ two },unknown,${ one }` );
	expect( body.map( ( { id }: { id: string } ) => id ) ).toEqual( [
		two,
		one,
	] );
} );
