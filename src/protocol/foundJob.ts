import { toCamelCaseKeys } from 'es-toolkit/object';
import * as v from 'valibot';
import { jobContextSchema, type JobContext } from './context.ts';
import { validate } from './jobType.ts';
import { parseSnapshot, type JobSnapshot } from './snapshot.ts';

/**
 * A job of which nothing was known here, and what was asked for with it: who
 * goes on with it can show that, and ask for it again.
 */
export type FoundJob = JobSnapshot & {
	/** Still to be read by the job's type; null where the server does not tell. */
	readonly input: unknown;
	readonly context: JobContext;
};

const wishSchema = v.object( {
	input: v.optional( v.unknown(), null ),
	context: v.optional( jobContextSchema, {} ),
} );

/**
 * Reads one job of a post's list off the wire.
 *
 * @param json            The parsed body.
 * @param onUnknownStatus Told of a status that this version does not know.
 * @throws {AiJobError} `protocol`, with the path of the first wrong field.
 */
export function parseFoundJob(
	json: unknown,
	onUnknownStatus?: ( status: string ) => void
): FoundJob {
	const snapshot = parseSnapshot( json, onUnknownStatus );
	const wish: unknown =
		typeof json === 'object' && json !== null
			? toCamelCaseKeys( json )
			: json;
	return { ...snapshot, ...validate( wishSchema, wish, 'job', 'protocol' ) };
}
