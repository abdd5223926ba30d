import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { BROWSER_FLAGS, findBrowser } from './wordpress/browser.ts';

const executablePath = findBrowser();

const browser = {
	enabled: true,
	headless: true,
	screenshotFailures: false,
	provider: playwright( {
		launchOptions: {
			...( executablePath && { executablePath } ),
			args: [ ...BROWSER_FLAGS ],
		},
	} ),
	instances: [ { browser: 'chromium' as const } ],
};

export default defineConfig( {
	plugins: [ react() ],
	// Found and bundled before the first test: a later find would reload the page under it.
	optimizeDeps: { entries: [ 'src/**/*.{ts,tsx}' ] },
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
				test: {
					name: 'conformance',
					environment: 'node',
					include: [ 'conformance/*.test.ts' ],
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
