import { addFilter } from '@wordpress/hooks';
import { registerPlugin } from '@wordpress/plugins';
import { LazyEditorAi } from './LazyEditorAi.tsx';
import { readSettings } from './settings.ts';
import { withAiButton } from './withAiButton.tsx';
import { withAiPlaceholder } from './withAiPlaceholder.tsx';
import { withFeaturedImageButton } from './withFeaturedImageButton.tsx';
import './styles.css';

const settings = readSettings();

addFilter( 'editor.BlockEdit', 'wp-ai-jobs/button', withAiButton );
addFilter(
	'editor.MediaPlaceholder',
	'wp-ai-jobs/placeholder',
	withAiPlaceholder
);
addFilter(
	'editor.PostFeaturedImage',
	'wp-ai-jobs/featured-image',
	withFeaturedImageButton
);
registerPlugin( 'wp-ai-jobs', {
	render: () => <LazyEditorAi settings={ settings } />,
} );
