import { onlineManager } from '@tanstack/react-query';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, fn, screen, userEvent, waitFor, within } from 'storybook/test';
import { scenarios } from '../mocks/index.ts';
import {
	AIContentPopover,
	type AIContentPopoverProps,
} from '../src/components/index.ts';
import { contentControls } from './controls.ts';
import { EditorPage } from './EditorPage.tsx';
import { failing, fails, jobs, plays } from './plays.ts';
import { closed, focused, inPopover } from './popover.ts';
import { advance, firstId, storyJobs } from './storyJobs.ts';
import { tabTo } from './tabTo.ts';

const meta = {
	title: 'AIContentPopover',
	component: AIContentPopover,
	argTypes: contentControls,
	render: ( args ) => (
		<EditorPage opener="Generate text" onClose={ args.onClose }>
			{ ( { anchor, close } ) => (
				<AIContentPopover
					{ ...args }
					anchor={ anchor }
					onClose={ close }
				/>
			) }
		</EditorPage>
	),
	args: {
		jobKey: 'block',
		context: { postId: 7, title: 'Weather' },
		onClose: fn(),
		onInsert: fn(),
		onReplace: fn(),
		onAppend: fn(),
		loginUrl: '/wp-login.php',
	},
} satisfies Meta< typeof AIContentPopover >;

export default meta;

/** Shows no state of its own: not among the screenshots. Storybook reads it in this file. */
const FLOW = [ 'flow' ];

type Story = StoryObj< AIContentPopoverProps >;

const PROMPT = 'Three reasons to walk in the rain';

const { dialog, button, field, press, says, typePrompt, progress } = inPopover(
	'Generate text with AI'
);

async function start() {
	await typePrompt( PROMPT );
	await press( 'Generate now' );
}

async function generate() {
	await start();
	await says( 'Waiting for the site to begin…' );
}

async function preview( name = 'Generated text' ) {
	const region = await ( await dialog() ).findByRole( 'region', { name } );
	await within( region ).findByRole( 'heading' );
	return region;
}

/** The text is there. */
async function generated() {
	await generate();
	await advance( 9_000 );
	return preview();
}

/** The whole way in real time, for playing by hand. */
export const Playground: Story = {
	tags: FLOW,
	parameters: jobs( { isLive: true, scenario: scenarios.success } ),
};

export const Idle: Story = {
	async play() {
		await focused( await field( 'Prompt' ) );
	},
};

/** A site that has no provider but the demo says so, and where to change it. */
export const Demo: Story = {
	parameters: jobs( {
		scenario: {
			...scenarios.success,
			settingsUrl: '/wp-admin/options-general.php?page=wp-ai-jobs',
		},
	} ),
	async play() {
		await says( 'every text is a sample, made without an AI.' );
	},
};

export const LongPrompt: Story = {
	async play() {
		await typePrompt( 'Rain. '.repeat( 1_650 ) );
		await says( '9,899 of 10,000 characters' );
	},
};

export const PromptTooLong: Story = {
	async play() {
		await typePrompt( 'Rain. '.repeat( 1_700 ) );
		await says( /The prompt has 10,199 characters/ );
		await expect( await button( 'Generate now' ) ).toHaveAttribute(
			'aria-disabled',
			'true'
		);
	},
};

export const Starting: Story = {
	parameters: plays( { ...scenarios.success, startFaults: [ 'no-answer' ] } ),
	async play() {
		await start();
		await says( 'Handing the job to the site…' );
	},
};

export const Waiting: Story = {
	play: generate,
};

export const Processing: Story = {
	parameters: plays( scenarios.slow ),
	async play() {
		await generate();
		await advance( 42_000 );
		await says( 'OpenAI is writing…' );
		await says( '0:42' );
		await focused( await progress() );
	},
};

export const Preview: Story = {
	async play() {
		await focused( await generated() );
	},
};

/** A provider that answers in HTML, and with what must not get in. */
export const PreviewOfHtml: Story = {
	parameters: plays( {
		outcomes: [
			{
				end: 'succeed',
				afterMs: 4_000,
				result: {
					content:
						'<h2 style="color:red" onclick="alert(1)">Rain</h2><p>It <em>pours</em>.<script>alert(1)</script><img src="https://example.org/pixel.png" onerror="alert(1)"></p><p><a href="javascript:alert(1)">A link that led astray</a></p>',
					format: 'html',
					model: 'demo',
					usage: null,
				},
			},
		],
	} ),
	async play() {
		const region = await generated();
		await expect(
			region.querySelector( 'script, img, [style], [onclick], [href]' )
		).toBeNull();
	},
};

/** Only what the host handles is offered. */
export const CopyOnly: Story = {
	args: { onInsert: undefined, onReplace: undefined, onAppend: undefined },
	async play() {
		await generated();
		await expect(
			( await dialog() ).queryByRole( 'button', { name: 'Insert' } )
		).toBeNull();
		await button( 'Copy' );
	},
};

export const InsertFails: Story = {
	args: {
		onInsert: () => Promise.reject( new Error( 'The block is gone.' ) ),
	},
	async play() {
		await generated();
		await press( 'Insert' );
		await says( /could not be put into the post/ );
	},
};

export const Refining: Story = {
	async play() {
		await generated();
		await userEvent.type(
			await field( 'Refine this text' ),
			'Make it shorter'
		);
		await press( 'Refine' );
		await says( 'Waiting for the site to begin…' );
		await preview( 'Earlier text' );
	},
};

export const RefiningFailed: Story = {
	parameters: plays( {
		outcomes: [ { end: 'succeed', afterMs: 4_000 } ],
	} ),
	async play( context ) {
		await Refining.play?.( context );
		storyJobs().backend.scenario = failing( {
			code: 'provider_unavailable',
			retryable: true,
		} );
		await advance( 9_000 );
		await says( 'The AI provider could not be reached.' );
		await preview( 'Earlier text' );
		await button( 'Insert' );
	},
};

export const FailedRetryable: Story = {
	parameters: fails( {
		code: 'provider_timeout',
		retryable: true,
		mayBeBilled: true,
	} ),
	async play() {
		await generate();
		await advance( 9_000 );
		await says( 'The AI provider did not answer in time.' );
		await says( /The provider may charge for this attempt/ );
		await focused(
			await (
				await dialog()
			).findByRole( 'group', {
				name: 'The AI provider did not answer in time.',
			} )
		);
	},
};

export const FailedNotRetryable: Story = {
	parameters: fails( { code: 'provider_refused', retryable: false } ),
	async play() {
		await generate();
		await advance( 9_000 );
		await says( 'The AI provider declined this prompt.' );
		await press( 'Change the prompt' );
		await focused( await field( 'Prompt' ) );
	},
};

export const StartLost: Story = {
	parameters: plays( {
		...scenarios.success,
		startFaults: Array.from( { length: 4 }, () => 'lost-request' as const ),
	} ),
	async play() {
		await start();
		await says( 'Handing the job to the site…' );
		await waitFor( async () => {
			await advance( 10_000 );
			await expect(
				( await dialog() ).queryByText(
					'The site could not be reached.'
				)
			).not.toBeNull();
		} );
	},
};

export const Expired: Story = {
	parameters: plays( scenarios.expiry ),
	async play() {
		await generate();
		await advance( 300_000 );
		await says( /took longer than five minutes/ );
	},
};

export const TimedOut: Story = {
	parameters: plays( scenarios.slow, { cutoffMs: 60_000 } ),
	async play() {
		await generate();
		await advance( 60_000 );
		await says( 'This takes longer than expected.' );
		await button( 'Keep waiting' );
	},
};

export const Cancelled: Story = {
	async play() {
		await generate();
		await press( 'Stop' );
		await says( 'The job was stopped.' );
		await says( /nothing is billed/ );
	},
};

export const CancelledWhileWriting: Story = {
	parameters: plays( scenarios.slow ),
	async play() {
		await generate();
		await advance( 9_000 );
		await says( 'OpenAI is writing…' );
		await press( 'Stop' );
		await says( 'The job was stopped.' );
		await says( /The provider may charge/ );
	},
};

export const Offline: Story = {
	parameters: plays( scenarios.slow ),
	async play() {
		await generate();
		await advance( 9_000 );
		await says( 'OpenAI is writing…' );
		onlineManager.setOnline( false );
		await says( /You are offline/ );
	},
};

export const Retrying: Story = {
	parameters: plays( {
		...scenarios.slow,
		checkFaults: [ null, 'html-502' ],
	} ),
	async play() {
		await generate();
		await advance( 9_000 );
		await says( 'OpenAI is writing…' );
		await advance( 3_000 );
		await says( /The site did not answer the last time/ );
	},
};

export const NoProviderForAdministrators: Story = {
	parameters: jobs( { scenario: scenarios[ 'no-provider' ] } ),
	async play() {
		await says( 'No AI provider is set up on this site.' );
		await expect(
			await (
				await dialog()
			).findByRole( 'link', { name: 'Open settings (new tab)' } )
		).toHaveAttribute(
			'href',
			'/wp-admin/options-general.php?page=wp-ai-jobs'
		);
	},
};

export const NoProviderForAuthors: Story = {
	parameters: jobs( {
		scenario: { ...scenarios[ 'no-provider' ], settingsUrl: null },
	} ),
	async play() {
		await says( 'Ask an administrator to set one up.' );
	},
};

export const NotLoggedIn: Story = {
	parameters: plays( scenarios.success ),
	async play() {
		await generate();
		storyJobs().backend.user = null;
		await advance( 3_000 );
		await says( /^You were logged out\. The job goes on/ );
	},
};

/** The host's own way to log in, as the block editor has one, without leaving the page. */
export const LoggedOutInTheEditor: Story = {
	args: { onLogIn: fn() },
	async play( context ) {
		await NotLoggedIn.play?.( context );
		const logIn = await button( 'Log in' );
		await expect( logIn ).not.toHaveAttribute( 'href' );
		await userEvent.click( logIn );
		await expect( context.args.onLogIn ).toHaveBeenCalledOnce();
	},
};

/** As many jobs run as the site allows: this one waits, and says where it stands. */
export const InLine: Story = {
	parameters: plays( scenarios.queued ),
	async play() {
		await start();
		await says( 'Waiting: number 3 in line. It starts by itself.' );
	},
};

/** The site's own sentence, and a button that counts down to when it helps. */
export const TooManyStarts: Story = {
	parameters: plays( scenarios[ 'rate-limited-start' ] ),
	async play() {
		await start();
		await says( /^You have 20 AI jobs under way/ );
		await says( /nothing is billed/ );
		const again = await button( 'Try again' );
		await expect( again ).toHaveAttribute( 'aria-disabled', 'true' );
		await expect( again ).toHaveTextContent( 'in 1:00' );
		await expect( await field( 'Prompt' ) ).toHaveValue( PROMPT );
	},
};

/** Used or dismissed in another tab meanwhile: it is gone here, and not offered twice. */
export const UsedInAnotherTab: Story = {
	async play() {
		await generated();
		const { otherTab } = storyJobs();
		await otherTab.acknowledge( otherTab.job( 'content', firstId() ) );
		await says(
			'What was generated here was used or dismissed in another tab.'
		);
		await says( 'You can generate anew here.' );
		await focused( await field( 'Prompt' ) );
	},
};

/** Stopped in another tab: what it may cost is said here as well. */
export const StoppedInAnotherTab: Story = {
	parameters: plays( scenarios.slow ),
	async play() {
		await generate();
		await advance( 9_000 );
		await says( 'OpenAI is writing…' );
		const { otherTab } = storyJobs();
		await otherTab.cancel( otherTab.job( 'content', firstId() ) );
		await advance( 3_000 );
		await says( 'The job was stopped.' );
		await says( /The provider may charge/ );
	},
};

/** From the prompt to the host's hands. */
export const GenerateAndInsert: Story = {
	tags: FLOW,
	async play( { args } ) {
		await generated();
		await press( 'Insert' );
		await closed();
		await expect( args.onInsert ).toHaveBeenCalledOnce();
		await expect( args.onInsert ).toHaveBeenCalledWith(
			expect.objectContaining( {
				html: expect.stringContaining( '<h2>Rain in the city</h2>' ),
			} )
		);
		await waitFor( () =>
			expect( storyJobs().backend.acknowledged() ).toHaveLength( 1 )
		);
	},
};

export const ErrorThenRetry: Story = {
	tags: FLOW,
	parameters: fails( { code: 'provider_unavailable', retryable: true } ),
	async play() {
		await generate();
		await advance( 9_000 );
		await says( 'The AI provider could not be reached.' );
		await expect( await field( 'Prompt' ) ).toHaveValue( PROMPT );
		await press( 'Try again' );
		await says( 'Waiting for the site to begin…' );
		await advance( 9_000 );
		await preview();
		// The same job, in a second attempt.
		await expect( storyJobs().backend.started() ).toHaveLength( 1 );
	},
};

/** A call that may be billed is repeated by the author alone, who is told. */
export const BilledTimeoutThenRetry: Story = {
	tags: FLOW,
	parameters: plays( scenarios[ 'billed-timeout' ] ),
	async play() {
		await generate();
		await advance( 63_000 );
		await says(
			/The provider may charge for this attempt; trying again asks it once more/
		);
		const { backend } = storyJobs();
		const id = firstId();
		await advance( 60_000 );
		await expect( backend.providerCalls( id ) ).toBe( 1 );
		await press( 'Try again' );
		await says( 'Waiting for the site to begin…' );
		await advance( 9_000 );
		await preview();
		await expect( backend.providerCalls( id ) ).toBe( 2 );
	},
};

/** Up the line, to the text. */
export const InLineThenWritten: Story = {
	tags: FLOW,
	parameters: InLine.parameters ?? {},
	async play( context ) {
		await InLine.play?.( context );
		await advance( 12_000 );
		await says( 'Waiting: number 2 in line. It starts by itself.' );
		await advance( 12_000 );
		await advance( 12_000 );
		await preview();
	},
};

/** The limit's time is over: the same wish goes through, by keyboard. */
export const TooManyStartsThenOneMore: Story = {
	tags: FLOW,
	parameters: TooManyStarts.parameters ?? {},
	async play( context ) {
		await TooManyStarts.play?.( context );
		await advance( 60_000 );
		const again = await button( 'Try again' );
		await waitFor( () =>
			expect( again ).not.toHaveAttribute( 'aria-disabled', 'true' )
		);
		again.focus();
		await userEvent.keyboard( '{Enter}' );
		await says( 'Waiting for the site to begin…' );
		await expect( storyJobs().backend.started() ).toHaveLength( 1 );
	},
};

/** Logged in again: the job that went on is found where it is by now. */
export const LoggedInAgain: Story = {
	tags: FLOW,
	args: { onLogIn: fn() },
	async play( context ) {
		await LoggedOutInTheEditor.play?.( context );
		const { backend, client } = storyJobs();
		backend.user = { id: 1 };
		await advance( 9_000 );
		client.checkNow();
		await preview();
		await expect( backend.started() ).toHaveLength( 1 );
	},
};

export const StopAndChange: Story = {
	tags: FLOW,
	async play( context ) {
		await Cancelled.play?.( context );
		await typePrompt( 'Two reasons to stay in' );
		await press( 'Generate now' );
		await says( 'Waiting for the site to begin…' );
		await advance( 9_000 );
		await preview();
		await expect( storyJobs().backend.cancelled() ).toHaveLength( 1 );
	},
};

export const CutoffThenKeepWaiting: Story = {
	tags: FLOW,
	parameters: TimedOut.parameters ?? {},
	async play( context ) {
		await TimedOut.play?.( context );
		await press( 'Keep waiting' );
		await says( 'OpenAI is writing…' );
		const { backend } = storyJobs();
		const id = firstId();
		await waitFor( () => expect( backend.checks( id ) ).toBe( 2 ) );
		await advance( 40_000 );
		await preview();
		await expect( storyJobs().backend.started() ).toHaveLength( 1 );
	},
};

/** No pointer: what the keyboard reaches is all that it takes. */
export const ByKeyboard: Story = {
	tags: FLOW,
	async play( { args } ) {
		const { keyboard, tab } = userEvent;
		await focused( await field( 'Prompt' ) );
		await keyboard( PROMPT );
		await tab();
		await focused( await field( 'Tone' ) );
		await keyboard( '{Control>}{Enter}{/Control}' );
		await says( 'Waiting for the site to begin…' );
		await keyboard( '{Escape}' );
		await closed();
		const opener = screen.getByRole( 'button', { name: 'Generate text' } );
		opener.focus();
		await keyboard( '{Enter}' );
		await focused( await progress() );
		await advance( 9_000 );
		await focused( await preview() );
		await tabTo( await button( 'Insert' ) );
		await keyboard( '{Enter}' );
		await closed();
		await expect( args.onInsert ).toHaveBeenCalledOnce();
		await focused( opener );
	},
};
