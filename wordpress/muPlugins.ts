import { copyFileSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';

const OURS = join( import.meta.dirname, 'mu-plugins' );

/** Keeps WordPress from asking other servers. */
export const QUIET = join( OURS, 'quiet.php' );

/** Lets WordPress reach an AI provider on this machine, whatever its port. */
export const LOCAL_PROVIDER = join( OURS, 'local-provider.php' );

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
