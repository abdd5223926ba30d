import { addFilter } from '@wordpress/hooks';
import { registerPlugin } from '@wordpress/plugins';
import { LazyEditorAi } from './LazyEditorAi.tsx';
import { readSettings } from './settings.ts';
import { withAiButton } from './withAiButton.tsx';
import './styles.css';

const settings = readSettings();

addFilter( 'editor.BlockEdit', 'wp-ai-jobs/button', withAiButton );
registerPlugin( 'wp-ai-jobs', {
	render: () => <LazyEditorAi settings={ settings } />,
} );
