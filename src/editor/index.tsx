import { addFilter } from '@wordpress/hooks';
import { registerPlugin } from '@wordpress/plugins';
import { createRestTransport } from '../client/axios/index.ts';
import { createAiJobClient } from '../client/index.ts';
import { EditorAi } from './EditorAi.tsx';
import { readSettings } from './settings.ts';
import { withAiButton } from './withAiButton.tsx';

const { restRoot, nonce, nonceUrl } = readSettings();
const client = createAiJobClient( {
	transport: createRestTransport( { root: restRoot, nonce, nonceUrl } ),
} );

addFilter( 'editor.BlockEdit', 'wp-ai-jobs/button', withAiButton );
registerPlugin( 'wp-ai-jobs', {
	render: () => <EditorAi client={ client } />,
} );
