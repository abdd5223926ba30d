import * as v from 'valibot';

/*
 * The shapes of docs/wire.md, in its own names and as strict as it is. Written
 * from that page: the client's schemas forgive what an older backend lacks.
 */

/** ISO 8601, UTC, with a Z, in whole seconds or with milliseconds. */
export const time = v.pipe(
	v.string(),
	v.regex( /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/ )
);

export const sentence = v.pipe( v.string(), v.minLength( 1 ) );
export const count = v.pipe( v.number(), v.integer(), v.minValue( 0 ) );
const positive = v.pipe( v.number(), v.integer(), v.minValue( 1 ) );

/** Why a job, or one of its images, has no result. */
export const failure = v.object( {
	code: v.pipe( v.string(), v.regex( /^[a-z][a-z0-9_]*$/ ) ),
	message: sentence,
	retryable: v.boolean(),
	may_be_billed: v.boolean(),
} );

export const image = v.object( {
	index: count,
	width: positive,
	height: positive,
	mime_type: v.picklist( [ 'image/png', 'image/jpeg', 'image/webp' ] ),
	bytes: positive,
	preview_url: sentence,
	revised_prompt: v.nullable( v.string() ),
	alt: v.string(),
	attachment_id: v.nullable( positive ),
} );

const usage = v.nullable(
	v.object( { input_tokens: count, output_tokens: count } )
);

export const imageResult = v.object( {
	images: v.array( image ),
	failures: v.array( v.object( { index: count, ...failure.entries } ) ),
	model: v.nullable( v.string() ),
	usage,
} );

export const contentResult = v.object( {
	content: sentence,
	format: v.picklist( [ 'markdown', 'html' ] ),
	model: v.nullable( v.string() ),
	usage,
} );

const common = {
	id: v.pipe( v.string(), v.regex( /^[^\s/,?#]+$/ ) ),
	type: sentence,
	created_at: time,
	expires_at: time,
	attempt: count,
	server_time: time,
	partial_result: v.optional( v.nullable( v.unknown() ) ),
};

const unstopped = { may_be_billed: v.optional( v.undefined() ) };

const live = {
	...common,
	...unstopped,
	finished_at: v.null(),
	result: v.null(),
	error: v.null(),
	poll_after_ms: positive,
	needs_runner: v.boolean(),
};

const final = {
	...common,
	queue_position: v.optional( v.null() ),
	finished_at: time,
	poll_after_ms: v.null(),
	needs_runner: v.literal( false ),
	progress: v.null(),
};

/** A snapshot, by its status. */
export const snapshot = v.variant( 'status', [
	v.object( {
		...live,
		status: v.literal( 'pending' ),
		started_at: v.null(),
		progress: v.null(),
		queue_position: v.optional( v.nullable( positive ) ),
	} ),
	v.object( {
		...live,
		status: v.literal( 'processing' ),
		started_at: time,
		queue_position: v.optional( v.null() ),
		progress: v.nullable(
			v.object( {
				fraction: v.nullable(
					v.pipe( v.number(), v.minValue( 0 ), v.maxValue( 1 ) )
				),
				message: v.nullable( v.string() ),
			} )
		),
	} ),
	v.object( {
		...final,
		...unstopped,
		status: v.literal( 'completed' ),
		started_at: time,
		result: v.looseObject( {} ),
		error: v.null(),
	} ),
	v.object( {
		...final,
		...unstopped,
		status: v.picklist( [ 'failed', 'expired' ] ),
		started_at: v.nullable( time ),
		result: v.null(),
		error: failure,
	} ),
	v.object( {
		...final,
		status: v.literal( 'cancelled' ),
		started_at: v.nullable( time ),
		result: v.null(),
		error: v.null(),
		may_be_billed: v.boolean(),
	} ),
] );

export type Snapshot = v.InferOutput< typeof snapshot >;

/** An error that a request is answered with. */
export const refusal = v.object( {
	code: sentence,
	message: sentence,
	data: v.object( {
		status: count,
		retryable: v.boolean(),
		field: v.optional( v.string() ),
		settings_url: v.optional( v.string() ),
	} ),
} );

export type Refusal = v.InferOutput< typeof refusal >;

export const attachment = v.object( {
	attachment_id: positive,
	url: sentence,
	width: positive,
	height: positive,
	mime_type: v.pipe( v.string(), v.startsWith( 'image/' ) ),
	alt: v.string(),
	title: v.string(),
	caption: v.string(),
	description: v.string(),
} );

const capability = {
	available: v.boolean(),
	provider: v.nullable( v.string() ),
	label: v.nullable( v.string() ),
	demo: v.boolean(),
};

export const capabilities = v.object( {
	types: v.object( {
		content: v.object( capability ),
		image: v.object( {
			...capability,
			options: v.object( {
				aspect_ratio: v.array( v.string() ),
				quality: v.array( v.string() ),
				style: v.array( v.string() ),
				background: v.array( v.string() ),
				output_format: v.array( v.string() ),
				max_count: positive,
				reference: v.boolean(),
			} ),
			can_import: v.boolean(),
		} ),
	} ),
	settings_url: v.nullable( v.string() ),
} );
