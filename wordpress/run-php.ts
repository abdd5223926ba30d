import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { aptInstall } from './apt.ts';
import { PHP_FLAGS, providePhp } from './php.ts';
import { createSite } from './site.ts';

const REPOSITORY = join( import.meta.dirname, '..' );

const { values, positionals } = parseArgs( {
	allowPositionals: true,
	options: {
		version: { type: 'string', default: '7.1' },
		database: { type: 'string', default: 'sqlite' },
	},
} );
const { version, database } = values;
if ( version !== '7.1' && version !== '6.8' ) {
	throw new Error( '--version is 7.1 or 6.8.' );
}
if ( database !== 'sqlite' && database !== 'mariadb' ) {
	throw new Error( '--database is sqlite or mariadb.' );
}

const php = providePhp();
const phpunit = providePhpUnit();
const site = await createSite( {
	version,
	database,
	constants: { DISABLE_WP_CRON: true },
} );
try {
	const tests = spawn(
		php,
		[
			...PHP_FLAGS,
			phpunit,
			'-c',
			'plugin/phpunit.xml.dist',
			...positionals,
		],
		{
			cwd: REPOSITORY,
			env: {
				...process.env,
				WP_SITE: site.path,
				WP_SITE_URL: site.url,
				WP_TESTS_DATABASE: database,
			},
			stdio: 'inherit',
		}
	);
	const [ status ] = await once( tests, 'exit' );
	process.exitCode = typeof status === 'number' ? status : 1;
} finally {
	await site.stop();
}

function providePhpUnit(): string {
	const find = () =>
		spawnSync( 'which', [ 'phpunit' ], { encoding: 'utf8' } ).stdout.trim();
	const found = find();
	if ( found ) {
		return found;
	}
	aptInstall( [ 'phpunit' ], '(PHPUnit 9.6)' );
	return find();
}
