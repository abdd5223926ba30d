import type { Meta, StoryObj } from '@storybook/react-vite';
import { screen, userEvent, waitFor } from 'storybook/test';
import { jobs } from './site.ts';
import { TestEditor } from './TestEditor.tsx';

const meta = {
	component: TestEditor,
	args: { name: 'my-plugin/haiku' },
	beforeEach: () => jobs.reset(),
} satisfies Meta< typeof TestEditor >;

export default meta;

export const Declined: StoryObj< typeof meta > = {
	beforeEach() {
		jobs.scenario = 'refusal';
	},
	async play() {
		await userEvent.click( await screen.findByLabelText( 'Block: Haiku' ) );
		for ( const name of [ 'Write with AI', 'Generate now' ] ) {
			await userEvent.click(
				await screen.findByRole( 'button', { name } )
			);
		}
		await waitFor(
			() => screen.getByText( 'The AI provider declined this prompt.' ),
			{ timeout: 5_000 }
		);
	},
};
