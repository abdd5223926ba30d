import { expect, test } from './fixtures.ts';

test.use( { asks: 'demo', muPlugins: [ 'german' ] } );

test( 'an author whose language is German meets no English', async ( {
	editor,
	page,
} ) => {
	await editor.write( 'Es regnet.' );
	await editor.pressInToolbar( 'Text mit KI generieren' );
	const popover = page.getByRole( 'dialog', {
		name: 'Text mit KI generieren',
	} );
	await popover.getByLabel( 'Prompt' ).fill( 'Regen in der Stadt' );
	await popover.getByRole( 'button', { name: 'Jetzt generieren' } ).click();
	await popover.getByRole( 'button', { name: 'Ersetzen' } ).click();
	await expect( popover ).toBeHidden();
	// What PHP wrote, in the background.
	expect( await editor.readContent() ).toContain( 'Ein Demo-Text' );
} );

test.describe( 'without a post', () => {
	test.use( { opensPost: false } );

	test( 'the settings page is in German too', async ( { editor, page } ) => {
		await editor.page.goto(
			'/wp-admin/options-general.php?page=wp-ai-jobs'
		);
		await expect( page.getByText( 'Wer antwortet' ) ).toBeVisible();
	} );
} );
