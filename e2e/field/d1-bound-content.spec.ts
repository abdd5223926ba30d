import type { Editor } from '../editor.ts';
import { expect, test } from '../fixtures.ts';
import { ANSWER } from '../openaiServer.ts';

test.use( {
	muPlugins: [ 'bound-meta' ],
	opensPost: false,
	// Of a draft, an autosave is a save like any other.
	constants: { AUTOSAVE_INTERVAL: 86_400 },
} );

const TEXT = 'It rains on every roof.';

const paragraph = ( text: string, attributes = '' ) =>
	`<!-- wp:paragraph ${ attributes } -->\n<p>${ text }</p>\n<!-- /wp:paragraph -->`;

/** A draft with an instance of a pattern, whose paragraph can be overridden. */
async function openInstance( editor: Editor ): Promise< void > {
	const { id } = await editor.create< { id: number } >( '/wp/v2/blocks', {
		title: 'Lead',
		status: 'publish',
		content: paragraph(
			'Of the pattern.',
			'{"metadata":{"name":"Lead","bindings":{"__default":{"source":"core/pattern-overrides"}}}}'
		),
	} );
	await editor.openDraft( `<!-- wp:block {"ref":${ id }} /-->` );
	// A pattern is selected before what is in it.
	await editor.block( 'Of the pattern.' ).first().click();
}

const BOUND = paragraph(
	'',
	'{"metadata":{"bindings":{"content":{"source":"core/post-meta","args":{"key":"lead"}}}}}'
);

interface SavedPost {
	readonly content: { readonly raw: string };
	readonly meta: { readonly lead: string };
}

const readSaved = async ( editor: Editor ) =>
	editor.ask< SavedPost >(
		`/wp/v2/posts/${ await editor.readPostId() }?context=edit`
	);

test( 'a text that is appended to an override of a pattern is saved with the post', async ( {
	editor,
	provider,
} ) => {
	provider.say( TEXT );
	await openInstance( editor );
	await editor.openPopoverAt( 'Of the pattern.' );
	await editor.generate( 'More' );
	await expect( editor.preview ).toContainText( TEXT );
	await editor.press( 'Append' );
	await expect(
		editor.page
			.getByTestId( 'snackbar' )
			.filter( { hasText: 'the pattern’s content' } )
	).toBeVisible();
	expect( await editor.readJobs() ).toEqual( [ 'completed' ] );

	expect( await editor.save() ).toContain(
		`"content":{"Lead":{"content":"Of the pattern. ${ TEXT }"}}`
	);
	await expect.poll( () => editor.readJobs() ).toEqual( [] );
	await editor.reload();
	await expect( editor.block( TEXT ).last() ).toBeVisible();
} );

test( 'several blocks are not put into a pattern, but after it', async ( {
	editor,
	provider,
} ) => {
	provider.say( ANSWER );
	await openInstance( editor );
	await editor.openPopoverAt( 'Of the pattern.' );
	await editor.generate( 'More' );
	await editor.press( 'Replace' );
	await editor.page
		.getByRole( 'dialog', { name: 'It does not fit there' } )
		.getByRole( 'button', { name: 'Insert after it' } )
		.click();
	const saved = await editor.save();
	expect( saved ).toMatch( /^<!-- wp:block \{"ref":\d+\} \/-->/ );
	expect( saved ).toContain( 'Rain in the city' );
	await expect.poll( () => editor.readJobs() ).toEqual( [] );
} );

test( 'a text for a block that shows a field of the post goes into the field', async ( {
	editor,
	provider,
} ) => {
	provider.say( TEXT );
	await editor.openDraft( BOUND + paragraph( 'Other.' ) );
	const id = await editor.readPostId();
	await editor.ask( `/wp/v2/posts/${ id }`, { meta: { lead: 'Old lead.' } } );
	await editor.reload();
	await editor.openPopoverAt( 'Old lead.' );
	await editor.generate( 'Another' );
	await editor.press( 'Replace' );
	await expect( editor.popover ).toBeHidden();
	await editor.save();
	const saved = await readSaved( editor );
	expect( saved.meta.lead ).toBe( TEXT );
	expect( saved.content.raw ).not.toContain( TEXT );
	await expect.poll( () => editor.readJobs() ).toEqual( [] );
} );

test( 'a text that was undone before the post was saved is still offered', async ( {
	editor,
	provider,
} ) => {
	provider.say( TEXT );
	await editor.openDraft( paragraph( 'First.' ) + paragraph( 'Second.' ) );
	await editor.openPopoverAt( 'Second.' );
	await editor.generate( 'More' );
	await editor.press( 'Append' );
	await expect( editor.block( TEXT ) ).toBeVisible();
	await editor.undo();
	await expect( editor.block( TEXT ) ).toBeHidden();
	await editor.block( 'First.' ).focus();
	await editor.page.keyboard.press( 'End' );
	await editor.page.keyboard.type( ' Written.' );
	expect( await editor.save() ).not.toContain( TEXT );
	expect( await editor.readJobs() ).toEqual( [ 'completed' ] );

	await editor.reload();
	await editor.showFinished();
	await editor.press( 'Append' );
	expect( await editor.save() ).toContain( `Second. ${ TEXT }` );
	await expect.poll( () => editor.readJobs() ).toEqual( [] );
} );

test( 'a text whose saving failed is still offered', async ( {
	editor,
	page,
	provider,
} ) => {
	provider.say( TEXT );
	await editor.openDraft( paragraph( 'First.' ) );
	await editor.openPopoverAt( 'First.' );
	await editor.generate( 'More' );
	await editor.press( 'Insert' );
	await expect( editor.block( TEXT ) ).toBeVisible();
	const id = await editor.readPostId();
	const route = new RegExp( `posts(/|%2F)${ id }` );
	await page.route( route, ( request ) =>
		request.fulfill( {
			status: 200,
			contentType: 'text/html',
			body: '<html>A firewall.</html>',
		} )
	);
	await page.keyboard.press( 'ControlOrMeta+s' );
	await expect(
		page.getByText( /Updating failed|Saving failed/ ).first()
	).toBeVisible();
	await page.unroute( route );
	expect( await editor.readJobs() ).toEqual( [ 'completed' ] );
} );
