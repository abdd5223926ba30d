import { execFileSync } from 'node:child_process';
import {
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { cached } from './cache.ts';
import { extractDebianWordPress } from './debian.ts';

/** The branches of WordPress that the plugin is tried on; the newest patch of each. */
export type WordPressVersion = '7.1' | '6.8';

/** How long wordpress.org may take to answer before it counts as out of reach. */
const REACH_MS = 10_000;

/**
 * WordPress's files, from wordpress.org, or from Debian where that is out of
 * reach. Downloaded once.
 *
 * @param version The branch.
 * @return The folder that holds them; copy it, do not use it.
 * @throws Where neither can be reached.
 */
export function provideWordPress(
	version: WordPressVersion
): Promise< string > {
	return cached( `wordpress-${ version }`, async ( folder ) => {
		process.stderr.write( `Downloading WordPress ${ version } …\n` );
		try {
			unzip( await fetchRelease( version ), folder );
		} catch ( unreachable ) {
			try {
				extractDebianWordPress( version, folder );
			} catch ( error ) {
				throw new Error(
					`WordPress ${ version } could not be downloaded, neither from wordpress.org (${ String(
						unreachable
					) }) nor from Debian (${ String( error ) }).`,
					{ cause: error }
				);
			}
		}
	} );
}

async function fetchRelease(
	version: WordPressVersion
): Promise< Uint8Array > {
	const answer = await fetch(
		'https://api.wordpress.org/core/version-check/1.7/',
		{ signal: AbortSignal.timeout( REACH_MS ) }
	);
	const { offers } = ( await answer.json() ) as {
		offers: readonly { version: string; download: string }[];
	};
	const newest = offers.find(
		( offer ) =>
			offer.version === version ||
			offer.version.startsWith( `${ version }.` )
	);
	const zip = await fetch(
		newest?.download ?? `https://wordpress.org/wordpress-${ version }.zip`
	);
	if ( ! zip.ok ) {
		throw new Error( `HTTP ${ zip.status }` );
	}
	return new Uint8Array( await zip.arrayBuffer() );
}

/**
 * The SQLite integration for WordPress. Playground's npm package carries it,
 * so whoever reaches npm has it.
 *
 * @return The plugin's folder; a site's `db.php` points there.
 */
export function provideSqlite(): Promise< string > {
	return cached( 'sqlite-database-integration', ( folder ) => {
		const npm = ( ...args: readonly string[] ) =>
			execFileSync( 'npm', args, { cwd: folder, encoding: 'utf8' } );
		npm( 'pack', '--silent', '@wp-playground/cli' );
		const archive = readdirSync( folder ).find( ( name ) =>
			name.endsWith( '.tgz' )
		);
		const zip = 'package/sqlite-database-integration.zip';
		execFileSync( 'tar', [ '-xzf', String( archive ), zip ], {
			cwd: folder,
		} );
		const bytes = readFileSync( join( folder, zip ) );
		for ( const used of readdirSync( folder ) ) {
			rmSync( join( folder, used ), { recursive: true } );
		}
		unzip( bytes, folder );
	} );
}

/** Unpacks without the one folder that both archives wrap their files in. */
function unzip( bytes: Uint8Array, folder: string ): void {
	for ( const [ name, content ] of Object.entries( unzipSync( bytes ) ) ) {
		const path = join( folder, name.slice( name.indexOf( '/' ) + 1 ) );
		if ( ! name.endsWith( '/' ) ) {
			mkdirSync( dirname( path ), { recursive: true } );
			writeFileSync( path, content );
		}
	}
}
