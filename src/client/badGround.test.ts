import { expect, onTestFinished, test, vi } from 'vitest';
import {
	AiJobError,
	builtinJobTypes,
	type AiJobErrorCode,
	type AiJobErrorOptions,
	type JobSnapshot,
} from '../protocol/index.ts';
import { completed, result, snapshot } from '../protocol/snapshot.fixture.ts';
import { createAiJobClient } from './createAiJobClient.ts';
import { platformEnvironment, type Environment } from './environment.ts';
import { createFakeEnvironment } from './fakeEnvironment.ts';
import type { Transport } from './transport.ts';

const passing = ( code: AiJobErrorCode, options: AiJobErrorOptions = {} ) =>
	new AiJobError( code, 'It passes.', { retryable: true, ...options } );

/**
 * A job that is started at once, over a network that a test spoils.
 *
 * @param network What becomes of a check, given how many there were before it.
 * @param machine What the client runs on, made of the fake one.
 */
function setUp(
	network: ( checks: number, nowMs: number ) => JobSnapshot | AiJobError,
	machine: ( fake: Environment ) => Environment = ( fake ) => fake,
	start: Transport[ 'start' ] = async () => snapshot( { status: 'pending' } )
) {
	const environment = createFakeEnvironment();
	const askedAtMs: number[] = [];
	const transport: Transport = {
		types: builtinJobTypes,
		repeatsStarts: true,
		start,
		async check() {
			const now = environment.now();
			const answer = network( askedAtMs.length, now );
			askedAtMs.push( now );
			if ( answer instanceof AiJobError ) {
				throw answer;
			}
			return [ answer ];
		},
	};
	const client = createAiJobClient( {
		transport,
		environment: machine( environment ),
	} );
	const outcome: { value?: unknown; error?: unknown } = {};
	void client.run( 'content', { prompt: 'Rain' } ).then(
		( value ) => ( outcome.value = value ),
		( error: unknown ) => ( outcome.error = error )
	);
	return { environment, askedAtMs, outcome };
}

/** The job is finished on the server after so many ms. */
const finishedAfter = ( ms: number ) => ( _checks: number, nowMs: number ) =>
	nowMs >= ms ? completed : snapshot();

/** So many checks go wrong, then all is well. */
const wrong =
	( times: number, error: () => AiJobError ) => ( checks: number ) =>
		checks < times ? error() : completed;

test( 'a hidden tab, its timers throttled to one a minute, gets its result', async () => {
	const { environment, outcome } = setUp(
		finishedAfter( 90_000 ),
		( fake ) => ( {
			...fake,
			setTimer: ( callback, delayMs ) =>
				fake.setTimer( callback, Math.max( delayMs, 60_000 ) ),
		} )
	);
	await environment.advance( 240_000 );
	expect( outcome.value ).toEqual( result );
} );

test( 'a frozen tab gets its result as soon as it thaws, hours later', async () => {
	let isFrozen = false;
	const { environment, askedAtMs, outcome } = setUp(
		finishedAfter( 60_000 ),
		( fake ) => ( {
			...fake,
			setTimer: ( callback, delayMs ) =>
				fake.setTimer( () => isFrozen || callback(), delayMs ),
			onWake: ( callback ) => fake.onWake( () => isFrozen || callback() ),
		} )
	);
	await environment.advance( 4_000 );
	isFrozen = true;
	await environment.advance( 4 * 3_600_000 );
	expect( askedAtMs ).toHaveLength( 1 );
	isFrozen = false;
	await environment.sleep( 0 );
	expect( outcome.value ).toEqual( result );
} );

test( 'a laptop that slept for ten minutes gets its result, where the clock went on', async () => {
	const { environment, outcome } = setUp( finishedAfter( 60_000 ) );
	await environment.advance( 4_000 );
	await environment.sleep( 600_000 );
	expect( outcome.value ).toEqual( result );
} );

test( 'a laptop that slept for ten minutes gets its result, where the clock stood still', async () => {
	let isDone = false;
	const { environment, outcome } = setUp( () =>
		isDone ? completed : snapshot()
	);
	await environment.advance( 4_000 );
	isDone = true;
	await environment.sleep( 0 );
	expect( outcome.value ).toEqual( result );
} );

test( 'a laptop whose network comes back later than itself loses nothing', async () => {
	const { environment, outcome } = setUp( ( checks ) => {
		if ( checks === 0 ) {
			return snapshot();
		}
		return checks < 4 ? passing( 'network' ) : completed;
	} );
	await environment.advance( 4_000 );
	await environment.sleep( 600_000 );
	expect( outcome ).toEqual( {} );
	await environment.advance( 20_000 );
	expect( outcome.value ).toEqual( result );
} );

test( 'offline for an hour, nothing is asked; the first check after it brings the result', async () => {
	const { environment, askedAtMs, outcome } = setUp(
		finishedAfter( 60_000 )
	);
	await environment.advance( 1_000 );
	await environment.setOnline( false );
	await environment.advance( 3_600_000 );
	expect( askedAtMs ).toEqual( [] );
	await environment.setOnline( true );
	expect( outcome.value ).toEqual( result );
} );

test.each< [ string, () => AiJobError ] >( [
	[ 'DNS is gone', () => passing( 'network' ) ],
	[
		'the connection is reset in the middle of a body',
		() => passing( 'network' ),
	],
	[ 'the site does not answer in time', () => passing( 'timeout' ) ],
	[ 'the site answers 500', () => passing( 'server', { httpStatus: 500 } ) ],
	[
		'a gateway answers 502 with an HTML page',
		() => passing( 'server', { httpStatus: 502 } ),
	],
	[ 'a proxy answers 200 with an HTML page', () => passing( 'protocol' ) ],
] )(
	'while %s, checks go on ever more slowly, and the result arrives',
	async ( _name, error ) => {
		const { environment, askedAtMs, outcome } = setUp( wrong( 6, error ) );
		await environment.advance( 200_000 );
		expect( outcome.value ).toEqual( result );
		const waits = askedAtMs
			.slice( 1 )
			.map( ( at, index ) => at - ( askedAtMs[ index ] ?? 0 ) );
		expect( waits ).toEqual( [
			1_500, 3_000, 6_000, 12_000, 24_000, 30_000,
		] );
	}
);

test( '429 with Retry-After is obeyed', async () => {
	const { environment, askedAtMs, outcome } = setUp(
		wrong( 1, () => passing( 'rate_limited', { retryAfterMs: 20_000 } ) )
	);
	await environment.advance( 30_000 );
	expect( askedAtMs ).toEqual( [ 3_000, 23_000 ] );
	expect( outcome.value ).toEqual( result );
} );

test( 'a 504 while the start did reach the server makes one job', async () => {
	const jobs = new Map< string, JobSnapshot >();
	let starts = 0;
	const { environment, outcome } = setUp(
		() => completed,
		undefined,
		async ( { idempotencyKey } ) => {
			const job = snapshot( { status: 'pending' } );
			jobs.set( idempotencyKey, job );
			if ( ++starts === 1 ) {
				throw passing( 'server', { httpStatus: 504 } );
			}
			return job;
		}
	);
	await environment.advance( 10_000 );
	expect( outcome.value ).toEqual( result );
	expect( [ starts, jobs.size ] ).toEqual( [ 2, 1 ] );
} );

test( 'a server whose clock is wrong by hours ends no wait early, and none late', async () => {
	const wronged = {
		created_at: '2026-11-24T03:00:00Z',
		expires_at: '2026-11-24T03:05:00Z',
		server_time: '2026-11-24T22:00:00Z',
	};
	const { environment, askedAtMs, outcome } = setUp( () =>
		snapshot( wronged )
	);
	await environment.advance( 299_000 );
	expect( outcome ).toEqual( {} );
	await environment.advance( 2_000 );
	expect( outcome.error ).toMatchObject( { code: 'timed_out' } );
	expect( askedAtMs.at( -1 ) ).toBe( 300_000 );
} );

test( 'a clock that is set in the middle of a job moves no cutoff', () => {
	vi.useFakeTimers( { toFake: [ 'Date' ] } );
	onTestFinished( () => void vi.useRealTimers() );
	const before = platformEnvironment.now();
	vi.setSystemTime( Date.now() + 5 * 3_600_000 );
	expect( platformEnvironment.now() - before ).toBeLessThan( 3_600_000 );
	vi.setSystemTime( Date.now() - 10 * 3_600_000 );
	expect( platformEnvironment.now() ).toBeGreaterThanOrEqual( before );
} );
