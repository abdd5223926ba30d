import { test } from '../../../e2e/fixtures.ts';
import { logIn } from '../../../e2e/logIn.ts';
import { expect } from '@playwright/test';
import { createJobBackend } from 'wp-ai-jobs/mocks';
import { routeJobs } from 'wp-ai-jobs/mocks/playwright';

test( 'an author puts a generated text into a post', async ( { page } ) => {
	const jobs = createJobBackend( { speed: 10 } );
	await routeJobs( page, { backend: jobs } );
	await logIn( page.request );

	await page.goto( '/wp-admin/post-new.php' );
	const post = page.frameLocator( '[name="editor-canvas"]' );
	await post.getByLabel( 'Add default block' ).click();
	await page.getByRole( 'button', { name: 'Generate text with AI' } ).click();
	await page.getByLabel( 'Prompt' ).fill( 'Rain' );
	await page.getByRole( 'button', { name: 'Generate now' } ).click();
	await page.getByRole( 'button', { name: 'Insert', exact: true } ).click();

	await expect( post.getByText( 'Rain in the city' ) ).toBeVisible();
	expect( jobs.started() ).toMatchObject( [ { input: { prompt: 'Rain' } } ] );
} );
