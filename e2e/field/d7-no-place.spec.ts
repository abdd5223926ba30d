import type { FrameLocator, Locator, Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';

test.use( { muPlugins: [ 'classic-theme' ], opensPost: false } );

const OURS = /with AI$/;

/** Selects a paragraph, and brings the toolbar that its editor has for it. */
async function selectIn(
	page: Page,
	where: Page | FrameLocator,
	text: string
): Promise< Locator > {
	await where
		.getByRole( 'document', { name: 'Block: Paragraph' } )
		.filter( { hasText: text } )
		.click();
	await page.mouse.move( 400, 400 );
	await page.mouse.move( 420, 420 );
	const toolbar = page.getByRole( 'toolbar', { name: 'Block tools' } );
	await toolbar.getByRole( 'button', { name: 'Bold' } ).waitFor();
	return toolbar;
}

test( 'the Customizer has no place for a popover: no button', async ( {
	editor: { page },
} ) => {
	await page.goto(
		'/wp-admin/customize.php?autofocus[section]=sidebar-widgets-e2e'
	);
	const toolbar = await selectIn( page, page, 'Text of a widget' );
	await expect( toolbar.getByRole( 'button', { name: OURS } ) ).toBeHidden();
} );

test( 'the widgets screen has a place: the button brings a text into the widget', async ( {
	editor,
} ) => {
	const { page } = editor;
	await page.goto( '/wp-admin/widgets.php' );
	const toolbar = await selectIn( page, page, 'Text of a widget' );
	await toolbar.getByRole( 'button', { name: OURS } ).click();
	await editor.generate( 'Rain' );
	await editor.press( 'Insert' );
	await expect(
		page.getByRole( 'document', { name: /^Block: Heading/ } )
	).toHaveText( 'Rain in the city' );
} );

test( 'an editor with stores of its own, in another plugin’s box, has no button; the post beside it has', async ( {
	editor,
} ) => {
	const { page } = editor;
	await editor.openNewPost();
	await editor.write( 'Text of the post' );
	await page.evaluate( () => {
		const { blockEditor, blocks, element } = wp;
		const box = document.body.appendChild(
			document.createElement( 'div' )
		);
		box.style.cssText =
			'position: fixed; z-index: 100000; inset: 100px 0 auto 400px; inline-size: 600px; block-size: 300px; background: #fff';
		const value = blocks.parse(
			'<!-- wp:paragraph --><p>Text of the box</p><!-- /wp:paragraph -->'
		);
		const { createElement } = element;
		element.createRoot( box ).render(
			createElement(
				blockEditor.BlockEditorProvider,
				{ value, settings: { hasFixedToolbar: true } },
				createElement( blockEditor.BlockToolbar, {
					hideDragHandle: true,
				} ),
				createElement(
					blockEditor.WritingFlow,
					{},
					createElement( blockEditor.BlockList, {} )
				)
			)
		);
	} );
	const inBox = page
		.locator( 'body > div' )
		.filter( { hasText: 'Text of the box' } )
		.last();
	await inBox.getByText( 'Text of the box' ).click();
	await inBox.getByRole( 'button', { name: 'Bold' } ).waitFor();
	await expect( inBox.getByRole( 'button', { name: OURS } ) ).toBeHidden();

	await inBox.evaluate( ( box ) => box.remove() );
	await editor.block( 'Text of the post' ).click();
	await editor.openPopover();
} );

interface Components {
	readonly BlockEditorProvider: unknown;
	readonly BlockToolbar: unknown;
	readonly BlockList: unknown;
	readonly WritingFlow: unknown;
}

declare const wp: {
	readonly blockEditor: Components;
	readonly blocks: { readonly parse: ( markup: string ) => unknown };
	readonly element: {
		readonly createElement: (
			type: unknown,
			props: object,
			...children: unknown[]
		) => unknown;
		readonly createRoot: ( box: Element ) => {
			readonly render: ( what: unknown ) => void;
		};
	};
};
