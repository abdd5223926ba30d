import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logIn, type Session } from '../conformance/session.ts';
import type { DatabaseKind } from '../wordpress/database.ts';
import { createSite, type Site } from '../wordpress/site.ts';
import { startFront, type Front } from './front.ts';
import { readLedger, type LedgerEvent } from './ledger.ts';
import { startPhpPool, type PhpPool } from './phpPool.ts';
import { startProvider, type Provider } from './provider.ts';

/** How many seconds of the plugin and of the client a real one has. */
export const SPEED = 10;

/** A job's lifetime, in ms of its own clock. */
const LIFETIME_MS = 300_000;

/** How far the clocks of the two web servers are apart, in ms of their own. */
const SKEW_MS = 1_500;

/** What a client waits for an answer, in ms of its own clock; `createAiJobClient`'s default. */
const REQUEST_LIMIT_MS = 30_000;

/** A site on two web servers and one database, a provider, and the network between them and the clients. */
export interface World {
	readonly site: Site;
	readonly front: Front;
	readonly pool: PhpPool;
	readonly provider: Provider;
	readonly session: Session;
	readonly postIds: readonly number[];
	/** Where the site's processes find what is drawn, and write down what they do. */
	readonly folder: string;
	/** Leaves a job's share of the faults with the site's processes. */
	readonly instruct: ( number: number, plan: object ) => void;
	readonly ledger: () => readonly LedgerEvent[];
	readonly stop: () => Promise< void >;
}

/**
 * @param options
 * @param options.processes PHP processes, half of them on each web server.
 * @param options.places    Jobs and images that the site executes at once.
 * @param options.database  Default: MariaDB.
 */
export async function createWorld( {
	processes,
	places,
	database = 'mariadb',
}: {
	readonly processes: number;
	readonly places: number;
	readonly database?: DatabaseKind;
} ): Promise< World > {
	const folder = mkdtempSync( join( tmpdir(), 'chaos-' ) );
	for ( const name of [ 'plans', 'ids', 'done' ] ) {
		mkdirSync( join( folder, name ) );
	}
	const front = await startFront( ( REQUEST_LIMIT_MS / SPEED ) * 1.2 );
	const provider = await startProvider( ( LIFETIME_MS / SPEED ) * 1.05 );
	const env = {
		WPAIJOBS_OPENAI_API_KEY: 'chaos',
		WPAIJOBS_OPENAI_BASE_URL: provider.url,
		WPAIJOBS_OPENAI_IMAGE_MODEL: 'gpt-image-2',
		CHAOS_FOLDER: folder,
		CHAOS_SPEED: String( SPEED ),
		CHAOS_PLACES: String( places ),
		CHAOS_EPOCH_MS: String( Date.now() ),
	};
	const site = await createSite( {
		database,
		constants: { WP_HOME: front.url, WP_SITEURL: front.url },
		muPlugins: [ join( import.meta.dirname, 'mu-plugins/chaos.php' ) ],
		env,
	} );
	const pool = await startPhpPool(
		site.path,
		Array.from( { length: processes }, ( _, at ) => ( {
			...env,
			CHAOS_SERVER: at % 2 === 0 ? 'A' : 'B',
			CHAOS_SKEW_MS: String( at % 2 === 0 ? 0 : SKEW_MS ),
		} ) )
	);
	front.lead( pool );
	return {
		site,
		front,
		pool,
		provider,
		folder,
		session: await logIn( front.url, 'editor', 'password' ),
		postIds: JSON.parse(
			await site.runPhp( join( import.meta.dirname, 'php/prepare.php' ) )
		) as number[],
		instruct: ( number, plan ) =>
			writeFileSync(
				join( folder, `plans/${ number }.json` ),
				JSON.stringify( plan )
			),
		ledger: () => readLedger( join( folder, 'ledger' ) ),
		async stop() {
			await front.stop();
			await pool.stop();
			await provider.stop();
			await site.stop();
			rmSync( folder, { recursive: true, force: true } );
		},
	};
}
