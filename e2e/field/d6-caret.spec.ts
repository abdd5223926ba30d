import { expect, test } from '../fixtures.ts';
import type { Editor } from '../editor.ts';

const TEXT_BUTTON = 'Generate text with AI';

/** The ways out of the popover. */
const WAYS: Readonly<
	Record< string, ( editor: Editor ) => Promise< void > >
> = {
	Escape: ( { page } ) => page.keyboard.press( 'Escape' ),
	Close: ( editor ) => editor.press( 'Close' ),
	'its button': ( editor ) => editor.pressInToolbar( TEXT_BUTTON ),
	// The editor's bar, beside its buttons.
	'a click elsewhere': ( { page } ) => page.mouse.click( 330, 64 ),
};

test( 'after Escape, Close, its button or a click elsewhere, one goes on writing where one was', async ( {
	editor,
} ) => {
	const { keyboard } = editor.page;
	for ( const [ way, leave ] of Object.entries( WAYS ) ) {
		await test.step( way, async () => {
			await editor.startOver();
			await editor.write( 'It rains on here.' );
			for ( let letter = 0; letter < ' here.'.length; letter++ ) {
				await keyboard.press( 'ArrowLeft' );
			}
			await editor.openPopover();
			await leave( editor );
			await expect( editor.popover ).toBeHidden();
			// A space, at a button that has the focus, would open it again.
			await keyboard.type( ' and on' );
			await expect( editor.popover ).toBeHidden();
			expect( await editor.save() ).toContain(
				'<p>It rains on and on here.</p>'
			);
		} );
	}
} );

test( 'the keys that lead through the editor’s regions lead out of the popover', async ( {
	editor,
} ) => {
	await editor.write( 'It rains.' );
	await editor.openPopover();
	await editor.page.keyboard.press( 'Control+Backquote' );
	await expect( editor.popover ).toBeHidden();
	await expect(
		editor.page.locator( '[role="region"]:focus' )
	).toBeVisible();
} );

test( 'while a text is generated, one goes on writing: in a list item, a heading, an empty paragraph', async ( {
	editor,
	provider,
} ) => {
	const { keyboard } = editor.page;
	const release = provider.hold();
	await editor.write();
	await keyboard.type( '## A heading' );
	await editor.openPopover();
	await editor.generate( 'Rain' );
	await keyboard.press( 'Escape' );
	await keyboard.type( ' of mine' );

	await keyboard.press( 'Enter' );
	await keyboard.type( '- one' );
	await editor.openPopover();
	await keyboard.press( 'Escape' );
	await keyboard.type( ' and two' );

	await keyboard.press( 'Enter' );
	await keyboard.press( 'Enter' );
	await editor.page.locator( '.wp-ai-jobs-empty-block button' ).click();
	await editor.popover.waitFor();
	await keyboard.press( 'Escape' );
	await expect( editor.popover ).toBeHidden();
	await keyboard.type( 'A new paragraph.' );

	const saved = await editor.save();
	expect( saved ).toContain( '>A heading of mine</h2>' );
	expect( saved ).toContain( '<li>one and two</li>' );
	expect( saved ).toContain( '<p>A new paragraph.</p>' );
	release();
} );

test( 'a result that is looked at and left alone leaves the caret where it was', async ( {
	editor,
} ) => {
	const { keyboard } = editor.page;
	await editor.write( 'First.', 'Second.' );
	await editor.openPopover();
	await editor.generate( 'Rain' );
	await keyboard.press( 'Escape' );
	await keyboard.type( ' More.' );
	await editor.showFinished();
	await keyboard.press( 'Escape' );
	await expect( editor.popover ).toBeHidden();
	await keyboard.type( ' Still more.' );
	expect( await editor.save() ).toContain(
		'<p>Second. More. Still more.</p>'
	);
} );

test( 'the popover of a block that shows an image gives the focus back to the block', async ( {
	editor,
} ) => {
	await editor.write();
	await editor.insertBlock( 'Image' );
	await editor.canvas
		.getByRole( 'button', { name: 'Generate image with AI' } )
		.click();
	const dialog = editor.page.getByRole( 'dialog', {
		name: 'Generate images with AI',
	} );
	await dialog.waitFor();
	await editor.page.keyboard.press( 'Escape' );
	await expect( dialog ).toBeHidden();
	await expect(
		editor.canvas.getByRole( 'document', { name: 'Block: Image' } )
	).toBeFocused();
	await editor.page.keyboard.press( 'Space' );
	await expect( dialog ).toBeHidden();
} );

/** What a text ends in, and what of the post says that one goes on there. */
const ENDS = {
	'a list': [ 'Rain:\n\n- softly\n- steadily', '<li>steadily!</li>' ],
	'a list in a list': [
		'- rain\n  - softly\n  - steadily',
		'<li>steadily!</li>',
	],
	'a table': [
		'| Day | Rain |\n| --- | --- |\n| Monday | much |',
		'<td>much!</td>',
	],
	code: [ 'Rain:\n\n```\nrain()\n```', 'rain()!</code>' ],
	'a quote in a quote': [
		'> Rain.\n>\n> > More rain.',
		'<p>More rain.!</p>',
	],
	'a paragraph': [ 'Rain.\n\nMore rain.', '<p>More rain.!</p>' ],
} as const;

test( 'after an inserted text, the caret is at its end, whatever it ends in', async ( {
	editor,
	provider,
} ) => {
	for ( const [ end, [ answer, expected ] ] of Object.entries( ENDS ) ) {
		await test.step( end, async () => {
			provider.say( answer );
			await editor.startOver();
			await editor.write( 'Before.' );
			await editor.openPopover();
			await editor.generate( 'Rain' );
			await editor.press( 'Insert' );
			await expect( editor.popover ).toBeHidden();
			await editor.page.keyboard.type( '!' );
			expect( await editor.save() ).toContain( expected );
		} );
	}
} );

/** How one line goes into a text that is there already, and what is saved when one types on. */
const LINES = [
	{ use: 'Append', selects: 0, expected: 'Before. It rains.!</p>' },
	{ use: 'Replace', selects: 0, expected: '<p>It rains.!</p>' },
	{
		use: 'Replace selection',
		selects: 3,
		expected: '<p>BefoIt rains.!</p>',
	},
] as const;

test( 'after one line, the caret is at its end, whatever it was put into', async ( {
	editor,
	provider,
} ) => {
	const { keyboard } = editor.page;
	provider.say( 'It rains.' );
	for ( const { use, selects, expected } of LINES ) {
		await test.step( use, async () => {
			await editor.startOver();
			await editor.write( 'Before.' );
			await keyboard.press( 'End' );
			for ( let at = 0; at < selects; at++ ) {
				await keyboard.press( 'Shift+ArrowLeft' );
			}
			await editor.openPopover();
			await editor.generate( 'Rain' );
			await editor.press( use );
			await expect( editor.popover ).toBeHidden();
			await keyboard.type( '!' );
			expect( await editor.save() ).toContain( expected );
		} );
	}
} );
