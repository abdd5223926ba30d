import { expect } from '@playwright/test';
import type { Editor } from './editor.ts';

/** What the demo's text becomes. */
const DEMO_BLOCKS = [
	'heading',
	'paragraph',
	'heading',
	'quote',
	'heading',
	'list',
	'list',
	'table',
	'code',
];

/**
 * Prompt, job, preview, Insert, a saved post, and one undo step: on a site
 * that asks the demo.
 *
 * @param editor
 */
export async function goTheWholeWay( editor: Editor ): Promise< void > {
	await editor.write();
	await editor.openPopover();
	await editor.generate( 'Rain in the city' );
	await expect( editor.preview ).toContainText( 'Rain in the city' );

	await editor.press( 'Insert' );
	await expect( editor.popover ).toBeHidden();
	expect( await editor.readBlocks() ).toEqual(
		DEMO_BLOCKS.map( ( name ) => `core/${ name }` )
	);

	const saved = await editor.save();
	expect( findBlocks( saved ) ).toEqual( DEMO_BLOCKS );

	await editor.undo();
	expect( await editor.readBlocks() ).toEqual( [ 'core/paragraph' ] );
}

/** The kinds of the blocks in a post's markup, without those inside of others. */
function findBlocks( markup: string ): readonly string[] {
	return Array.from(
		markup.matchAll( /^<!-- wp:([a-z-]+)/gm ),
		( [ , name ] ) => name ?? ''
	).filter( ( name ) => DEMO_BLOCKS.includes( name ) );
}
