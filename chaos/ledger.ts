import { existsSync, readFileSync } from 'node:fs';
import * as v from 'valibot';

const event = v.object( {
	event: v.picklist( [
		'created',
		'status',
		'executes',
		'received',
		'answered',
		'stored',
		'fault',
	] ),
	number: v.number(),
	/** Real time, Unix ms. */
	at: v.number(),
	/** Which web server. */
	server: v.string(),
	/** Which process. */
	pid: v.number(),
	part: v.nullable( v.number() ),
	attempt: v.nullable( v.number() ),
	id: v.optional( v.string() ),
	from: v.optional( v.string() ),
	to: v.optional( v.string() ),
	code: v.nullish( v.string() ),
	step: v.optional( v.string() ),
	/** What was done there. */
	deed: v.optional( v.string() ),
	/** The HTTP status of the provider's answer; 0: there was none. */
	http: v.optional( v.number() ),
} );

/** Something that a process of the site wrote down. */
export type LedgerEvent = v.InferOutput< typeof event >;

/**
 * @param file What the site's processes wrote.
 */
export function readLedger( file: string ): readonly LedgerEvent[] {
	return existsSync( file )
		? readFileSync( file, 'utf8' )
				.split( '\n' )
				.filter( Boolean )
				.map( ( line ) => v.parse( event, JSON.parse( line ) ) )
		: [];
}
