import { setupServer } from 'msw/node';
import { expect, test } from 'vitest';
import { createAiJobClient } from 'wp-ai-jobs/client';
import { createRestTransport } from 'wp-ai-jobs/client/axios';
import {
	createJobBackend,
	createJobHandlers,
	createManualClock,
} from 'wp-ai-jobs/mocks';

const clock = createManualClock();
const jobs = createJobBackend( { clock, pollAfterMs: 0 } );
setupServer( ...createJobHandlers( { backend: jobs } ) ).listen();
const client = createAiJobClient( {
	transport: createRestTransport( { root: 'https://example.org/wp-json/' } ),
} );

test( 'a job is seen on its way', async () => {
	const job = await client.start( 'content', { prompt: 'Rain' } );
	clock.advance( 2_000 );
	expect( await client.get( job ) ).toMatchObject( { status: 'processing' } );
	clock.advance( 3_000 );
	expect( await client.get( job ) ).toMatchObject( { status: 'completed' } );
} );

test( 'the post has a text that nobody has used yet', async () => {
	const id = jobs.given( { status: 'completed', postId: 7 } );
	const [ found ] = await client.list( 7 );
	expect( found ).toMatchObject( { id, status: 'completed' } );
} );
