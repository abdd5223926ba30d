import { expect, test } from './fixtures.ts';

test.use( { providerDelayMs: 4_000 } );

test( 'a job that is started in one tab is offered in the other, and gone there when it was used and saved', async ( {
	editor,
	context,
	provider,
} ) => {
	await editor.write( 'Before.' );
	await editor.save();
	const other = await editor.openInTab( await context.newPage() );
	await editor.openPopover();
	await editor.generate( 'Rain in the city' );

	const notice = other.page.getByRole( 'button', {
		name: 'Review',
		exact: true,
	} );
	await expect( notice ).toBeVisible();
	await expect( editor.preview ).toBeVisible();
	await editor.press( 'Insert' );
	await expect( editor.popover ).toBeHidden();
	await editor.save();
	await expect( notice ).toBeHidden();
	expect( provider.calls ).toHaveLength( 1 );
} );
