import { setupServer } from 'msw/node';
import {
	createJobBackend,
	createJobHandlers,
	createManualClock,
	scenarios,
} from 'wp-ai-jobs/mocks';

const clock = createManualClock();
const backend = createJobBackend( { clock, scenario: scenarios.failure } );
const server = setupServer( ...createJobHandlers( { backend } ) );

server.listen();
