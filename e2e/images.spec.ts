import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Site } from '../wordpress/site.ts';
import type { Editor } from './editor.ts';
import { expect, test } from './fixtures.ts';
import { ImagePopover, OPEN } from './imagePopover.ts';

test.use( {
	asks: 'demo',
	muPlugins: [ 'generated-meta' ],
	constants: { WPAIJOBS_DEMO_DELAY_MS: 1_500 },
} );

interface Attachment {
	readonly id: number;
	readonly alt_text: string;
	readonly media_details: {
		readonly file: string;
		readonly sizes: Readonly<
			Record< string, { readonly file: string; readonly width: number } >
		>;
	};
	readonly generated: { readonly model: string; readonly date: string };
}

const readLibrary = ( editor: Editor ) =>
	editor.ask< readonly Attachment[] >( '/wp/v2/media?order=asc' );

/** Which of an attachment's files, its sub-sizes too, are not on disk. */
function findMissing(
	{ path }: Site,
	{ media_details: details }: Attachment
): readonly string[] {
	const file = join( path, 'wp-content/uploads', details.file );
	return [
		file,
		...Object.values( details.sizes ).map( ( size ) =>
			join( dirname( file ), size.file )
		),
	].filter( ( name ) => ! existsSync( name ) );
}

/** A title, and an empty image block that is selected. */
async function openEmptyImage( editor: Editor ): Promise< ImagePopover > {
	await editor.write();
	await editor.insertBlock( 'Image' );
	const popover = new ImagePopover( editor );
	await popover.openInPlaceholder();
	return popover;
}

test( 'from an empty image block to a saved post with two images in the media library, one of them featured', async ( {
	editor,
	site,
} ) => {
	const popover = await openEmptyImage( editor );
	await popover.generate( 'A red umbrella', 2 );

	await popover.choose( 2 );
	await popover.press( 'Set as featured image' );
	await expect( popover.dialog ).toContainText( 'In the media library' );
	await popover.choose( 1 );
	await popover.alt.fill( 'A red umbrella on a wet street' );
	await popover.press( 'Use image' );
	await expect( popover.dialog ).toBeHidden();
	await expect(
		editor.canvas.getByRole( 'img', {
			name: 'A red umbrella on a wet street',
		} )
	).toBeVisible();

	const saved = await editor.save();
	const library = await readLibrary( editor );
	expect( library ).toHaveLength( 2 );
	const [ featured, used ] = library;
	expect( saved ).toContain(
		`<!-- wp:image {"id":${ used?.id },"sizeSlug":"large","linkDestination":"none"} -->`
	);
	const post = await editor.ask< { featured_media: number } >(
		`/wp/v2/posts/${ await editor.readPostId() }`
	);
	expect( post.featured_media ).toBe( featured?.id );
	expect( used?.alt_text ).toBe( 'A red umbrella on a wet street' );
	for ( const attachment of library ) {
		expect( attachment.alt_text ).not.toBe( '' );
		expect( attachment.generated.model ).toBe( 'demo' );
		expect( attachment.media_details.sizes ).toHaveProperty( 'medium' );
		expect( findMissing( site, attachment ) ).toEqual( [] );
	}
} );

test( 'one undo step takes the image out of the block', async ( {
	editor,
} ) => {
	const popover = await openEmptyImage( editor );
	const before = await editor.readContent();
	await popover.generate( 'A red umbrella', 1 );
	await popover.choose( 1 );
	await popover.press( 'Use image' );
	await expect
		.poll( () => editor.readContent() )
		.toContain( '"sizeSlug":"large"' );

	await editor.undo();
	await expect.poll( () => editor.readContent() ).toBe( before );
} );

test( 'four images become a gallery, which one undo step takes out', async ( {
	editor,
} ) => {
	const popover = await openEmptyImage( editor );
	await popover.generate( 'A red umbrella', 4 );
	await popover.choose( 1, 2, 3, 4 );
	await popover.press( 'Insert as gallery' );
	await expect( popover.dialog ).toBeHidden();
	await expect
		.poll( () => editor.readBlocks() )
		.toEqual( [ 'core/gallery' ] );

	const ids = ( await readLibrary( editor ) ).map( ( { id } ) => id );
	const saved = await editor.save();
	expect(
		Array.from( saved.matchAll( /wp:image \{"id":(\d+)/g ), ( [ , id ] ) =>
			Number( id )
		)
	).toEqual( ids.slice( -4 ) );

	await editor.undo();
	await expect.poll( () => editor.readBlocks() ).toEqual( [ 'core/image' ] );
} );

test( 'from an empty image block to an image by keyboard alone', async ( {
	editor,
} ) => {
	const { keyboard } = editor.page;
	await editor.write();
	await editor.insertBlock( 'Image' );
	await editor.pressUntilFocused( 'Tab', OPEN, editor.canvas );
	await keyboard.press( 'Enter' );
	const popover = new ImagePopover( editor );
	await expect(
		popover.dialog.getByRole( 'textbox', { name: 'Prompt' } )
	).toBeFocused();
	await keyboard.type( 'A red umbrella' );
	await keyboard.press( 'Control+Enter' );
	await popover.image( 1 ).waitFor();
	await editor.pressUntilFocused( 'Tab', 'Use image' );
	await keyboard.press( 'Enter' );

	await expect( popover.dialog ).toBeHidden();
	await expect(
		editor.canvas.getByRole( 'document', { name: 'Block: Image' } )
	).toBeFocused();
	expect( await editor.readContent() ).toContain( 'alt="A red umbrella"' );
} );

test( 'in the panel of the featured image', async ( { editor } ) => {
	await editor.write();
	await editor.page
		.getByRole( 'region', { name: 'Editor settings' } )
		.getByRole( 'tab', { name: 'Post' } )
		.click();
	await editor.page.getByRole( 'button', { name: OPEN } ).click();
	const popover = new ImagePopover( editor );
	await popover.generate( 'A red umbrella', 1 );
	await popover.choose( 1 );
	await popover.press( 'Set as featured image' );
	await expect( popover.dialog ).toBeHidden();
	await expect(
		editor.page.getByRole( 'button', {
			name: 'Edit or replace the featured image',
		} )
	).toBeVisible();
	await expect(
		editor.page.getByRole( 'button', { name: OPEN } )
	).toBeFocused();

	await editor.save();
	const post = await editor.ask< { featured_media: number } >(
		`/wp/v2/posts/${ await editor.readPostId() }`
	);
	expect( post.featured_media ).toBe(
		( await readLibrary( editor ) ).at( -1 )?.id
	);
} );

interface Snapshot {
	readonly id: string;
	readonly status: string;
	readonly result: { readonly images: readonly unknown[] } | null;
}

test( 'reloading the editor in the middle loses no image, and an image that is imported twice is one attachment', async ( {
	editor,
} ) => {
	await editor.write( 'Before.' );
	await editor.save();
	await editor.page.keyboard.press( 'Enter' );
	await editor.insertBlock( 'Image' );
	const popover = new ImagePopover( editor );
	await popover.openInPlaceholder();
	await popover.generate( 'A red umbrella', 2 );
	const postId = await editor.readPostId();
	const readJobs = () =>
		editor.ask< readonly Snapshot[] >(
			`/wp-ai-jobs/v1/jobs?post=${ postId }`
		);
	await expect.poll( async () => ( await readJobs() ).length ).toBe( 1 );

	editor.page.once( 'dialog', ( dialog ) => void dialog.accept() );
	await editor.reload();

	await expect
		.poll( async () =>
			( await readJobs() ).map( ( { status, result } ) => [
				status,
				result?.images.length,
			] )
		)
		.toEqual( [ [ 'completed', 2 ] ] );
	const [ job ] = await readJobs();
	const before = await readLibrary( editor );
	const route = `/wp-ai-jobs/v1/jobs/${ job?.id }/images/0`;
	const imported = [
		await editor.ask< { attachment_id: number } >( route, {
			alt: 'An umbrella',
		} ),
		await editor.ask< { attachment_id: number } >( route, {} ),
	].map( ( attachment ) => attachment.attachment_id );
	const added = ( await readLibrary( editor ) ).slice( before.length );
	expect( added.map( ( { id } ) => id ) ).toEqual( [
		...new Set( imported ),
	] );
	expect( added[ 0 ]?.alt_text ).toBe( 'An umbrella' );
} );
