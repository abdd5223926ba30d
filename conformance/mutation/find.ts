import fc from 'fast-check';
import type { Backend } from '../backend.ts';
import { cases } from '../cases/index.ts';
import { commands, createModel } from '../model/commands.ts';
import type { Driver } from '../model/driver.ts';
import { titleOf } from '../report.ts';
import { runCase } from '../runCase.ts';
import type { Catch } from './drift.ts';

/** The same draws each time: a drift that was found once is found again. */
const SEED = 20_261_124;
const MAX_COMMANDS = 100;

/** A lifetime and a day, in which everything ends and is deleted. */
const FORGOTTEN_AFTER_MS = 25 * 3_600_000;

/**
 * The first case that a backend fails.
 *
 * @param backend The backend.
 */
export async function findByCases( backend: Backend ): Promise< Catch > {
	// What the drift before has left is gone.
	await backend.control?.advance( FORGOTTEN_AFTER_MS );
	for ( const tried of cases ) {
		const outcome = await runCase( tried, backend );
		if ( outcome.kind === 'failed' ) {
			return titleOf( tried );
		}
	}
	return null;
}

/**
 * Whether the model tells an implementation from itself.
 *
 * @param driver  The implementation.
 * @param numRuns How often it draws.
 */
export async function findByModel(
	driver: Driver,
	numRuns: number
): Promise< Catch > {
	const found = await fc.check(
		fc.asyncProperty( commands( MAX_COMMANDS ), async ( drawn ) => {
			await driver.reset();
			await fc.asyncModelRun(
				() => ( { model: createModel(), real: driver } ),
				drawn
			);
		} ),
		{ seed: SEED, numRuns, endOnFailure: true }
	);
	return found.failed ? 'the model of the lifecycle' : null;
}
