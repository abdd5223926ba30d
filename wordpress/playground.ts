import { cpSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Constant } from './config.ts';
import { provideWordPress, type WordPressVersion } from './download.ts';
import { placeMuPlugins, QUIET } from './muPlugins.ts';
import { answers, type Server, startServer } from './server.ts';

/** npm may have to download 150 MB first. */
const LIMIT_MS = 300_000;

/**
 * Serves a WordPress by WordPress Playground (PHP as WebAssembly), for
 * machines without PHP. Slow and hungry for memory, so only where there is
 * nothing else.
 *
 * @param options
 * @param options.plugin The plugin's folder.
 * @param options.folder Keeps the site.
 */
export async function servePlayground( options: {
	readonly version: WordPressVersion;
	readonly folder: string;
	readonly port: number;
	readonly plugin: string;
	readonly muPlugins: readonly string[];
	readonly constants: Readonly< Record< string, Constant > >;
} ): Promise< Server > {
	const site = join( options.folder, 'wordpress' );
	if ( ! existsSync( site ) ) {
		cpSync( await provideWordPress( options.version ), site, {
			recursive: true,
		} );
	}
	const muPlugins = join( options.folder, 'mu-plugins' );
	placeMuPlugins( muPlugins, [ QUIET, ...options.muPlugins ] );
	const blueprint = join( options.folder, 'blueprint.json' );
	writeFileSync(
		blueprint,
		JSON.stringify( {
			steps: [
				{ step: 'defineWpConfigConsts', consts: options.constants },
				{
					step: 'activatePlugin',
					pluginPath: 'wp-ai-jobs/wp-ai-jobs.php',
				},
			],
		} ),
		// The constants may hold a key.
		{ mode: 0o600 }
	);
	return startServer(
		[
			'npx',
			'--yes',
			'@wp-playground/cli@^3',
			'server',
			`--port=${ options.port }`,
			'--workers=6',
			'--wordpress-install-mode=install-from-existing-files-if-needed',
			'--mount-dir-before-install',
			site,
			'/wordpress',
			'--mount-dir',
			options.plugin,
			'/wordpress/wp-content/plugins/wp-ai-jobs',
			'--mount-dir',
			muPlugins,
			'/wordpress/wp-content/mu-plugins',
			`--blueprint=${ blueprint }`,
		],
		{
			log: join( options.folder, 'server.log' ),
			isReady: () =>
				answers(
					`http://127.0.0.1:${ options.port }/wp-includes/images/blank.gif`
				),
			limitMs: LIMIT_MS,
		}
	);
}
