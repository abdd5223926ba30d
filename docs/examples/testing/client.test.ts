import { setupServer } from 'msw/node';
import { expect, test } from 'vitest';
import { createAiJobClient } from 'wp-ai-jobs/client';
import { createRestTransport } from 'wp-ai-jobs/client/axios';
import { createJobBackend, createJobHandlers } from 'wp-ai-jobs/mocks';

const jobs = createJobBackend( { speed: 100, scenario: 'billed-timeout' } );
setupServer( ...createJobHandlers( { backend: jobs } ) ).listen();
const client = createAiJobClient( {
	transport: createRestTransport( { root: 'https://example.org/wp-json/' } ),
} );

test( 'what may have been paid for is not repeated by itself', async () => {
	const text = client.run( 'content', { prompt: 'A haiku about rain' } );

	await expect( text ).rejects.toMatchObject( { code: 'provider_timeout' } );
	const [ job ] = jobs.started();
	expect( jobs.providerCalls( job?.id ?? '' ) ).toBe( 1 );
} );
