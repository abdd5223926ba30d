import * as v from 'valibot';

/** What was expected of an answer, and what came. */
export class Mismatch extends Error {
	override readonly name = 'Mismatch';
	/** Where, e.g. `status` or `body.data.field`. */
	readonly where: string;
	readonly expected: string;
	readonly got: string;

	constructor( where: string, expected: string, got: string ) {
		super( `${ where }: expected ${ expected }, got ${ got }` );
		this.where = where;
		this.expected = expected;
		this.got = got;
	}
}

/** A value, a schema, or an object or list of both; an object may have more fields than are named. */
export type Expectation =
	| v.GenericSchema
	| string
	| number
	| boolean
	| null
	| readonly Expectation[]
	| { readonly [ field: string ]: Expectation };

const isSchema = ( value: unknown ): value is v.GenericSchema =>
	typeof value === 'object' && value !== null && '~standard' in value;

const LONGEST = 300;

/**
 * A value as a report shows it.
 *
 * @param value Anything.
 */
export function show( value: unknown ): string {
	const text = JSON.stringify( value ) ?? 'nothing';
	return text.length > LONGEST ? `${ text.slice( 0, LONGEST ) }…` : text;
}

/**
 * Compares what came with what was expected.
 *
 * @param got      What came.
 * @param expected What was expected.
 * @param where    What it is, for the report.
 * @throws {Mismatch} At the first difference.
 */
export function expectThat(
	got: unknown,
	expected: Expectation,
	where: string
): void {
	if ( isSchema( expected ) ) {
		const outcome = v.safeParse( expected, got );
		if ( ! outcome.success ) {
			const [ issue ] = outcome.issues;
			throw new Mismatch(
				[ where, v.getDotPath( issue ) ].filter( Boolean ).join( '.' ),
				issue.expected ?? issue.message,
				issue.received
			);
		}
		return;
	}
	if ( typeof expected !== 'object' || expected === null ) {
		if ( ! Object.is( got, expected ) ) {
			throw new Mismatch( where, show( expected ), show( got ) );
		}
		return;
	}
	if ( typeof got !== 'object' || got === null ) {
		throw new Mismatch( where, show( expected ), show( got ) );
	}
	if ( Array.isArray( expected ) ) {
		if ( ! Array.isArray( got ) || got.length !== expected.length ) {
			throw new Mismatch(
				where,
				`a list of ${ expected.length }: ${ show( expected ) }`,
				show( got )
			);
		}
	}
	const fields = new Map< string, unknown >( Object.entries( got ) );
	for ( const [ field, value ] of Object.entries( expected ) ) {
		expectThat( fields.get( field ), value, `${ where }.${ field }` );
	}
}
