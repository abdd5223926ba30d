import { toSnakeCaseKeys } from 'es-toolkit/object';
import { jobContextSchema, type JobContext } from './context.ts';
import { validate } from './jobType.ts';

/** A start, in the caller's names. */
export interface StartRequest {
	readonly type: string;
	/** As the type's own schema gave it back. */
	readonly input: unknown;
	/** Where the job belongs. */
	readonly context?: JobContext | undefined;
	/** Two starts with one key are one job. 1 to 64 of `A–Z a–z 0–9 - _`. */
	readonly idempotencyKey: string;
}

/** The body of `POST /jobs`. */
export interface StartBody {
	readonly type: string;
	readonly input: unknown;
	readonly context?: unknown;
	/** The same as in the `Idempotency-Key` header, which some proxies drop. */
	readonly idempotency_key: string;
}

/**
 * A start as it travels, in the wire's names.
 *
 * @param request What is to be started.
 * @throws {AiJobError} `invalid_input`, naming the field of the context.
 */
export function startBody( {
	type,
	input,
	context,
	idempotencyKey,
}: StartRequest ): StartBody {
	return {
		type,
		input: toWire( input ),
		idempotency_key: idempotencyKey,
		...( context && {
			context: toWire(
				validate(
					jobContextSchema,
					context,
					'context',
					'invalid_input'
				)
			),
		} ),
	};
}

function toWire( value: unknown ): unknown {
	return typeof value === 'object' && value !== null
		? toSnakeCaseKeys( value )
		: value;
}
