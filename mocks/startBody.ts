import * as v from 'valibot';
import {
	contentInputSchema,
	imageInputSchema,
	jobContextSchema,
	toCamelCaseKeys,
	toSnakeCaseKeys,
} from '../src/protocol/index.ts';
import { invalidInput } from './refusal.ts';

const bodySchema = v.object( {
	type: v.string(),
	input: v.unknown(),
	context: v.optional( v.unknown() ),
} );

/** The types of job that there are, by their names. */
const inputSchemas: Readonly<
	Record< string, typeof contentInputSchema | typeof imageInputSchema >
> = { content: contentInputSchema, image: imageInputSchema };

/** A start as it travels, checked. */
export interface StartBody {
	readonly type: string;
	readonly input: unknown;
	readonly context?: { readonly post_id?: number | undefined };
}

/**
 * Checks what a client wants to start, by the rules of the wire.
 *
 * @param body           The parsed body.
 * @param idempotencyKey The header.
 * @throws {Refusal} 400, naming the field.
 */
export function readStart(
	body: unknown,
	idempotencyKey: string | null
): StartBody {
	if ( idempotencyKey !== null && ! /^[\w-]{1,64}$/.test( idempotencyKey ) ) {
		throw invalidInput(
			'idempotency_key',
			'The idempotency key is not valid.'
		);
	}
	const { type, input, context } = read( bodySchema, body, '' );
	const inputSchema = inputSchemas[ type ];
	if ( ! inputSchema ) {
		throw invalidInput( 'type', 'This site knows no such type of job.' );
	}
	const checked = {
		type,
		input: toSnakeCaseKeys( read( inputSchema, camel( input ), 'input' ) ),
	};
	return context === undefined
		? checked
		: {
				...checked,
				context: toSnakeCaseKeys(
					read( jobContextSchema, camel( context ), 'context' )
				),
			};
}

const camel = ( value: unknown ): unknown =>
	typeof value === 'object' && value !== null
		? toCamelCaseKeys( value )
		: value;

function read< Schema extends v.GenericSchema >(
	schema: Schema,
	value: unknown,
	root: string
): v.InferOutput< Schema > {
	const outcome = v.safeParse( schema, value );
	if ( outcome.success ) {
		return outcome.output;
	}
	const issue = outcome.issues[ 0 ];
	const path = v.getDotPath( issue ) ?? '';
	const field = [ root, snakePath( path ) ].filter( Boolean ).join( '.' );
	throw invalidInput( field || 'body', issue.message );
}

const snakePath = ( path: string ) =>
	path.replace( /[A-Z]/g, ( letter ) => `_${ letter.toLowerCase() }` );
