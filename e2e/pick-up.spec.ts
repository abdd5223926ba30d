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
	await expect.poll( () => readStatuses( editor ) ).toEqual( [] );
} );
