import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join( import.meta.dirname, '..' );
const EXAMPLE = join( ROOT, 'examples/post-summary' );

const link = ( target: string, path: string ) => {
	mkdirSync( join( path, '..' ), { recursive: true } );
	rmSync( path, { force: true } );
	symlinkSync( target, path );
};

// As `npm install` would there, without installing all else a second time.
link( ROOT, join( EXAMPLE, 'node_modules/wp-ai-jobs' ) );

/** Runs a command in the example's folder, and ends with it where it fails. */
function run( ...args: readonly string[] ): void {
	const { status } = spawnSync( process.execPath, args, {
		cwd: EXAMPLE,
		stdio: 'inherit',
	} );
	if ( status !== 0 ) {
		process.exit( status ?? 1 );
	}
}

// Its own `npm run build`.
rmSync( join( EXAMPLE, 'build' ), { recursive: true, force: true } );
run(
	join( EXAMPLE, 'node_modules/wp-ai-jobs/dist/src/schema/command.js' ),
	'src/summary.ts',
	'build'
);
run( join( ROOT, 'node_modules/vite/bin/vite.js' ), 'build' );
