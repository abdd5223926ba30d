import { expect, test } from 'vitest';
import { createPollingPolicy, type PollingSituation } from './pollingPolicy.ts';
import { snapshot } from '../protocol/snapshot.fixture.ts';

const decide = ( over: Partial< PollingSituation > ) =>
	createPollingPolicy()( {
		snapshot: snapshot(),
		elapsedMs: 0,
		failures: 0,
		intervalMs: 3_000,
		jitter: 0,
		...over,
	} );

test( 'keeps the job type’s pace without a hint', () => {
	expect( decide( {} ) ).toEqual( { action: 'check', afterMs: 3_000 } );
	expect( decide( { intervalMs: 5_000 } ) ).toEqual( {
		action: 'check',
		afterMs: 5_000,
	} );
} );

test( 'a job of which nothing is known is asked for at once', () => {
	expect( decide( { snapshot: null } ) ).toEqual( {
		action: 'check',
		afterMs: 0,
	} );
} );

test.each( [
	[ 1_000, 1_000 ],
	[ 0, 500 ],
	[ 3_600_000, 30_000 ],
] )( 'obeys a hint of %i ms within bounds', ( hintMs, afterMs ) => {
	expect(
		decide( { snapshot: snapshot( { poll_after_ms: hintMs } ) } )
	).toEqual( {
		action: 'check',
		afterMs,
	} );
} );

test( 'grows the delay with each failure, up to the longest', () => {
	const delays = [ 1, 2, 3, 9 ].map( ( failures ) =>
		decide( { failures, jitter: 0 } )
	);
	expect(
		delays.map( ( delay ) => 'afterMs' in delay && delay.afterMs )
	).toEqual( [ 1_500, 3_000, 6_000, 30_000 ] );
} );

test( 'waits at least as long as Retry-After says', () => {
	expect( decide( { failures: 1, retryAfterMs: 20_000 } ) ).toEqual( {
		action: 'check',
		afterMs: 20_000,
	} );
} );

test( 'lets one last check fall on the cutoff', () => {
	expect( decide( { elapsedMs: 299_000 } ) ).toEqual( {
		action: 'check',
		afterMs: 1_000,
	} );
	expect( decide( { elapsedMs: 300_000 } ) ).toEqual( {
		action: 'stop',
		because: 'timed-out',
	} );
} );

test( 'a final answer that crosses the cutoff wins', () => {
	expect(
		decide( {
			elapsedMs: 900_000,
			snapshot: snapshot( { status: 'completed', result: {} } ),
		} )
	).toEqual( {
		action: 'stop',
		because: 'final',
	} );
} );

test( 'a last check that fails is tried three times more, then the wait ends', () => {
	expect( decide( { elapsedMs: 600_000, failures: 3 } ).action ).toBe(
		'check'
	);
	expect( decide( { elapsedMs: 600_000, failures: 4 } ) ).toEqual( {
		action: 'stop',
		because: 'timed-out',
	} );
} );
