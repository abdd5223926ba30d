import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { preview } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchOptions } from '../../wordpress/browser.ts';
import { createHost, type Host } from './host.ts';

// A new app made by Vite, with React 19: one after the other, as its developer would.
let host: Host;
beforeAll( async () => {
	host = await createHost( 'vite-app' );
} );
afterAll( () => host.remove() );

test( 'it has one React and one react-query', () => {
	expect(
		globSync(
			'**/node_modules/{react,@tanstack/react-query}/package.json',
			{
				cwd: host.folder,
			}
		).sort()
	).toEqual( [
		'node_modules/@tanstack/react-query/package.json',
		'node_modules/react/package.json',
	] );
} );

test( 'it is typechecked, strictly', async () => {
	await host.run( 'npm', 'run', 'typecheck' );
} );

test( 'none of the package’s own declarations is wrong', async () => {
	const complaints = await host
		.run( 'tsc', '--noEmit', '--skipLibCheck', 'false' )
		.catch( ( error: unknown ) => String( error ) );
	expect(
		complaints
			.split( '\n' )
			.filter( ( line ) => line.includes( 'node_modules/wp-ai-jobs/' ) )
	).toEqual( [] );
} );

test( 'its own test against the mocks passes in Node', async () => {
	expect( await host.run( 'npm', 'test' ) ).toMatch( /1 passed/ );
} );

test( 'it is built, and generates texts in the browser by popover and hook', async () => {
	// As docs/testing.md says it.
	const [ , line = '' ] =
		/`(npx msw [^`]+)`/.exec(
			readFileSync(
				join( import.meta.dirname, '../../docs/testing.md' ),
				'utf8'
			)
		) ?? [];
	expect( line ).not.toBe( '' );
	await host.run( 'sh', '-c', line );
	await host.run( 'npm', 'run', 'build' );
	const server = await preview( {
		root: host.folder,
		configFile: false,
		logLevel: 'warn',
		preview: { host: '127.0.0.1', port: 0 },
	} );
	const browser = await chromium.launch( launchOptions() );
	try {
		const page = await browser.newPage();
		const errors: string[] = [];
		page.on( 'pageerror', ( error ) => errors.push( String( error ) ) );
		page.on( 'console', ( message ) => {
			if ( message.type() === 'error' ) {
				errors.push( message.text() );
			}
		} );
		await page.goto( server.resolvedUrls?.local[ 0 ] ?? '' );
		await page.getByText( 'React 19.' ).waitFor();

		await page.getByRole( 'button', { name: 'Write a haiku' } ).click();
		await page.getByRole( 'button', { name: 'Write with AI' } ).click();
		const popover = page.getByRole( 'dialog' );
		await popover.getByLabel( 'Prompt' ).fill( 'Rain' );
		await popover.getByRole( 'button', { name: 'Generate now' } ).click();
		await popover.getByRole( 'button', { name: 'Insert' } ).click();
		await popover.waitFor( { state: 'detached' } );
		const text = await page.getByRole( 'article' ).innerText();
		expect( text ).toContain( 'Streets shine like polished slate' );
		await page
			.getByRole( 'region', { name: 'Haiku' } )
			.getByText( 'Streets shine like' )
			.first()
			.waitFor();
		await page.screenshot( {
			path: join( host.folder, 'app.png' ),
		} );
		expect( errors ).toEqual( [] );
	} finally {
		await browser.close();
		await server.close();
	}
} );
