import { expect, test } from './fixtures.ts';
import { generateSlowly } from './slowly.ts';

test.use( {
	asks: 'core',
	muPlugins: [ 'core-connector' ],
	// Core's own limit is 30 s.
	providerDelayMs: 40_000,
} );

test( 'a provider of core’s AI Client may take longer than core’s own limit', async ( {
	editor,
	network,
	provider,
}, testInfo ) => {
	await generateSlowly( { editor, network, provider, testInfo } );
	expect( provider.calls ).toHaveLength( 1 );
} );
