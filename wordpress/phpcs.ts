/**
 * Checks the plugin's PHP with PHP_CodeSniffer: with WordPress's coding standards where they are
 * installed (CONTRIBUTING.md says how), else with what PHP_CodeSniffer brings itself.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { aptInstall } from './apt.ts';

const REPOSITORY = join( import.meta.dirname, '..' );

const standards = () =>
	spawnSync( 'phpcs', [ '-i' ], { encoding: 'utf8' } ).stdout ?? '';

if ( standards() === '' ) {
	aptInstall( [ 'php-codesniffer' ], '(PHP_CodeSniffer 3.7 or later)' );
}
const standard = standards().includes( 'WordPress-Extra' )
	? 'phpcs.xml.dist'
	: 'phpcs.generic.xml';
process.stdout.write( `PHP_CodeSniffer, ${ standard }\n` );
const { status } = spawnSync(
	'phpcs',
	[ `--standard=${ standard }`, ...process.argv.slice( 2 ) ],
	{ cwd: REPOSITORY, stdio: 'inherit' }
);
process.exit( status ?? 1 );
