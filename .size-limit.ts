/**
 * What a host's bundle grows by, minified, gzipped, as for production. The
 * peers are the host's own, so they count nowhere but where the name says it.
 */
interface Check {
	readonly name: string;
	readonly path: string | readonly string[];
	readonly import?: string;
	/** Without it, what is loaded later counts too. */
	readonly entry?: readonly string[];
	readonly gzip: true;
	readonly limit?: string;
	readonly rolldown?: false;
	readonly modifyRolldownConfig?: ( config: object ) => object;
}

/** Built for the plugin already. */
const built = (
	name: string,
	path: string | readonly string[],
	limit: string
): Check => ( { name, path, gzip: true, rolldown: false, limit } );

const REACT = [ 'react', 'react-dom' ];
const PEERS = [ ...REACT, '@tanstack/react-query', '@wordpress', 'msw' ];

const bundle = (
	name: string,
	path: string,
	imported: string,
	limit?: string,
	external: readonly string[] = PEERS
): Check => ( {
	name,
	path,
	import: imported,
	entry: [ 'index' ],
	gzip: true,
	...( limit !== undefined && { limit } ),
	// Not by size-limit's `ignore`, which adds every peer by itself.
	modifyRolldownConfig: ( config ) => ( {
		...config,
		platform: 'browser',
		transform: { define: { 'process.env.NODE_ENV': '"production"' } },
		external: new RegExp( `^(${ external.join( '|' ) })($|/)` ),
	} ),
} );

const CLIENT = 'dist/src/client/index.js';
const INDEX = 'dist/src/index.js';

const checks: readonly Check[] = [
	bundle( 'client', CLIENT, '{ createAiJobClient }', '4 KiB' ),
	bundle(
		'REST transport, with axios',
		'dist/src/client/axios/index.js',
		'{ createRestTransport }',
		'28 KiB'
	),
	bundle(
		'client and hook',
		INDEX,
		'{ createAiJobClient, AiJobsProvider, useAiJob }',
		'5.75 KiB'
	),
	bundle(
		'client, hook and react-query',
		INDEX,
		'{ createAiJobClient, AiJobsProvider, useAiJob }',
		'16 KiB',
		REACT
	),
	bundle(
		'client, hook and content popover',
		INDEX,
		'{ createAiJobClient, AiJobsProvider, AIContentPopover }',
		'12 KiB'
	),
	bundle(
		'client, hook and both popovers',
		INDEX,
		'{ createAiJobClient, AiJobsProvider, AIContentPopover, AIImagePopover }',
		'18 KiB'
	),
	bundle(
		'words and notices for errors, loaded when a popover opens',
		'dist/src/components/ErrorNotice/words.js',
		'*',
		'3.5 KiB'
	),
	bundle(
		'what shows a text, loaded with the first one',
		'dist/src/components/AIContentPopover/contentView.js',
		'*',
		'28.2 KiB'
	),
	bundle(
		'buttons of the editor',
		'dist/src/editor/index.js',
		'{ registerEditorAi }',
		'4.6 KiB'
	),
	bundle(
		'mocks',
		'dist/mocks/index.js',
		'{ createJobHandlers }',
		'14.6 KiB'
	),
	bundle(
		'@fal-ai/client',
		'node_modules/@fal-ai/client/src/index.js',
		'{ createFalClient }'
	),
	bundle( 'replicate', 'node_modules/replicate/index.js', 'Replicate' ),
	bundle(
		'@azure/core-lro',
		'node_modules/@azure/core-lro/dist/browser/index.js',
		'{ createHttpPoller }'
	),
	built(
		'plugin: what every editor loads',
		[ 'plugin/build/editor.js', 'plugin/build/editor.css' ],
		'7 KiB'
	),
	built(
		'plugin: popovers and client, loaded with the first popover',
		'plugin/build/createEditorAi-*.js',
		'68 KiB'
	),
	built(
		'plugin: what shows a text, loaded with the popover for texts',
		'plugin/build/contentView-*.js',
		'28 KiB'
	),
];
export default checks;
