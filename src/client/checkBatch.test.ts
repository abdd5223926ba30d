import { expect, test, vi } from 'vitest';
import { builtinJobTypes, parseSnapshot } from '../protocol/index.ts';
import { createCheckBatch } from './checkBatch.ts';
import { platformEnvironment } from './environment.ts';
import type { Transport } from './transport.ts';
import { wireSnapshot } from '../protocol/wireSnapshot.fixture.ts';

const snapshot = ( id: string ) =>
	parseSnapshot( wireSnapshot( { id, status: 'pending', attempt: 0 } ) );

function setUp( check: Transport[ 'check' ], maxChecksPerRequest = 50 ) {
	let endTick = () => {};
	const transport = {
		types: builtinJobTypes,
		maxChecksPerRequest,
		start: vi.fn(),
		check: vi.fn( check ),
	};
	const ask = createCheckBatch( transport, {
		...platformEnvironment,
		setTimer( callback ) {
			endTick = callback;
			return () => {};
		},
	} );
	return { transport, ask, endTick: () => endTick() };
}

const options = ( signal = new AbortController().signal ) => ( {
	signal,
	timeoutMs: 1_000,
} );

test( 'checks of one tick travel as one request, the same job once', async () => {
	const { transport, ask, endTick } = setUp( async ( ids ) =>
		ids.map( snapshot )
	);
	const answers = Promise.all(
		[ 'a', 'b', 'a' ].map( ( id ) => ask( id, options() ) )
	);
	endTick();
	expect( ( await answers ).map( ( { id } ) => id ) ).toEqual( [
		'a',
		'b',
		'a',
	] );
	expect( transport.check.mock.calls.map( ( [ ids ] ) => ids ) ).toEqual( [
		[ 'a', 'b' ],
	] );
} );

test( 'a carrier of one job a check gets one request a job', async () => {
	const { transport, ask, endTick } = setUp(
		async ( ids ) => ids.map( snapshot ),
		1
	);
	const answers = Promise.all( [
		ask( 'a', options() ),
		ask( 'b', options() ),
	] );
	endTick();
	await answers;
	expect( transport.check ).toHaveBeenCalledTimes( 2 );
} );

test( 'a job that the answer lacks is not found; the others arrive', async () => {
	const { ask, endTick } = setUp( async () => [ snapshot( 'a' ) ] );
	const answers = Promise.allSettled( [
		ask( 'a', options() ),
		ask( 'b', options() ),
	] );
	endTick();
	expect( await answers ).toMatchObject( [
		{ status: 'fulfilled' },
		{ status: 'rejected', reason: { code: 'not_found' } },
	] );
} );

test( 'the request is aborted only when nobody waits for it any more', async () => {
	let sent: AbortSignal | undefined;
	const { ask, endTick } = setUp( ( _ids, { signal } ) => {
		sent = signal;
		return new Promise( () => {} );
	} );
	const [ one, two ] = [ new AbortController(), new AbortController() ];
	const answers = Promise.allSettled( [
		ask( 'a', options( one.signal ) ),
		ask( 'b', options( two.signal ) ),
	] );
	endTick();
	one.abort();
	expect( sent?.aborted ).toBe( false );
	two.abort();
	expect( sent?.aborted ).toBe( true );
	expect( await answers ).toMatchObject( [
		{ reason: { name: 'AbortError' } },
		{ reason: { name: 'AbortError' } },
	] );
} );

test( 'a signal that is aborted already asks nothing', async () => {
	const { transport, ask, endTick } = setUp( async ( ids ) =>
		ids.map( snapshot )
	);
	const answer = expect(
		ask( 'a', options( AbortSignal.abort() ) )
	).rejects.toMatchObject( { name: 'AbortError' } );
	endTick();
	await answer;
	expect( transport.check ).not.toHaveBeenCalled();
} );
