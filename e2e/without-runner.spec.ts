import { ANSWER_BLOCKS } from './openaiServer.ts';
import { expect, test } from './fixtures.ts';

test.use( {
	constants: { DISABLE_WP_CRON: true },
	muPlugins: [ 'blocked-loopback' ],
	providerDelayMs: 3_000,
} );

/** From the click to the preview, with a provider that takes 3 s: the bound that the product promises. */
const LIMIT_MS = 15_000;

test( 'a site without WP-Cron and loopback completes the job all the same', async ( {
	editor,
	network,
	provider,
}, testInfo ) => {
	await editor.write( 'Before.' );
	await editor.openPopover();

	const startedAt = Date.now();
	await editor.generate( 'Rain in the city' );
	await expect( editor.preview ).toBeVisible();
	const tookMs = Date.now() - startedAt;
	testInfo.annotations.push( {
		type: 'click to preview',
		description: `${ tookMs } ms`,
	} );
	expect( tookMs ).toBeLessThan( LIMIT_MS );

	await editor.press( 'Insert' );
	await expect
		.poll( () => editor.readBlocks() )
		.toEqual( [ 'core/paragraph', ...ANSWER_BLOCKS ] );

	testInfo.annotations.push( {
		type: 'longest request that is waited for',
		description: `${ network.longestMs } ms`,
	} );
	await testInfo.attach( 'requests', { body: network.describe() } );
	expect( provider.calls ).toHaveLength( 1 );
	// The browser had the job run: that request is the only one as long as the provider's work.
	expect(
		network.findHeldUp( provider.calls ).map( ( { path } ) => path )
	).toEqual( [ expect.stringMatching( /\/run$/ ) ] );
} );
