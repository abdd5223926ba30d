import { expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { jobs } from './site.ts';
import { TestEditor } from './TestEditor.tsx';

test( 'the haiku lands in the block', async () => {
	await render( <TestEditor name="my-plugin/haiku" /> );
	await page.getByLabelText( 'Block: Haiku' ).click();
	await page.getByRole( 'button', { name: 'Write with AI' } ).click();
	await page.getByRole( 'button', { name: 'Generate now' } ).click();
	await page.getByRole( 'button', { name: 'Insert' } ).click();

	await expect
		.element( page.getByLabelText( 'Block: Haiku' ) )
		.toMatchTextContent( 'Rain in the city' );
	expect( jobs.started() ).toMatchObject( [
		{ type: 'content', input: { prompt: 'A haiku about rain' } },
	] );
} );
