import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';

const OURS = join( import.meta.dirname, 'mu-plugins' );

/** Keeps WordPress from asking other servers. */
export const QUIET = join( OURS, 'quiet.php' );

/** Lets WordPress ask an AI provider on this machine, whatever its port. */
export const LOCAL_SERVERS = join( OURS, 'local-servers.php' );

/** Logs an administrator in by a link. */
export const LOGIN_LINK = join( OURS, 'login-link.php' );

/**
 * Makes a folder hold these must-use plugins and no others.
 *
 * @param folder
 * @param files  Paths of PHP files.
 */
export function placeMuPlugins(
	folder: string,
	files: readonly string[]
): void {
	rmSync( folder, { recursive: true, force: true } );
	mkdirSync( folder, { recursive: true } );
	for ( const file of files ) {
		copyFileSync( file, join( folder, basename( file ) ) );
	}
}
