import { spawnSync } from 'node:child_process';
import { aptInstall } from './apt.ts';

/**
 * Without php-curl on purpose: with it, `spawn_cron()` holds its caller up for
 * a whole second under PHP's built-in server; without it, for milliseconds.
 */
const PACKAGES = [
	'cli',
	'sqlite3',
	'mysql',
	'xml',
	'mbstring',
	'gd',
	'zip',
	'intl',
];

const EXTENSIONS = [
	'pdo_sqlite',
	'mysqli',
	'dom',
	'mbstring',
	'gd',
	'zip',
	'intl',
];

/** Settings for every PHP that we start: room for WordPress, and byte code kept between requests. */
export const PHP_FLAGS: readonly string[] = [
	'-d',
	'memory_limit=512M',
	'-d',
	'opcache.enable_cli=1',
	'-d',
	'opcache.revalidate_freq=0',
];

function findPhp(): string | undefined {
	const probe = spawnSync(
		'php',
		[
			'-r',
			'echo PHP_VERSION_ID < 70400 ? "" : PHP_BINARY, "\\n", implode( " ", get_loaded_extensions() );',
		],
		{ encoding: 'utf8' }
	);
	const [ binary, loaded ] = ( probe.stdout ?? '' ).split( '\n' );
	const has = new Set( loaded?.split( ' ' ) );
	return EXTENSIONS.every( ( extension ) => has.has( extension ) )
		? binary || undefined
		: undefined;
}

/**
 * A PHP 7.4 or later with what WordPress, SQLite and MariaDB need, installed
 * where it is missing and we may.
 *
 * @return The path of the binary.
 * @throws With what to install by hand.
 */
export function providePhp(): string {
	const found = findPhp();
	if ( found ) {
		return found;
	}
	aptInstall(
		PACKAGES.map( ( name ) => `php-${ name }` ),
		'(PHP 7.4 or later)'
	);
	const installed = findPhp();
	if ( ! installed ) {
		throw new Error(
			`PHP lacks one of the extensions ${ EXTENSIONS.join( ', ' ) }. Install them, then run this again.`
		);
	}
	return installed;
}
