import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import manifest from './package.json' with { type: 'json' };

/** What the host installs along; everything else that we import is bundled. */
const installed = [
	...Object.keys( manifest.dependencies ),
	...Object.keys( manifest.peerDependencies ),
];

/** The npm package: one ES module an entry point, and one style sheet. */
export default defineConfig( {
	plugins: [ react() ],
	publicDir: false,
	build: {
		outDir: 'dist',
		sourcemap: true,
		// The host minifies; who debugs reads names.
		minify: false,
		lib: {
			entry: {
				index: 'src/index.ts',
				client: 'src/client/index.ts',
				'client-axios': 'src/client/axios/index.ts',
				react: 'src/react/index.ts',
				mocks: 'mocks/index.ts',
			},
			formats: [ 'es' ],
			cssFileName: 'styles',
		},
		rolldownOptions: {
			external: ( request ) =>
				installed.some(
					( name ) =>
						request === name || request.startsWith( `${ name }/` )
				),
		},
	},
} );
