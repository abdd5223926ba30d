import { StrictMode, useEffect } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { createAiJobClient, type Transport } from '../client/index.ts';
import {
	AiJobError,
	builtinJobTypes,
	parseFoundJob,
	type ContentInput,
	type ContentResult,
	type FoundJob,
} from '../protocol/index.ts';
import {
	AiJobsProvider,
	useAdopt,
	useAiJob,
	usePostJobs,
	type AiJob,
} from './index.ts';
import { wireSnapshot } from '../protocol/wireSnapshot.fixture.ts';

const result = {
	content: 'Drip.',
	format: 'markdown',
	model: 'demo',
	usage: null,
};

const found = ( over: object = {} ) =>
	parseFoundJob(
		wireSnapshot( {
			server_time: '2026-11-24T10:01:00Z',
			input: { prompt: 'Rain' },
			context: { post_id: 7 },
			...over,
		} )
	);
const completed = found( { status: 'completed', result } );
const start = vi.fn< Transport[ 'start' ] >();
const acknowledge = vi.fn( async () => {} );

/** A post that was opened again, whose jobs go to the places of their ids. */
async function setUp( {
	jobs = [],
	list = async () => jobs,
	check = async () => [ completed ],
}: {
	readonly jobs?: readonly FoundJob[];
	readonly list?: NonNullable< Transport[ 'list' ] >;
	readonly check?: Transport[ 'check' ];
} ) {
	const seen: AiJob< ContentInput, ContentResult >[] = [];
	const adopted: boolean[] = [];
	const transport = {
		types: builtinJobTypes,
		start,
		check: vi.fn( check ),
		list: vi.fn( list ),
		acknowledge,
	};
	const client = createAiJobClient( { transport } );
	function Post() {
		const adopt = useAdopt();
		const here = usePostJobs( 7 );
		seen.push( useAiJob( 'content', { key: 'a' } ) );
		useEffect( () => {
			for ( const job of here ) {
				adopted.push( adopt( 'content', job.id, job ) );
			}
		}, [ here, adopt ] );
		return null;
	}
	await render(
		<StrictMode>
			<AiJobsProvider client={ client }>
				<Post />
			</AiJobsProvider>
		</StrictMode>
	);
	await pass( 10 );
	const last = () => {
		const job = seen.at( -1 );
		if ( ! job ) {
			throw new Error( 'Nothing was rendered.' );
		}
		return job;
	};
	return { ...transport, adopted, last };
}

const pass = ( ms: number ) => vi.advanceTimersByTimeAsync( ms );

beforeEach( () => {
	start.mockClear();
	acknowledge.mockClear();
	vi.useFakeTimers( {
		toFake: [
			'setTimeout',
			'clearTimeout',
			'setInterval',
			'clearInterval',
			'performance',
			'Date',
		],
	} );
} );
afterEach( () => {
	vi.useRealTimers();
} );

test( 'a live job is followed to its result, as if it had been started here', async () => {
	const { last, check, list } = await setUp( { jobs: [ found() ] } );
	expect( last() ).toMatchObject( {
		status: 'processing',
		id: 'a',
		input: { prompt: 'Rain' },
		// A minute ago, by the server's clock.
		startedAtMs: Date.now() - 60_000 - 10,
	} );
	await pass( 3_100 );
	expect( last() ).toMatchObject( { status: 'completed', result } );
	expect( check ).toHaveBeenCalledOnce();
	expect( list ).toHaveBeenCalledOnce();
} );

test( 'a finished one is there at once; it is asked for nothing, and acknowledged when it was used', async () => {
	const { last, check } = await setUp( { jobs: [ completed ] } );
	expect( last() ).toMatchObject( { status: 'completed', result } );
	await pass( 60_000 );
	expect( check ).not.toHaveBeenCalled();
	expect( acknowledge ).not.toHaveBeenCalled();
	last().reset();
	await pass( 10 );
	expect( acknowledge ).toHaveBeenCalledOnce();
} );

test( 'Try again asks for the same, in the same place', async () => {
	const { last } = await setUp( { jobs: [ completed ] } );
	last().retry();
	await pass( 10 );
	expect( start.mock.calls[ 0 ]?.[ 0 ] ).toMatchObject( {
		type: 'content',
		input: { prompt: 'Rain' },
		context: { postId: 7 },
	} );
} );

test.each( [
	[ 'of another type', found( { type: 'image' } ) ],
	[ 'of which nobody says what was asked', found( { input: null } ) ],
	[ 'whose input does not fit', found( { input: { prompt: '' } } ) ],
] )( 'a job %s is left alone', async ( _name, job ) => {
	const { last, adopted, check } = await setUp( { jobs: [ job ] } );
	expect( new Set( adopted ) ).toEqual( new Set( [ false ] ) );
	await pass( 10_000 );
	expect( last().status ).toBe( 'idle' );
	expect( check ).not.toHaveBeenCalled();
} );

test( 'a list that is lost is asked for again, one that is refused is not', async () => {
	const lost = new AiJobError( 'network', 'No answer.', { retryable: true } );
	const list = vi
		.fn< NonNullable< Transport[ 'list' ] > >()
		.mockRejectedValueOnce( lost )
		.mockResolvedValue( [ completed ] );
	const { last } = await setUp( { list } );
	await pass( 1_100 );
	expect( last().status ).toBe( 'completed' );

	const refused = await setUp( {
		list: () =>
			Promise.reject( new AiJobError( 'forbidden', 'Not yours.' ) ),
	} );
	await pass( 60_000 );
	expect( refused.list ).toHaveBeenCalledOnce();
} );
