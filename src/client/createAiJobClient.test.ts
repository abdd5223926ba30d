import { expect, test, vi } from 'vitest';
import { lost, loggedOut } from '../protocol/error.fixture.ts';
import {
	AiJobError,
	builtinJobTypes,
	parseFoundJob,
	type FoundJob,
	type JobSnapshot,
} from '../protocol/index.ts';
import type { Connection } from './connection.ts';
import { createAiJobClient } from './createAiJobClient.ts';
import { createFakeEnvironment } from './fakeEnvironment.ts';
import type { JobNews } from './jobNews.ts';
import type { Transport } from './transport.ts';
import { completed, result, snapshot } from '../protocol/snapshot.fixture.ts';
import { wireSnapshot } from '../protocol/wireSnapshot.fixture.ts';

type Answer =
	JobSnapshot | AiJobError | ( () => JobSnapshot | Promise< JobSnapshot > );

/** A client over scripted answers; the last answer repeats. */
function setUp( checks: readonly Answer[], over: Partial< Transport > = {} ) {
	const environment = createFakeEnvironment();
	const askedAtMs: number[] = [];
	const answer = async () => {
		const next = checks[ Math.min( askedAtMs.length, checks.length - 1 ) ];
		askedAtMs.push( environment.now() );
		if ( ! next || next instanceof AiJobError ) {
			throw next;
		}
		return typeof next === 'function' ? next() : next;
	};
	const check = vi.fn< Transport[ 'check' ] >( async () => [
		await answer(),
	] );
	const transport = {
		types: builtinJobTypes,
		repeatsStarts: true,
		start: vi.fn< Transport[ 'start' ] >( async () =>
			snapshot( { status: 'pending', attempt: 0 } )
		),
		check,
		acknowledge: vi.fn( async () => {} ),
		...over,
	};
	const client = createAiJobClient( { transport, environment } );
	/** Runs a job and keeps how it ended, so that a rejection is never unhandled. */
	const run = ( signal?: AbortSignal ) => {
		const outcome: { value?: unknown; error?: unknown } = {};
		const statuses: string[] = [];
		const connections: Connection[] = [];
		void client
			.run(
				'content',
				{ prompt: 'Rain' },
				{
					signal,
					onSnapshot: ( { status } ) => statuses.push( status ),
					onConnection: ( now ) => connections.push( now ),
				}
			)
			.then(
				( value ) => ( outcome.value = value ),
				( error: unknown ) => ( outcome.error = error )
			);
		return { outcome, statuses, connections };
	};
	return { client, environment, transport, check, askedAtMs, run };
}

test( 'run follows a job to its result, every 3 s, and acknowledges it', async () => {
	const { environment, transport, askedAtMs, run } = setUp( [
		snapshot(),
		snapshot(),
		completed,
	] );
	const { outcome, statuses } = run();
	await environment.advance( 9_000 );
	expect( outcome.value ).toEqual( result );
	expect( statuses ).toEqual( [
		'pending',
		'processing',
		'processing',
		'completed',
	] );
	expect( askedAtMs ).toEqual( [ 3_000, 6_000, 9_000 ] );
	expect( transport.acknowledge ).toHaveBeenCalledOnce();
	expect( environment.pending() ).toBe( 0 );
} );

test( 'a failing check is asked again and the result still arrives', async () => {
	const { environment, run } = setUp( [ lost(), lost(), completed ] );
	const { outcome } = run();
	await environment.advance( 20_000 );
	expect( outcome.value ).toEqual( result );
} );

test( 'a failing job is an error with its code, and is not started again', async () => {
	const error = {
		code: 'provider_refused',
		message: 'Refused.',
		retryable: false,
	};
	const { environment, transport, run } = setUp( [
		snapshot( { status: 'failed', error } ),
	] );
	const { outcome } = run();
	await environment.advance( 3_000 );
	expect( outcome.error ).toMatchObject( {
		code: 'provider_refused',
		message: 'Refused.',
	} );
	expect( transport.start ).toHaveBeenCalledOnce();
} );

test( 'what asking again cannot change ends the wait at once', async () => {
	const { environment, askedAtMs, run } = setUp( [
		new AiJobError( 'not_found', 'Gone.' ),
	] );
	const { outcome } = run();
	await environment.advance( 60_000 );
	expect( outcome.error ).toMatchObject( { code: 'not_found' } );
	expect( askedAtMs ).toHaveLength( 1 );
} );

test( 'the cutoff brings one last check on the cutoff, then timed_out', async () => {
	const { environment, askedAtMs, run } = setUp( [ snapshot() ] );
	const { outcome } = run();
	await environment.advance( 400_000 );
	expect( outcome.error ).toMatchObject( { code: 'timed_out' } );
	expect( askedAtMs.at( -1 ) ).toBe( 300_000 );
	expect( environment.pending() ).toBe( 0 );
} );

test( 'a job that completed while the laptop slept is not a timeout', async () => {
	const { environment, run } = setUp( [ snapshot(), completed ] );
	const { outcome } = run();
	await environment.advance( 4_000 );
	await environment.sleep( 3_600_000 );
	expect( outcome.value ).toEqual( result );
} );

test( 'without a network nothing is asked, and the first check after it counts', async () => {
	const { environment, askedAtMs, run } = setUp( [ completed ] );
	const { outcome } = run();
	await environment.advance( 1_000 );
	await environment.setOnline( false );
	await environment.advance( 900_000 );
	expect( askedAtMs ).toEqual( [] );
	await environment.setOnline( true );
	expect( outcome.value ).toEqual( result );
} );

test( 'who is logged out for an hour loses nothing: checks go on slowly, and there is no timeout', async () => {
	const { environment, askedAtMs, run } = setUp( [ loggedOut() ] );
	const { outcome, connections } = run();
	await environment.advance( 3_600_000 );
	expect( outcome ).toEqual( {} );
	expect( connections ).toEqual( [ 'logged-out' ] );
	expect( askedAtMs.slice( 0, 3 ) ).toEqual( [ 3_000, 33_000, 63_000 ] );
} );

test( 'after the log-in checkNow() looks at once', async () => {
	const { client, environment, askedAtMs, run } = setUp( [
		loggedOut(),
		completed,
	] );
	const { outcome, connections } = run();
	await environment.advance( 4_000 );
	client.checkNow();
	await environment.advance( 0 );
	expect( askedAtMs ).toEqual( [ 3_000, 4_000 ] );
	expect( outcome.value ).toEqual( result );
	expect( connections ).toEqual( [ 'logged-out', 'online' ] );
	expect( environment.pending() ).toBe( 0 );
} );

test( 'who comes back to the window after the log-in need not wait either', async () => {
	const { environment, run } = setUp( [ loggedOut(), completed ] );
	const { outcome } = run();
	await environment.advance( 4_000 );
	await environment.sleep( 0 );
	expect( outcome.value ).toEqual( result );
} );

test( 'after a log-in the cutoff begins anew', async () => {
	const { client, environment, askedAtMs, run } = setUp( [
		...Array.from( { length: 40 }, loggedOut ),
		snapshot(),
	] );
	const { outcome } = run();
	await environment.advance( 1_203_000 );
	expect( outcome ).toEqual( {} );
	await environment.advance( 290_000 );
	expect( outcome ).toEqual( {} );
	await environment.advance( 10_000 );
	expect( outcome.error ).toMatchObject( { code: 'timed_out' } );
	client.checkNow();
	await environment.advance( 0 );
	expect( askedAtMs.at( -1 ) ).toBe( 1_203_000 + 300_000 );
} );

test( 'one job that finds its author logged in has the others look at once', async () => {
	const environment = createFakeEnvironment();
	let isLoggedIn = true;
	const check = vi.fn< Transport[ 'check' ] >( async ( ids ) => {
		if ( ! isLoggedIn ) {
			throw loggedOut();
		}
		return ids.map( ( id ) => ( { ...snapshot(), id } ) );
	} );
	const client = createAiJobClient( {
		transport: { types: builtinJobTypes, start: vi.fn(), check },
		environment,
	} );
	const controller = new AbortController();
	const lines: string[] = [];
	const watch = async ( id: string ) => {
		const options = {
			signal: controller.signal,
			onConnection: ( line: Connection ) =>
				lines.push( `${ id } ${ line }` ),
		};
		for await ( const { status } of client.watch(
			client.job( 'content', id ),
			options
		) ) {
			expect( status ).toBe( 'processing' );
		}
	};
	const watches = [ watch( 'a' ) ];
	await environment.advance( 1_000 );
	watches.push( watch( 'b' ) );
	isLoggedIn = false;
	await environment.advance( 3_000 );
	isLoggedIn = true;
	// The turn of b is now, the turn of a in 2 s.
	await environment.advance( 27_000 );
	expect( lines ).toEqual( [
		'b logged-out',
		'a logged-out',
		'b online',
		'a online',
	] );
	controller.abort();
	await Promise.allSettled( watches );
} );

test( 'a start without a log-in is refused at once, and its key serves for the next try', async () => {
	const start = vi
		.fn< Transport[ 'start' ] >()
		.mockRejectedValueOnce( loggedOut() )
		.mockResolvedValue( snapshot() );
	const { client } = setUp( [], { start } );
	const options = { idempotencyKey: 'mine' };
	await expect(
		client.start( 'content', { prompt: 'Rain' }, options )
	).rejects.toMatchObject( { code: 'not_logged_in' } );
	await client.start( 'content', { prompt: 'Rain' }, options );
	expect(
		start.mock.calls.map( ( [ { idempotencyKey } ] ) => idempotencyKey )
	).toEqual( [ 'mine', 'mine' ] );
} );

test( 'a final answer that crosses the cutoff wins', async () => {
	let arrive = () => {};
	const late = () =>
		new Promise< JobSnapshot >(
			( resolve ) => ( arrive = () => resolve( completed ) )
		);
	const { environment, askedAtMs, run } = setUp( [
		snapshot( { poll_after_ms: 30_000 } ),
		late,
	] );
	const { outcome } = run();
	await environment.advance( 33_000 );
	expect( askedAtMs ).toHaveLength( 2 );
	await environment.advance( 500_000 );
	arrive();
	await environment.advance( 0 );
	expect( outcome.value ).toEqual( result );
} );

test( 'a request may last no longer than what is left to the cutoff', async () => {
	const { environment, check, run } = setUp( [
		snapshot( { poll_after_ms: 30_000 } ),
	] );
	run();
	await environment.advance( 400_000 );
	const limits = check.mock.calls.map( ( [ , { timeoutMs } ] ) => timeoutMs );
	expect( limits[ 0 ] ).toBe( 30_000 );
	expect( limits.at( -2 ) ).toBe( 27_000 );
	expect( limits.at( -1 ) ).toBe( 5_000 );
} );

test( 'a lost start is repeated under the same key', async () => {
	const start = vi
		.fn< Transport[ 'start' ] >()
		.mockRejectedValueOnce( lost() )
		.mockResolvedValue( snapshot( { status: 'pending' } ) );
	const { environment, run } = setUp( [ completed ], { start } );
	const { outcome } = run();
	await environment.advance( 10_000 );
	expect( outcome.value ).toEqual( result );
	expect(
		start.mock.calls.map( ( [ { idempotencyKey } ] ) => idempotencyKey )
	).toEqual( [ 'key-1', 'key-1' ] );
} );

test.each( [
	[ 'ten seconds', 10_000 ],
	[ 'an hour', 3_600_000 ],
] )(
	'a start that is to wait for %s is refused at once, with the time',
	async ( _name, retryAfterMs ) => {
		const start = vi.fn< Transport[ 'start' ] >().mockRejectedValue(
			new AiJobError( 'rate_limited', 'Too many.', {
				retryable: true,
				retryAfterMs,
			} )
		);
		const { environment, run } = setUp( [], { start } );
		const { outcome } = run();
		await environment.advance( 0 );
		expect( outcome.error ).toMatchObject( { retryAfterMs } );
		expect( start ).toHaveBeenCalledOnce();
	}
);

test( 'the cutoff of a job that stands in line begins with its place', async () => {
	const queued = snapshot( { status: 'pending', queue_position: 3 } );
	const { environment, askedAtMs, run } = setUp( [
		...Array.from( { length: 200 }, () => queued ),
		snapshot(),
	] );
	const { outcome } = run();
	await environment.advance( 899_000 );
	expect( outcome ).toEqual( {} );
	await environment.advance( 10_000 );
	expect( outcome.error ).toMatchObject( { code: 'timed_out' } );
	expect( askedAtMs.at( -1 ) ).toBe( 200 * 3_000 + 300_000 );
} );

test( 'a lost start is never repeated where the carrier knows no keys', async () => {
	const start = vi.fn< Transport[ 'start' ] >().mockRejectedValue( lost() );
	const { environment, run } = setUp( [ completed ], {
		start,
		repeatsStarts: false,
	} );
	const { outcome } = run();
	await environment.advance( 60_000 );
	expect( outcome.error ).toMatchObject( { code: 'network' } );
	expect( start ).toHaveBeenCalledOnce();
} );

test( 'bad input names its field and sends nothing', async () => {
	const { client, transport } = setUp( [ completed ] );
	await expect(
		client.start( 'content', { prompt: '' } )
	).rejects.toMatchObject( { field: 'input.prompt' } );
	expect( transport.start ).not.toHaveBeenCalled();
} );

test( 'a result that does not fit is a protocol error with its path', async () => {
	const odd = snapshot( {
		status: 'completed',
		result: { ...result, format: 'pdf' },
	} );
	const { environment, run } = setUp( [ odd ] );
	const { outcome } = run();
	await environment.advance( 3_000 );
	expect( outcome.error ).toMatchObject( {
		code: 'protocol',
		field: 'result.format',
	} );
} );

test( 'a signal that is aborted already starts nothing', async () => {
	const { environment, transport, run } = setUp( [ completed ] );
	const { outcome } = run( AbortSignal.abort() );
	await environment.advance( 0 );
	expect( outcome.error ).toMatchObject( { name: 'AbortError' } );
	expect( transport.start ).not.toHaveBeenCalled();
} );

test( 'an abort during a wait ends it at once and leaves nothing behind', async () => {
	const { environment, askedAtMs, run } = setUp( [ completed ] );
	const controller = new AbortController();
	const { outcome } = run( controller.signal );
	await environment.advance( 1_000 );
	controller.abort();
	await environment.advance( 0 );
	expect( outcome.error ).toMatchObject( { name: 'AbortError' } );
	expect( askedAtMs ).toEqual( [] );
	expect( environment.pending() ).toBe( 0 );
} );

test( 'fifty jobs leave no listener on a shared signal', async () => {
	const { environment, run } = setUp( [ completed ] );
	const { signal } = new AbortController();
	let listeners = 0;
	const add = signal.addEventListener.bind( signal );
	const remove = signal.removeEventListener.bind( signal );
	vi.spyOn( signal, 'addEventListener' ).mockImplementation(
		( ...args: Parameters< typeof add > ) => {
			listeners++;
			add( ...args );
		}
	);
	vi.spyOn( signal, 'removeEventListener' ).mockImplementation(
		( ...args: Parameters< typeof remove > ) => {
			listeners--;
			remove( ...args );
		}
	);
	const runs = Array.from( { length: 50 }, () => run( signal ) );
	await environment.advance( 1_000 );
	expect( listeners ).toBe( 50 );
	await environment.advance( 5_000 );
	expect( runs.every( ( { outcome } ) => outcome.value ) ).toBe( true );
	expect( listeners ).toBe( 0 );
} );

test( 'a job that nobody takes is lent a run request with each check until somebody does', async () => {
	const runJob = vi.fn< ( id: string ) => void >();
	const stuck = snapshot( {
		status: 'pending',
		attempt: 0,
		needs_runner: true,
	} );
	const { environment, run } = setUp(
		[ stuck, stuck, snapshot(), completed ],
		{ run: runJob }
	);
	const { outcome } = run();
	await environment.advance( 12_000 );
	expect( outcome.value ).toBeDefined();
	expect( runJob.mock.calls ).toEqual( [ [ 'a' ], [ 'a' ] ] );
} );

test( 'an abandoned watch leaves no timer', async () => {
	const { client, environment } = setUp( [ snapshot() ] );
	const watched = client.watch( client.job( 'content', 'a' ) );
	const first = watched.next();
	await environment.advance( 0 );
	expect( await first ).toMatchObject( { value: { status: 'processing' } } );
	await watched.return();
	expect( environment.pending() ).toBe( 0 );
} );

test( 'cancel says so where the carrier cannot', async () => {
	const { client } = setUp( [ snapshot() ] );
	await expect(
		client.cancel( client.job( 'content', 'a' ) )
	).rejects.toMatchObject( { code: 'unsupported' } );
} );

test( 'an import has time enough to make an image’s sizes', async () => {
	const image = {
		attachmentId: 12,
		url: 'https://example.org/umbrella.png',
		width: 1536,
		height: 1024,
		mimeType: 'image/png',
		alt: '',
		title: '',
		caption: '',
		description: '',
	};
	const importImage = vi.fn< NonNullable< Transport[ 'importImage' ] > >(
		async () => image
	);
	const { client } = setUp( [], { importImage } );
	expect(
		await client.importImage( client.job( 'image', 'a' ), 1, {
			alt: 'Red',
		} )
	).toBe( image );
	expect( importImage ).toHaveBeenCalledExactlyOnceWith(
		'a',
		1,
		{ alt: 'Red' },
		expect.objectContaining( { timeoutMs: 120_000 } )
	);
} );

test( 'a carrier that cannot import says so', async () => {
	const { client } = setUp( [] );
	await expect(
		client.importImage( client.job( 'image', 'a' ), 0, {} )
	).rejects.toMatchObject( { code: 'unsupported' } );
} );

test( 'a post’s jobs come as the carrier lists them, and one that nothing has taken is lent a request', async () => {
	const jobs = [
		{ ...completed, id: 'b', input: { prompt: 'Rain' }, context: {} },
		{
			...snapshot( { status: 'pending', needs_runner: true } ),
			input: { prompt: 'Snow' },
			context: { postId: 7 },
		},
	];
	const list = vi.fn( async () => jobs );
	const run = vi.fn();
	const { client, transport } = setUp( [], { list, run } );
	expect( await client.list( 7 ) ).toEqual( jobs );
	expect( list ).toHaveBeenCalledWith(
		7,
		expect.objectContaining( { timeoutMs: 30_000 } )
	);
	expect( run.mock.calls ).toEqual( [ [ 'a' ] ] );
	expect( transport.acknowledge ).not.toHaveBeenCalled();
} );

test( 'what was acknowledged while the list was on its way is not in it, and is told', async () => {
	let answer: ( jobs: readonly FoundJob[] ) => void = () => {};
	const found = ( id: string ) =>
		parseFoundJob(
			wireSnapshot( { id, input: { prompt: 'Rain' }, context: {} } )
		);
	const { client } = setUp( [], {
		list: () => new Promise( ( resolve ) => ( answer = resolve ) ),
	} );
	const news: JobNews[] = [];
	client.polling.onNews( ( item ) => news.push( item ) );
	const listed = client.list( 7 );
	void client.acknowledge( client.job( 'content', 'a' ) );
	answer( [ found( 'a' ), found( 'b' ) ] );
	expect( ( await listed ).map( ( { id } ) => id ) ).toEqual( [ 'b' ] );
	expect( news ).toEqual( [ { kind: 'acknowledged', id: 'a' } ] );
} );

test( 'a carrier that cannot list says so', async () => {
	const { client } = setUp( [] );
	await expect( client.list( 7 ) ).rejects.toMatchObject( {
		code: 'unsupported',
	} );
} );
