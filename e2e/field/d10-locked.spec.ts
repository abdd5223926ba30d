import type { Editor } from '../editor.ts';
import { expect, test } from '../fixtures.ts';

const LINE = 'It rains on every roof.';

const paragraph = ( text: string, attributes = '' ) =>
	`<!-- wp:paragraph ${ attributes } -->\n<p>${ text }</p>\n<!-- /wp:paragraph -->`;

const group = ( lock: string ) =>
	`<!-- wp:group {"templateLock":"${ lock }"} -->\n<div class="wp-block-group">${ paragraph(
		'Old text'
	) }</div>\n<!-- /wp:group -->`;

const MEMBERS: Readonly<
	Record<
		string,
		{ readonly content: string; readonly buttons: readonly string[] }
	>
> = {
	'in a group with locked content': {
		content: group( 'contentOnly' ),
		buttons: [ 'Insert', 'Replace', 'Append', 'Copy' ],
	},
	'in a locked group': {
		content: group( 'all' ),
		buttons: [ 'Insert', 'Replace', 'Append', 'Copy' ],
	},
	'in a block that is locked against edits': {
		content: paragraph( 'Old text', '{"lock":{"edit":true}}' ),
		buttons: [ 'Insert', 'Copy' ],
	},
	'in a block that must not be removed': {
		content: paragraph( 'Old text', '{"lock":{"remove":true}}' ),
		buttons: [ 'Insert', 'Replace', 'Append', 'Copy' ],
	},
};

const BUTTONS = [ 'Insert', 'Replace', 'Append', 'Copy' ];

async function readOffered( editor: Editor ): Promise< readonly string[] > {
	const shown = await Promise.all(
		BUTTONS.map( ( name ) =>
			editor.popover
				.getByRole( 'button', { name, exact: true } )
				.isVisible()
		)
	);
	return BUTTONS.filter( ( _name, at ) => shown[ at ] );
}

test( 'what is offered in locked blocks works', async ( {
	editor,
	provider,
} ) => {
	provider.say( LINE );
	for ( const [ where, { content, buttons } ] of Object.entries( MEMBERS ) ) {
		await test.step( where, async () => {
			await editor.startOver( content );
			await editor.openPopoverAt( 'Old text' );
			await editor.generate( 'Another' );
			await expect( editor.preview ).toContainText( LINE );
			expect( await readOffered( editor ) ).toEqual( buttons );

			const kind = buttons.includes( 'Replace' ) ? 'Replace' : 'Insert';
			await editor.press( kind );
			await expect( editor.popover ).toBeHidden();
			const saved = await editor.save();
			expect( saved ).toContain( LINE );
			expect( saved.includes( 'Old text' ) ).toBe( kind === 'Insert' );
		} );
	}

	await test.step( 'Insert in a locked group puts the text after the group', async () => {
		await editor.startOver( group( 'all' ) );
		await editor.openPopoverAt( 'Old text' );
		await editor.generate( 'Another' );
		await editor.press( 'Insert' );
		await expect( editor.popover ).toBeHidden();
		expect( await editor.save() ).toMatch(
			/<!-- \/wp:group -->\s+<!-- wp:paragraph -->\s+<p>It rains on every roof\.<\/p>/
		);
	} );
} );
