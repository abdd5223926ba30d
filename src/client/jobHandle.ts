import {
	validate,
	type BuiltinJobTypes,
	type InputOf,
	type JobSnapshot,
	type JobType,
	type ResultOf,
} from '../protocol/index.ts';

/** A built-in type's name, or a type that a host declared with `defineJobType`. */
export type JobTypeRef = keyof BuiltinJobTypes | JobType;

type Resolved< Ref > = Ref extends keyof BuiltinJobTypes
	? BuiltinJobTypes[ Ref ]
	: Ref;

/** The input that a reference to a job type asks for. */
export type JobInput< Ref > = InputOf< Resolved< Ref > >;

/** The result that a reference to a job type brings. */
export type JobResult< Ref > = ResultOf< Resolved< Ref > >;

/** What reads a job's result and sets its pace; the input does not matter once a job is started. */
export type ResultReader< Result > = Pick<
	JobType< string, unknown, Result >,
	'name' | 'result' | 'pollIntervalMs'
>;

/** A job that was started, or found again. */
export interface JobHandle< Result = unknown > {
	readonly id: string;
	readonly jobType: ResultReader< Result >;
	/** What the server said first; null where only the id is known. */
	readonly snapshot: JobSnapshot< Result > | null;
}

/**
 * Reads the result of a snapshot by the job's type.
 *
 * @param snapshot What the server said.
 * @param jobType  The job's type.
 * @throws {AiJobError} `protocol`, with the path of the first wrong field.
 */
export function readResult< Result >(
	snapshot: JobSnapshot,
	jobType: ResultReader< Result >
): JobSnapshot< Result > {
	const read = ( value: unknown, field: string ) =>
		validate( jobType.result, value, field, 'protocol' );
	switch ( snapshot.status ) {
		case 'completed':
			return { ...snapshot, result: read( snapshot.result, 'result' ) };
		case 'failed':
		case 'expired':
			return snapshot;
		default:
			return {
				...snapshot,
				partialResult:
					snapshot.partialResult === null
						? null
						: read( snapshot.partialResult, 'partial_result' ),
			};
	}
}

/**
 * The job type behind a reference.
 *
 * @param type     A built-in type's name, or a declared type.
 * @param builtins Those that go by their name.
 */
export function resolveJobType< const Ref extends JobTypeRef >(
	type: Ref,
	builtins: BuiltinJobTypes
): JobType< string, JobInput< Ref >, JobResult< Ref > >;
export function resolveJobType(
	type: JobTypeRef,
	builtins: BuiltinJobTypes
): JobType {
	return typeof type === 'string' ? builtins[ type ] : type;
}
