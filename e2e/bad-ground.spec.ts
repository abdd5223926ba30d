import type { Editor } from './editor.ts';
import { expect, test } from './fixtures.ts';
import type { OpenAiServer } from './openaiServer.ts';

/** Long enough for a tab to be away while the provider works. */
const DELAY_MS = 6_000;

test.use( { providerDelayMs: DELAY_MS } );

async function begin( editor: Editor, provider: OpenAiServer ) {
	await editor.write( 'Before.' );
	await editor.save();
	await editor.openPopover();
	await editor.generate( 'Rain in the city' );
	await expect.poll( () => provider.calls.length ).toBe( 1 );
}

/** Until the provider has answered, whatever the tab sees of it. */
const outlast = ( provider: OpenAiServer ) =>
	expect.poll( () => provider.calls.at( -1 )?.endedAt ).toBeGreaterThan( 0 );

test( 'a tab that is offline says so, and shows the result when it is back', async ( {
	editor,
	context,
	provider,
} ) => {
	await begin( editor, provider );
	await context.setOffline( true );
	await expect( editor.popover ).toContainText( 'You are offline' );
	await outlast( provider );
	await context.setOffline( false );
	await expect( editor.preview ).toContainText( 'It falls on' );
} );

test( 'a tab that is frozen in the middle shows the result when it thaws', async ( {
	editor,
	context,
	provider,
} ) => {
	const devtools = await context.newCDPSession( editor.page );
	await begin( editor, provider );
	await devtools.send( 'Page.setWebLifecycleState', { state: 'frozen' } );
	await outlast( provider );
	await devtools.send( 'Page.setWebLifecycleState', { state: 'active' } );
	await expect( editor.preview ).toContainText( 'It falls on' );
} );

/** A browser without a window hides no tab: the page is told that it is. */
const setHidden = ( { page }: Editor, isHidden: boolean ) =>
	page.evaluate( ( hidden ) => {
		Object.defineProperty( document, 'visibilityState', {
			configurable: true,
			get: () => ( hidden ? 'hidden' : 'visible' ),
		} );
		document.dispatchEvent( new Event( 'visibilitychange' ) );
	}, isHidden );

test( 'a tab that is hidden goes on asking, and has the result when it is looked at', async ( {
	editor,
	network,
	provider,
} ) => {
	await begin( editor, provider );
	await setHidden( editor, true );
	const { length } = network.requests;
	await expect
		.poll( () => network.requests.length )
		.toBeGreaterThan( length );
	await outlast( provider );
	await setHidden( editor, false );
	await expect( editor.preview ).toContainText( 'It falls on' );
} );
