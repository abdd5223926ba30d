import type { Preview } from '@storybook/react-vite';
import { applyDirection } from '../stories/direction.ts';
import { startStoryJobs } from '../stories/storyJobs.ts';
import '../stories/styles.css';

const preview: Preview = {
	tags: [ 'autodocs' ],
	parameters: {
		layout: 'fullscreen',
		a11y: { test: 'error' },
		// Each story has a backend and a clock of its own, so each is a page of its own.
		docs: { story: { inline: false, height: '640px' } },
	},
	globalTypes: {
		direction: {
			description: 'Writing direction',
			toolbar: {
				title: 'Direction',
				icon: 'transfer',
				items: [
					{ value: 'ltr', title: 'Left to right' },
					{ value: 'rtl', title: 'Right to left' },
				],
				dynamicTitle: true,
			},
		},
	},
	initialGlobals: { direction: 'ltr' },
	async beforeEach( { globals, parameters } ) {
		await applyDirection(
			globals[ 'direction' ] === 'rtl' ? 'rtl' : 'ltr'
		);
		return startStoryJobs( parameters[ 'jobs' ] );
	},
	afterEach( { id } ) {
		// For who waits until a story has played.
		document.documentElement.dataset[ 'playedStory' ] = id;
	},
};

export default preview;
