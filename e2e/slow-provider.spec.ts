import { expect, test } from './fixtures.ts';
import { generateSlowly } from './slowly.ts';

test.use( { providerDelayMs: 40_000 } );

test( 'an OpenAI-compatible server may take 40 s, and no request waits for it', async ( {
	editor,
	network,
	provider,
}, testInfo ) => {
	await generateSlowly( { editor, network, provider, testInfo } );
	expect( provider.calls ).toHaveLength( 1 );
} );
