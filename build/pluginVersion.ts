/**
 * Gives the plugin the version of the npm package: the two are one thing.
 * Run after `changeset version`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import manifest from '../package.json' with { type: 'json' };

const ROOT = join( import.meta.dirname, '..' );

/** Where the plugin names its version: what stands before it, and after. */
export const PLACES = [
	{
		path: 'plugin/wp-ai-jobs.php',
		version: /(?<=^ \* Version: +)\S+$/m,
	},
	{
		path: 'plugin/wp-ai-jobs.php',
		version: /(?<=^const VERSION +=\s')[^']+(?=';$)/m,
	},
	{ path: 'plugin/readme.txt', version: /(?<=^Stable tag: )\S+$/m },
] as const;

/** What the plugin says in each of its places. */
export const readVersions = (): readonly ( string | undefined )[] =>
	PLACES.map(
		( { path, version } ) =>
			version.exec( readFileSync( join( ROOT, path ), 'utf8' ) )?.[ 0 ]
	);

if ( import.meta.main ) {
	for ( const { path, version } of PLACES ) {
		const file = join( ROOT, path );
		writeFileSync(
			file,
			readFileSync( file, 'utf8' ).replace( version, manifest.version )
		);
	}
}
