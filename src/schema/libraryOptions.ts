import * as v from 'valibot';

/** What zod keeps of a schema, of which its JSON Schema says nothing. */
const zodSchema = v.object( {
	_zod: v.object( {
		def: v.object( {
			checks: v.optional(
				v.array(
					v.object( {
						_zod: v.object( {
							def: v.object( { check: v.string() } ),
						} ),
					} )
				),
				[]
			),
			catchall: v.optional( v.unknown() ),
		} ),
	} ),
} );

/** What zod calls an `override` with. */
interface Written {
	readonly zodSchema: unknown;
	/** Its JSON Schema, to be changed. */
	readonly jsonSchema: Record< string, unknown >;
	/** Where it stands in the whole. */
	readonly path: readonly ( string | number )[];
}

const ADVICE =
	'Say it by a pattern, a length or a list of values, or check it in the job.';

/**
 * Has zod say what is meant: it passes over a rule that is a function, and of
 * an object that drops what it does not know it says that nothing else may be
 * there, so that a site would refuse what a newer client sends.
 *
 * @param written            A schema, as zod has written it.
 * @param written.zodSchema
 * @param written.jsonSchema
 * @param written.path
 * @throws {Error} Where a rule is a function.
 */
function override( { zodSchema: schema, jsonSchema, path }: Written ): void {
	const { checks, catchall } = v.parse( zodSchema, schema )._zod.def;
	if ( checks.some( ( { _zod } ) => _zod.def.check === 'custom' ) ) {
		throw new Error(
			`${ path.join( '.' ) }: no JSON Schema can say what refine() checks. ${ ADVICE }`
		);
	}
	if ( catchall === undefined ) {
		delete jsonSchema[ 'additionalProperties' ];
	}
}

/**
 * Called by arktype for what it would pass over.
 *
 * @param about      What that is.
 * @param about.code Arktype's word for it, e.g. `predicate` for what narrow() checks.
 * @throws {Error} In any case.
 */
function fallback( { code }: { readonly code: string } ): never {
	throw new Error(
		`no JSON Schema can say what is a "${ code }" to arktype. ${ ADVICE }`
	);
}

/**
 * What a library is to be told, by its name, so that it refuses what no JSON
 * Schema can say.
 */
export const LIBRARY_OPTIONS: Readonly<
	Record< string, Readonly< Record< string, unknown > > >
> = { zod: { override }, arktype: { fallback } };
