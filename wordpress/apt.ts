import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Parts of the checks run side by side, and apt-get gives up where another one runs. */
const LOCK = join( tmpdir(), 'wp-ai-jobs-apt.lock' );

/**
 * Installs Debian packages, where this is Debian (or its like) and we may.
 *
 * @param packages What to install.
 * @param purpose  Ends the sentence that says why it could not be done.
 * @throws With what to do by hand.
 */
export function aptInstall(
	packages: readonly string[],
	purpose: string
): void {
	const byHand = `Install ${ packages.join( ', ' ) } ${ purpose }, then run this again.`;
	if (
		process.getuid?.() !== 0 ||
		spawnSync( 'apt-get', [ '--version' ] ).status !== 0
	) {
		throw new Error( byHand );
	}
	const run = ( ...args: readonly string[] ) =>
		spawnSync( 'flock', [ LOCK, 'apt-get', '-qq', '-y', ...args ], {
			env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
			stdio: [ 'ignore', 'ignore', 'inherit' ],
		} ).status === 0;
	process.stderr.write( `Installing ${ packages.join( ', ' ) } …\n` );
	run( 'update' );
	if ( ! run( 'install', '--no-install-recommends', ...packages ) ) {
		throw new Error( byHand );
	}
}
