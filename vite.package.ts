import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { notices } from './build/notices.ts';
import manifest from './package.json' with { type: 'json' };

// Whoever calls this, e.g. a test: JSX for development calls what React has not in production.
process.env[ 'NODE_ENV' ] = 'production';

const { whole } = notices(
	'This package contains or uses these libraries, under these licenses. What it uses is installed along with it.',
	Object.keys( manifest.dependencies )
);

/**
 * The npm package: one ES module for each of ours, so that a bundler takes what
 * is used and a stack trace names what is read, and one style sheet.
 */
export default defineConfig( {
	plugins: [ react(), whole ],
	publicDir: false,
	build: {
		outDir: 'dist',
		sourcemap: true,
		// The host minifies; who debugs reads names.
		minify: false,
		lib: {
			entry: [
				'src/index.ts',
				'src/client/index.ts',
				'src/client/axios/index.ts',
				'src/react/index.ts',
				'src/editor/index.ts',
				'mocks/index.ts',
				'src/schema/command.ts',
				'mocks/playwright.ts',
				'conformance/command.ts',
			],
			formats: [ 'es' ],
			cssFileName: 'styles',
		},
		rolldownOptions: {
			output: {
				preserveModules: true,
				preserveModulesRoot: '.',
				entryFileNames: '[name].js',
			},
			// What is not ours, the host installs along.
			external: /^[^./]/,
		},
	},
} );
