import type { StandardSchemaV1 } from '@standard-schema/spec';
import { AiJobError } from './error.ts';

/**
 * A kind of job: its name, what goes in, what comes out. Any Standard Schema
 * library may declare the two (valibot, zod, arktype), so a host needs no
 * dependency of ours to add a type of its own.
 */
export interface JobType<
	Name extends string = string,
	Input = unknown,
	Result = unknown,
> {
	readonly name: Name;
	readonly input: StandardSchemaV1< Input, unknown >;
	readonly result: StandardSchemaV1< unknown, Result >;
	/** How often a job of this type is checked when the server gives no hint, in ms. */
	readonly pollIntervalMs: number;
}

/** The input of a job type. */
export type InputOf< Type > =
	Type extends JobType< string, infer Input, unknown > ? Input : never;

/** The result of a job type. */
export type ResultOf< Type > =
	Type extends JobType< string, unknown, infer Result > ? Result : never;

interface JobTypeDefinition< Name extends string, InputSchema, ResultSchema > {
	/** As it is registered on the site: at most 64 of `a–z 0–9 _ -`, a letter first. */
	readonly name: Name;
	/** What a caller gives. What comes out of the schema is sent: JSON, its keys in camelCase. */
	readonly input: InputSchema;
	/** What the site makes of it. Also reads what there is of a result before it is whole. */
	readonly result: ResultSchema;
	/** @default 3000 */
	readonly pollIntervalMs?: number;
}

const NAME = /^[a-z][a-z0-9_-]{0,63}$/;

/** 3 s: a status check costs the server one primary-key read, and text takes seconds. */
export const DEFAULT_POLL_INTERVAL_MS = 3_000;

/**
 * Declares a job type once; client and hook infer the rest.
 *
 * Keys are camelCase here and snake_case on the wire, at every depth; the turn
 * is ours. So a key is a name and never data: what users name goes into a list.
 * The schemas have to validate synchronously.
 *
 * @param definition Name, schemas and, if 3 s do not fit, the polling interval in ms.
 * @throws {TypeError} When no site could register a type of this name.
 * @example
 * const summary = defineJobType( {
 *   name: 'summary',
 *   input: v.object( { text: v.string() } ),
 *   result: v.object( { summary: v.string() } ),
 * } );
 * const { summary: text } = await client.run( summary, { text: post } );
 */
export function defineJobType<
	const Name extends string,
	InputSchema extends StandardSchemaV1,
	ResultSchema extends StandardSchemaV1,
>(
	definition: JobTypeDefinition< Name, InputSchema, ResultSchema >
): JobType<
	Name,
	StandardSchemaV1.InferInput< InputSchema >,
	StandardSchemaV1.InferOutput< ResultSchema >
>;
export function defineJobType(
	definition: JobTypeDefinition< string, StandardSchemaV1, StandardSchemaV1 >
): JobType {
	if ( ! NAME.test( definition.name ) ) {
		throw new TypeError(
			`"${ definition.name }" cannot name a job type: it takes at most 64 of a–z 0–9 _ -, a letter first.`
		);
	}
	return { pollIntervalMs: DEFAULT_POLL_INTERVAL_MS, ...definition };
}

/**
 * Whether a value can be the input of a job type.
 *
 * @param type  The type.
 * @param value E.g. what a server says was asked for.
 */
export function isInput< Input >(
	{ input }: Pick< JobType< string, Input >, 'input' >,
	value: unknown
): value is Input {
	const outcome = input[ '~standard' ].validate( value );
	return ! ( outcome instanceof Promise ) && ! outcome.issues;
}

/**
 * Validates a value with a Standard Schema.
 *
 * @param schema   The schema.
 * @param value    What to check.
 * @param root     Where the value stands, for the error's path: `input`, `result`.
 * @param failWith `invalid_input` for what a caller gave, `protocol` for what a server sent.
 * @throws {AiJobError} With the dotted path of the first wrong field.
 */
export function validate< Output >(
	schema: StandardSchemaV1< unknown, Output >,
	value: unknown,
	root: string,
	failWith: 'invalid_input' | 'protocol'
): Output {
	const outcome = schema[ '~standard' ].validate( value );
	if ( outcome instanceof Promise ) {
		throw new TypeError(
			`The schema of "${ root }" validates asynchronously. A job type's schemas must not: check what takes time before the start, or in the job itself.`
		);
	}
	if ( ! outcome.issues ) {
		return outcome.value;
	}
	const issue = outcome.issues[ 0 ];
	const path = ( issue?.path ?? [] ).map( ( segment ) =>
		String( typeof segment === 'object' ? segment.key : segment )
	);
	const field = [ root, ...path ].join( '.' );
	throw new AiJobError(
		failWith,
		`${ field }: ${ issue?.message ?? 'is not valid' }`,
		{ field }
	);
}
