import type { Editor } from './editor.ts';
import { expect, test } from './fixtures.ts';
import { ANSWER_BLOCKS } from './openaiServer.ts';

test.use( { providerDelayMs: 5_000 } );

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

test( 'an editor that was reloaded in the middle of a job offers its text, which is inserted and saved', async ( {
	editor,
	provider,
} ) => {
	await editor.write( 'Before.' );
	await editor.save();
	await editor.openPopover();
	await editor.generate( 'Rain in the city' );
	await expect.poll( () => provider.calls.length ).toBe( 1 );

	await editor.reload();

	await editor.showFinished();
	expect( await editor.readBlocks() ).toEqual( [ 'core/paragraph' ] );
	await editor.press( 'Edit the prompt' );
	await expect( editor.popover.getByLabel( 'Prompt' ) ).toHaveValue(
		'Rain in the city'
	);
	await editor.press( 'Back to the text' );
	await editor.press( 'Insert' );
	await expect( editor.popover ).toBeHidden();

	const saved = await editor.save();
	expect( saved ).toContain( 'It falls on' );
	expect( await editor.readBlocks() ).toEqual( [
		'core/paragraph',
		...ANSWER_BLOCKS,
	] );
	expect( provider.calls ).toHaveLength( 1 );
	await expect.poll( () => readStatuses( editor ) ).toEqual( [] );
} );

test( 'a text that was ready before the editor was opened is offered again until it is used, also in an empty post', async ( {
	editor,
} ) => {
	await editor.write();
	await editor.save();
	await editor.openPopover();
	await editor.generate( 'Rain in the city' );
	await expect
		.poll( () => readStatuses( editor ) )
		.toEqual( [ 'completed' ] );

	await editor.reload();
	await editor.showFinished();
	await editor.press( 'Close' );
	await expect( editor.popover ).toBeHidden();
	await editor.showFinished();

	await editor.reload();
	await editor.showFinished();
	await editor.press( 'Insert' );
	await expect
		.poll( () => editor.readBlocks() )
		.toEqual( [ ...ANSWER_BLOCKS ] );

	// It was inserted and not saved, so it is lost with the page, and offered again.
	await editor.reload();
	await editor.showFinished();
	await editor.press( 'Insert' );
	expect( await editor.save() ).toContain( 'It falls on' );
	await expect.poll( () => readStatuses( editor ) ).toEqual( [] );
} );

test( 'several jobs that ended while the editor was closed are told of together, and the panel has each of them', async ( {
	editor,
} ) => {
	const panel = editor.page.getByRole( 'list', { name: 'AI jobs' } );
	await editor.write( 'Before.' );
	await editor.save();
	const postId = await editor.readPostId();
	for ( const prompt of [ 'Rain in the city', 'Snow in the hills' ] ) {
		await editor.ask( '/wp-ai-jobs/v1/jobs', {
			type: 'content',
			input: { prompt },
			context: { post_id: postId },
		} );
	}
	await expect
		.poll( () => readStatuses( editor ) )
		.toEqual( [ 'completed', 'completed' ] );

	await editor.reload();
	await expect(
		editor.page
			.getByTestId( 'snackbar' )
			.filter( { hasText: '2 AI jobs of this post have ended.' } )
	).toHaveCount( 1 );
	await editor.page
		.getByRole( 'button', { name: 'Review', exact: true } )
		.click();
	await expect( panel.getByRole( 'listitem' ) ).toHaveCount( 2 );
	await expect( panel ).toBeFocused();

	await panel
		.getByRole( 'button', { name: 'Review: Rain in the city' } )
		.click();
	await editor.press( 'Insert' );
	await expect( editor.popover ).toBeHidden();
	// With a block selected, the sidebar shows the block's settings.
	await editor.page.getByRole( 'tab', { name: 'Post', exact: true } ).click();
	await expect( panel.getByRole( 'listitem' ) ).toHaveCount( 1 );

	const dismiss = panel.getByRole( 'button', {
		name: /^Dismiss.*: Snow in the hills$/,
	} );
	await dismiss.click();
	await expect( panel.getByRole( 'listitem' ) ).toHaveCount( 1 );
	await dismiss.click();
	await expect( panel ).toBeHidden();
	await editor.save();
	await expect.poll( () => readStatuses( editor ) ).toEqual( [] );
	expect( await editor.readBlocks() ).toEqual( [
		'core/paragraph',
		...ANSWER_BLOCKS,
	] );
} );

test( 'a job of a closed popover is seen at its block and in the panel, and its button says so', async ( {
	editor,
	provider,
} ) => {
	await editor.write( 'Before.' );
	await editor.openPopover();
	await editor.generate( 'Rain in the city' );
	await editor.press( 'Close' );
	await expect( editor.popover ).toBeHidden();
	await expect(
		editor.page.getByRole( 'button', { name: /Text under way/ } )
	).toBeVisible();
	const button = editor.page
		.getByRole( 'toolbar', { name: 'Block tools' } )
		.getByRole( 'button', { name: 'Generate text with AI' } );
	await expect( button ).toHaveAccessibleDescription(
		'A job is under way here.'
	);
	await editor.page.getByRole( 'button', { name: /Text under way/ } ).click();
	await expect( editor.preview ).toBeVisible();
	await editor.press( 'Close' );
	await expect( button ).toHaveAccessibleDescription(
		'What you asked for is ready.'
	);
	expect( provider.calls ).toHaveLength( 1 );
} );
