import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	cpSync,
	existsSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cached } from './cache.ts';
import { type Constant, createSalts, renderConfig } from './config.ts';
import type { DatabaseKind } from './database.ts';
import { provideWordPress, type WordPressVersion } from './download.ts';
import { createMariaDb } from './mariadb.ts';
import { placeMuPlugins, QUIET } from './muPlugins.ts';
import { PHP_FLAGS, providePhp } from './php.ts';
import { run } from './run.ts';
import { answers, startServer } from './server.ts';
import { createSqlite } from './sqlite.ts';

export interface SiteOptions {
	/** The branch of WordPress, in its newest patch. Default: `7.1`. */
	readonly version?: WordPressVersion;
	/** Default: `sqlite`. */
	readonly database?: DatabaseKind;
	/** For `wp-config.php`, beside and instead of the defaults. */
	readonly constants?: Readonly< Record< string, Constant > >;
	/** Paths of PHP files that become must-use plugins. */
	readonly muPlugins?: readonly string[];
	/** The plugin's folder. Default: the repository's. */
	readonly plugin?: string;
	/** Added to the environment of PHP. */
	readonly env?: Readonly< Record< string, string > >;
	/**
	 * A folder that outlives the site: what is installed there is used again.
	 * Default: a temporary one, which `stop` removes.
	 */
	readonly folder?: string;
	/** Default: a free one. */
	readonly port?: number;
}

/** A WordPress that is being served, with the plugin active. */
export interface Site {
	/** Its address, without a slash at the end. */
	readonly url: string;
	/** WordPress's folder. */
	readonly path: string;
	/** Runs a PHP file with this site's environment; `WP_SITE` is the site's folder. */
	readonly runPhp: ( file: string ) => Promise< string >;
	/** Starts a PHP file in the same way, to talk with. */
	readonly startPhp: (
		file: string,
		args?: readonly string[]
	) => ChildProcessWithoutNullStreams;
	/** What WordPress and PHP logged. */
	readonly readLog: () => string;
	/** Brings the database back to what it was after the installation. */
	readonly reset: () => Promise< void >;
	/** Ends its servers, and removes its folder unless it is to be kept. */
	readonly stop: () => Promise< void >;
}

const HERE = import.meta.dirname;
/** The plugin's folder. */
export const PLUGIN = join( HERE, '../plugin' );

const INSTALL = join( HERE, 'php/install.php' );

/** So many requests at once: a page, its REST requests, a job or two and the loopback. */
const WORKERS = '6';

/**
 * Installs a WordPress with the plugin and users `admin`, `editor` and
 * `subscriber` (password: `password`), and serves it on 127.0.0.1.
 *
 * @param options
 * @throws With PHP's own error where the plugin cannot be activated.
 * @example
 * const site = await createSite( { version: '6.8' } );
 * await fetch( `${ site.url }/wp-login.php` );
 * await site.stop();
 */
export async function createSite( options: SiteOptions = {} ): Promise< Site > {
	const version = options.version ?? '7.1';
	const php = providePhp();
	const isSqlite = options.database !== 'mariadb';
	const folder =
		options.folder ??
		mkdtempSync( join( tmpdir(), `wordpress-${ version }-` ) );
	const path = join( folder, 'wordpress' );
	const isNew = ! existsSync( path );
	if ( isNew ) {
		const files = isSqlite
			? await provideInstalled( version, php )
			: await provideWordPress( version );
		cpSync( files, path, { recursive: true } );
		writeFileSync(
			join( folder, 'salts.json' ),
			JSON.stringify( createSalts() )
		);
	}
	const database = isSqlite
		? await createSqlite( path, folder )
		: await createMariaDb( folder );

	const port = options.port ?? ( await findFreePort() );
	const url = `http://127.0.0.1:${ port }`;
	const log = join( folder, 'debug.log' );
	writeFileSync(
		join( path, 'wp-config.php' ),
		renderConfig( {
			...database.constants,
			...( JSON.parse(
				readFileSync( join( folder, 'salts.json' ), 'utf8' )
			) as Record< string, string > ),
			DB_PASSWORD: '',
			DB_CHARSET: 'utf8mb4',
			WP_HOME: url,
			WP_SITEURL: url,
			WP_DEBUG: true,
			WP_DEBUG_LOG: log,
			WP_DEBUG_DISPLAY: false,
			WP_ENVIRONMENT_TYPE: 'local',
			WP_HTTP_BLOCK_EXTERNAL: true,
			WP_ACCESSIBLE_HOSTS: 'localhost,127.0.0.1',
			WP_AUTO_UPDATE_CORE: false,
			AUTOMATIC_UPDATER_DISABLED: true,
			FS_METHOD: 'direct',
			...options.constants,
		} )
	);
	linkPlugin( path, options.plugin ?? PLUGIN );
	placeMuPlugins( join( path, 'wp-content/mu-plugins' ), [
		QUIET,
		...( options.muPlugins ?? [] ),
	] );

	const env = { ...process.env, ...options.env, WP_SITE: path };
	const readLog = () =>
		existsSync( log ) ? readFileSync( log, 'utf8' ) : '';
	const runPhp = async ( file: string ) => {
		try {
			return await run( php, [ ...PHP_FLAGS, file ], env );
		} catch ( error ) {
			throw new Error( `${ String( error ) }\n${ readLog() }`, {
				cause: error,
			} );
		}
	};
	const end = async () => {
		await database.stop();
		if ( ! options.folder ) {
			rmSync( folder, { recursive: true, force: true } );
		}
	};

	try {
		if ( isNew && ! isSqlite ) {
			await runPhp( INSTALL );
		}
		await runPhp( join( HERE, 'php/activate.php' ) );
		if ( isNew ) {
			await database.remember();
		}
		const server = await startServer(
			[
				php,
				...PHP_FLAGS,
				'-S',
				`127.0.0.1:${ port }`,
				'-t',
				path,
				join( HERE, 'php/router.php' ),
			],
			{
				env: { ...env, PHP_CLI_SERVER_WORKERS: WORKERS },
				log: join( folder, 'server.log' ),
				isReady: () =>
					answers( `${ url }/wp-includes/images/blank.gif` ),
			}
		);
		return {
			url,
			path,
			runPhp,
			startPhp: ( file, args = [] ) =>
				spawn( php, [ ...PHP_FLAGS, file, ...args ], { env } ),
			readLog,
			reset: () => database.restore(),
			async stop() {
				await server.stop();
				await end();
			},
		};
	} catch ( error ) {
		await end();
		throw error;
	}
}

/**
 * An installed WordPress in SQLite, without the plugin: installing takes longer than copying what
 * was installed.
 *
 * @param version The branch.
 * @param php     The binary.
 * @return The folder that holds it; copy it, do not use it.
 */
async function provideInstalled(
	version: WordPressVersion,
	php: string
): Promise< string > {
	const files = await provideWordPress( version );
	const hash = createHash( 'sha256' );
	for ( const file of [
		join( files, 'wp-includes/version.php' ),
		INSTALL,
		QUIET,
	] ) {
		hash.update( readFileSync( file ) );
	}
	return cached(
		`installed-${ version }-${ hash.digest( 'hex' ).slice( 0, 8 ) }`,
		async ( folder ) => {
			cpSync( files, folder, { recursive: true } );
			const { constants } = await createSqlite( folder, folder );
			writeFileSync(
				join( folder, 'wp-config.php' ),
				renderConfig( {
					...constants,
					DB_PASSWORD: '',
					DB_CHARSET: 'utf8mb4',
					WP_HOME: 'http://127.0.0.1',
					WP_SITEURL: 'http://127.0.0.1',
					WP_HTTP_BLOCK_EXTERNAL: true,
				} )
			);
			placeMuPlugins( join( folder, 'wp-content/mu-plugins' ), [
				QUIET,
			] );
			await run( php, [ ...PHP_FLAGS, INSTALL ], { WP_SITE: folder } );
		}
	);
}

function linkPlugin( site: string, plugin: string ): void {
	const link = join( site, 'wp-content/plugins/wp-ai-jobs' );
	rmSync( link, { force: true } );
	symlinkSync( plugin, link, 'dir' );
}

function findFreePort(): Promise< number > {
	return new Promise( ( resolve, reject ) => {
		const probe = createServer()
			.once( 'error', reject )
			.listen( 0, '127.0.0.1', () => {
				const address = probe.address();
				probe.close( () =>
					typeof address === 'object' && address
						? resolve( address.port )
						: reject( new Error( 'No port is free.' ) )
				);
			} );
	} );
}
