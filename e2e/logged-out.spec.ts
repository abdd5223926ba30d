import { Editor } from './editor.ts';
import { expect, test } from './fixtures.ts';
import { ANSWER_BLOCKS } from './openaiServer.ts';
import { logIn } from './logIn.ts';

test.use( { providerDelayMs: 6_000 } );

// Without the fixture's editor: that a log-out makes requests fail is what this is about, and the console says so.
test( 'an author who was logged out in another tab logs in again in the editor’s own dialog, and the text arrives', async ( {
	page,
	context,
	provider,
} ) => {
	const editor = new Editor( page );
	await logIn( page.request );
	await editor.openNewPost();
	await editor.write( 'Before.' );
	await editor.openPopover();
	await editor.generate( 'Rain in the city' );
	await expect.poll( () => provider.calls.length ).toBe( 1 );

	const otherTab = await context.newPage();
	await otherTab.goto( '/wp-login.php?action=logout' );
	await otherTab.getByRole( 'link', { name: 'log out' } ).click();
	await otherTab.getByLabel( 'Username' ).waitFor();
	await otherTab.close();

	await expect( editor.popover ).toContainText( 'You were logged out.' );
	// The editor's own heartbeat may have been quicker.
	const frame = page.locator( '#wp-auth-check-frame' );
	await expect( async () => {
		if ( ! ( await frame.isVisible() ) ) {
			await editor.popover
				.getByRole( 'button', { name: 'Log in', exact: true } )
				.click( { timeout: 1_000 } );
		}
		await expect( frame ).toBeVisible( { timeout: 1_000 } );
	} ).toPass();
	const dialog = frame.contentFrame();
	await dialog.getByLabel( 'Username' ).fill( 'admin' );
	await dialog.getByLabel( 'Password', { exact: true } ).fill( 'password' );
	await dialog.getByRole( 'button', { name: 'Log In' } ).click();

	await expect( editor.preview ).toBeVisible( { timeout: 20_000 } );
	await expect( editor.popover ).not.toContainText( 'You were logged out.' );
	await editor.press( 'Insert' );
	await expect
		.poll( () => editor.readBlocks() )
		.toEqual( [ 'core/paragraph', ...ANSWER_BLOCKS ] );
	expect( provider.calls ).toHaveLength( 1 );
} );
