import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { wordpressScripts } from '../../build/wordpressScripts.ts';
import { expect, test } from '../fixtures.ts';

test.use( { opensPost: false } );

const ROOT = join( import.meta.dirname, '../..' );

/** Builds the README's block into a plugin of the site. */
async function installBlock( sitePath: string ): Promise< void > {
	const folder = join( sitePath, 'wp-content/plugins/my-plugin' );
	mkdirSync( folder, { recursive: true } );
	await build( {
		root: ROOT,
		configFile: false,
		logLevel: 'silent',
		plugins: [ wordpressScripts().script ],
		define: { 'process.env.NODE_ENV': '"production"' },
		resolve: {
			alias: [
				{
					find: 'wp-ai-jobs/styles.css',
					replacement: join( ROOT, 'src/components/index.ts' ),
				},
				{
					find: 'wp-ai-jobs/client/axios',
					replacement: join( ROOT, 'src/client/axios/index.ts' ),
				},
				{
					find: /^wp-ai-jobs$/,
					replacement: join( ROOT, 'src/index.ts' ),
				},
			],
		},
		build: {
			outDir: folder,
			lib: {
				entry: join( import.meta.dirname, 'haikuBlock.tsx' ),
				formats: [ 'iife' ],
				name: 'haikuBlock',
				fileName: () => 'index.js',
			},
		},
	} );
	writeFileSync(
		join( folder, 'my-plugin.php' ),
		`<?php
		/* Plugin Name: My plugin */
		add_action( 'enqueue_block_editor_assets', function () {
			$asset = require __DIR__ . '/index.asset.php';
			wp_enqueue_script( 'my-plugin', plugins_url( 'index.js', __FILE__ ), array_merge( $asset['dependencies'], array( 'wp-api-request' ) ), $asset['version'], true );
		} );`
	);
}

/** What a model was made to say. Each would set `window.hit` if its markup ran. */
const ANSWERS = [
	'`<img src=x onerror="window.hit = 1">` shows no rain',
	'Rain &lt;img src=x onerror="window.hit = 1"&gt;',
	'Rain <a href="javascript:window.hit = 1">falls</a>',
	'Rain<noscript><p title="</noscript><img src=x onerror=window.hit=1>"></noscript>',
];

test( 'the README’s block, inserted and saved by an administrator, runs nothing on the front page', async ( {
	editor,
	site,
	provider,
} ) => {
	await installBlock( site.path );
	await editor.create( '/wp/v2/plugins/my-plugin/my-plugin', {
		status: 'active',
	} );
	const { page } = editor;
	await editor.openNewPost();
	await editor.write();
	await editor.insertBlock( 'Haiku' );
	provider.say( ANSWERS.join( '\n\n' ) );
	await editor.pressInToolbar( 'Write with AI' );
	await editor.press( 'Generate now' );
	await editor.press( 'Insert' );
	await editor.popover.waitFor( { state: 'detached' } );
	const saved = await editor.save();
	expect( saved ).toContain( '<!-- wp:my-plugin/haiku -->' );
	expect( saved ).not.toMatch( /<img|<noscript|href="?javascript/i );
	expect( saved ).toContain( '&lt;img src=x onerror=' );
	expect( await page.evaluate( () => 'hit' in window ) ).toBe( false );

	const id = await editor.readPostId();
	await editor.ask( `/wp/v2/posts/${ id }`, { status: 'publish' } );
	await page.goto( `/?p=${ id }` );
	const block = page.locator( '.wp-block-my-plugin-haiku' );
	await expect( block ).toContainText( 'shows no rain' );
	await expect( block.locator( 'img, noscript, script' ) ).toHaveCount( 0 );
	for ( const link of await block.locator( 'a' ).all() ) {
		await link.click();
	}
	expect( await page.evaluate( () => 'hit' in window ) ).toBe( false );
} );
