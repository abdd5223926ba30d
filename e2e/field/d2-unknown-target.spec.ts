import type { Editor } from '../editor.ts';
import { expect, test } from '../fixtures.ts';

test.use( { opensPost: false } );

const TEXT = 'It rains on every roof.';

const post = ( ...texts: readonly string[] ) =>
	texts
		.map(
			( text ) =>
				`<!-- wp:paragraph -->\n<p>${ text }</p>\n<!-- /wp:paragraph -->`
		)
		.join( '\n\n' );

/** A text that was asked for at a block before the editor was opened again. */
async function askAndReload(
	editor: Editor,
	text: string,
	meanwhile = async () => {}
): Promise< void > {
	await editor.openPopoverAt( text );
	await editor.generate( 'Another' );
	await expect.poll( () => editor.readJobs() ).toEqual( [ 'completed' ] );
	await editor.press( 'Close' );
	await meanwhile();
	await editor.reload();
	await editor.showFinished();
}

const replaceButton = ( { popover }: Editor ) =>
	popover.getByRole( 'button', { name: 'Replace', exact: true } );

test.beforeEach( ( { provider } ) => provider.say( TEXT ) );

test( 'after a reload, Replace changes the block that was asked for, and no other', async ( {
	editor,
} ) => {
	await editor.openDraft( post( 'First.', 'Second.', 'Third.' ) );
	await askAndReload( editor, 'First.' );
	await editor.press( 'Replace' );
	await expect( editor.popover ).toBeHidden();
	expect( await editor.save() ).toBe( post( TEXT, 'Second.', 'Third.' ) );
} );

test( 'of several blocks that say the same, it is the one between the same others', async ( {
	editor,
} ) => {
	await editor.openDraft( post( 'Same.', 'Second.', 'Same.', 'Last.' ) );
	await askAndReload( editor, 'Same.' );
	await editor.press( 'Replace' );
	await expect( editor.popover ).toBeHidden();
	expect( await editor.save() ).toBe(
		post( 'Same.', 'Second.', TEXT, 'Last.' )
	);
} );

test( 'a block that was edited and saved meanwhile is found, and the author asked', async ( {
	editor,
} ) => {
	await editor.openDraft( post( 'First.', 'Second.' ) );
	await askAndReload( editor, 'First.', async () => {
		await editor.block( 'First.' ).focus();
		await editor.page.keyboard.press( 'End' );
		await editor.page.keyboard.type( ' Written.' );
		await editor.save();
	} );
	await editor.press( 'Replace' );
	await editor.page
		.getByRole( 'dialog', { name: 'The block has changed' } )
		.getByRole( 'button', { name: 'Insert after it' } )
		.click();
	await expect( editor.popover ).toBeHidden();
	expect( await editor.save() ).toBe(
		post( 'First. Written.', TEXT, 'Second.' )
	);
} );

test( 'where the block was removed, nothing can be replaced: the text goes where the caret is', async ( {
	editor,
} ) => {
	await editor.openDraft( post( 'First.', 'Second.', 'Third.' ) );
	await askAndReload( editor, 'First.', async () => {
		await editor.removeBlock( 'First.' );
		await editor.save();
	} );
	await expect( replaceButton( editor ) ).toBeHidden();
	await editor.press( 'Close' );
	await editor.block( 'Second.' ).focus();
	await editor.showFinished();
	await expect( replaceButton( editor ) ).toBeHidden();
	await editor.press( 'Insert' );
	await expect( editor.popover ).toBeHidden();
	expect( await editor.save() ).toBe( post( 'Second.', TEXT, 'Third.' ) );
} );

test( 'of two blocks that say the same, the one that is left is not taken for the one that was removed', async ( {
	editor,
} ) => {
	await editor.openDraft( post( 'Same.', 'Second.', 'Same.' ) );
	await askAndReload( editor, 'Same.', async () => {
		await editor.block( 'Same.' ).last().click();
		await editor.page.keyboard.press( 'Shift+Alt+z' );
		await editor.save();
	} );
	await expect( replaceButton( editor ) ).toBeHidden();
	expect( await editor.readContent() ).toContain( 'Same.' );
} );
