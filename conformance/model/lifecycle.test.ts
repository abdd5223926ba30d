import fc from 'fast-check';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { createSite, type Site } from '../../wordpress/site.ts';
import { commands, createModel, tally } from './commands.ts';
import type { Driver } from './driver.ts';
import { createMockDriver } from './mockDriver.ts';
import { createPluginDriver } from './pluginDriver.ts';

/** `MODEL_SEED=… npm run test:conformance -- model` draws the same again; `MODEL_RUNS=…` draws more. */
const seed = Number( process.env[ 'MODEL_SEED' ] ?? Date.now() % 2 ** 31 );
const MAX_COMMANDS = 100;

/** What a run of all may take on a busy machine, in ms. */
const LIMIT_MS = 300_000;

async function compare( name: string, driver: Driver, runs: number ) {
	const numRuns = Number( process.env[ 'MODEL_RUNS' ] ?? runs );
	const began = { ...tally };
	await fc.assert(
		fc.asyncProperty( commands( MAX_COMMANDS ), async ( drawn ) => {
			await driver.reset();
			await fc.asyncModelRun(
				() => ( { model: createModel(), real: driver } ),
				drawn
			);
		} ),
		{ seed, numRuns }
	);
	process.stdout.write(
		`${ name }: seed ${ seed }, ${ numRuns } runs, ${ tally.steps - began.steps } steps, ${ tally.jobs - began.jobs } starts\n`
	);
}

test(
	'the mock does what the model does',
	async () => {
		await compare( 'the mock', createMockDriver(), 500 );
	},
	LIMIT_MS
);

describe( 'the plugin does what the model does', () => {
	let site: Site;
	beforeAll( async () => {
		site = await createSite( { constants: { DISABLE_WP_CRON: true } } );
	}, LIMIT_MS );
	afterAll( () => site?.stop() );

	test.each( [ 'table', 'option' ] as const )(
		'%s store',
		async ( store ) => {
			const driver = createPluginDriver( site, store );
			try {
				await compare( `the plugin, ${ store } store`, driver, 100 );
			} finally {
				await driver.close();
			}
		},
		LIMIT_MS
	);
} );
