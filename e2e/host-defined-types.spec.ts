import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from './fixtures.ts';

declare const wp: {
	readonly data: {
		readonly select: ( store: 'core/editor' ) => {
			readonly getEditedPostAttribute: ( name: 'excerpt' ) => string;
		};
	};
};

// Long enough to reload the editor meanwhile.
test.use( { providerDelayMs: 6_000, opensPost: false } );

test( 'the example plugin’s own job type writes the excerpt, over a reload', async ( {
	editor,
	site,
	provider,
} ) => {
	symlinkSync(
		join( import.meta.dirname, '../examples/post-summary' ),
		join( site.path, 'wp-content/plugins/post-summary' ),
		'dir'
	);
	await editor.create( '/wp/v2/plugins/post-summary/post-summary', {
		status: 'active',
	} );

	const { page } = editor;
	await editor.openNewPost();
	const { types } = await editor.ask< { types: object } >(
		'/wp-ai-jobs/v1/capabilities'
	);
	expect( Object.keys( types ) ).toContain( 'post-summary' );
	await editor.write( 'Rain falls on every roof.' );
	await editor.save();
	await page.getByRole( 'tab', { name: 'Post', exact: true } ).click();
	const panel = page.getByRole( 'button', { name: 'Summary', exact: true } );
	if ( ( await panel.getAttribute( 'aria-expanded' ) ) === 'false' ) {
		await panel.click();
	}
	await page.getByRole( 'button', { name: 'Summarise this post' } ).click();
	const progress = page.getByRole( 'progressbar', { name: 'Summarising…' } );
	await expect( progress ).toBeVisible();
	await expect.poll( () => provider.calls.length ).toBe( 1 );

	await editor.reload();

	const readExcerpt = () =>
		page.evaluate( () =>
			wp.data.select( 'core/editor' ).getEditedPostAttribute( 'excerpt' )
		);
	await expect.poll( readExcerpt ).toContain( 'Rain in the city' );
	expect( provider.calls ).toHaveLength( 1 );
	expect( provider.calls[ 0 ]?.prompt ).toContain(
		'<post_text>\nRain falls on every roof.\n</post_text>'
	);
} );
