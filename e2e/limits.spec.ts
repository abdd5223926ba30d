import type { Editor } from './editor.ts';
import { expect, test } from './fixtures.ts';
import { ANSWER_BLOCKS } from './openaiServer.ts';

test.use( { muPlugins: [ 'tight-limits' ] } );

async function askAt( editor: Editor, text: string, prompt: string ) {
	await editor.block( text ).click();
	await editor.openPopover();
	await editor.generate( prompt );
}

test( 'an author at the limits is told what helps, stands in line, goes on by themselves, and loses nothing', async ( {
	editor,
	provider,
} ) => {
	const { popover } = editor;
	const again = popover.getByRole( 'button', { name: /^Try again/ } );
	const release = provider.hold();
	await editor.write( 'First.', 'Second.', 'Third.' );
	await askAt( editor, 'First.', 'Rain' );
	await expect.poll( () => provider.calls.length ).toBe( 1 );
	await editor.press( 'Close' );

	await askAt( editor, 'Second.', 'Snow' );
	await expect( popover ).toContainText(
		'Waiting: next in line. It starts by itself.'
	);
	await editor.press( 'Close' );

	await askAt( editor, 'Third.', 'Hail' );
	await expect( popover ).toContainText(
		'You have 2 AI jobs under way, and this site allows no more for one person at a time. Wait until one has finished or stop one, then try again.'
	);
	await expect( popover ).toContainText(
		'Nothing was sent to an AI provider, so nothing is billed.'
	);
	await expect( popover.getByLabel( 'Prompt' ) ).toHaveValue( 'Hail' );
	release();
	await expect.poll( () => provider.calls.length ).toBe( 2 );
	await again.click();
	await expect( editor.preview ).toBeVisible();
	await editor.press( 'Insert' );
	await expect( popover ).toBeHidden();

	await askAt( editor, 'Third.', 'Sleet' );
	await expect( popover ).toContainText(
		/You have started 3 AI jobs within the last hour, which is as many as this site allows. Try again in \d+ \w+\./
	);
	await expect( again ).toBeDisabled();
	await expect( popover.getByLabel( 'Prompt' ) ).toHaveValue( 'Sleet' );
	await editor.press( 'Close' );

	for ( const prompt of [ 'Rain', 'Snow' ] ) {
		await editor.page
			.getByTestId( 'snackbar' )
			.filter( { hasText: `Your text is ready: “${ prompt }”` } )
			.getByRole( 'button', { name: 'Review', exact: true } )
			.click();
		await editor.press( 'Insert' );
		await expect( popover ).toBeHidden();
	}
	expect( await editor.readBlocks() ).toEqual( [
		...[ 'core/paragraph', ...ANSWER_BLOCKS ],
		...[ 'core/paragraph', ...ANSWER_BLOCKS ],
		...[ 'core/paragraph', ...ANSWER_BLOCKS ],
	] );
	expect( provider.calls.map( ( { prompt } ) => prompt ) ).toEqual( [
		expect.stringContaining( 'Rain' ),
		expect.stringContaining( 'Snow' ),
		expect.stringContaining( 'Hail' ),
	] );
} );
