import { Profiler } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { ElapsedTime } from './ElapsedTime.tsx';
import { JobProgress, type JobProgressProps } from './index.ts';

beforeEach( () => {
	vi.useFakeTimers( {
		toFake: [ 'setInterval', 'clearInterval', 'Date' ],
		now: 100_000,
	} );
} );
afterEach( () => {
	vi.useRealTimers();
} );

const progress = ( over: Partial< JobProgressProps > = {} ) => (
	<JobProgress
		state={ {
			status: 'processing',
			id: 'a',
			progress: null,
			partialResult: null,
			attempt: 1,
			queuePosition: null,
			startedAtMs: 58_000,
		} }
		waitsFor="OpenAI is writing…"
		connection="online"
		onStop={ () => {} }
		{ ...over }
	/>
);

test( 'the time passes second by second', async () => {
	await render( progress() );
	const timer = page.getByRole( 'timer' );
	await expect.element( timer ).toHaveTextContent( '0:42' );
	vi.advanceTimersByTime( 19_000 );
	await expect.element( timer ).toHaveTextContent( '1:01' );
} );

test( 'its clock renders nothing but itself, and stops with it', async () => {
	const onRender = vi.fn();
	const { unmount } = await render(
		<>
			<Profiler id="rest" onRender={ onRender }>
				<p>The rest</p>
			</Profiler>
			<ElapsedTime sinceMs={ 100_000 } />
		</>
	);
	vi.advanceTimersByTime( 3_000 );
	await expect
		.element( page.getByRole( 'timer' ) )
		.toHaveTextContent( '0:03' );
	expect( onRender ).toHaveBeenCalledOnce();
	await unmount();
	expect( vi.getTimerCount() ).toBe( 0 );
} );

test( 'a fraction is shown only where the server knows it', async () => {
	const { rerender } = await render( progress() );
	const bar = page.getByRole( 'progressbar' );
	await expect.element( bar ).not.toHaveAttribute( 'value' );
	await rerender(
		progress( {
			state: {
				status: 'processing',
				id: 'a',
				progress: { fraction: 0.5, message: 'Half of it.' },
				partialResult: null,
				attempt: 1,
				queuePosition: null,
				startedAtMs: 58_000,
			},
		} )
	);
	await expect.element( bar ).toHaveAttribute( 'value', '50' );
	await expect.element( page.getByText( 'Half of it.' ) ).toBeVisible();
} );

test( 'a bad line stands beside the state, not in its place', async () => {
	await render( progress( { connection: 'offline' } ) );
	await expect
		.element( page.getByText( 'OpenAI is writing…' ) )
		.toBeVisible();
	await expect.element( page.getByText( /You are offline/ ) ).toBeVisible();
} );
