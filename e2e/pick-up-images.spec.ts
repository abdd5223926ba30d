import type { Editor } from './editor.ts';
import { expect, test } from './fixtures.ts';

test.use( {
	asks: 'demo',
	constants: { WPAIJOBS_DEMO_DELAY_MS: 5_000 },
} );

interface Listed {
	readonly status: string;
}

const readStatuses = async ( editor: Editor ) => {
	const postId = await editor.readPostId();
	const jobs = await editor.ask< readonly Listed[] >(
		`/wp-ai-jobs/v1/jobs?post=${ postId }`
	);
	return jobs.map( ( { status } ) => status );
};

test( 'an editor that was reloaded in the middle offers both images, and one of them gets into the saved post', async ( {
	editor,
} ) => {
	await editor.write( 'Before.' );
	await editor.page.keyboard.press( 'Enter' );
	await editor.page.keyboard.type( '/image' );
	await editor.page
		.getByRole( 'option', { name: 'Image', exact: true } )
		.click();
	await editor.save();
	await editor.canvas
		.getByRole( 'button', { name: 'Generate image with AI' } )
		.click();
	const popover = editor.page.getByRole( 'dialog', {
		name: 'Generate images with AI',
	} );
	await popover
		.getByRole( 'textbox', { name: 'Prompt' } )
		.fill( 'A red umbrella' );
	await popover
		.getByRole( 'combobox', { name: 'How many' } )
		.selectOption( '2' );
	await popover
		.getByRole( 'button', { name: 'Generate images', exact: true } )
		.click();
	await expect
		.poll( () => readStatuses( editor ) )
		.toEqual( [ 'processing' ] );

	await editor.reload();

	await editor.page
		.getByRole( 'button', { name: 'Review', exact: true } )
		.click();
	await expect( popover.getByRole( 'checkbox' ) ).toHaveCount( 2 );
	await popover.getByRole( 'checkbox', { name: /Image 2$/ } ).check();
	await popover
		.getByRole( 'textbox', { name: 'Alternative text' } )
		.fill( 'A red umbrella on a wet street' );
	await popover
		.getByRole( 'button', { name: 'Use image', exact: true } )
		.click();
	await expect( popover ).toBeHidden();
	expect( await editor.readBlocks() ).toEqual( [
		'core/paragraph',
		'core/image',
	] );

	expect( await editor.save() ).toContain(
		'alt="A red umbrella on a wet street"'
	);
	await expect.poll( () => readStatuses( editor ) ).toEqual( [] );
} );
