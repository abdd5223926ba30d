import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PLUGIN } from '../../wordpress/site.ts';
import { createPluginDriver } from '../model/pluginDriver.ts';
import { connectToPlugin } from '../pluginBackend.ts';
import { apply, type Catch, type Drift } from './drift.ts';
import { findByCases, findByModel } from './find.ts';

const MODEL_RUNS = 200;

/**
 * Makes a copy of the plugin differ, in a WordPress of its own, and asks the
 * suite.
 *
 * @param drifts One after the other.
 * @param tell   Is told what found each.
 */
export async function mutatePlugin(
	drifts: readonly Drift[],
	tell: ( drift: Drift, caught: Catch ) => void
): Promise< void > {
	const folder = mkdtempSync( join( tmpdir(), 'mutation-' ) );
	const plugin = join( folder, 'wp-ai-jobs' );
	cpSync( PLUGIN, plugin, { recursive: true } );
	const backend = await connectToPlugin( { plugin } );
	try {
		const wrong = await findByCases( backend );
		if ( wrong !== null ) {
			throw new Error( `Red without any drift: ${ wrong }` );
		}
		for ( const drift of drifts ) {
			const takeBack = apply( plugin, drift );
			let caught = await findByCases( backend );
			if ( caught === null ) {
				const driver = createPluginDriver( backend.site, 'table' );
				caught = await findByModel( driver, MODEL_RUNS );
				await driver.close();
			}
			tell( drift, caught );
			takeBack();
		}
	} finally {
		await backend.close();
		rmSync( folder, { recursive: true, force: true } );
	}
}
