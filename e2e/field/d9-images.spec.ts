import { expect, test } from '../fixtures.ts';
import { ImagePopover } from '../imagePopover.ts';
import { boxOf, expectInSight, noticed, overlap, SCREENS } from './looks.ts';

test.use( { asks: 'demo' } );

for ( const viewport of SCREENS ) {
	test( `with four of them at ${ viewport.width } × ${ viewport.height }, the main buttons are in sight and cover no alternative text`, async ( {
		editor,
	} ) => {
		const { page } = editor;
		await page.setViewportSize( viewport );
		await noticed( editor );
		await editor.write();
		await editor.insertBlock( 'Image' );
		const images = new ImagePopover( editor );
		await images.openInPlaceholder();
		const { dialog } = images;
		const button = ( name: string ) =>
			dialog.getByRole( 'button', { name, exact: true } );
		await expectInSight( page, button( 'Generate images' ) );
		await images.generate( 'Rain', 4 );
		await images.choose( 1, 2, 3, 4 );
		const uses = dialog.getByRole( 'group', { name: 'Chosen images' } );
		await expectInSight( page, uses.getByRole( 'button' ).first() );
		const texts = dialog.getByRole( 'textbox', {
			name: 'Alternative text',
		} );
		await expect( texts ).toHaveCount( 4 );
		for ( const text of await texts.all() ) {
			await text.focus();
			await expectInSight( page, text );
			expect( overlap( await boxOf( text ), await boxOf( uses ) ) ).toBe(
				false
			);
		}
	} );
}
