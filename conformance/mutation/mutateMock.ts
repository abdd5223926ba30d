import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { run } from '../../wordpress/run.ts';
import { apply, type Catch, type Drift } from './drift.ts';

const REPOSITORY = join( import.meta.dirname, '../..' );

/** Below the repository: what is imported from packages is found from there. */
const COPIES = join( REPOSITORY, 'test-results' );

const NEEDED = [ 'mocks', 'src/protocol', 'conformance', 'wordpress' ];

const said = v.pipe(
	v.string(),
	v.parseJson(),
	v.object( { caught: v.nullable( v.string() ) } )
);

/**
 * Makes a copy of the mock differ, and asks the suite.
 *
 * @param drifts One after the other.
 * @param tell   Is told what found each.
 */
export async function mutateMock(
	drifts: readonly Drift[],
	tell: ( drift: Drift, caught: Catch ) => void
): Promise< void > {
	mkdirSync( COPIES, { recursive: true } );
	const copy = mkdtempSync( join( COPIES, 'mutation-' ) );
	try {
		for ( const folder of NEEDED ) {
			cpSync( join( REPOSITORY, folder ), join( copy, folder ), {
				recursive: true,
			} );
		}
		for ( const drift of drifts ) {
			const takeBack = apply( join( copy, 'mocks' ), drift );
			const { caught } = v.parse(
				said,
				await run( process.execPath, [
					'--no-warnings',
					join( copy, 'conformance/mutation/tryMock.ts' ),
				] )
			);
			tell( drift, caught );
			takeBack();
		}
	} finally {
		rmSync( copy, { recursive: true, force: true } );
	}
}
