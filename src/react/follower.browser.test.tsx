import { expect, test, vi } from 'vitest';
import type { JobNews, Transport } from '../client/index.ts';
import { builtinJobTypes } from '../protocol/index.ts';
import { completed, result, snapshot } from '../protocol/snapshot.fixture.ts';
import { found, openPost } from './post.fixture.tsx';
import { pass, stopTime } from './time.fixture.ts';

stopTime();

const failed = snapshot( {
	status: 'failed',
	error: { code: 'internal', message: 'No.', retryable: true },
	server_time: '2026-11-24T10:00:10Z',
} );

/** A post in one tab, and what another tab tells it. */
async function setUp( checks: Transport[ 'check' ] ) {
	const listeners = new Set< ( news: JobNews ) => void >();
	const check = vi.fn( checks );
	const list = vi
		.fn< NonNullable< Transport[ 'list' ] > >()
		.mockResolvedValue( [] );
	const transport: Transport = {
		types: builtinJobTypes,
		start: async () => snapshot( { status: 'pending' } ),
		check,
		list,
		onNews( listener ) {
			listeners.add( listener );
			return () => void listeners.delete( listener );
		},
	};
	const post = await openPost( transport );
	return {
		...post,
		check,
		list,
		async hear( news: JobNews ) {
			listeners.forEach( ( listener ) => listener( news ) );
			await pass( 10 );
		},
	};
}

test( 'a job that was started in another tab is here, too, and gone when it was used there', async () => {
	const { last, list, jobs, hear } = await setUp( async () => [ completed ] );
	expect( last().status ).toBe( 'idle' );
	list.mockResolvedValue( [ found() ] );
	await hear( { kind: 'started', snapshot: snapshot(), postId: 7 } );
	expect( last() ).toMatchObject( {
		status: 'processing',
		input: { prompt: 'Rain' },
	} );
	await pass( 3_100 );
	expect( last().status ).toBe( 'completed' );
	await hear( { kind: 'acknowledged', id: 'a' } );
	expect( last().status ).toBe( 'idle' );
	expect( jobs() ).toEqual( [] );
	// The list was asked for before the acknowledgement, and answered after it.
	list.mockResolvedValue( [ found( { status: 'completed', result } ) ] );
	await hear( { kind: 'started', snapshot: snapshot(), postId: 7 } );
	expect( last().status ).toBe( 'idle' );
} );

test( 'a job of another post is none of this one’s', async () => {
	const { list, hear } = await setUp( async () => [ completed ] );
	await hear( { kind: 'started', snapshot: snapshot(), postId: 8 } );
	await hear( { kind: 'started', snapshot: snapshot(), postId: null } );
	expect( list ).toHaveBeenCalledOnce();
} );

test( 'what another tab has seen is looked at at once', async () => {
	const { last, check, hear } = await setUp( async () => [ completed ] );
	last().start( { prompt: 'Rain' } );
	await pass( 100 );
	await hear( { kind: 'seen', snapshots: [ completed ] } );
	expect( check ).toHaveBeenCalledOnce();
	expect( last().status ).toBe( 'completed' );
} );

test( 'what another tab has seen of other jobs wakes nobody', async () => {
	const { last, check, hear } = await setUp( async () => [ completed ] );
	last().start( { prompt: 'Rain' } );
	await pass( 100 );
	await hear( { kind: 'seen', snapshots: [ { ...completed, id: 'b' } ] } );
	expect( check ).not.toHaveBeenCalled();
} );

test( 'a failed job that is retried in another tab runs here, too; an older check revives nothing, and its time begins anew', async () => {
	const { last, check, hear } = await setUp( async () => [ failed ] );
	last().start( { prompt: 'Rain' } );
	await pass( 3_100 );
	expect( last().status ).toBe( 'failed' );
	await hear( { kind: 'seen', snapshots: [ snapshot() ] } );
	expect( last().status ).toBe( 'failed' );
	const again = snapshot( {
		status: 'pending',
		server_time: '2026-11-24T10:00:20Z',
	} );
	check.mockResolvedValueOnce( [ again ] );
	check.mockResolvedValue( [ completed ] );
	// Longer than a wait lasts: it begins anew.
	await pass( 400_000 );
	await hear( { kind: 'seen', snapshots: [ again ] } );
	expect( last().status ).toBe( 'pending' );
	await pass( 3_100 );
	expect( last() ).toMatchObject( { status: 'completed', result } );
} );
