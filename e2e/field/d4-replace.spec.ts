import type { Editor } from '../editor.ts';
import { ANSWER } from '../openaiServer.ts';
import { expect, test } from '../fixtures.ts';

const LINE = 'It rains on every roof.';

/** Replaces a block's text, saves, and brings what was saved. */
async function replace(
	editor: Editor,
	content: string,
	text: string
): Promise< string > {
	await editor.startOver( content );
	await editor.openPopoverAt( text );
	await editor.generate( 'Another' );
	await editor.press( 'Replace' );
	await expect( editor.popover ).toBeHidden();
	const saved = await editor.save();

	await editor.undo();
	await expect.poll( () => editor.readContent() ).toContain( text );
	return saved;
}

const HEADING =
	'<!-- wp:heading {"level":3,"anchor":"rain"} -->\n<h3 id="rain" class="wp-block-heading">Old text</h3>\n<!-- /wp:heading -->';
const STYLED =
	'<!-- wp:paragraph {"className":"lead","style":{"typography":{"textAlign":"center"}},"fontSize":"large"} -->\n<p class="has-text-align-center lead has-large-font-size">Old text</p>\n<!-- /wp:paragraph -->';
const LIST =
	'<!-- wp:list {"ordered":true,"className":"steps"} -->\n<ol class="wp-block-list steps"><!-- wp:list-item -->\n<li>One</li>\n<!-- /wp:list-item -->\n\n<!-- wp:list-item -->\n<li>Old text</li>\n<!-- /wp:list-item --></ol>\n<!-- /wp:list -->';

const LINES = {
	'a heading stays a heading of its level': HEADING,
	'a paragraph keeps its looks': STYLED,
	'an item stays an item of its list': LIST,
};

test( 'a line is put into the block, whose kind and looks stay', async ( {
	editor,
	provider,
} ) => {
	provider.say( LINE );
	for ( const [ name, content ] of Object.entries( LINES ) ) {
		await test.step( name, async () => {
			expect( await replace( editor, content, 'Old text' ) ).toBe(
				content.replace( 'Old text', LINE )
			);
		} );
	}
} );

test( 'several blocks go to where each belongs', async ( {
	editor,
	provider,
} ) => {
	await test.step( 'a list in the place of an item becomes items of the same list', async () => {
		provider.say( '- Two\n- Three' );
		const saved = await replace( editor, LIST, 'Old text' );
		expect( saved.match( /<li>.*?<\/li>/g ) ).toEqual( [
			'<li>One</li>',
			'<li>Two</li>',
			'<li>Three</li>',
		] );
		expect( saved.match( /<!-- wp:list /g ) ).toHaveLength( 1 );
		expect( saved ).toContain( '{"ordered":true,"className":"steps"}' );
	} );

	await test.step( 'the first of the block’s kind goes into the block, the others around it', async () => {
		provider.say( ANSWER );
		const saved = await replace( editor, STYLED, 'Old text' );
		expect( saved ).toContain(
			STYLED.replace(
				'Old text',
				'It falls on <strong>every</strong> roof.'
			)
		);
		expect( saved ).toMatch(
			/^<!-- wp:heading[^]*wp:paragraph[^]*wp:list[^]*wp:quote/
		);
	} );
} );
