import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from './database.ts';
import { provideSqlite } from './download.ts';

/**
 * SQLite, in files of the site: no server, and a fresh state is a copy.
 *
 * @param site   WordPress's folder.
 * @param folder Takes the copy.
 */
export async function createSqlite(
	site: string,
	folder: string
): Promise< Database > {
	const plugin = await provideSqlite();
	writeFileSync(
		join( site, 'wp-content/db.php' ),
		readFileSync( join( plugin, 'db.copy' ), 'utf8' )
			.replace( '{SQLITE_IMPLEMENTATION_FOLDER_PATH}', plugin )
			.replaceAll(
				'{SQLITE_PLUGIN}',
				'sqlite-database-integration/load.php'
			)
	);
	const files = join( site, 'wp-content/database' );
	const copy = join( folder, 'fresh' );
	return {
		constants: { DB_NAME: 'wordpress', DB_HOST: '', DB_USER: '' },
		async remember() {
			cpSync( files, copy, { recursive: true } );
		},
		async restore() {
			rmSync( files, { recursive: true } );
			cpSync( copy, files, { recursive: true } );
		},
		async stop() {},
	};
}
