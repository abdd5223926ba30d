import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A way in which an implementation could come to differ from docs/wire.md. */
export interface Drift {
	/** What is wrong then. */
	readonly what: string;
	/** Below the implementation's folder. */
	readonly file: string;
	/** Stands there once. */
	readonly search: string;
	readonly replace: string;
}

/** What found a drift; null: nothing did. */
export type Catch = string | null;

/** PHP looks at seconds: each change of a file is one later than the one before. */
let changed = Math.floor( Date.now() / 1_000 );

function write( path: string, text: string ): void {
	writeFileSync( path, text );
	changed++;
	utimesSync( path, changed, changed );
}

/**
 * Makes an implementation differ.
 *
 * @param folder A copy of it.
 * @param drift  How.
 * @return Takes it back.
 * @throws Where the text is not there any more, or more than once.
 */
export function apply( folder: string, drift: Drift ): () => void {
	const path = join( folder, drift.file );
	const text = readFileSync( path, 'utf8' );
	const parts = text.split( drift.search );
	if ( parts.length !== 2 ) {
		throw new Error(
			`${ drift.what }: “${ drift.search }” stands ${ parts.length - 1 } times in ${ drift.file }. Write the drift anew.`
		);
	}
	write( path, parts.join( drift.replace ) );
	return () => write( path, text );
}
