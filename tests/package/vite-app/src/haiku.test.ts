import { setupServer } from 'msw/node';
import { expect, test } from 'vitest';
import { createAiJobClient } from 'wp-ai-jobs/client';
import { createRestTransport } from 'wp-ai-jobs/client/axios';
import { createJobBackend, createJobHandlers } from 'wp-ai-jobs/mocks';
import { writeHaiku } from './haiku';

test( 'a haiku is asked for once, and comes in lines', async () => {
	const backend = createJobBackend( {
		scenario: {
			outcomes: [
				{
					end: 'succeed',
					afterMs: 0,
					result: {
						content: 'one\ntwo\nthree',
						format: 'markdown',
						model: null,
						usage: null,
					},
				},
			],
		},
	} );
	const server = setupServer( ...createJobHandlers( { backend } ) );
	server.listen();
	const transport = createRestTransport( {
		root: 'https://example.org/wp-json/',
		nonce: 'none',
	} );
	expect(
		await writeHaiku( createAiJobClient( { transport } ), 'rain' )
	).toEqual( [ 'one', 'two', 'three' ] );
	expect( backend.started() ).toHaveLength( 1 );
	server.close();
} );
