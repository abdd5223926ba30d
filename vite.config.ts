import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { launchOptions } from './wordpress/browser.ts';

declare module 'vitest' {
	interface ProvidedContext {
		/** Of the React that components are tested with. */
		readonly reactMajor: string;
	}
}

/**
 * Patience for a busy machine, in ms: what is waited for comes at once or, when
 * the code is wrong, never.
 */
const patience = { testTimeout: 60_000, expect: { poll: { timeout: 15_000 } } };

const inChromium = ( contextOptions = {}, env: NodeJS.ProcessEnv = {} ) => ( {
	enabled: true,
	headless: true,
	screenshotFailures: false,
	// Everything is transformed first, which takes long on a machine that has other work.
	connectTimeout: 300_000,
	provider: playwright( {
		launchOptions: {
			...launchOptions(),
			env: { ...process.env, ...env },
		},
		contextOptions,
	} ),
	instances: [ { browser: 'chromium' as const } ],
} );

/** Brings another major of a peer to all who import it, as its alias in package.json names it. */
const instead = ( name: string, alias: string ) => ( {
	find: new RegExp( `^${ name }(?=/|$)` ),
	replacement: alias,
} );

/** The examples import the package by its name, as its users do. */
const resolve = {
	tsconfigPaths: true,
	alias: {
		// In the source, each component brings its own styles.
		'wp-ai-jobs/styles.css': join(
			import.meta.dirname,
			'src/components/index.ts'
		),
	},
};

export default defineConfig( {
	plugins: [ react() ],
	resolve,
	// mockServiceWorker.js, made by `msw init`.
	publicDir: '.storybook/public',
	// Found and bundled before the first test: a later find would reload the page under it.
	optimizeDeps: {
		include: [ '@storybook/react-vite', 'react-dom/client' ],
		entries: [
			'{src,stories,docs,visual}/**/*.{ts,tsx}',
			'examples/**/*.test.tsx',
		],
	},
	test: {
		attachmentsDir: 'test-results/attachments',
		projects: [
			{
				resolve,
				test: {
					name: 'unit',
					environment: 'node',
					include: [ '{src,mocks,docs,build,stories}/**/*.test.ts' ],
				},
			},
			{
				resolve: { alias: [ instead( 'msw', 'msw2' ) ] },
				test: {
					name: 'msw-2',
					environment: 'node',
					include: [ 'mocks/**/*.test.ts' ],
				},
			},
			{
				test: {
					name: 'types',
					include: [],
					typecheck: {
						enabled: true,
						only: true,
						include: [ 'tests/types/*.test-d.{ts,tsx}' ],
					},
				},
			},
			{
				test: {
					name: 'package',
					environment: 'node',
					include: [ 'tests/package/*.test.ts' ],
					globalSetup: 'tests/package/packTarball.ts',
					// Installs from the registry, and builds.
					testTimeout: 600_000,
					hookTimeout: 600_000,
					// What they do keeps every core busy.
					fileParallelism: false,
				},
			},
			{
				test: {
					name: 'conformance',
					environment: 'node',
					include: [ 'conformance/**/*.test.ts' ],
				},
			},
			{
				test: {
					name: 'chaos',
					environment: 'node',
					include: [ 'chaos/*.test.ts' ],
					// Each brings a site of its own, and lets jobs run into their lifetime.
					testTimeout: 600_000,
					fileParallelism: false,
				},
			},
			{
				extends: true,
				test: {
					name: 'browser',
					provide: { reactMajor: '18' },
					...patience,
					include: [
						'{src,docs,examples,stories}/**/*.browser.test.tsx',
					],
					browser: inChromium(),
				},
			},
			{
				extends: true,
				// Beside what is bundled for React 18.
				cacheDir: 'node_modules/.vite/react-19',
				resolve: {
					alias: [
						instead( 'react', 'react-19' ),
						instead( 'react-dom', 'react-dom-19' ),
					],
				},
				test: {
					name: 'browser-react-19',
					provide: { reactMajor: '19' },
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
			{
				extends: true,
				test: {
					name: 'visual',
					...patience,
					include: [ 'visual/*.test.ts' ],
					browser: {
						...inChromium(
							{ locale: 'en-US', timezoneId: 'UTC' },
							{
								FONTCONFIG_FILE: join(
									import.meta.dirname,
									'visual/font.conf'
								),
							}
						),
						expect: {
							toMatchScreenshot: {
								comparatorName: 'pixelmatch',
								// One pixel too many is red; the last bits of a rounded corner's colours are not the same in every run.
								comparatorOptions: { threshold: 0.02 },
								resolveScreenshotPath: ( { root, arg, ext } ) =>
									join(
										root,
										'visual/references',
										arg + ext
									),
								resolveDiffPath: ( { root, arg, ext } ) =>
									join(
										root,
										'test-results/visual',
										arg + ext
									),
							},
						},
					},
				},
			},
		],
	},
} );
