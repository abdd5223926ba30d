import { existsSync } from 'node:fs';
import { chromium } from 'playwright';
import { aptInstall } from './apt.ts';

const SYSTEM_BROWSERS = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
];

/** Playwright's own Chromium, or the system's; undefined where there is none yet. */
export function findBrowser(): string | undefined {
	return [ chromium.executablePath(), ...SYSTEM_BROWSERS ].find( existsSync );
}

/**
 * The flags with which Chromium runs as root, and leaves the network alone.
 */
export const BROWSER_FLAGS: readonly string[] = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

if ( import.meta.main ) {
	if ( ! findBrowser() ) {
		aptInstall(
			[ 'chromium', 'fonts-liberation' ],
			'or run "npx playwright install chromium"'
		);
	}
	process.stdout.write( `Browser: ${ findBrowser() }\n` );
}
