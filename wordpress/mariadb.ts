import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, rmSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { aptInstall } from './apt.ts';
import type { Database } from './database.ts';
import { run } from './run.ts';
import { startServer } from './server.ts';

/** Small, since each site has a server of its own. */
const SIZE = [
	'--innodb-log-file-size=8M',
	'--innodb-buffer-pool-size=32M',
	'--performance-schema=OFF',
];

/**
 * A MariaDB server of the site's own: without a port, and without root's rights.
 *
 * @param folder Takes its data and its socket.
 */
export async function createMariaDb( folder: string ): Promise< Database > {
	const server = provideServer();
	const data = join( folder, 'mariadb' );
	const copy = join( folder, 'fresh' );
	const socket = join( folder, 'mariadb.sock' );
	const user = `--user=${ userInfo().username }`;
	const sql = ( statement: string ) =>
		spawnSync( 'mariadb', [
			'--no-defaults',
			`--socket=${ socket }`,
			'--user=root',
			`--execute=${ statement }`,
		] ).status === 0;
	const start = () =>
		startServer(
			[
				server,
				'--no-defaults',
				'--skip-networking',
				`--datadir=${ data }`,
				`--socket=${ socket }`,
				user,
				...SIZE,
			],
			{
				log: join( folder, 'mariadb.log' ),
				isReady: () => sql( 'CREATE DATABASE IF NOT EXISTS wordpress' ),
			}
		);

	if ( ! existsSync( data ) ) {
		await run( 'mariadb-install-db', [
			'--no-defaults',
			'--auth-root-authentication-method=normal',
			'--skip-test-db',
			`--datadir=${ data }`,
			user,
			...SIZE,
		] );
	}
	let running = await start();
	return {
		constants: {
			DB_NAME: 'wordpress',
			DB_USER: 'root',
			DB_HOST: `localhost:${ socket }`,
		},
		async remember() {
			await running.stop();
			cpSync( data, copy, { recursive: true } );
			running = await start();
		},
		async restore() {
			await running.stop();
			rmSync( data, { recursive: true } );
			cpSync( copy, data, { recursive: true } );
			running = await start();
		},
		stop: () => running.stop(),
	};
}

function provideServer(): string {
	const find = () =>
		[ '/usr/sbin/mariadbd', '/usr/local/bin/mariadbd' ].find( existsSync );
	const found = find();
	if ( found ) {
		return found;
	}
	aptInstall( [ 'mariadb-server-core', 'mariadb-client-core' ], '(MariaDB)' );
	return find() ?? 'mariadbd';
}
