import { existsSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { chromium } from 'playwright';
import { defineConfig } from 'vitest/config';

/** Playwright's own browser, or the system's where that could not be downloaded. */
const executablePath = existsSync( chromium.executablePath() )
	? chromium.executablePath()
	: '/usr/bin/chromium';

const browser = {
	enabled: true,
	headless: true,
	screenshotFailures: false,
	provider: playwright( {
		launchOptions: {
			executablePath,
			args: [ '--no-sandbox', '--disable-gpu', '--disable-background-networking' ],
		},
	} ),
	instances: [ { browser: 'chromium' as const } ],
};

export default defineConfig( {
	plugins: [ react() ],
	test: {
		projects: [
			{
				test: {
					name: 'unit',
					environment: 'node',
					include: [ 'src/**/*.test.ts', 'mocks/**/*.test.ts' ],
				},
			},
			{
				extends: true,
				test: {
					name: 'browser',
					include: [ 'src/**/*.browser.test.tsx' ],
					browser,
				},
			},
		],
	},
} );
