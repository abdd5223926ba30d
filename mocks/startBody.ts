import * as v from 'valibot';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import {
	isAiJobError,
	jobContextSchema,
	toSnakeCaseKeys,
	validate,
} from '../src/protocol/index.ts';
import { camel, type MockJobTypes } from './mockJobType.ts';
import { invalidInput } from './refusal.ts';

const keyed = v.object( { idempotency_key: v.nullish( v.string() ) } );

const bodySchema = v.object( {
	type: v.string(),
	input: v.unknown(),
	context: v.optional( v.unknown() ),
} );

/** A start as it travels, checked. */
export interface StartBody {
	readonly type: string;
	readonly input: unknown;
	readonly context?: { readonly post_id?: number | undefined };
}

/**
 * The key of a start, which is in the header, in the body, or in both.
 *
 * @param header The `Idempotency-Key` header.
 * @param body   The parsed body.
 * @throws {Refusal} 400, naming the field.
 */
export function readKey( header: string | null, body: unknown ): string | null {
	const inBody = v.safeParse( keyed, body );
	const key = inBody.success
		? ( inBody.output.idempotency_key ?? header )
		: '';
	if ( key !== null && ! /^[\w-]{1,64}$/.test( key ) ) {
		throw invalidInput(
			'idempotency_key',
			'The idempotency key is not valid.'
		);
	}
	if ( header !== null && header !== key ) {
		throw invalidInput(
			'idempotency_key',
			'The idempotency keys in the header and in the body are different.'
		);
	}
	return key;
}

/**
 * Checks what a client wants to start, by the rules of the wire.
 *
 * @param body     The parsed body.
 * @param jobTypes The types that the site knows.
 * @throws {Refusal} 400, naming the field.
 */
export function readStart( body: unknown, jobTypes: MockJobTypes ): StartBody {
	const { type, input, context } = readBody( body );
	const jobType = jobTypes.get( type );
	if ( ! jobType ) {
		throw invalidInput( 'type', 'This site knows no such type of job.' );
	}
	const checked = { type, input: read( jobType.input, input, 'input' ) };
	return context === undefined
		? checked
		: { ...checked, context: read( jobContextSchema, context, 'context' ) };
}

function readBody( body: unknown ) {
	const outcome = v.safeParse( bodySchema, body );
	if ( outcome.success ) {
		return outcome.output;
	}
	const [ issue ] = outcome.issues;
	throw invalidInput( v.getDotPath( issue ) ?? 'body', issue.message );
}

/** Reads a value with the client's own schema, and gives it back in the wire's names. */
function read< Output >(
	schema: StandardSchemaV1< unknown, Output >,
	value: unknown,
	root: string
) {
	try {
		return toSnakeCaseKeys(
			validate( schema, camel( value ), root, 'invalid_input' )
		);
	} catch ( error ) {
		if ( isAiJobError( error ) ) {
			throw invalidInput(
				snakePath( error.field ?? root ),
				error.message
			);
		}
		throw error;
	}
}

const snakePath = ( path: string ) =>
	path.replace( /[A-Z]/g, ( letter ) => `_${ letter.toLowerCase() }` );
