import type { Editor } from './editor.ts';
import { expect, test } from './fixtures.ts';
import { ANSWER_BLOCKS } from './openaiServer.ts';

const BEFORE = [ 'core/paragraph', 'core/paragraph' ];

/** Two paragraphs, the caret in the second, and a text that is generated for it. */
async function generateForSecond( editor: Editor ): Promise< void > {
	await editor.write( 'First paragraph.', 'Second paragraph.' );
	await editor.openPopover();
	await editor.generate( 'Rain in the city' );
	await expect( editor.preview ).toContainText( 'Rain in the city' );
}

test( 'Insert puts the text after the block; one undo step takes it out', async ( {
	editor,
} ) => {
	await generateForSecond( editor );
	await editor.press( 'Insert' );
	await expect
		.poll( () => editor.readBlocks() )
		.toEqual( [ ...BEFORE, ...ANSWER_BLOCKS ] );

	await editor.undo();
	await expect.poll( () => editor.readBlocks() ).toEqual( BEFORE );
} );

test( 'Replace puts the text in the block’s place; one undo step brings it back', async ( {
	editor,
} ) => {
	await generateForSecond( editor );
	const before = await editor.readContent();
	await editor.press( 'Replace' );
	await expect
		.poll( () => editor.readBlocks() )
		.toEqual( [ 'core/paragraph', ...ANSWER_BLOCKS ] );
	expect( await editor.readContent() ).not.toContain( 'Second paragraph.' );

	await editor.undo();
	await expect.poll( () => editor.readContent() ).toBe( before );
} );

test( 'Append goes on behind the block’s text; one undo step takes it out', async ( {
	editor,
} ) => {
	await generateForSecond( editor );
	const before = await editor.readContent();
	await editor.press( 'Append' );
	await expect
		.poll( () => editor.readContent() )
		.toMatch( /Second paragraph\.[^]*Rain in the city/ );

	await editor.undo();
	await expect.poll( () => editor.readContent() ).toBe( before );
} );

test( 'a block that was edited meanwhile is not replaced without asking', async ( {
	editor,
} ) => {
	await editor.write( 'First paragraph.', 'Second paragraph.' );
	await editor.openPopover();
	await editor.generate( 'Rain in the city' );
	await editor.press( 'Close' );
	await editor.block( 'Second paragraph.' ).click();
	await editor.page.keyboard.press( 'End' );
	await editor.page.keyboard.type( ' Written meanwhile.' );
	await editor.showFinished();

	await editor.press( 'Replace' );
	const question = editor.page.getByRole( 'dialog', {
		name: 'The block has changed',
	} );
	await expect( question ).toBeVisible();
	expect( await editor.readContent() ).toContain( 'Written meanwhile.' );
	expect( await editor.readBlocks() ).toEqual( BEFORE );

	await question.getByRole( 'button', { name: 'Insert after it' } ).click();
	await expect
		.poll( () => editor.readBlocks() )
		.toEqual( [ ...BEFORE, ...ANSWER_BLOCKS ] );
	expect( await editor.readContent() ).toContain( 'Written meanwhile.' );
} );

test( 'a block that was removed meanwhile: the author is asked, and the text is not lost', async ( {
	editor,
} ) => {
	await editor.write( 'First paragraph.', 'Second paragraph.' );
	await editor.openPopover();
	await editor.generate( 'Rain in the city' );
	await editor.press( 'Close' );
	await editor.removeBlock( 'Second paragraph.' );
	await editor.showFinished();

	await editor.press( 'Insert' );
	const question = editor.page.getByRole( 'dialog', {
		name: 'The block is gone',
	} );
	await question
		.getByRole( 'button', { name: 'Insert where it was' } )
		.click();
	await expect
		.poll( () => editor.readBlocks() )
		.toEqual( [ 'core/paragraph', ...ANSWER_BLOCKS ] );
} );
