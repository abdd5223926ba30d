import type { Locator } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import type { Editor } from '../editor.ts';
import { ImagePopover, OPEN } from '../imagePopover.ts';
import { SiteEditor, type Edited } from '../siteEditor.ts';

declare const wp: {
	readonly data: {
		readonly select: ( store: string ) => {
			readonly getEditedEntityRecord: (
				kind: string,
				name: string,
				id: number
			) => { readonly featured_media: number };
		};
	};
};

test.use( { opensPost: false } );

const RESULT = 'Rain in the city';

const create = async (
	editor: Editor,
	type: 'pages' | 'blocks',
	text: string
): Promise< number > => {
	const { id } = await editor.create< { id: number } >( `/wp/v2/${ type }`, {
		title: text,
		content: `<!-- wp:paragraph --><p>${ text }</p><!-- /wp:paragraph -->`,
		status: 'publish',
	} );
	return id;
};

const readSaved = async ( editor: Editor, id: number ): Promise< string > => {
	const { content } = await editor.ask< { content: { raw: string } } >(
		`/wp/v2/pages/${ id }?context=edit`
	);
	return content.raw;
};

/** The notice of a text that is ready. */
const notice = ( { page }: Editor, prompt: string ): Locator =>
	page
		.getByTestId( 'snackbar' )
		.filter( { hasText: `Your text is ready: “${ prompt }”` } );

/** Asks for a text at a block, and closes the popover. */
async function ask( editor: Editor, text: string, prompt: string ) {
	await editor.block( text ).click();
	await editor.openPopover();
	await editor.generate( prompt );
	await editor.page.keyboard.press( 'Escape' );
	await expect( editor.popover ).toBeHidden();
}

/** Presses Save, and confirms where the editor asks what is to be saved. */
async function saveAll( { page }: Editor ) {
	const save = page
		.getByRole( 'region', { name: 'Editor top bar' } )
		.getByRole( 'button', { name: /^(Save|Review \d)/ } );
	await save.click();
	const confirm = page
		.getByRole( 'region', { name: /Editor publish|Save panel/ } )
		.getByRole( 'button', { name: 'Save', exact: true } );
	const isSaving = save.and(
		page.locator( '[disabled], [aria-disabled=true]' )
	);
	await confirm.or( isSaving ).first().waitFor();
	if ( await confirm.isVisible() ) {
		await confirm.click();
	}
}

test( 'in the site editor each page has its own jobs, and gets its own text', async ( {
	editor,
} ) => {
	const a = await create( editor, 'pages', 'Text of page A' );
	const b = await create( editor, 'pages', 'Text of page B' );
	const site = new SiteEditor( editor );
	await site.open( `page/${ a }` );
	await ask( editor, 'Text of page A', 'rain for A' );
	await expect( notice( editor, 'rain for A' ) ).toBeVisible();

	await site.goTo( `page/${ b }` );
	await expect( editor.block( 'Text of page B' ) ).toBeVisible();
	await expect( notice( editor, 'rain for A' ) ).toBeHidden();
	await ask( editor, 'Text of page B', 'rain for B' );
	await expect( notice( editor, 'rain for B' ) ).toBeVisible();
	await editor.page.getByRole( 'tab', { name: 'Page', exact: true } ).click();
	await editor.page
		.getByRole( 'button', { name: 'AI jobs', exact: true } )
		.click();
	const jobs = editor.page.getByRole( 'list', { name: 'AI jobs' } );
	await expect( jobs.getByRole( 'listitem' ) ).toHaveText( [ /rain for B/ ] );

	await site.goTo( `page/${ a }` );
	await expect( editor.block( 'Text of page A' ) ).toBeVisible();
	await expect( notice( editor, 'rain for B' ) ).toBeHidden();
	await expect( notice( editor, 'rain for A' ) ).toBeVisible();
	await editor.showFinished();
	await editor.press( 'Insert' );
	await expect( editor.popover ).toBeHidden();
	await saveAll( editor );
	await expect.poll( () => readSaved( editor, a ) ).toContain( RESULT );
	expect( await readSaved( editor, b ) ).not.toContain( RESULT );
} );

test( 'a page that is left with its popover open does not show it over the next one', async ( {
	editor,
	provider,
} ) => {
	const a = await create( editor, 'pages', 'Text of page A' );
	const b = await create( editor, 'pages', 'Text of page B' );
	const release = provider.hold();
	const site = new SiteEditor( editor );
	await site.open( `page/${ a }` );
	await editor.block( 'Text of page A' ).click();
	await editor.openPopover();
	await editor.generate( 'rain for A' );
	await site.goTo( `page/${ b }` );
	await expect( editor.popover ).toBeHidden();
	release();
	await editor.block( 'Text of page B' ).click();
	await editor.openPopover();
	await expect( editor.popover.getByLabel( 'Prompt' ) ).toHaveValue( '' );
	expect( await readSaved( editor, b ) ).not.toContain( RESULT );
} );

test( 'templates and patterns have their own jobs', async ( { editor } ) => {
	const page = await create( editor, 'pages', 'Text of a page' );
	const pattern = await create( editor, 'blocks', 'Text of a pattern' );
	const { id: template } = await editor.create< { id: string } >(
		'/wp/v2/templates',
		{
			slug: 'field-d3',
			title: 'Field D3',
			content:
				'<!-- wp:paragraph --><p>Text of a template</p><!-- /wp:paragraph -->',
		}
	);
	const edited: readonly ( readonly [ Edited, string ] )[] = [
		[ `page/${ page }`, 'Text of a page' ],
		[ `wp_template/${ template }`, 'Text of a template' ],
		[ `wp_block/${ pattern }`, 'Text of a pattern' ],
	];
	const site = new SiteEditor( editor );
	await site.open( `page/${ page }` );
	for ( const [ post, text ] of edited ) {
		await site.goTo( post );
		await ask( editor, text, `rain for ${ text }` );
		await expect( notice( editor, `rain for ${ text }` ) ).toBeVisible();
	}
	for ( const [ post, text ] of edited ) {
		await site.goTo( post );
		for ( const [ , other ] of edited ) {
			await expect( notice( editor, `rain for ${ other }` ) ).toBeVisible(
				{ visible: other === text }
			);
		}
	}
} );

test( 'an image that is imported while another page is opened becomes the featured image of its own', async ( {
	editor,
} ) => {
	const a = await create( editor, 'pages', 'Text of page A' );
	const b = await create( editor, 'pages', 'Text of page B' );
	const site = new SiteEditor( editor );
	await site.open( `page/${ a }` );
	let release = () => {};
	const isHeld = new Promise< void >( ( resolve ) => {
		release = resolve;
	} );
	await editor.page.route( /\/images\/0/, async ( route ) => {
		if ( route.request().method() === 'POST' ) {
			await isHeld;
		}
		await route.continue();
	} );
	const images = new ImagePopover( editor );
	await editor.page
		.getByRole( 'region', { name: 'Editor settings' } )
		.getByRole( 'button', { name: OPEN } )
		.click();
	await images.generate( 'rain', 1 );
	await images.choose( 1 );
	const imported = editor.page.waitForResponse(
		( response ) =>
			/\/images\/0/.test( response.url() ) &&
			response.request().method() === 'POST'
	);
	await images.press( 'Set as featured image' );
	await site.goTo( `page/${ b }` );
	await expect( editor.block( 'Text of page B' ) ).toBeVisible();
	release();
	await imported;
	const featured = ( id: number ) =>
		editor.page.evaluate(
			( page ) =>
				wp.data
					.select( 'core' )
					.getEditedEntityRecord( 'postType', 'page', page )
					.featured_media,
			id
		);
	await expect.poll( () => featured( a ) ).toBeGreaterThan( 0 );
	expect( await featured( b ) ).toBe( 0 );
} );
