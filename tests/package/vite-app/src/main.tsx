import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { setupWorker } from 'msw/browser';
import { AiJobsProvider, createAiJobClient } from 'wp-ai-jobs';
import { createRestTransport } from 'wp-ai-jobs/client/axios';
import { createJobHandlers } from 'wp-ai-jobs/mocks';
import '@wordpress/components/build-style/style.css';
import 'wp-ai-jobs/styles.css';
import { App } from './App';

const client = createAiJobClient( {
	transport: createRestTransport( { root: '/wp-json/', nonce: 'none' } ),
} );

await setupWorker( ...createJobHandlers() ).start( { quiet: true } );

const root = document.getElementById( 'root' );
if ( root ) {
	createRoot( root ).render(
		<StrictMode>
			<AiJobsProvider client={ client }>
				<App />
			</AiJobsProvider>
		</StrictMode>
	);
}
