import type { KnipConfig } from 'knip';

const config: KnipConfig = {
	entry: [
		'docs/examples/*.{ts,tsx}',
		'bench/*.ts',
		'wordpress/*.ts',
		'build/*.ts',
		'conformance/mutation/*.ts',
		// Built into a plugin of the test's.
		'e2e/field/haikuBlock.tsx',
		'examples/*/{src/index.tsx,vite.config.ts}',
	],
	// Hosts of the package, which are packages of their own.
	ignore: [ 'tests/package/{vite-app,block-plugin,job-types}/**' ],
	ignoreDependencies: [
		// The example takes it from WordPress, and declares what it uses.
		'@wordpress/editor',
		// Named by package.json's overrides.
		'@wordpress/icons',
		// WordPress's ESLint rules take ours with them, of the release that reads TypeScript 6.
		'typescript-eslint',
		// Aliases by which vite.config.ts brings another major.
		'react-19',
		'react-dom-19',
		'msw2',
		// Measured by .size-limit.ts, by their files.
		'@azure/core-lro',
		'@fal-ai/client',
		'replicate',
	],
	// The machine's.
	ignoreBinaries: [
		'apt-get',
		'dpkg-deb',
		'flock',
		'mariadb',
		'php',
		'phpcs',
	],
	// What an exported function is made of is exported for who reads its declaration.
	ignoreExportsUsedInFile: true,
};

export default config;
