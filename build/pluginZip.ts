import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync, type Zippable } from 'fflate';
import { NOTICES } from './notices.ts';

const PLUGIN = 'plugin';
const TARGET = 'dist/wp-ai-jobs.zip';

/** What only developers need. */
const DEVELOPMENT = [ 'tests/**', 'phpunit.xml*', 'composer.*', '**/*.md' ];

/** The earliest time that a zip file can name: the same files make the same zip. */
const MTIME = new Date( 1980, 0, 1 );

const file = ( path: string ): Zippable[ string ] => [
	readFileSync( path ),
	{ mtime: MTIME, os: 3, attrs: 0o644 * 0x10000 },
];

const paths = globSync( '**/*.*', { cwd: PLUGIN, exclude: DEVELOPMENT } );
const entries: Zippable = { 'wp-ai-jobs/LICENSE': file( 'LICENSE' ) };
for ( const path of paths.sort() ) {
	entries[ `wp-ai-jobs/${ path }` ] = file( join( PLUGIN, path ) );
}
for ( const needed of [
	'wp-ai-jobs.php',
	'build/editor.js',
	`build/${ NOTICES }`,
] ) {
	if ( ! ( `wp-ai-jobs/${ needed }` in entries ) ) {
		throw new Error( `${ PLUGIN }/${ needed } is missing.` );
	}
}

const zip = zipSync( entries, { level: 9 } );
mkdirSync( 'dist', { recursive: true } );
writeFileSync( TARGET, zip );
process.stdout.write(
	`${ TARGET }: ${ Object.keys( entries ).length } files, ${ Math.ceil( zip.length / 1024 ) } KiB\n`
);
