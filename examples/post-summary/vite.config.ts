import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** What WordPress brings, and under which name: `@wordpress/block-editor` is `wp.blockEditor`. */
function globalOf( request: string ): string | undefined {
	switch ( request ) {
		case 'react':
			return 'React';
		case 'react-dom':
			return 'ReactDOM';
		case 'react/jsx-runtime':
			return 'ReactJSXRuntime';
	}
	const [ scope, name = '' ] = request.split( '/' );
	// WordPress ships no script of its icons.
	return scope === '@wordpress' && name !== 'icons'
		? `wp.${ name.replace( /-(\w)/g, ( _match, letter: string ) => letter.toUpperCase() ) }`
		: undefined;
}

export default defineConfig( {
	plugins: [ react() ],
	define: { 'process.env.NODE_ENV': '"production"' },
	build: {
		outDir: 'build',
		// The job type's schema is there already.
		emptyOutDir: false,
		lib: {
			entry: 'src/index.tsx',
			formats: [ 'iife' ],
			name: 'postSummary',
			fileName: () => 'index.js',
			cssFileName: 'index',
		},
		rolldownOptions: {
			external: ( request ) => globalOf( request ) !== undefined,
			output: { globals: ( request ) => globalOf( request ) ?? request },
		},
	},
} );
