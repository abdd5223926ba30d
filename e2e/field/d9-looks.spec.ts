import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import type { Editor } from '../editor.ts';
import { ImagePopover } from '../imagePopover.ts';

declare const wp: {
	readonly data: {
		readonly dispatch: ( store: string ) => {
			readonly createWarningNotice: ( text: string ) => unknown;
			readonly removeBlocks: ( ids: readonly string[] ) => unknown;
		};
		readonly select: ( store: string ) => {
			readonly getBlockOrder: () => readonly string[];
		};
	};
};

const LONG = Array.from(
	{ length: 12 },
	( _none, at ) =>
		`## Part ${ at }\n\n${ 'It rains on every roof. '.repeat( 12 ) }`
).join( '\n\n' );

interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

async function boxOf( locator: Locator ): Promise< Box > {
	const box = await locator.boundingBox();
	if ( ! box ) {
		throw new Error( 'It is not drawn.' );
	}
	return box;
}

const overlap = ( a: Box, b: Box ) =>
	a.x < b.x + b.width &&
	b.x < a.x + a.width &&
	a.y < b.y + b.height &&
	b.y < a.y + a.height;

/** All of it is within the window, and nothing lies over its middle. */
async function expectInSight( page: Page, ...buttons: readonly Locator[] ) {
	const { width = 0, height = 0 } = page.viewportSize() ?? {};
	for ( const button of buttons ) {
		await expect
			.poll( async () => {
				const box = await boxOf( button );
				return (
					box.x >= 0 &&
					box.y >= 0 &&
					box.x + box.width <= width &&
					box.y + box.height <= height
				);
			} )
			.toBe( true );
		// What a click would reach.
		await button.click( { trial: true } );
	}
}

const noticed = ( { page }: Editor ) =>
	page.evaluate( () => {
		wp.data
			.dispatch( 'core/notices' )
			.createWarningNotice(
				'There is an autosave of this post that is more recent than the version below.'
			);
	} );

const SCREENS = [
	{ width: 1366, height: 768 },
	{ width: 782, height: 768 },
	{ width: 360, height: 740 },
] as const;

for ( const viewport of SCREENS ) {
	test.describe( `at ${ viewport.width } × ${ viewport.height }`, () => {
		test.use( { viewport } );

		test( 'the main buttons of a text are in sight, however long it is', async ( {
			editor,
			provider,
		} ) => {
			const { page, popover } = editor;
			provider.say( LONG );
			await noticed( editor );
			await editor.write( 'One.', 'Two.', 'Three.' );
			await editor.openPopover();
			const button = ( name: string ) =>
				popover.getByRole( 'button', { name, exact: true } );
			await expectInSight( page, button( 'Generate now' ) );
			await editor.generate( 'Rain' );
			await editor.preview.waitFor();
			await expectInSight(
				page,
				button( 'Insert' ),
				button( 'Replace' ),
				button( 'Append' ),
				button( 'Copy' )
			);
		} );
	} );
}

test.describe( 'images', () => {
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
				expect(
					overlap( await boxOf( text ), await boxOf( uses ) )
				).toBe( false );
			}
		} );
	}
} );

test( "the empty block's button is a whole button when it is pressed, and when it has the focus", async ( {
	editor,
} ) => {
	const { page } = editor;
	await editor.write( 'Before.', '' );
	const button = page.locator( '.wp-ai-jobs-empty-block button' );
	/** What core's toolbar draws behind the icon. */
	const drawn = () =>
		button.evaluate( ( element ) => {
			const { width, height } = getComputedStyle( element, '::before' );
			return [ parseFloat( width ), parseFloat( height ) ];
		} );
	await button.focus();
	expect( Math.min( ...( await drawn() ) ) ).toBeGreaterThanOrEqual( 20 );
	await button.click();
	await expect( button ).toHaveAttribute( 'aria-expanded', 'true' );
	expect( Math.min( ...( await drawn() ) ) ).toBeGreaterThanOrEqual( 20 );
	expect( Math.max( ...( await drawn() ) ) ).toBeLessThanOrEqual( 24 );
} );

for ( const [ left, remaining ] of [
	[ 'another block', [ 'Before.' ] ],
	[ 'no block', [] ],
] as const ) {
	test( `the popover of a block that is gone does not cover the title: ${ left } is left`, async ( {
		editor,
	} ) => {
		const { page } = editor;
		await editor.write( ...remaining, 'This one goes.' );
		await editor.openPopover();
		await editor.generate( 'Rain' );
		await page.keyboard.press( 'Escape' );
		await page.evaluate( () => {
			const last = wp.data
				.select( 'core/block-editor' )
				.getBlockOrder()
				.at( -1 );
			wp.data
				.dispatch( 'core/block-editor' )
				.removeBlocks( last === undefined ? [] : [ last ] );
		} );
		await editor.showFinished();
		const title = await boxOf(
			editor.canvas.getByRole( 'textbox', { name: 'Add title' } )
		);
		expect( overlap( await boxOf( editor.popover ), title ) ).toBe( false );
		await expectInSight(
			page,
			editor.popover.getByRole( 'button', {
				name: 'Insert',
				exact: true,
			} )
		);
	} );
}
