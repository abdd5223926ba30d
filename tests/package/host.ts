import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { inject } from 'vitest';

/** A host of the package, in a folder of its own that knows nothing of this repository. */
export interface Host {
	readonly folder: string;
	/** Runs a command there, with its own packages' programs in reach; throws with all that it printed. */
	readonly run: ( command: string, ...args: string[] ) => Promise< string >;
	readonly remove: () => void;
}

const execute = promisify( execFile );

/**
 * Makes a host from its sources, and installs the packed package into it as a
 * person would.
 *
 * @param name     The folder of its sources, beside this file.
 * @param packages What is installed along with ours.
 */
export async function createHost(
	name: string,
	packages: readonly string[] = []
): Promise< Host > {
	const folder = mkdtempSync( join( tmpdir(), `${ name }-` ) );
	cpSync( join( import.meta.dirname, name ), folder, { recursive: true } );
	const env = Object.fromEntries(
		Object.entries( process.env ).filter(
			// What this repository's own run of npm says, and vitest's, is not for others.
			( [ key ] ) =>
				! /^(npm_(?!config_(cache|registry|userconfig)$)|VITEST|NODE_ENV|NODE_OPTIONS)/.test(
					key
				)
		)
	);
	const run = async ( command: string, ...args: string[] ) => {
		try {
			const { stdout } = await execute( command, args, {
				cwd: folder,
				maxBuffer: 64 * 1024 * 1024,
				env: {
					...env,
					// This Node, not the machine's, which may be older.
					PATH: [
						join( folder, 'node_modules/.bin' ),
						dirname( process.execPath ),
						process.env[ 'PATH' ],
					].join( delimiter ),
				},
			} );
			return stdout;
		} catch ( error ) {
			const { stdout = '', stderr = '' } = error as {
				readonly stdout?: string;
				readonly stderr?: string;
			};
			throw new Error(
				`${ command } ${ args.join( ' ' ) }\n${ stdout }\n${ stderr }`,
				{ cause: error }
			);
		}
	};
	await run(
		'npm',
		'install',
		'--prefer-offline',
		'--no-audit',
		'--no-fund',
		inject( 'tarball' ),
		...packages
	);
	return {
		folder,
		run,
		remove: () => rmSync( folder, { recursive: true, force: true } ),
	};
}
