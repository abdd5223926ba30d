import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, screen } from 'storybook/test';
import { registerEditorAiClient } from '../src/editor/index.ts';
import { BlockEditor } from './BlockEditor.tsx';
import { storyJobs } from './storyJobs.ts';

const meta = {
	title: 'Block editor',
	// In real time: no pictures of it.
	tags: [ 'flow' ],
	component: BlockEditor,
	parameters: {
		// The editor waits for a timer before it shows what a filter adds.
		jobs: { isLive: true, speed: 10 },
		// Core's own markup of the blocks is not ours to mend.
		a11y: {
			context: { exclude: [ '.block-editor-block-list__layout' ] },
		},
	},
	beforeEach: () =>
		registerEditorAiClient( storyJobs().client, { name: 'story' } ),
	args: {
		markup: `<!-- wp:heading --><h2 class="wp-block-heading">Weather</h2><!-- /wp:heading -->
<!-- wp:paragraph --><p>It has rained since Monday.</p><!-- /wp:paragraph -->
<!-- wp:image --><figure class="wp-block-image"><img alt=""/></figure><!-- /wp:image -->`,
	},
} satisfies Meta< typeof BlockEditor >;

export default meta;

type Story = StoryObj< typeof meta >;

/** What shows popovers is fetched with the first of them. */
const LOADING = { timeout: 15_000 };

/** The whole of it in real time, for playing by hand. */
export const Playground: Story = {
	parameters: { jobs: { isLive: true, speed: 1 } },
};

/** A text that was ready when the post was closed is offered when it is opened again. */
export const PickedUp: Story = {
	parameters: {
		jobs: {
			given: [ { status: 'completed', postId: 7 } ],
		},
	},
	async play() {
		await expect(
			await screen.findAllByText( /^Your text is ready/, {}, LOADING )
		).not.toHaveLength( 0 );
	},
};
