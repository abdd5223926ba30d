import { expect, test } from '../fixtures.ts';
import { boxOf, expectInSight, noticed, overlap, SCREENS } from './looks.ts';

declare const wp: {
	readonly data: {
		readonly dispatch: ( store: string ) => {
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

test( 'the main buttons of a text are in sight on every screen, however long it is', async ( {
	editor,
	provider,
} ) => {
	const { page, popover } = editor;
	const button = ( name: string ) =>
		popover.getByRole( 'button', { name, exact: true } );
	provider.say( LONG );
	await noticed( editor );
	for ( const viewport of SCREENS ) {
		await test.step( `${ viewport.width } × ${ viewport.height }`, async () => {
			await page.setViewportSize( viewport );
			await editor.startOver();
			await editor.write( 'One.', 'Two.', 'Three.' );
			await editor.openPopover();
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
			await editor.press( 'Insert' );
			await expect( popover ).toBeHidden();
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
