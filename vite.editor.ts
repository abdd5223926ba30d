import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { lazyModules } from './build/lazyModules.ts';
import { notices } from './build/notices.ts';
import { wordpressScripts } from './build/wordpressScripts.ts';

const { script, modules } = wordpressScripts();
const { whole, part } = notices(
	'The scripts in this folder contain parts of these libraries, under these licenses.'
);

/** The script and style sheet that the plugin loads in the block editor. */
export default defineConfig( {
	plugins: [
		react(),
		lazyModules( [ react(), modules, part ] ),
		script,
		whole,
	],
	publicDir: false,
	define: { 'process.env.NODE_ENV': '"production"' },
	build: {
		outDir: 'plugin/build',
		lib: {
			entry: 'src/editor/plugin.ts',
			formats: [ 'iife' ],
			name: 'wpAiJobsEditor',
			fileName: () => 'editor.js',
			cssFileName: 'editor',
		},
	},
} );
