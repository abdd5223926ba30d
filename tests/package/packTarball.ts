import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
	interface ProvidedContext {
		/** The tarball that npm would publish. */
		readonly tarball: string;
		/** A folder where it is unpacked as `node_modules/wp-ai-jobs`, with the repository's packages in reach. */
		readonly unpacked: string;
	}
}

const ROOT = join( import.meta.dirname, '../..' );
const FOLDER = join( ROOT, 'test-results/package' );

/**
 * Packs what npm would publish, built anew by `prepack`.
 *
 * @param project Tells the tests where it is.
 */
export default function setup( project: TestProject ): void {
	const unpacked = join( FOLDER, 'node_modules/wp-ai-jobs' );
	rmSync( FOLDER, { recursive: true, force: true } );
	mkdirSync( unpacked, { recursive: true } );
	// A package of its own: in this one, its name is itself.
	writeFileSync( join( FOLDER, 'package.json' ), '{ "private": true }' );
	execFileSync( 'npm', [ 'pack', '--pack-destination', FOLDER ], {
		cwd: ROOT,
		stdio: [ 'ignore', 'ignore', 'inherit' ],
		env: { ...process.env, npm_config_loglevel: 'error' },
	} );
	const tarball = join(
		FOLDER,
		`wp-ai-jobs-${ process.env[ 'npm_package_version' ] ?? '' }.tgz`
	);
	execFileSync( 'tar', [
		'-xzf',
		tarball,
		'-C',
		unpacked,
		'--strip-components=1',
	] );
	project.provide( 'tarball', tarball );
	project.provide( 'unpacked', FOLDER );
}
