import type { Preview } from '@storybook/react-vite';
import { FORCE_REMOUNT } from 'storybook/internal/core-events';
import { addons } from 'storybook/preview-api';
import { ClockButtons } from '../stories/ClockButtons.tsx';
import { applyDirection } from '../stories/direction.ts';
import {
	applyNetwork,
	hasBegun,
	startStoryJobs,
} from '../stories/storyJobs.ts';
import {
	globalTypes,
	initialGlobals,
	readToolbar,
} from '../stories/toolbar.ts';
import '../stories/styles.css';

let began = '';

const preview: Preview = {
	tags: [ 'autodocs' ],
	parameters: {
		layout: 'fullscreen',
		a11y: { test: 'error' },
		// Each story has a backend and a clock of its own, so each is a page of its own.
		docs: { story: { inline: false, height: '640px' } },
		options: {
			storySort: {
				order: [
					'Start here',
					'AIContentPopover',
					'AIImagePopover',
					'Block editor',
					'JobFeedback',
					'ErrorNotice',
					'useAiJob',
					'Guides',
					[ 'wp-ai-jobs', 'Use it in your block' ],
				],
			},
		},
	},
	globalTypes,
	initialGlobals,
	decorators: [
		( Story, { globals } ) => (
			<>
				<Story />
				{ readToolbar( globals ).speed === 'by-hand' && (
					<ClockButtons />
				) }
			</>
		),
	],
	async beforeEach( { id, globals, parameters } ) {
		const toolbar = readToolbar( globals );
		const { network, ...begins } = toolbar;
		const begin = JSON.stringify( { id, ...begins } );
		if ( hasBegun() ) {
			// Rendered anew, for a control or the toolbar.
			applyNetwork( network );
			if ( begin !== began ) {
				addons.getChannel().emit( FORCE_REMOUNT, { storyId: id } );
			}
			return;
		}
		began = begin;
		await applyDirection( toolbar.direction );
		return startStoryJobs( parameters[ 'jobs' ], toolbar );
	},
	afterEach( { id } ) {
		// For who waits until a story has played.
		document.documentElement.dataset[ 'playedStory' ] = id;
	},
};

export default preview;
