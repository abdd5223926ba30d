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
	readonly name: Name;
	readonly input: InputSchema;
	readonly result: ResultSchema;
	readonly pollIntervalMs?: number;
}

/** 3 s: a status check costs the server one primary-key read, and text takes seconds. */
export const DEFAULT_POLL_INTERVAL_MS = 3_000;

/**
 * Declares a job type once; client and hook infer the rest.
 *
 * Keys are camelCase here and snake_case on the wire; the turn is ours.
 *
 * @param definition Name, schemas and, if 3 s do not fit, the polling interval in ms.
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
			`The schema of "${ root }" must validate synchronously.`
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
