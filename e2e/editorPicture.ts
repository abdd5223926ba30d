import { chromium } from '@playwright/test';
import { launchOptions } from '../wordpress/browser.ts';
import { LOCAL_SERVERS } from '../wordpress/muPlugins.ts';
import { createSite } from '../wordpress/site.ts';
import { Editor } from './editor.ts';
import { logIn } from './logIn.ts';
import { startOpenAiServer } from './openaiServer.ts';

/** The README's picture: a text that was generated in a real block editor, before it is inserted. */
const PICTURE = 'docs/screenshots/editor.png';

const provider = await startOpenAiServer( { delayMs: 500 } );
const site = await createSite( {
	muPlugins: [ LOCAL_SERVERS ],
	env: {
		WPAIJOBS_OPENAI_API_KEY: 'picture',
		WPAIJOBS_OPENAI_BASE_URL: provider.url,
	},
} );
const browser = await chromium.launch( launchOptions() );
try {
	const page = await browser.newPage( {
		baseURL: site.url,
		viewport: { width: 1180, height: 760 },
	} );
	await logIn( page.request );
	const editor = new Editor( page );
	await editor.openNewPost();
	await editor.write( 'It has rained since Tuesday, and nobody minds.' );
	await editor.openPopover();
	await editor.generate( 'What the rain does to a city, with a list' );
	await editor.preview.waitFor();
	await page.screenshot( { path: PICTURE, animations: 'disabled' } );
} finally {
	await browser.close();
	await site.stop();
	await provider.stop();
}
process.stdout.write( `${ PICTURE }\n` );
