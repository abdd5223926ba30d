import { expect, test } from '../fixtures.ts';
import type { Editor } from '../editor.ts';
import { logIn } from '../logIn.ts';
import { OPEN } from '../imagePopover.ts';

test.use( { opensPost: false } );

/** Opens a new post as somebody of a role. */
async function openAs( editor: Editor, role: string ): Promise< void > {
	await editor.create( '/wp/v2/users', {
		username: role,
		password: 'password',
		email: `${ role }@example.org`,
		roles: [ role ],
		meta: {
			persisted_preferences: {
				_modified: new Date().toISOString(),
				'core/edit-post': { welcomeGuide: false },
			},
		},
	} );
	await editor.page.context().clearCookies();
	await logIn( editor.page.request, role );
	await editor.openNewPost();
}

for ( const [ role, mayUpload ] of [
	[ 'contributor', false ],
	[ 'author', true ],
] as const ) {
	test( `for ${ role }s, "Generate image" is where core offers Upload, and nowhere else`, async ( {
		editor,
	} ) => {
		const { page, canvas } = editor;
		await openAs( editor, role );
		await editor.write( 'Some text.' );
		await page.keyboard.press( 'Enter' );
		await editor.insertBlock( 'Image' );
		const block = canvas.getByRole( 'document', { name: 'Block: Image' } );
		await block.waitFor();
		// What core shows is what ours is measured against.
		await expect(
			block.getByRole( 'button', { name: 'Upload', exact: true } )
		).toBeVisible( { visible: mayUpload } );
		await expect( block.getByRole( 'button', { name: OPEN } ) ).toBeVisible(
			{ visible: mayUpload }
		);

		await page.mouse.move( 400, 400 );
		await page.mouse.move( 420, 420 );
		await page.mouse.move( 440, 440 );
		const toolbar = page.getByRole( 'toolbar', { name: 'Block tools' } );
		await toolbar
			.getByRole( 'button', { name: 'Options', exact: true } )
			.waitFor();
		await expect(
			toolbar.getByRole( 'button', { name: OPEN } )
		).toBeVisible( { visible: mayUpload } );

		await page.getByRole( 'tab', { name: 'Post', exact: true } ).click();
		await expect(
			page
				.getByRole( 'region', { name: 'Editor settings' } )
				.getByRole( 'button', { name: OPEN } )
		).toBeVisible( { visible: mayUpload } );

		// The toolbar of the image may lie over it.
		await editor.block( 'Some text.' ).focus();
		await editor.openPopover();
	} );
}

for ( const [ types, text, image ] of [
	[ [ 'content' ], true, false ],
	[ [ 'image' ], false, true ],
	[ [], false, false ],
] as const ) {
	test( `an author who may start [${ types.join() }] has buttons for that alone`, async ( {
		editor,
	} ) => {
		const { page, canvas } = editor;
		// As the plugin prints it before its script.
		await page.addInitScript( ( allowed ) => {
			let settings: object | undefined;
			Object.defineProperty( window, 'wpAiJobs', {
				get: () => settings && { ...settings, types: allowed },
				set: ( printed: object ) => {
					settings = printed;
				},
			} );
		}, types );
		await editor.openNewPost();
		await editor.write( 'Some text.' );
		await page.mouse.move( 400, 400 );
		await page.mouse.move( 420, 420 );
		await page.mouse.move( 440, 440 );
		const toolbar = page.getByRole( 'toolbar', { name: 'Block tools' } );
		await toolbar.getByRole( 'button', { name: 'Bold' } ).waitFor();
		await expect(
			toolbar.getByRole( 'button', { name: 'Generate text with AI' } )
		).toBeVisible( { visible: text } );

		await editor.block( 'Some text.' ).click();
		await page.keyboard.press( 'End' );
		await page.keyboard.press( 'Enter' );
		await editor.insertBlock( 'Image' );
		await canvas
			.getByRole( 'document', { name: 'Block: Image' } )
			.getByRole( 'button', { name: 'Upload', exact: true } )
			.waitFor();
		await expect(
			canvas.getByRole( 'button', { name: OPEN } )
		).toBeVisible( { visible: image } );
	} );
}
