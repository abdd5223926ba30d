import { afterAll, beforeAll, test } from 'vitest';
import type { Backend } from './backend.ts';
import type { Need } from './case.ts';
import { cases } from './cases/index.ts';
import { runCase } from './runCase.ts';

/** What a site may take until it answers, in ms. */
const CONNECT_MS = 180_000;

/** What a case may take on a busy machine, in ms. */
const CASE_MS = 60_000;

/**
 * Every case as a test.
 *
 * @param connect Brings the backend.
 * @param without What it cannot be asked for.
 */
export function conformanceTests(
	connect: () => Promise< Backend >,
	...without: readonly Need[]
): void {
	let backend: Backend;
	beforeAll( async () => {
		backend = await connect();
	}, CONNECT_MS );
	afterAll( () => backend?.close() );

	for ( const tried of cases ) {
		if ( tried.needs.some( ( need ) => without.includes( need ) ) ) {
			continue;
		}
		test(
			`${ tried.carrier }: ${ tried.group }: ${ tried.name }`,
			async () => {
				const outcome = await runCase( tried, backend );
				if ( outcome.kind === 'failed' ) {
					throw outcome.error;
				}
				if ( outcome.kind === 'left out' ) {
					throw new Error( `Left out: ${ outcome.why }` );
				}
			},
			CASE_MS
		);
	}
}
