import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { wordpressScripts } from '../../build/wordpressScripts.ts';
import { expect, test } from '../fixtures.ts';

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
	await editor.ask( '/wp/v2/plugins/my-plugin/my-plugin', {
		status: 'active',
	} );
	const { page } = editor;
	await editor.openNewPost();
	await editor.write();
	for ( const [ at, answer ] of ANSWERS.entries() ) {
		provider.say( answer );
		if ( at > 0 ) {
			await editor.canvas
				.getByRole( 'button', { name: 'Add default block' } )
				.click();
		}
		await editor.insertBlock( 'Haiku' );
		await editor.pressInToolbar( 'Write with AI' );
		await editor.press( 'Generate now' );
		await editor.press( 'Insert' );
		await editor.popover.waitFor( { state: 'detached' } );
	}
	const saved = await editor.save();
	expect( saved.match( /wp:my-plugin\/haiku /g ) ).toHaveLength(
		ANSWERS.length
	);
	expect( saved ).not.toMatch( /<img|<noscript|href="?javascript/i );
	expect( saved ).toContain( '&lt;img src=x onerror=' );
	expect( await page.evaluate( () => 'hit' in window ) ).toBe( false );

	const id = await editor.readPostId();
	await editor.ask( `/wp/v2/posts/${ id }`, { status: 'publish' } );
	await page.goto( `/?p=${ id }` );
	const blocks = page.locator( '.wp-block-my-plugin-haiku' );
	await expect( blocks ).toHaveCount( ANSWERS.length );
	await expect( blocks.first() ).toContainText( 'shows no rain' );
	expect( await blocks.locator( 'img' ).count() ).toBe( 0 );
	for ( const link of await blocks.locator( 'a' ).all() ) {
		await link.click();
	}
	expect( await page.evaluate( () => 'hit' in window ) ).toBe( false );
} );
