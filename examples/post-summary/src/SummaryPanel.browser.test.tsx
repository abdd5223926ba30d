import { setupWorker } from 'msw/browser';
import { expect, onTestFinished, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { AiJobsProvider } from 'wp-ai-jobs';
import { createAiJobClient } from 'wp-ai-jobs/client';
import { createRestTransport } from 'wp-ai-jobs/client/axios';
import {
	createJobBackend,
	createJobHandlers,
	mockJobType,
	type ScenarioName,
} from 'wp-ai-jobs/mocks';
import { summary } from './summary.ts';
import { SummaryPanel } from './SummaryPanel.tsx';

const button = page.getByRole( 'button', { name: 'Summarise this post' } );

async function open( { scenario }: { scenario: ScenarioName } ) {
	const jobs = createJobBackend( {
		scenario,
		speed: 10,
		jobTypes: [
			mockJobType( summary, ( { postText } ) => ( {
				summary: `${ postText } In short.`,
				model: null,
			} ) ),
		],
	} );
	const worker = setupWorker( ...createJobHandlers( { backend: jobs } ) );
	await worker.start( { quiet: true } );
	onTestFinished( () => worker.stop() );
	const client = createAiJobClient( {
		transport: createRestTransport( { root: '/wp-json/', nonce: 'n' } ),
	} );
	const onSummary = vi.fn();
	const show = () =>
		render(
			<AiJobsProvider client={ client }>
				<SummaryPanel
					postId={ 7 }
					postText="Rain."
					onSummary={ onSummary }
				/>
			</AiJobsProvider>
		);
	return { jobs, onSummary, show };
}

test( 'the button has the post summarised', async () => {
	const { jobs, onSummary, show } = await open( { scenario: 'success' } );
	await show();
	await button.click();
	await expect
		.element( page.getByRole( 'progressbar', { name: 'Summarising…' } ) )
		.toBeVisible();
	await expect
		.poll( () => onSummary.mock.calls )
		.toEqual( [ [ 'Rain. In short.' ] ] );
	expect( jobs.started() ).toMatchObject( [
		{ input: { post_text: 'Rain.' }, context: { post_id: 7 } },
	] );
	await expect.poll( () => jobs.acknowledged() ).toHaveLength( 1 );
} );

test( 'what goes wrong is said, and helped', async () => {
	const { onSummary, show } = await open( { scenario: 'failure' } );
	await show();
	await button.click();
	await page.getByRole( 'button', { name: 'Try again' } ).click();
	await expect.poll( () => onSummary.mock.calls ).toHaveLength( 1 );
} );

test( 'the job of an editor that was closed is gone on with', async () => {
	const { jobs, onSummary, show } = await open( { scenario: 'success' } );
	jobs.given( {
		type: summary.name,
		status: 'processing',
		input: { post_text: 'Snow.' },
		postId: 7,
	} );
	await show();
	await expect
		.poll( () => onSummary.mock.calls )
		.toEqual( [ [ 'Snow. In short.' ] ] );
} );
