import { existsSync } from 'node:fs';
import { chromium } from 'playwright';
import { aptInstall } from './apt.ts';

const SYSTEM_BROWSERS = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
];

/** Playwright's own Chromium, or the system's; undefined where there is none yet. */
function findBrowser(): string | undefined {
	return [ chromium.executablePath(), ...SYSTEM_BROWSERS ].find( existsSync );
}

/**
 * The flags with which Chromium runs as root, and leaves the network alone.
 */
const FLAGS: readonly string[] = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** How Playwright launches it. */
export function launchOptions() {
	const executablePath = findBrowser();
	return {
		...( executablePath && { executablePath } ),
		args: [ ...FLAGS ],
	};
}

if ( import.meta.main ) {
	if ( ! findBrowser() ) {
		aptInstall(
			[ 'chromium', 'fonts-liberation' ],
			'or run "npx playwright install chromium"'
		);
	}
	process.stdout.write( `Browser: ${ findBrowser() }\n` );
}
