import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	renameSync,
	rmSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where what was downloaded, and the site of `npm start`, outlive the work tree. */
export const CACHE = join(
	process.env[ 'XDG_CACHE_HOME' ] ?? join( homedir(), '.cache' ),
	'wp-ai-jobs'
);

/**
 * A folder in the cache, made once. It appears whole or not at all: several
 * processes may ask for it at once, and one may die half-way.
 *
 * @param name The folder's name.
 * @param make Fills the folder that it is given.
 * @return The folder's path.
 */
export async function cached(
	name: string,
	make: ( folder: string ) => void | Promise< void >
): Promise< string > {
	const folder = join( CACHE, name );
	if ( existsSync( folder ) ) {
		return folder;
	}
	mkdirSync( CACHE, { recursive: true } );
	const draft = mkdtempSync( join( CACHE, `.${ name }-` ) );
	try {
		await make( draft );
		renameSync( draft, folder );
	} catch ( error ) {
		if ( ! existsSync( folder ) ) {
			throw error;
		}
	} finally {
		rmSync( draft, { recursive: true, force: true } );
	}
	return folder;
}
