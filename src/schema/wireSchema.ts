import { toCamelCaseKeys, toSnakeCaseKeys } from '../protocol/index.ts';

/** A JSON Schema, or a part of one. */
export type JsonSchema = Readonly< Record< string, unknown > >;

/** What a site reads of a job type: `wpaijobs_register_type()` takes it as `schema`. */
export interface WireSchema {
	readonly input: JsonSchema;
	readonly result: JsonSchema;
}

/** Carried over as they are: WordPress's REST API reads them as JSON Schema does. */
const KNOWN = new Set( [
	'title',
	'description',
	'default',
	'type',
	'enum',
	'minimum',
	'maximum',
	'multipleOf',
	'minLength',
	'maxLength',
	'pattern',
	'minItems',
	'maxItems',
	'uniqueItems',
	'minProperties',
	'maxProperties',
] );

/** What WordPress checks; it lets every other format pass. */
const FORMATS = new Set( [ 'date-time', 'email', 'ip', 'uuid', 'hex-color' ] );

/** Say nothing of a value that comes as JSON. */
const IGNORED = new Set( [ '$schema', 'propertyNames' ] );

const isSchema = ( value: unknown ): value is JsonSchema =>
	typeof value === 'object' && value !== null && ! Array.isArray( value );

/**
 * A name as it travels.
 *
 * @throws {Error} When it would come back as another.
 */
function wireName( name: string, path: string ): string {
	const [ snake = '' ] = Object.keys( toSnakeCaseKeys( { [ name ]: 0 } ) );
	const [ back = '' ] = Object.keys( toCamelCaseKeys( { [ snake ]: 0 } ) );
	if ( back !== name ) {
		throw new Error(
			`${ path }.${ name }: this name travels as "${ snake }" and comes back as "${ back }". Call it "${ back }".`
		);
	}
	return snake;
}

/**
 * A JSON Schema in the wire's names, and with no keyword that the site would pass over.
 *
 * @param schema A JSON Schema, draft 07.
 * @param path   Where it stands, for an error.
 * @throws {Error} When the site would check less than the browser does; says what to use instead.
 */
function toWire( schema: JsonSchema, path: string ): JsonSchema {
	const wire: Record< string, unknown > = {};
	const read = ( value: unknown, at: string ) => {
		if ( ! isSchema( value ) ) {
			throw new Error( `${ at }: WordPress reads one schema here.` );
		}
		return toWire( value, at );
	};
	for ( const [ keyword, value ] of Object.entries( schema ) ) {
		if ( KNOWN.has( keyword ) ) {
			wire[ keyword ] = value;
		} else if ( keyword === 'properties' && isSchema( value ) ) {
			wire[ keyword ] = Object.fromEntries(
				Object.entries( value ).map( ( [ name, property ] ) => [
					wireName( name, path ),
					read( property, `${ path }.${ name }` ),
				] )
			);
		} else if ( keyword === 'required' && Array.isArray( value ) ) {
			wire[ keyword ] = value.map( ( name ) =>
				wireName( String( name ), path )
			);
		} else if ( keyword === 'items' ) {
			wire[ keyword ] = read( value, `${ path }[]` );
		} else if ( keyword === 'additionalProperties' ) {
			wire[ keyword ] =
				typeof value === 'boolean'
					? value
					: read( value, `${ path }.*` );
		} else if (
			( keyword === 'anyOf' || keyword === 'oneOf' ) &&
			Array.isArray( value )
		) {
			wire[ keyword ] = value.map( ( choice ) => read( choice, path ) );
		} else if ( keyword === 'const' ) {
			wire[ 'type' ] = value === null ? 'null' : typeof value;
			wire[ 'enum' ] = [ value ];
		} else if (
			( keyword === 'exclusiveMinimum' ||
				keyword === 'exclusiveMaximum' ) &&
			typeof value === 'number'
		) {
			// WordPress reads these as draft 04 does.
			wire[ keyword === 'exclusiveMinimum' ? 'minimum' : 'maximum' ] =
				value;
			wire[ keyword ] = true;
		} else if ( keyword === 'format' && FORMATS.has( String( value ) ) ) {
			wire[ keyword ] = value;
		} else if ( ! IGNORED.has( keyword ) ) {
			throw new Error(
				`${ path }: WordPress does not check ${ keyword === 'format' ? `the format "${ String( value ) }"` : `"${ keyword }"` }. Say it by a pattern, a length or a list of values, or check it in the job.`
			);
		}
	}
	return wire;
}

/**
 * What a site has to know of a job type.
 *
 * @param name    The type's, for an error.
 * @param schemas Those of its input and its result, draft 07.
 * @throws {Error} With the path of what the site cannot check.
 */
export const wireSchema = (
	name: string,
	{ input, result }: WireSchema
): WireSchema => ( {
	input: toWire( input, `${ name }: input` ),
	result: toWire( result, `${ name }: result` ),
} );
