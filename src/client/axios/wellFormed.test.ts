import { expect, test } from 'vitest';
import { wireSnapshot } from '../../protocol/wireSnapshot.fixture.ts';
import { createRestTransport } from './restTransport.ts';
import { serve } from './scriptedServer.ts';

/** Field row D8: half a character is no JSON to PHP. */
test( 'a half character in any field does not spoil the request', async () => {
	const { origin, received } = await serve( {
		status: 201,
		body: wireSnapshot( { status: 'pending' } ),
	} );
	const transport = createRestTransport( { root: `${ origin }/wp-json/` } );
	const half = '\uD83D';
	await transport.start(
		{
			type: 'content',
			input: { prompt: `Rain ${ half }`, keywords: [ half, '😍' ] },
			context: { title: half, selectedText: `😍${ half }` },
			idempotencyKey: 'key',
		},
		{ signal: new AbortController().signal, timeoutMs: 5_000 }
	);
	expect( received[ 0 ]?.body ).not.toMatch( /\\u[dD]8/ );
	expect( JSON.parse( received[ 0 ]?.body ?? '' ) ).toMatchObject( {
		input: { prompt: 'Rain \uFFFD', keywords: [ '\uFFFD', '😍' ] },
		context: { title: '\uFFFD', selected_text: '😍\uFFFD' },
	} );
} );
