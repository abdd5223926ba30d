import { onlineManager } from '@tanstack/react-query';
import { Button } from '@wordpress/components';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { useState } from 'react';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { summary } from '../docs/examples/summary.ts';
import { mockJobType, scenarios } from '../mocks/index.ts';
import { JobFeedback } from '../src/components/index.ts';
import { AiJobsProvider, useAiJob } from '../src/react/index.ts';
import { jobs, plays } from './plays.ts';
import { advance, storyJobs } from './storyJobs.ts';

interface SummaryProps {
	/** What happens while the job runs: a sentence. */
	readonly waitsFor: string;
	/** Said to screen readers when the result is there. */
	readonly ready: string;
	/** Where one logs in again. */
	readonly loginUrl?: string | undefined;
	/** Lets one log in without leaving the page. */
	readonly onLogIn?: ( () => void ) | undefined;
}

/** A host's own type of job in the host's own interface, as docs/host-defined-types.md declares it. */
function Summary( texts: SummaryProps ) {
	const job = useAiJob( summary, { key: 'excerpt' } );
	return (
		<main className="story-feedback">
			{ job.status === 'completed' && <p>{ job.result.summary }</p> }
			<Button
				__next40pxDefaultSize
				variant="secondary"
				onClick={ () => job.start( { postText: 'It rains.' } ) }
			>
				Summarise this post
			</Button>
			<JobFeedback { ...texts } job={ job } />
		</main>
	);
}

function Page( props: SummaryProps ) {
	const [ { client } ] = useState( storyJobs );
	return (
		<AiJobsProvider client={ client }>
			<Summary { ...props } />
		</AiJobsProvider>
	);
}

const meta = {
	title: 'JobFeedback',
	component: Page,
	parameters: jobs( {
		jobTypes: [
			mockJobType( summary, ( { postText } ) => ( {
				summary: `In short: ${ postText }`,
			} ) ),
		],
	} ),
	args: {
		waitsFor: 'Summarising…',
		ready: 'The summary is there.',
		loginUrl: '/wp-login.php',
	},
} satisfies Meta< typeof Page >;

export default meta;

type Story = StoryObj< typeof meta >;

type Canvas = ReturnType< typeof within >;

const summarise = ( canvas: Canvas ) =>
	userEvent.click(
		canvas.getByRole( 'button', { name: 'Summarise this post' } )
	);

/** The site has the job. */
async function started( canvas: Canvas ) {
	await summarise( canvas );
	await waitFor( () =>
		expect( storyJobs().backend.started() ).toHaveLength( 1 )
	);
}

const says = async ( canvas: Canvas, text: string | RegExp ) =>
	expect( await canvas.findByText( text ) ).toBeVisible();

/** The live regions, which stand beside the story. */
const announces = ( text: string | RegExp ) =>
	waitFor( () =>
		expect(
			within( document.body ).getAllByText( text, {
				selector: '.a11y-speak-region',
			} )
		).toHaveLength( 1 )
	);

/** Nothing of its own before a job was started. */
export const Idle: Story = {
	async play( { canvas } ) {
		await expect( canvas.queryByRole( 'group' ) ).toBeNull();
	},
};

export const Starting: Story = {
	parameters: plays( { ...scenarios.success, startFaults: [ 'no-answer' ] } ),
	async play( { canvas } ) {
		await summarise( canvas );
		await says( canvas, 'Summarising…' );
	},
};

export const UnderWay: Story = {
	parameters: plays( scenarios.slow ),
	async play( { canvas } ) {
		await started( canvas );
		await advance( 42_000 );
		await says( canvas, '0:42' );
		await announces( 'Summarising…' );
	},
};

export const Completed: Story = {
	async play( { canvas } ) {
		await started( canvas );
		await advance( 9_000 );
		await says( canvas, 'In short: It rains.' );
		await announces( 'The summary is there.' );
	},
};

export const Failed: Story = {
	parameters: plays( scenarios.failure ),
	async play( { canvas } ) {
		await started( canvas );
		await advance( 9_000 );
		await says( canvas, 'The AI provider could not be reached.' );
		await canvas.findByRole( 'button', { name: 'Try again' } );
	},
};

/** The author decides whether it is asked, and perhaps paid for, once more. */
export const BilledTimeout: Story = {
	parameters: plays( scenarios[ 'billed-timeout' ] ),
	async play( { canvas } ) {
		await started( canvas );
		await advance( 63_000 );
		await says( canvas, 'The AI provider did not answer in time.' );
		await says( canvas, /trying again asks it once more/ );
	},
};

export const NotRetryable: Story = {
	parameters: plays( scenarios.refusal ),
	async play( { canvas } ) {
		await started( canvas );
		await advance( 9_000 );
		await says( canvas, 'The AI provider declined this prompt.' );
		await expect(
			canvas.queryByRole( 'button', { name: 'Try again' } )
		).toBeNull();
	},
};

export const TooManyStarts: Story = {
	parameters: plays( scenarios[ 'rate-limited-start' ] ),
	async play( { canvas } ) {
		await summarise( canvas );
		await says( canvas, /^You have 20 AI jobs under way/ );
		await expect(
			canvas.getByRole( 'button', { name: /^Try again/ } )
		).toHaveAttribute( 'aria-disabled', 'true' );
	},
};

export const NoProvider: Story = {
	parameters: jobs( { scenario: scenarios[ 'no-provider' ] } ),
	async play( { canvas } ) {
		await summarise( canvas );
		await canvas.findByRole( 'link', { name: /Open settings/ } );
	},
};

export const Expired: Story = {
	parameters: plays( scenarios.expiry ),
	async play( { canvas } ) {
		await started( canvas );
		await advance( 300_000 );
		await says( canvas, /took longer than/ );
	},
};

export const TimedOut: Story = {
	parameters: plays( scenarios.slow, { cutoffMs: 60_000 } ),
	async play( { canvas } ) {
		await started( canvas );
		await advance( 60_000 );
		await says( canvas, 'This takes longer than expected.' );
		await canvas.findByRole( 'button', { name: 'Keep waiting' } );
		await canvas.findByRole( 'button', { name: 'Stop' } );
	},
};

export const Cancelled: Story = {
	parameters: plays( scenarios.slow ),
	async play( { canvas } ) {
		await started( canvas );
		await advance( 9_000 );
		await userEvent.click( canvas.getByRole( 'button', { name: 'Stop' } ) );
		await says( canvas, 'The job was stopped.' );
		await says( canvas, 'The provider may charge for this attempt.' );
	},
};

export const Offline: Story = {
	parameters: plays( scenarios.slow ),
	async play( { canvas } ) {
		await started( canvas );
		await advance( 9_000 );
		onlineManager.setOnline( false );
		await says( canvas, /You are offline/ );
	},
};

export const LoggedOut: Story = {
	parameters: plays( scenarios.slow ),
	async play( { canvas } ) {
		await started( canvas );
		storyJobs().backend.user = null;
		await advance( 3_000 );
		await says( canvas, /^You were logged out/ );
		await expect(
			await canvas.findByRole( 'link', { name: /^Log in/ } )
		).toHaveAttribute( 'href', '/wp-login.php' );
	},
};

/** No pointer: start, stop, and once more. */
export const ByKeyboard: Story = {
	tags: [ 'flow' ],
	parameters: plays( scenarios.slow ),
	async play( { canvas } ) {
		await userEvent.tab();
		await userEvent.keyboard( '{Enter}' );
		const stop = await canvas.findByRole( 'button', { name: 'Stop' } );
		await userEvent.tab();
		await expect( stop ).toHaveFocus();
		await waitFor( () =>
			expect( storyJobs().backend.started() ).toHaveLength( 1 )
		);
		await userEvent.keyboard( '{Enter}' );
		await says( canvas, 'The job was stopped.' );
		await expect( storyJobs().backend.cancelled() ).toHaveLength( 1 );
	},
};
