import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Editor } from '../../e2e/editor.ts';
import { logIn } from '../../e2e/logIn.ts';
import { launchOptions } from '../../wordpress/browser.ts';
import { createSite } from '../../wordpress/site.ts';
import { createHost, type Host } from './host.ts';

// A new plugin with a block, made by @wordpress/scripts: one step after the other, as its developer would.
let host: Host;
beforeAll( async () => {
	host = await createHost( 'block-plugin' );
} );
afterAll( () => host.remove() );

test( 'it is typechecked, strictly', async () => {
	await host.run( 'npm', 'run', 'typecheck' );
} );

test( 'it is built, and takes from WordPress what WordPress ships', async () => {
	await host.run( 'npm', 'run', 'build' );
	const read = ( name: string ) =>
		readFileSync( join( host.folder, 'build', name ), 'utf8' );
	const handles = [
		...read( 'index.asset.php' ).matchAll( /'([\w-]+)'/g ),
	].map( ( [ , handle ] ) => handle );
	expect( handles ).toEqual(
		expect.arrayContaining( [
			'react',
			'wp-block-editor',
			'wp-components',
			'wp-i18n',
		] )
	);
	expect( read( 'index.css' ) ).toContain( '.wp-ai-jobs' );
} );

test( 'in a real WordPress, its block generates a text by popover and hook', async () => {
	const site = await createSite();
	const browser = await chromium.launch( launchOptions() );
	try {
		const plugin = join( site.path, 'wp-content/plugins/haiku-block' );
		for ( const part of [ 'haiku-block.php', 'build' ] ) {
			cpSync( join( host.folder, part ), join( plugin, part ), {
				recursive: true,
			} );
		}
		const activation = join( host.folder, 'activate.php' );
		writeFileSync(
			activation,
			`<?php
			require getenv( 'WP_SITE' ) . '/wp-load.php';
			require_once ABSPATH . 'wp-admin/includes/plugin.php';
			echo is_wp_error( activate_plugin( 'haiku-block/haiku-block.php' ) ) ? 'failed' : 'active';`
		);
		expect( await site.runPhp( activation ) ).toBe( 'active' );

		const context = await browser.newContext( { baseURL: site.url } );
		const page = await context.newPage();
		const errors: string[] = [];
		page.on( 'pageerror', ( error ) => errors.push( String( error ) ) );
		const editor = new Editor( page );
		await logIn( page.request );
		await editor.openNewPost();
		await editor.write();
		await editor.insertBlock( 'Haiku' );
		await editor.pressInToolbar( 'Write a haiku' );
		const popover = page.getByRole( 'dialog' );
		await popover
			.getByRole( 'button', { name: 'Generate now', exact: true } )
			.click();
		// The hook, in the block itself.
		await editor.canvas
			.locator(
				'[data-type="haiku-block/haiku"][data-status="completed"]'
			)
			.waitFor( { timeout: 60_000 } );
		await popover
			.getByRole( 'button', { name: 'Insert', exact: true } )
			.click();
		await popover.waitFor( { state: 'detached' } );
		expect( await editor.readContent() ).toMatch(
			/<!-- wp:haiku-block\/haiku -->\s*<p class="wp-block-haiku-block-haiku">.*demo/is
		);
		expect( errors ).toEqual( [] );
		expect( site.readLog() ).toBe( '' );
	} finally {
		await browser.close();
		await site.stop();
	}
} );
