import { getPlugin } from '@wordpress/plugins';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, screen, userEvent, waitFor, within } from 'storybook/test';
import { scenarios, type GivenJob } from '../mocks/index.ts';
import { BlockEditor, PLUGIN } from './BlockEditor.tsx';
import { jobs, plays } from './plays.ts';
import { closed, focused } from './popover.ts';
import { advance, storyJobs } from './storyJobs.ts';
import { tabTo } from './tabTo.ts';

const meta = {
	title: 'Block editor',
	component: BlockEditor,
	parameters: {
		// Core's own markup of blocks and of notices is not ours to mend.
		a11y: {
			context: {
				exclude: [
					'.block-editor-block-list__layout',
					'.components-snackbar-list',
				],
			},
		},
	},
	args: {
		markup: `<!-- wp:heading --><h2 class="wp-block-heading">Weather</h2><!-- /wp:heading -->
<!-- wp:paragraph --><p>It has rained since Monday.</p><!-- /wp:paragraph -->
<!-- wp:image --><figure class="wp-block-image"><img alt=""/></figure><!-- /wp:image -->`,
	},
} satisfies Meta< typeof BlockEditor >;

export default meta;

/** Shows no state of its own: not among the screenshots. Storybook reads it in this file. */
const FLOW = [ 'flow' ];

type Story = StoryObj< typeof meta >;

/** What shows popovers is fetched with the first of them. */
const LOADING = { timeout: 15_000 };

const PARAGRAPH = 'It has rained since Monday.';
const PROMPT = 'Three reasons to walk in the rain';

/** What an editor that was closed has left. */
const leaves = ( ...given: readonly GivenJob[] ) =>
	plays( scenarios.slow, {
		given: given.map( ( job ) => ( { postId: 7, ...job } ) ),
	} );

const block = ( text = PARAGRAPH ) => screen.findByText( text, {}, LOADING );

/** A filter reaches the blocks once the editor's own timer is over. */
async function opened() {
	await block();
	await waitFor( () => expect( getPlugin( PLUGIN ) ).toBeDefined() );
	await advance( 100 );
	await waitFor( () =>
		expect( screen.getByRole( 'main' ) ).toHaveAttribute(
			'aria-busy',
			'false'
		)
	);
}

async function select( text = PARAGRAPH ) {
	await opened();
	await userEvent.click( await block( text ) );
	return screen.findByRole(
		'button',
		{ name: 'Generate text with AI' },
		LOADING
	);
}

const dialog = () =>
	screen.findByRole( 'dialog', { name: 'Generate text with AI' }, LOADING );

/** From an open popover, by keys alone. */
async function generate() {
	const popover = within( await dialog() );
	await focused( await popover.findByLabelText( 'Prompt' ) );
	await userEvent.keyboard( `${ PROMPT }{Control>}{Enter}{/Control}` );
	await popover.findByText( 'Waiting for the site to begin…' );
	return popover;
}

/** A job that goes on while its popover is closed. */
async function startAndClose() {
	await userEvent.click( await select() );
	await generate();
	await userEvent.keyboard( '{Escape}' );
	await closed();
}

const notice = async ( text: string | RegExp ) => {
	const said = await screen.findByText(
		text,
		{ selector: ':not([aria-live])' },
		LOADING
	);
	await expect( said ).toBeVisible();
};

const panel = () => screen.findByRole( 'list', { name: 'AI jobs' }, LOADING );

/** The whole of it in real time, for playing by hand. */
export const Playground: Story = {
	tags: FLOW,
	parameters: jobs( { isLive: true } ),
};

/** The button in the toolbar of a block that is written in. */
export const ToolbarButton: Story = {
	async play() {
		await expect( await select() ).toBeVisible();
	},
};

/** The popover is closed, the job goes on: a sign at the block, one on the button, and the job in the panel. */
export const UnderWay: Story = {
	parameters: leaves(),
	async play() {
		await startAndClose();
		await advance( 42_000 );
		await expect(
			await screen.findByRole( 'button', { name: /^Text under way/ } )
		).toBeVisible();
		await expect(
			screen.getByRole( 'button', { name: 'Generate text with AI' } )
		).toHaveAccessibleDescription( 'A job is under way here.' );
		await within( await panel() ).findByText( PROMPT );
	},
};

/** The popover was closed before the text was there: a notice, a mark on the button, and the panel say so. */
export const Ready: Story = {
	async play() {
		await startAndClose();
		await advance( 9_000 );
		await notice( /^Your text is ready: “/ );
		await expect(
			screen.getByRole( 'button', { name: 'Generate text with AI' } )
		).toHaveAccessibleDescription( 'What you asked for is ready.' );
		await within( await panel() ).findByText( 'ready to be used' );
	},
};

export const Failed: Story = {
	parameters: plays( scenarios.refusal ),
	async play() {
		await startAndClose();
		await advance( 9_000 );
		await notice( /^No text was generated yet: “/ );
		await expect(
			screen.getByRole( 'button', { name: 'Generate text with AI' } )
		).toHaveAccessibleDescription( 'The last job brought no result.' );
		await within( await panel() ).findByText( /declined this prompt/ );
	},
};

/** A text that was ready when the post was closed is offered when it is opened again. */
export const FoundReady: Story = {
	parameters: leaves( { status: 'completed' } ),
	async play() {
		await opened();
		await notice( /^Your text is ready: “/ );
	},
};

/** Several jobs had ended: one notice for all of them leads to the panel. */
export const FoundSeveral: Story = {
	parameters: leaves(
		{ status: 'completed' },
		{
			status: 'completed',
			type: 'image',
			input: { prompt: 'A red umbrella on a wet street', count: 2 },
		},
		{
			status: 'failed',
			input: { prompt: 'A limerick about mud' },
			error: {
				code: 'provider_timeout',
				message: 'The AI provider did not answer in time.',
				retryable: true,
				mayBeBilled: true,
			},
		}
	),
	async play() {
		await opened();
		await notice( '3 AI jobs of this post have ended.' );
		await expect(
			within( await panel() ).getAllByRole( 'listitem' )
		).toHaveLength( 3 );
	},
};

/** Jobs that were under way when the post was closed go on. */
export const FoundUnderWay: Story = {
	parameters: leaves(
		{ status: 'processing', agoMs: 20_000 },
		{
			status: 'pending',
			type: 'image',
			input: { prompt: 'A red umbrella on a wet street', count: 2 },
		}
	),
	async play() {
		await opened();
		const list = await panel();
		await within( list ).findByText( 'A haiku about rain' );
		await expect(
			within( list ).getAllByRole( 'progressbar' )
		).toHaveLength( 2 );
		await expect(
			within( list ).getAllByRole( 'timer' )[ 1 ]
		).toHaveTextContent( '0:20' );
	},
};

/** A result that nobody has used goes only at the second press. */
export const DismissForGood: Story = {
	parameters: leaves( { status: 'completed' } ),
	async play() {
		await opened();
		const { findByRole } = within( await panel() );
		await userEvent.click(
			await findByRole( 'button', { name: /^Dismiss:/ } )
		);
		await findByRole( 'button', { name: /^Dismiss for good:/ } );
		await expect( storyJobs().backend.acknowledged() ).toEqual( [] );
	},
};

/** Without jobs there is no panel. */
export const NoJobs: Story = {
	tags: FLOW,
	async play() {
		await select();
		await expect( screen.queryByText( 'AI jobs' ) ).toBeNull();
	},
};

/** A text found: reviewed and inserted without a pointer, and only then acknowledged. */
export const ReviewByKeyboard: Story = {
	tags: FLOW,
	parameters: leaves( { status: 'completed' } ),
	async play() {
		await opened();
		const { backend } = storyJobs();
		const review = await within( await panel() ).findByRole( 'button', {
			name: /^Review:/,
		} );
		review.focus();
		await userEvent.keyboard( '{Enter}' );
		const { findByRole } = within( await dialog() );
		await waitFor( async () =>
			expect(
				await findByRole( 'region', { name: 'Generated text' } )
			).toHaveFocus()
		);
		await expect( backend.acknowledged() ).toEqual( [] );
		await tabTo( await findByRole( 'button', { name: 'Insert' } ) );
		await userEvent.keyboard( '{Enter}' );
		await closed();
		await block( 'Rain in the city' );
		await waitFor( () =>
			expect( backend.acknowledged() ).toHaveLength( 1 )
		);
		await waitFor( () =>
			expect( screen.queryByText( 'AI jobs' ) ).toBeNull()
		);
	},
};

/** From the toolbar into the post, by keys alone. */
export const InsertByKeyboard: Story = {
	tags: FLOW,
	async play() {
		const button = await select();
		button.focus();
		await userEvent.keyboard( '{Enter}' );
		const { findByRole } = await generate();
		await advance( 9_000 );
		await waitFor( async () =>
			expect(
				await findByRole( 'region', { name: 'Generated text' } )
			).toHaveFocus()
		);
		await tabTo( await findByRole( 'button', { name: 'Insert' } ) );
		await userEvent.keyboard( '{Enter}' );
		await closed();
		await block( 'Rain in the city' );
		await notice( 'The text was inserted.' );
		const headings = screen.getAllByRole( 'document', { name: /Heading/ } );
		await expect( headings[ 0 ] ).toHaveTextContent( 'Weather' );
		await expect( headings[ 1 ] ).toHaveTextContent( 'Rain in the city' );
	},
};
