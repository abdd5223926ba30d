import { registerCoreBlocks } from '@wordpress/block-library';
import { useEffect, useState } from 'react';
import { beforeAll, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { createAiJobClient, type Transport } from '../client/index.ts';
import {
	builtinJobTypes,
	parseFoundJob,
	parseSnapshot,
} from '../protocol/index.ts';
import { wireSnapshot } from '../protocol/wireSnapshot.fixture.ts';
import { AiJobsProvider, useAdopt } from '../react/index.ts';
import { JobList } from './JobList.tsx';
import { createPopoverSwitch, type Spot } from './popoverSwitch.ts';
import { PopoverSwitchContext } from './usePopoverSwitch.ts';

// Where there is no block, one is made to show a result at.
beforeAll( () => registerCoreBlocks() );

const wire = ( id: string, over: object ) =>
	wireSnapshot( { id, type: 'content', poll_after_ms: 60_000, ...over } );
const result = {
	content: 'It pours.',
	format: 'markdown',
	model: null,
	usage: null,
};

const JOBS = {
	running: wire( 'running', { status: 'processing' } ),
	queued: wire( 'queued', {
		status: 'pending',
		attempt: 0,
		queue_position: 3,
	} ),
	ready: wire( 'ready', { status: 'completed', result } ),
	failed: wire( 'failed', {
		status: 'failed',
		error: {
			code: 'provider_timeout',
			message: 'The provider did not answer in time.',
			retryable: true,
			may_be_billed: true,
		},
	} ),
};

/** A list of one job, as it was found. */
async function open( name: keyof typeof JOBS ) {
	const transport = {
		types: builtinJobTypes,
		repeatsStarts: false,
		start: vi.fn< Transport[ 'start' ] >(),
		check: async () => [ parseSnapshot( JOBS[ name ] ) ],
		acknowledge: vi.fn( async () => {} ),
		cancel: vi.fn( async () =>
			parseSnapshot(
				wire( name, { status: 'cancelled', may_be_billed: true } )
			)
		),
		retry: vi.fn( async () => parseSnapshot( JOBS.running ) ),
	};
	const client = createAiJobClient( { transport } );
	const popoverSwitch = createPopoverSwitch();
	const found = parseFoundJob( {
		...JOBS[ name ],
		input: { prompt: 'Rain' },
		context: {},
	} );
	const spots: readonly Spot[] = [ { kind: 'found-text', key: name } ];
	function Adopted() {
		const adopt = useAdopt();
		const [ isThere, setIsThere ] = useState( false );
		useEffect( () => {
			adopt( 'content', name, found );
			setIsThere( true );
		}, [ adopt ] );
		return isThere && <JobList spots={ spots } />;
	}
	await render(
		<PopoverSwitchContext.Provider value={ popoverSwitch }>
			<AiJobsProvider client={ client }>
				<Adopted />
			</AiJobsProvider>
		</PopoverSwitchContext.Provider>
	);
	return { ...transport, popoverSwitch };
}

const list = page.getByRole( 'list', { name: 'AI jobs' } );
const button = ( name: string ) =>
	list.getByRole( 'button', { name: `${ name }: Rain`, exact: true } );

test( 'a running job shows how long it runs, and can be stopped, which says what it may cost', async () => {
	const { cancel } = await open( 'running' );
	await expect.element( list.getByRole( 'timer' ) ).toBeVisible();
	await expect.element( list.getByRole( 'progressbar' ) ).toBeVisible();
	await button( 'Stop' ).click();
	await expect
		.element( list )
		.toMatchTextContent( 'stopped. The provider may charge for it.' );
	expect( cancel ).toHaveBeenCalledOnce();
} );

test( 'a job that waits for a free place says where it stands', async () => {
	await open( 'queued' );
	await expect
		.element( list )
		.toMatchTextContent(
			'Waiting: number 3 in line. It starts by itself.'
		);
} );

test( 'a result is reviewed, never used by itself, and dismissed only by a second press', async () => {
	const { acknowledge, popoverSwitch } = await open( 'ready' );
	await button( 'Review' ).click();
	expect( popoverSwitch.isOpen( 'ready' ) ).toBe( true );
	await button( 'Dismiss' ).click();
	expect( acknowledge ).not.toHaveBeenCalled();
	await button( 'Dismiss for good' ).click();
	await vi.waitFor( () => expect( acknowledge ).toHaveBeenCalledOnce() );
} );

test( 'a failed job says what happened and what trying again may cost, and waits for the author', async () => {
	const { retry, acknowledge } = await open( 'failed' );
	await expect
		.element( list )
		.toMatchTextContent( 'The provider did not answer in time.' );
	await expect
		.element( list )
		.toMatchTextContent( 'trying again asks it once more' );
	expect( retry ).not.toHaveBeenCalled();
	await button( 'Try again' ).click();
	await vi.waitFor( () => expect( retry ).toHaveBeenCalledOnce() );
	expect( acknowledge ).not.toHaveBeenCalled();
} );

test( 'a failed job goes when it is dismissed', async () => {
	const { acknowledge } = await open( 'failed' );
	await button( 'Dismiss' ).click();
	await vi.waitFor( () => expect( acknowledge ).toHaveBeenCalledOnce() );
} );
