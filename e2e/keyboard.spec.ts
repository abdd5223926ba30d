import { expect, test } from './fixtures.ts';
import { ANSWER_BLOCKS } from './openaiServer.ts';

test( 'the whole way by keyboard alone', async ( { editor } ) => {
	const { keyboard } = editor.page;
	await editor.write( 'Before.' );

	// WordPress's own way from a block to its toolbar, and along it.
	await keyboard.press( 'Alt+F10' );
	await editor.pressUntilFocused( 'ArrowRight', 'Generate text with AI' );
	await keyboard.press( 'Enter' );

	await expect( editor.popover.getByLabel( 'Prompt' ) ).toBeFocused();
	await keyboard.type( 'Rain in the city' );
	await editor.pressUntilFocused( 'Tab', 'Generate now' );
	await keyboard.press( 'Enter' );

	await expect( editor.preview ).toBeFocused();
	await editor.pressUntilFocused( 'Tab', 'Insert' );
	await keyboard.press( 'Enter' );
	await expect( editor.popover ).toBeHidden();
	expect( await editor.readBlocks() ).toEqual( [
		'core/paragraph',
		...ANSWER_BLOCKS,
	] );

	// The caret is in the post: typing goes on behind the text.
	await keyboard.press( 'ControlOrMeta+z' );
	await expect
		.poll( () => editor.readBlocks() )
		.toEqual( [ 'core/paragraph' ] );
} );

test( 'Ctrl+Enter sends, Esc closes and does not stop the job', async ( {
	editor,
	provider,
} ) => {
	const { keyboard } = editor.page;
	await editor.write( 'Before.' );
	await keyboard.press( 'Alt+F10' );
	await editor.pressUntilFocused( 'ArrowRight', 'Generate text with AI' );
	await keyboard.press( 'Enter' );
	await expect( editor.popover.getByLabel( 'Prompt' ) ).toBeFocused();
	await keyboard.type( 'Rain in the city' );
	await keyboard.press( 'ControlOrMeta+Enter' );
	await expect(
		editor.popover.getByRole( 'button', { name: 'Stop' } )
	).toBeVisible();

	await keyboard.press( 'Escape' );
	await expect( editor.popover ).toBeHidden();

	await expect(
		editor.page.getByRole( 'button', { name: 'Review', exact: true } )
	).toBeVisible();
	expect( provider.calls ).toHaveLength( 1 );
} );
