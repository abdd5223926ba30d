import { registerBlockType } from '@wordpress/blocks';
import { setupWorker } from 'msw/browser';
import { createJobBackend, createJobHandlers } from 'wp-ai-jobs/mocks';

// A site ten times as fast as a real one: a text takes half a second.
export const jobs = createJobBackend( { speed: 10 } );

await setupWorker( ...createJobHandlers( { backend: jobs } ) ).start( {
	quiet: true,
} );

// What WordPress prints for a block, and how yours is registered.
window.wpApiSettings = { root: '/wp-json/', nonce: 'n' };
const { Edit } = await import( '../haiku-block.tsx' );
registerBlockType( 'my-plugin/haiku', {
	apiVersion: 3,
	title: 'Haiku',
	category: 'text',
	attributes: { text: { type: 'string', default: '' } },
	edit: Edit,
} );
