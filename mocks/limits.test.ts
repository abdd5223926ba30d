import { expect, test } from 'vitest';
import { images, openTestSite, valid } from './testSite.ts';

test( 'a place that becomes free goes to who waits, at that moment', async () => {
	const { clock, get, start } = openTestSite( { limits: { running: 1 } } );
	const first = await start();
	const second = await start();
	const look = async () =>
		( await get( `?include=${ first },${ second }` ) ).body.map(
			( job: Record< string, unknown > ) => [
				job[ 'status' ],
				job[ 'queue_position' ],
			]
		);
	clock.advance( 1_000 );
	expect( await look() ).toEqual( [
		[ 'processing', null ],
		[ 'pending', 1 ],
	] );
	// 4 s each, the second from the end of the first.
	clock.advance( 7_999 );
	expect( await look() ).toEqual( [
		[ 'completed', null ],
		[ 'processing', null ],
	] );
	clock.advance( 1 );
	expect( await look() ).toEqual( [
		[ 'completed', null ],
		[ 'completed', null ],
	] );
} );

test( 'images beyond the places come when others are there', async () => {
	const { clock, get, post } = openTestSite( { limits: { running: 3 } } );
	const { id } = ( await post( '', images( 4 ) ) ).body;
	clock.advance( 5_000 );
	const [ half ] = ( await get( `?include=${ id }` ) ).body;
	expect( half ).toMatchObject( {
		status: 'processing',
		attempt: 4,
		progress: { fraction: 0.75 },
		queue_position: null,
	} );
	clock.advance( 4_000 );
	const [ whole ] = ( await get( `?include=${ id }` ) ).body;
	expect( whole.status ).toBe( 'completed' );
} );

test( 'a limit can be changed, and says when it pays to try again', async () => {
	const { backend, clock, post } = openTestSite();
	await post( '', valid );
	backend.limits = { ...backend.limits, startsPerHour: 1 };
	clock.advance( 1_800_000 );
	expect( await post( '', valid ) ).toMatchObject( {
		status: 429,
		body: {
			code: 'ai_job_rate_limited',
			message: expect.stringContaining( '30 minutes' ),
			data: { retryable: true, retry_after: 1_800 },
		},
	} );
	clock.advance( 1_800_000 );
	expect( ( await post( '', valid ) ).status ).toBe( 201 );
} );
