import react from '@vitejs/plugin-react';
import { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { BROWSER_FLAGS, findBrowser } from './wordpress/browser.ts';

const executablePath = findBrowser();

const launchOptions = {
	...( executablePath && { executablePath } ),
	args: [ ...BROWSER_FLAGS ],
};

/**
 * Patience for a busy machine, in ms: what is waited for comes at once or, when
 * the code is wrong, never.
 */
const patience = { testTimeout: 60_000, expect: { poll: { timeout: 15_000 } } };

const inChromium = ( contextOptions = {} ) => ( {
	enabled: true,
	headless: true,
	screenshotFailures: false,
	provider: playwright( { launchOptions, contextOptions } ),
	instances: [ { browser: 'chromium' as const } ],
} );

export default defineConfig( {
	plugins: [ react() ],
	// Found and bundled before the first test: a later find would reload the page under it.
	optimizeDeps: { entries: [ '{src,stories}/**/*.{ts,tsx}' ] },
	test: {
		projects: [
			{
				test: {
					name: 'unit',
					environment: 'node',
					include: [ '{src,mocks,docs,build}/**/*.test.ts' ],
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
					...patience,
					include: [ 'src/**/*.browser.test.tsx' ],
					browser: inChromium(),
				},
			},
			{
				extends: true,
				plugins: [ storybookTest() ],
				test: {
					name: 'stories',
					...patience,
					// Contrast is measured on what stands still.
					browser: inChromium( { reducedMotion: 'reduce' } ),
				},
			},
		],
	},
} );
