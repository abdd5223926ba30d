import { StrictMode, useState, type ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { createAiJobClient, type Transport } from '../client/index.ts';
import { lost, loggedOut } from '../protocol/error.fixture.ts';
import {
	AiJobError,
	builtinJobTypes,
	type ContentInput,
	type ContentResult,
	type ImageInput,
	type ImageResult,
	type JobSnapshot,
} from '../protocol/index.ts';
import { AiJobsProvider, useAiJob, type AiJob } from './index.ts';
import { completed, result, snapshot } from '../protocol/snapshot.fixture.ts';
import { pass, stopTime } from './time.fixture.ts';

stopTime();

const input: ContentInput = { prompt: 'Rain' };

const failed = snapshot( {
	status: 'failed',
	error: {
		code: 'provider_timeout',
		message: 'Too slow.',
		retryable: true,
		may_be_billed: true,
	},
} );

function fakeTransport( over: Partial< Transport > = {} ) {
	return {
		types: builtinJobTypes,
		repeatsStarts: false,
		start: vi.fn< Transport[ 'start' ] >( async () =>
			snapshot( { status: 'pending', attempt: 0 } )
		),
		check: vi.fn< Transport[ 'check' ] >( async () => [ snapshot() ] ),
		acknowledge: vi.fn( async () => {} ),
		...over,
	};
}

/** What the hook says in each render, the newest last. */
type Seen = AiJob< ContentInput, ContentResult >[];

function Popover( { seen }: { seen: Seen } ) {
	seen.push( useAiJob( 'content', { key: 'block' } ) );
	return null;
}

async function setUp( transport: Transport ) {
	const seen: Seen = [];
	const client = createAiJobClient( { transport } );
	let setOpen: ( open: boolean ) => void = () => {};
	function Host( { children }: { children?: ReactNode } ) {
		const [ isOpen, set ] = useState( true );
		setOpen = set;
		return isOpen ? <Popover seen={ seen } /> : children;
	}
	await render(
		<StrictMode>
			<AiJobsProvider client={ client }>
				<Host />
			</AiJobsProvider>
		</StrictMode>
	);
	return {
		seen,
		last: () => seen.at( -1 ) ?? expect.fail( 'Nothing was rendered.' ),
		client,
		toggle: ( open: boolean ) => setOpen( open ),
	};
}

test( 'a job goes from idle to its result', async () => {
	const check = vi
		.fn< Transport[ 'check' ] >()
		.mockResolvedValueOnce( [ snapshot() ] )
		.mockResolvedValue( [ completed ] );
	let answer = () => {};
	const start = () =>
		new Promise< JobSnapshot >(
			( resolve ) =>
				( answer = () => resolve( snapshot( { status: 'pending' } ) ) )
		);
	const { last } = await setUp( fakeTransport( { start, check } ) );
	expect( last().status ).toBe( 'idle' );
	last().start( input );
	await pass( 10 );
	expect( last().status ).toBe( 'starting' );
	answer();
	await pass( 10 );
	expect( last().status ).toBe( 'pending' );
	await pass( 3_100 );
	expect( last().status ).toBe( 'processing' );
	await pass( 3_100 );
	expect( last() ).toMatchObject( { status: 'completed', result } );
	await pass( 60_000 );
	expect( check ).toHaveBeenCalledTimes( 2 );
} );

test( 'two clicks in one tick start one job', async () => {
	const transport = fakeTransport();
	const { last } = await setUp( transport );
	last().start( input );
	last().start( input );
	await pass( 100 );
	expect( transport.start ).toHaveBeenCalledOnce();
} );

test( 'a closed popover’s job is followed, and found again when it opens', async () => {
	const check = vi
		.fn< Transport[ 'check' ] >()
		.mockResolvedValueOnce( [ snapshot() ] )
		.mockResolvedValue( [ completed ] );
	const { last, seen, toggle } = await setUp( fakeTransport( { check } ) );
	last().start( input );
	await pass( 100 );
	toggle( false );
	await pass( 7_000 );
	expect( check ).toHaveBeenCalledTimes( 2 );
	seen.length = 0;
	toggle( true );
	await pass( 10 );
	expect( seen.map( ( { status } ) => status ) ).not.toContain( 'idle' );
	expect( last().status ).toBe( 'completed' );
} );

test( 'a popover that closes while the start is under way loses nothing', async () => {
	let answer = () => {};
	const start = vi.fn< Transport[ 'start' ] >(
		() =>
			new Promise(
				( resolve ) =>
					( answer = () =>
						resolve( snapshot( { status: 'pending' } ) ) )
			)
	);
	const transport = fakeTransport( { start } );
	const { last, toggle } = await setUp( transport );
	last().start( input );
	await pass( 10 );
	toggle( false );
	await pass( 10 );
	answer();
	await pass( 3_100 );
	expect( transport.check ).toHaveBeenCalledOnce();
	toggle( true );
	await pass( 10 );
	expect( last().status ).toBe( 'processing' );
	expect( start ).toHaveBeenCalledOnce();
} );

test( 'polls that say nothing new render nothing', async () => {
	const { seen, last } = await setUp( fakeTransport() );
	last().start( input );
	await pass( 4_000 );
	const renders = seen.length;
	await pass( 60_000 );
	expect( seen.length ).toBe( renders );
} );

test( 'a failing check shows in the connection, not in the job', async () => {
	const check = vi
		.fn< Transport[ 'check' ] >()
		.mockRejectedValueOnce( lost() )
		.mockResolvedValue( [ completed ] );
	const { last } = await setUp( fakeTransport( { check } ) );
	last().start( input );
	await pass( 3_100 );
	expect( last() ).toMatchObject( {
		status: 'pending',
		connection: 'retrying',
	} );
	await pass( 6_000 );
	expect( last() ).toMatchObject( {
		status: 'completed',
		connection: 'online',
	} );
} );

test( 'without a network the job waits, and goes on by itself', async () => {
	const transport = fakeTransport();
	const { last } = await setUp( transport );
	last().start( input );
	await pass( 100 );
	window.dispatchEvent( new Event( 'offline' ) );
	await pass( 20_000 );
	expect( last() ).toMatchObject( {
		status: 'pending',
		connection: 'offline',
	} );
	expect( transport.check ).not.toHaveBeenCalled();
	window.dispatchEvent( new Event( 'online' ) );
	await pass( 3_100 );
	expect( last() ).toMatchObject( {
		status: 'processing',
		connection: 'online',
	} );
} );

test( 'who is logged out for ten minutes is told so, and the job goes on after the log-in', async () => {
	const check = vi
		.fn< Transport[ 'check' ] >()
		.mockRejectedValue( loggedOut() );
	const { last, client } = await setUp( fakeTransport( { check } ) );
	last().start( input );
	await pass( 600_000 );
	expect( last() ).toMatchObject( {
		status: 'pending',
		connection: 'logged-out',
	} );
	// 3 s, then every 30 s.
	expect( check.mock.calls.length ).toBeLessThanOrEqual( 21 );
	check.mockResolvedValue( [ completed ] );
	client.checkNow();
	await pass( 10 );
	expect( last() ).toMatchObject( {
		status: 'completed',
		connection: 'online',
		result,
	} );
} );

test( 'a start without a log-in keeps its key for the click after it, on either button', async () => {
	const start = vi
		.fn< Transport[ 'start' ] >()
		.mockRejectedValueOnce( loggedOut() )
		.mockRejectedValueOnce( loggedOut() )
		.mockRejectedValueOnce( loggedOut() )
		.mockResolvedValue( snapshot( { status: 'pending' } ) );
	const { last } = await setUp( fakeTransport( { start } ) );
	last().start( input );
	await pass( 10 );
	expect( last() ).toMatchObject( {
		status: 'failed',
		id: null,
		error: { code: 'not_logged_in' },
	} );
	last().retry();
	await pass( 10 );
	last().start( { ...input } );
	await pass( 10 );
	last().start( { prompt: 'Snow' } );
	await pass( 10 );
	const [ first, retried, again, other ] = start.mock.calls.map(
		( [ { idempotencyKey } ] ) => idempotencyKey
	);
	expect( [ retried, again ] ).toEqual( [ first, first ] );
	expect( other ).not.toBe( first );
	expect( last().status ).toBe( 'pending' );
} );

test( 'where another user has logged in, the job is not theirs; it is looked for again before another is started', async () => {
	const check = vi
		.fn< Transport[ 'check' ] >()
		.mockRejectedValueOnce( loggedOut() )
		.mockResolvedValueOnce( [] )
		.mockResolvedValue( [ completed ] );
	const transport = fakeTransport( { check } );
	const { last, client } = await setUp( transport );
	last().start( input );
	await pass( 3_100 );
	client.checkNow();
	await pass( 10 );
	expect( last() ).toMatchObject( {
		status: 'failed',
		error: { code: 'not_found' },
	} );
	// The owner is back.
	last().retry();
	await pass( 10 );
	expect( last() ).toMatchObject( { status: 'completed', result } );
	expect( transport.start ).toHaveBeenCalledOnce();
} );

test( 'a job that is looked for and gone is started anew', async () => {
	const transport = fakeTransport( { check: async () => [] } );
	const { last } = await setUp( transport );
	last().start( input );
	await pass( 3_100 );
	last().retry();
	await pass( 10 );
	expect( transport.start ).toHaveBeenCalledTimes( 2 );
} );

test( 'what timed out is looked at when the author comes back', async () => {
	const check = vi.fn< Transport[ 'check' ] >( async () => [ snapshot() ] );
	const { last, client } = await setUp( fakeTransport( { check } ) );
	last().start( input );
	await pass( 310_000 );
	expect( last().status ).toBe( 'timed-out' );
	client.checkNow();
	await pass( 10 );
	expect( last().status ).toBe( 'timed-out' );
	check.mockResolvedValue( [ completed ] );
	document.dispatchEvent( new Event( 'visibilitychange' ) );
	await pass( 10 );
	expect( last().status ).toBe( 'completed' );
} );

test( 'after the cutoff the owner can go on waiting', async () => {
	const check = vi.fn< Transport[ 'check' ] >( async () => [ snapshot() ] );
	const { last } = await setUp( fakeTransport( { check } ) );
	last().start( input );
	await pass( 310_000 );
	expect( last().status ).toBe( 'timed-out' );
	const checks = check.mock.calls.length;
	await pass( 60_000 );
	expect( check ).toHaveBeenCalledTimes( checks );
	last().keepWaiting();
	await pass( 100 );
	expect( last().status ).toBe( 'processing' );
	check.mockResolvedValue( [ completed ] );
	await pass( 4_000 );
	expect( last().status ).toBe( 'completed' );
} );

test( 'cancel stops the job, and an older check does not undo it', async () => {
	let answer = () => {};
	const check = vi.fn< Transport[ 'check' ] >(
		() =>
			new Promise(
				( resolve ) => ( answer = () => resolve( [ snapshot() ] ) )
			)
	);
	const cancel = vi.fn( async () =>
		snapshot( { status: 'cancelled', may_be_billed: true } )
	);
	const { last } = await setUp( fakeTransport( { check, cancel } ) );
	last().start( input );
	await pass( 3_100 );
	last().cancel();
	await pass( 10 );
	answer();
	await pass( 100 );
	expect( last() ).toMatchObject( {
		status: 'cancelled',
		mayBeBilled: true,
	} );
} );

test( 'cancel during the start cancels what was started', async () => {
	const cancel = vi.fn( async () => snapshot( { status: 'cancelled' } ) );
	const { last } = await setUp( fakeTransport( { cancel } ) );
	last().start( input );
	last().cancel();
	await pass( 100 );
	expect( cancel ).toHaveBeenCalledOnce();
	expect( last().status ).toBe( 'cancelled' );
} );

test( 'where the server cannot cancel, nobody waits any more', async () => {
	const { last } = await setUp( fakeTransport() );
	last().start( input );
	await pass( 100 );
	last().cancel();
	await pass( 100 );
	expect( last() ).toMatchObject( {
		status: 'cancelled',
		mayBeBilled: true,
	} );
} );

test( 'a lost start is retried under the same key', async () => {
	const start = vi
		.fn< Transport[ 'start' ] >()
		.mockRejectedValueOnce( lost() )
		.mockResolvedValue( snapshot( { status: 'pending' } ) );
	const { last } = await setUp( fakeTransport( { start } ) );
	last().start( input );
	await pass( 100 );
	expect( last() ).toMatchObject( {
		status: 'failed',
		id: null,
		error: { code: 'network' },
	} );
	last().retry();
	await pass( 100 );
	expect( last().status ).toBe( 'pending' );
	const keys = start.mock.calls.map(
		( [ { idempotencyKey } ] ) => idempotencyKey
	);
	expect( new Set( keys ).size ).toBe( 1 );
} );

test( 'a failed job is retried as the same job, where the server can', async () => {
	const check = vi
		.fn< Transport[ 'check' ] >()
		.mockResolvedValueOnce( [ failed ] )
		.mockResolvedValue( [ completed ] );
	const retry = vi.fn( async () => snapshot( { status: 'pending' } ) );
	const transport = fakeTransport( { check, retry } );
	const { last } = await setUp( transport );
	last().start( input );
	await pass( 3_100 );
	expect( last() ).toMatchObject( {
		status: 'failed',
		error: { mayBeBilled: true },
	} );
	last().retry();
	await pass( 100 );
	expect( last().status ).toBe( 'pending' );
	await pass( 3_100 );
	expect( last().status ).toBe( 'completed' );
	expect( transport.start ).toHaveBeenCalledOnce();
} );

test( 'a retry whose answer is lost looks first, and starts no second job', async () => {
	const check = vi
		.fn< Transport[ 'check' ] >()
		.mockResolvedValueOnce( [ failed ] )
		.mockResolvedValue( [ snapshot( { attempt: 2 } ) ] );
	const retry = vi
		.fn< NonNullable< Transport[ 'retry' ] > >()
		.mockRejectedValue( lost() );
	const transport = fakeTransport( { check, retry } );
	const { last } = await setUp( transport );
	last().start( input );
	await pass( 3_100 );
	last().retry();
	await pass( 100 );
	expect( last() ).toMatchObject( { status: 'processing', attempt: 2 } );
	expect( transport.start ).toHaveBeenCalledOnce();
} );

test( 'a retry that another tab was quicker with shows that one’s result', async () => {
	const check = vi
		.fn< Transport[ 'check' ] >()
		.mockResolvedValueOnce( [ failed ] )
		.mockResolvedValue( [ completed ] );
	const retry = vi
		.fn< NonNullable< Transport[ 'retry' ] > >()
		.mockRejectedValue( new AiJobError( 'conflict', 'It runs.' ) );
	const transport = fakeTransport( { check, retry } );
	const { last } = await setUp( transport );
	last().start( input );
	await pass( 3_100 );
	last().retry();
	await pass( 100 );
	expect( last() ).toMatchObject( { status: 'completed', result } );
	expect( transport.start ).toHaveBeenCalledOnce();
} );

test( 'a failed job that the server does not run again makes way for a new one', async () => {
	const retry = vi
		.fn< NonNullable< Transport[ 'retry' ] > >()
		.mockRejectedValue( new AiJobError( 'conflict', 'Not again.' ) );
	const transport = fakeTransport( { check: async () => [ failed ], retry } );
	const { last } = await setUp( transport );
	last().start( input );
	await pass( 3_100 );
	last().retry();
	await pass( 100 );
	expect( transport.start ).toHaveBeenCalledTimes( 2 );
} );

test( 'a result is kept until the start that replaces it has succeeded', async () => {
	const start = vi
		.fn< Transport[ 'start' ] >()
		.mockResolvedValueOnce( snapshot( { status: 'pending' } ) )
		.mockRejectedValueOnce( lost() )
		.mockResolvedValue( snapshot( { id: 'b', status: 'pending' } ) );
	const transport = fakeTransport( {
		start,
		check: async () => [ completed ],
	} );
	const { last } = await setUp( transport );
	last().start( input );
	await pass( 3_100 );
	last().retry();
	await pass( 10 );
	expect( last() ).toMatchObject( { status: 'failed', id: null } );
	expect( transport.acknowledge ).not.toHaveBeenCalled();
	last().retry();
	await pass( 10 );
	expect( transport.acknowledge ).toHaveBeenCalledExactlyOnceWith(
		'a',
		expect.anything()
	);
} );

test( 'an acknowledgement that is lost is repeated until it arrived', async () => {
	const acknowledge = vi
		.fn< NonNullable< Transport[ 'acknowledge' ] > >()
		.mockRejectedValueOnce( lost() )
		.mockRejectedValueOnce( lost() )
		.mockResolvedValue( undefined );
	const { last } = await setUp(
		fakeTransport( { acknowledge, check: async () => [ completed ] } )
	);
	last().start( input );
	await pass( 3_100 );
	last().reset();
	await pass( 60_000 );
	expect( acknowledge ).toHaveBeenCalledTimes( 3 );
} );

test( 'an acknowledgement that found nobody logged in is said after the log-in, an hour later', async () => {
	const acknowledge = vi
		.fn< NonNullable< Transport[ 'acknowledge' ] > >()
		.mockRejectedValue( loggedOut() );
	const { last, client } = await setUp(
		fakeTransport( { acknowledge, check: async () => [ completed ] } )
	);
	last().start( input );
	await pass( 3_100 );
	last().reset();
	await pass( 3_600_000 );
	acknowledge.mockClear();
	acknowledge.mockResolvedValue( undefined );
	client.checkNow();
	await pass( 10 );
	expect( acknowledge ).toHaveBeenCalledOnce();
} );

test( 'a job that the server does not know any more is an error', async () => {
	const { last } = await setUp( fakeTransport( { check: async () => [] } ) );
	last().start( input );
	await pass( 3_100 );
	expect( last() ).toMatchObject( {
		status: 'failed',
		error: { code: 'not_found' },
	} );
} );

test( 'reset acknowledges the result and is idle again', async () => {
	const transport = fakeTransport( { check: async () => [ completed ] } );
	const { last } = await setUp( transport );
	last().start( input );
	await pass( 3_100 );
	expect( transport.acknowledge ).not.toHaveBeenCalled();
	last().reset();
	await pass( 100 );
	expect( transport.acknowledge ).toHaveBeenCalledOnce();
	expect( last().status ).toBe( 'idle' );
} );

test( 'a result that is not safe yet is given up when it is, and not before', async () => {
	const transport = fakeTransport( { check: async () => [ completed ] } );
	const { last } = await setUp( transport );
	last().start( input );
	await pass( 3_100 );
	let save = () => {};
	last().reset( new Promise< void >( ( resolve ) => ( save = resolve ) ) );
	await pass( 3_600_000 );
	expect( last().status ).toBe( 'idle' );
	expect( transport.acknowledge ).not.toHaveBeenCalled();
	save();
	await pass( 100 );
	expect( transport.acknowledge ).toHaveBeenCalledOnce();
} );

test( 'a result that was never safe is not given up', async () => {
	const transport = fakeTransport( { check: async () => [ completed ] } );
	const { last } = await setUp( transport );
	last().start( input );
	await pass( 3_100 );
	last().reset( Promise.reject( new Error( 'Not saved.' ) ) );
	await pass( 100 );
	expect( last().status ).toBe( 'idle' );
	expect( transport.acknowledge ).not.toHaveBeenCalled();
} );

test( 'Stop during a retry stops what runs again', async () => {
	let answer: ( again: JobSnapshot ) => void = () => {};
	const cancelled = snapshot( {
		status: 'cancelled',
		partial_result: null,
		may_be_billed: true,
	} );
	const transport = fakeTransport( {
		check: async () => [ failed ],
		retry: () => new Promise( ( resolve ) => ( answer = resolve ) ),
		cancel: vi.fn( async () => cancelled ),
	} );
	const { last } = await setUp( transport );
	last().start( input );
	await pass( 3_100 );
	last().retry();
	await pass( 10 );
	last().cancel();
	answer( snapshot( { status: 'pending', attempt: 2 } ) );
	await pass( 10 );
	expect( transport.cancel ).toHaveBeenCalledOnce();
	expect( last() ).toMatchObject( { status: 'cancelled' } );
} );

const image = ( index: number ) => ( {
	index,
	width: 64,
	height: 64,
	mime_type: 'image/png',
	bytes: 100,
	preview_url: `/preview/${ index }`,
	revised_prompt: null,
	alt: 'Rain',
	attachment_id: null,
} );
const painting = ( made: number ) =>
	snapshot( {
		type: 'image',
		progress: { fraction: made / 2, message: null },
		partial_result: {
			images: [ 0, 1 ].slice( 0, made ).map( image ),
			failures: [],
			model: 'demo',
		},
	} );

async function setUpImages( transport: Transport, keepsResults = false ) {
	const seen: AiJob< ImageInput, ImageResult >[] = [];
	function Painter() {
		seen.push( useAiJob( 'image', { key: 'block', keepsResults } ) );
		return null;
	}
	await render(
		<AiJobsProvider client={ createAiJobClient( { transport } ) }>
			<Painter />
		</AiJobsProvider>
	);
	return {
		seen,
		last: () => seen.at( -1 ) ?? expect.fail( 'Nothing was rendered.' ),
	};
}

test( 'an image that arrives is rendered at once, and a check without one is not', async () => {
	const check = vi
		.fn< Transport[ 'check' ] >()
		.mockResolvedValueOnce( [ painting( 1 ) ] )
		.mockResolvedValueOnce( [ painting( 1 ) ] )
		.mockResolvedValue( [ painting( 2 ) ] );
	const { seen, last } = await setUpImages( fakeTransport( { check } ) );
	last().start( { prompt: 'Rain', count: 2 } );
	await pass( 5_200 );
	expect( last() ).toMatchObject( {
		status: 'processing',
		partialResult: { images: [ { index: 0, previewUrl: '/preview/0' } ] },
	} );
	const renders = seen.length;
	await pass( 5_000 );
	expect( check ).toHaveBeenCalledTimes( 2 );
	expect( seen ).toHaveLength( renders );
	await pass( 5_000 );
	expect( last() ).toMatchObject( {
		partialResult: { images: [ { index: 0 }, { index: 1 } ] },
	} );
	expect( seen ).toHaveLength( renders + 1 );
} );

test.each( [
	[ true, 0 ],
	[ false, 1 ],
] )(
	'with keepsResults %s, another start acknowledges %i results',
	async ( keepsResults, acknowledged ) => {
		const whole = {
			...painting( 2 ),
			status: 'completed' as const,
			result: { images: [], failures: [], model: null },
		};
		const start = vi
			.fn< Transport[ 'start' ] >()
			.mockResolvedValueOnce( painting( 0 ) )
			.mockResolvedValue( { ...painting( 0 ), id: 'b' } );
		const check = async () => [ whole ];
		const transport = fakeTransport( { start, check } );
		const { last } = await setUpImages( transport, keepsResults );
		last().start( { prompt: 'Rain' } );
		await pass( 5_200 );
		expect( last().status ).toBe( 'completed' );
		last().retry();
		await pass( 10 );
		expect( transport.start ).toHaveBeenCalledTimes( 2 );
		expect( transport.acknowledge ).toHaveBeenCalledTimes( acknowledged );
	}
);
