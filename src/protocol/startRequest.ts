import { toSnakeCaseKeys } from 'es-toolkit/object';
import { jobContextSchema, type JobContext } from './context.ts';
import { validate, type JobType } from './jobType.ts';

/** What a start sends, checked and named as on the wire. */
export interface StartRequest {
	readonly type: string;
	readonly input: unknown;
	readonly context?: unknown;
	/** Two starts with one key are one job. 1 to 64 of `A–Z a–z 0–9 - _`. */
	readonly idempotencyKey: string;
}

/**
 * Checks the input before anything is sent.
 *
 * @param type           The job's type.
 * @param input          The author's input.
 * @param context        Where the job belongs.
 * @param idempotencyKey One per intent: the same for every repeat of this start.
 * @throws {AiJobError} `invalid_input`, naming the field.
 */
export function makeStartRequest< Input >(
	type: JobType< string, Input >,
	input: Input,
	context: JobContext | undefined,
	idempotencyKey: string
): StartRequest {
	const checked = validate( type.input, input, 'input', 'invalid_input' );
	return {
		type: type.name,
		input: toWire( checked ),
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
		idempotencyKey,
	};
}

function toWire( value: unknown ): unknown {
	return typeof value === 'object' && value !== null
		? toSnakeCaseKeys( value )
		: value;
}
