import { toCamelCaseKeys } from 'es-toolkit/object';
import * as v from 'valibot';
import { JOB_ERROR_CODES } from './error.ts';
import { validate } from './jobType.ts';
import { FINAL_STATUSES, LIVE_STATUSES } from './status.ts';

const time = v.pipe( v.string(), v.isoTimestamp() );

const jobFailureSchema = v.object( {
	/** A code that this version does not know reads as `internal`. */
	code: v.fallback( v.picklist( JOB_ERROR_CODES ), 'internal' ),
	message: v.string(),
	retryable: v.boolean(),
	mayBeBilled: v.optional( v.boolean(), false ),
} );

const common = {
	id: v.pipe( v.string(), v.minLength( 1 ) ),
	type: v.string(),
	createdAt: time,
	startedAt: v.nullable( time ),
	finishedAt: v.nullable( time ),
	expiresAt: v.nullable( time ),
	/** 0 until a runner claims the job; each retry adds one. */
	attempt: v.pipe( v.number(), v.integer(), v.minValue( 0 ) ),
	progress: v.nullable(
		v.object( {
			/** 0 to 1, or null where nobody can tell. */
			fraction: v.nullable(
				v.pipe( v.number(), v.minValue( 0 ), v.maxValue( 1 ) )
			),
			message: v.nullable( v.string() ),
		} )
	),
	/** When it pays to ask again, in ms. */
	pollAfterMs: v.nullable( v.pipe( v.number(), v.minValue( 0 ) ) ),
	/** Nothing has taken the job: whoever asks may send a run request. */
	needsRunner: v.optional( v.boolean(), false ),
	serverTime: time,
};

/** What there is of a result that is not whole, in the result's own shape. */
const unfinished = { partialResult: v.optional( v.unknown(), null ) };

/** What one status check says of a job; the result is still to be read by the job's type. */
export const snapshotSchema = v.variant( 'status', [
	v.object( {
		...common,
		...unfinished,
		status: v.picklist( LIVE_STATUSES ),
		/** 1: next. Null: it does not wait for a free place. */
		queuePosition: v.optional(
			v.nullable( v.pipe( v.number(), v.integer(), v.minValue( 1 ) ) ),
			null
		),
	} ),
	v.object( {
		...common,
		status: v.literal( 'completed' ),
		result: v.unknown(),
	} ),
	v.object( {
		...common,
		status: v.literal( 'failed' ),
		error: jobFailureSchema,
	} ),
	v.object( {
		...common,
		status: v.literal( 'expired' ),
		error: v.nullable( jobFailureSchema ),
	} ),
	v.object( {
		...common,
		...unfinished,
		status: v.literal( 'cancelled' ),
		mayBeBilled: v.optional( v.boolean(), false ),
	} ),
] );

export type JobFailure = v.InferOutput< typeof jobFailureSchema >;
type AnySnapshot = v.InferOutput< typeof snapshotSchema >;

type ReadAs< Snapshot, Result > = Snapshot extends { status: 'completed' }
	? Omit< Snapshot, 'result' > & { result: Result }
	: Snapshot extends { partialResult: unknown }
		? Omit< Snapshot, 'partialResult' > & { partialResult: Result | null }
		: Snapshot;

/**
 * What one status check says of a job. A union on `status`: only `completed`
 * has a `result`; a live or cancelled job may have a part of one.
 */
export type JobSnapshot< Result = unknown > = ReadAs< AnySnapshot, Result >;

const KNOWN_STATUSES: ReadonlySet< unknown > = new Set( [
	...LIVE_STATUSES,
	...FINAL_STATUSES,
] );

/**
 * Reads one snapshot off the wire.
 *
 * A status that this version does not know is read as `processing`: the job
 * goes on, at the same pace.
 *
 * @param json            The parsed body.
 * @param onUnknownStatus Told of such a status.
 * @throws {AiJobError} `protocol`, with the path of the first wrong field.
 */
export function parseSnapshot(
	json: unknown,
	onUnknownStatus: ( status: string ) => void = () => {}
): JobSnapshot {
	const value: unknown =
		typeof json === 'object' && json !== null
			? toCamelCaseKeys( json )
			: json;
	if (
		typeof value === 'object' &&
		value !== null &&
		'status' in value &&
		typeof value.status === 'string' &&
		! KNOWN_STATUSES.has( value.status )
	) {
		onUnknownStatus( value.status );
		return validate(
			snapshotSchema,
			{ ...value, status: 'processing' },
			'snapshot',
			'protocol'
		);
	}
	return validate( snapshotSchema, value, 'snapshot', 'protocol' );
}
