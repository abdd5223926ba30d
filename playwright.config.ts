import { defineConfig } from '@playwright/test';
import type { E2eOptions } from './e2e/fixtures.ts';
import { launchOptions } from './wordpress/browser.ts';

export default defineConfig< object, E2eOptions >( {
	testMatch: [ 'e2e/**/*.spec.ts', 'docs/**/*.spec.ts' ],
	outputDir: 'test-results/e2e',
	// One provider takes 40 s, and the machine may be busy.
	timeout: 300_000,
	expect: { timeout: 30_000 },
	forbidOnly: true,
	// One waits for the slow provider while the others use the processors.
	workers: 3,
	use: {
		browserName: 'chromium',
		viewport: { width: 1280, height: 900 },
		actionTimeout: 30_000,
		screenshot: 'only-on-failure',
		// A trace costs a third of the time: npm run test:e2e -- --trace on FILE
		trace: 'off',
		launchOptions: launchOptions(),
	},
} );
