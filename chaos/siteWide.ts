import { spawnSync } from 'node:child_process';
import {
	existsSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Site } from '../wordpress/site.ts';
import type { SiteDeed } from './faults.ts';

/** Another user than the one who may write to a read-only server. */
const USER = 'writer';

/** Something that happened to a site as a whole. */
export interface Trouble {
	readonly deed: SiteDeed;
	/** Real time, Unix ms. */
	readonly fromMs: number;
	readonly untilMs: number;
}

/** What can happen to a site as a whole; one thing at a time. */
export interface SiteWide {
	/** What is over. */
	readonly troubles: readonly Trouble[];
	/** Does it, and resolves when it is in force; it passes by itself. */
	readonly strike: ( deed: SiteDeed, durationMs: number ) => Promise< void >;
	/** Resolves when nothing is in force. */
	readonly calm: () => Promise< void >;
}

/**
 * @param site   On MariaDB.
 * @param folder Where its processes look for the clock.
 */
export function prepareSiteWide( site: Site, folder: string ): SiteWide {
	const socket = join( site.path, '../mariadb.sock' );
	const away = `${ socket }.away`;
	const sql = ( statement: string ) =>
		spawnSync(
			'mariadb',
			[
				'--no-defaults',
				`--socket=${ existsSync( away ) ? away : socket }`,
				'--user=root',
				'--skip-column-names',
				`--execute=${ statement }`,
			],
			{ encoding: 'utf8' }
		).stdout;
	sql(
		`CREATE USER IF NOT EXISTS '${ USER }'@'localhost'; GRANT ALL ON wordpress.* TO '${ USER }'@'localhost'`
	);
	const config = join( site.path, 'wp-config.php' );
	writeFileSync(
		config,
		readFileSync( config, 'utf8' ).replace(
			"define( 'DB_USER', 'root' )",
			`define( 'DB_USER', '${ USER }' )`
		)
	);

	/** Past the network between the clients and the site. */
	const ajax = async ( action: string ) => {
		const answer = await fetch(
			`${ site.url }/wp-admin/admin-ajax.php?action=${ action }`
		);
		if ( ( await answer.text() ) !== 'done' ) {
			throw new Error( `${ action } did not succeed.` );
		}
	};

	let aheadMs = 0;
	const deeds: Readonly<
		Record<
			SiteDeed,
			( durationMs: number ) => Promise< () => void | Promise< unknown > >
		>
	> = {
		async 'database-gone'() {
			renameSync( socket, away );
			const ids = sql(
				`SELECT ID FROM information_schema.PROCESSLIST WHERE USER = '${ USER }'`
			)
				.split( '\n' )
				.filter( Boolean );
			sql( ids.map( ( id ) => `KILL ${ id };` ).join( ' ' ) );
			return () => renameSync( away, socket );
		},
		async 'read-only'() {
			sql( 'SET GLOBAL read_only = 1' );
			return () => {
				sql( 'SET GLOBAL read_only = 0' );
			};
		},
		async deactivated() {
			await ajax( 'chaos_deactivate' );
			return () => ajax( 'chaos_activate' );
		},
		async updated() {
			const file = join( site.path, '.maintenance' );
			writeFileSync( file, '<?php $upgrading = time();' );
			return () => rmSync( file );
		},
		async 'clock-step'( stepMs ) {
			// A step stays; the next one goes from there.
			aheadMs += stepMs * 10;
			writeFileSync( join( folder, 'clock.new' ), String( aheadMs ) );
			renameSync( join( folder, 'clock.new' ), join( folder, 'clock' ) );
			return () => {};
		},
	};

	let inForce: Promise< void > = Promise.resolve();
	const troubles: Trouble[] = [];
	return {
		troubles,
		strike( deed, durationMs ) {
			const begun = inForce.then( () => deeds[ deed ]( durationMs ) );
			inForce = begun.then( async ( undo ) => {
				const fromMs = Date.now();
				await sleep( deed === 'clock-step' ? 0 : durationMs );
				await undo();
				troubles.push( { deed, fromMs, untilMs: Date.now() } );
			} );
			return begun.then( () => {} );
		},
		calm: () => inForce,
	};
}
