/** Writes down which browser the references are drawn by: `npm run accept:visual`. */
import { writeFile } from 'node:fs/promises';
import { chromium } from 'playwright';
import { launchOptions } from '../wordpress/browser.ts';

const browser = await chromium.launch( launchOptions() );
await writeFile(
	'visual/references/browser.txt',
	`Chromium ${ browser.version() }\n`
);
await browser.close();
