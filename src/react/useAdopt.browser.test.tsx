import { beforeEach, expect, test, vi } from 'vitest';
import type { Transport } from '../client/index.ts';
import { lost } from '../protocol/error.fixture.ts';
import {
	AiJobError,
	builtinJobTypes,
	type FoundJob,
} from '../protocol/index.ts';
import { result } from '../protocol/snapshot.fixture.ts';
import { found, openPost } from './post.fixture.tsx';
import { stopTime, pass } from './time.fixture.ts';

stopTime();
beforeEach( () => {
	start.mockClear();
	acknowledge.mockClear();
} );

/** A minute after it was started, by the server's clock. */
const foundLater = ( over: object = {} ) =>
	found( { server_time: '2026-11-24T10:01:00Z', ...over } );
const completed = foundLater( { status: 'completed', result } );
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
	const transport = {
		types: builtinJobTypes,
		start,
		check: vi.fn( check ),
		list: vi.fn( list ),
		acknowledge,
	};
	return { ...transport, ...( await openPost( transport ) ) };
}

test( 'a live job is followed to its result, as if it had been started here', async () => {
	const { last, check, list } = await setUp( { jobs: [ foundLater() ] } );
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
	[ 'of another type', foundLater( { type: 'image' } ) ],
	[ 'of which nobody says what was asked', foundLater( { input: null } ) ],
	[ 'whose input does not fit', foundLater( { input: { prompt: '' } } ) ],
] )( 'a job %s is left alone', async ( _name, job ) => {
	const { last, adopted, check } = await setUp( { jobs: [ job ] } );
	expect( new Set( adopted ) ).toEqual( new Set( [ false ] ) );
	await pass( 10_000 );
	expect( last().status ).toBe( 'idle' );
	expect( check ).not.toHaveBeenCalled();
} );

test( 'a list that is lost is asked for again, one that is refused is not', async () => {
	const list = vi
		.fn< NonNullable< Transport[ 'list' ] > >()
		.mockRejectedValueOnce( lost() )
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
