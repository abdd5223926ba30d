import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Site } from '../../wordpress/site.ts';
import type { Driver } from './driver.ts';
import type { Reply } from './lifecycle.ts';

/** Where the plugin keeps its jobs. */
export type StoreKind = 'table' | 'option';

/**
 * The plugin's own rules in a WordPress, in a process that takes a command a
 * line: a step takes milliseconds, not a request.
 *
 * @param site  The WordPress.
 * @param store Which of the stores.
 */
export function createPluginDriver( site: Site, store: StoreKind ): Driver {
	const php = site.startPhp(
		join( import.meta.dirname, 'php/lifecycle.php' ),
		[ store ]
	);
	let errors = '';
	php.stderr.on( 'data', ( chunk ) => {
		errors += String( chunk );
	} );
	const ended = once( php, 'exit' );
	const lines = createInterface( php.stdout )[ Symbol.asyncIterator ]();
	const ask = async ( line: unknown ): Promise< unknown > => {
		php.stdin.write( `${ JSON.stringify( line ) }\n` );
		const { value, done } = await lines.next();
		if ( done ) {
			throw new Error(
				`PHP has ended.\n${ errors }\n${ site.readLog() }`
			);
		}
		return JSON.parse( value );
	};
	return {
		async reset() {
			await ask( { do: 'reset' } );
		},
		act: async ( command ) => ( await ask( command ) ) as Reply,
		async close() {
			php.stdin.end();
			await ended;
		},
	};
}
