import { toJsonSchema } from '@valibot/to-json-schema';
import { snakeCase } from 'es-toolkit/string';
import type { GenericSchema } from 'valibot';
import manifest from '../package.json' with { type: 'json' };
import {
	ASPECT_RATIOS,
	capabilitiesSchema,
	contentInputSchema,
	contentResultSchema,
	IMAGE_BACKGROUNDS,
	IMAGE_FORMATS,
	IMAGE_QUALITIES,
	IMAGE_STYLES,
	imageInputSchema,
	imageResultSchema,
	importedImageSchema,
	jobContextSchema,
	MAX_IMAGE_COUNT,
	MAX_IMAGE_FIELD_LENGTHS,
	snapshotSchema,
} from '../src/protocol/index.ts';

/** Where it is written to. */
export const OPENAPI = 'docs/openapi.json';

type Json =
	| string
	| number
	| boolean
	| null
	| readonly Json[]
	| { readonly [ key: string ]: Json };
type JsonObject = { readonly [ key: string ]: Json };

const isObject = (
	value: unknown
): value is Readonly< Record< string, unknown > > =>
	typeof value === 'object' && value !== null && ! Array.isArray( value );

/** The wire's names of a schema's fields. */
function toWireNames( schema: unknown ): Json {
	if ( Array.isArray( schema ) ) {
		return schema.map( toWireNames );
	}
	if ( ! isObject( schema ) ) {
		return schema as Json;
	}
	return Object.fromEntries(
		Object.entries( schema ).map( ( [ key, value ] ): [ string, Json ] => {
			if ( key === 'properties' && isObject( value ) ) {
				return [
					key,
					Object.fromEntries(
						Object.entries( value ).map( ( [ name, field ] ) => [
							snakeCase( name ),
							toWireNames( field ),
						] )
					),
				];
			}
			return key === 'required' && Array.isArray( value )
				? [ key, value.map( ( name ) => snakeCase( String( name ) ) ) ]
				: [ key, toWireNames( value ) ];
		} )
	);
}

/** What `maxCharacters` says, which no JSON Schema follows from. */
const AT_MOST = /^Must have at most (\d+) characters\.$/;

/** A schema of the client's as it is on the wire. */
function schemaOf( schema: GenericSchema ): JsonObject {
	const { $schema: _, ...json } = toJsonSchema( schema, {
		typeMode: 'input',
		// What JSON cannot say, conformance.md's cases do.
		errorMode: 'ignore',
		overrideAction: ( { valibotAction, jsonSchema } ) => {
			const message =
				'message' in valibotAction
					? String( valibotAction.message )
					: '';
			const [ , max ] = AT_MOST.exec( message ) ?? [];
			return max === undefined
				? undefined
				: { ...jsonSchema, maxLength: Number( max ) };
		},
	} );
	const wire = toWireNames( json );
	return isObject( wire ) ? ( wire as JsonObject ) : {};
}

const ref = ( name: string ): JsonObject => ( {
	$ref: `#/components/schemas/${ name }`,
} );

const json = ( schema: JsonObject ): JsonObject => ( {
	'application/json': { schema },
} );

const answer = ( description: string, schema: JsonObject ): JsonObject => ( {
	description,
	content: json( schema ),
} );

const refusal = ( description: string ) =>
	answer( description, ref( 'Error' ) );

const REFUSALS: JsonObject = {
	401: refusal( 'Nobody is logged in.' ),
	403: refusal( 'A stale nonce, or a capability is missing.' ),
};
const UNKNOWN: JsonObject = {
	404: refusal( 'No such job, or another owner’s.' ),
};
const CONFLICT: JsonObject = {
	409: refusal( 'The status does not allow it.' ),
};
const LIMIT: JsonObject = {
	429: {
		...refusal( 'One of the user’s limits is reached.' ),
		headers: {
			'Retry-After': {
				description: 'In seconds.',
				schema: { type: 'integer', minimum: 0 },
			},
		},
	},
};

const parameter = ( name: string, where: string, schema: JsonObject ) => ( {
	name,
	in: where,
	required: where === 'path',
	schema,
} );

const ID = parameter( 'id', 'path', { type: 'string' } );
const INDEX = parameter( 'index', 'path', { type: 'integer' } );

const action = (
	operationId: string,
	summary: string,
	refusals: JsonObject
): JsonObject => ( {
	parameters: [ ID ],
	post: {
		operationId,
		summary,
		responses: {
			200: answer( 'The job as it is then.', ref( 'Job' ) ),
			...REFUSALS,
			...UNKNOWN,
			...refusals,
		},
	},
} );

const list = ( values: readonly string[] ): JsonObject => ( {
	type: 'array',
	items: { type: 'string', enum: [ ...values ] },
} );

const imageOptions: JsonObject = {
	type: 'object',
	required: [
		'aspect_ratio',
		'quality',
		'style',
		'background',
		'output_format',
		'max_count',
		'reference',
	],
	properties: {
		aspect_ratio: list( ASPECT_RATIOS ),
		quality: list( IMAGE_QUALITIES ),
		style: list( IMAGE_STYLES ),
		background: list( IMAGE_BACKGROUNDS ),
		output_format: list( IMAGE_FORMATS ),
		max_count: { type: 'integer', minimum: 1, maximum: MAX_IMAGE_COUNT },
		reference: { type: 'boolean' },
	},
};

/** The same one in the header and in the body: some proxies drop the header. */
const KEY: JsonObject = {
	type: 'string',
	pattern: '^[A-Za-z0-9_-]{1,64}$',
};

const start: JsonObject = {
	type: 'object',
	required: [ 'type', 'input' ],
	properties: {
		type: { type: 'string' },
		input: {
			anyOf: [
				ref( 'ContentInput' ),
				ref( 'ImageInput' ),
				{
					type: 'object',
					description: 'The input of a type that the host added.',
				},
			],
		},
		context: ref( 'Context' ),
		idempotency_key: KEY,
	},
};

/**
 * The REST routes of docs/wire.md as OpenAPI 3.1, made from the schemas that
 * the client reads answers by.
 */
export function createOpenApi(): JsonObject {
	return {
		openapi: '3.1.0',
		info: {
			title: 'wp-ai-jobs',
			version: manifest.version,
			description:
				'Background AI jobs. What no schema can say stands in wire.md.',
			license: {
				name: 'GPL-2.0-or-later',
				identifier: 'GPL-2.0-or-later',
			},
		},
		servers: [ { url: '/wp-json/wp-ai-jobs/v1' } ],
		security: [ { cookie: [], nonce: [] }, { applicationPassword: [] } ],
		paths: {
			'/jobs': {
				post: {
					operationId: 'start',
					summary:
						'Starts a job, or finds the one that was started under the same key.',
					parameters: [
						parameter( 'Idempotency-Key', 'header', KEY ),
					],
					requestBody: { required: true, content: json( start ) },
					responses: {
						200: answer(
							'The job of an earlier start.',
							ref( 'Job' )
						),
						201: answer( 'The new job.', ref( 'Job' ) ),
						400: refusal( 'A wrong or missing field.' ),
						...REFUSALS,
						...CONFLICT,
						413: refusal( 'A body over 256 KiB.' ),
						...LIMIT,
						503: refusal( 'No provider is configured.' ),
					},
				},
				get: {
					operationId: 'check',
					summary: 'Jobs by their ids, or those of a post.',
					parameters: [
						parameter( 'include', 'query', { type: 'string' } ),
						parameter( 'post', 'query', {
							type: 'integer',
							minimum: 1,
						} ),
					],
					responses: {
						200: answer( 'Those that exist for this owner.', {
							type: 'array',
							maxItems: 50,
							items: {
								anyOf: [ ref( 'Job' ), ref( 'FoundJob' ) ],
							},
						} ),
						400: refusal( 'A wrong or missing field.' ),
						...REFUSALS,
						...UNKNOWN,
					},
				},
			},
			'/jobs/{id}/acknowledge': action(
				'acknowledge',
				'The result has arrived.',
				CONFLICT
			),
			'/jobs/{id}/cancel': action( 'cancel', 'Stops a job.', CONFLICT ),
			'/jobs/{id}/run': action(
				'run',
				'Executes a pending job, or one image of it, in this request.',
				{}
			),
			'/jobs/{id}/retry': action(
				'retry',
				'Makes a failed or expired job pending again.',
				{ ...CONFLICT, ...LIMIT }
			),
			'/jobs/{id}/images/{index}': {
				parameters: [ ID, INDEX ],
				get: {
					operationId: 'image',
					summary: 'An image’s bytes.',
					responses: {
						200: {
							description: 'The image.',
							content: { 'image/*': {} },
						},
						...REFUSALS,
						...UNKNOWN,
					},
				},
				post: {
					operationId: 'importImage',
					summary: 'Puts an image into the media library.',
					requestBody: {
						content: json( {
							type: 'object',
							properties: Object.fromEntries(
								Object.entries( MAX_IMAGE_FIELD_LENGTHS ).map(
									( [ name, maxLength ] ) => [
										name,
										{ type: 'string', maxLength },
									]
								)
							),
						} ),
					},
					responses: {
						200: answer(
							'It was imported before.',
							ref( 'Attachment' )
						),
						201: answer( 'The attachment.', ref( 'Attachment' ) ),
						400: refusal( 'A field is too long.' ),
						...REFUSALS,
						...UNKNOWN,
						422: refusal( 'The bytes are no usable image.' ),
						500: refusal( 'The site cannot store it.' ),
					},
				},
			},
			'/capabilities': {
				get: {
					operationId: 'capabilities',
					summary: 'What the site can generate.',
					parameters: [
						parameter( 'post', 'query', {
							type: 'integer',
							minimum: 1,
						} ),
					],
					responses: {
						200: answer( 'By type.', ref( 'Capabilities' ) ),
						...REFUSALS,
					},
				},
			},
		},
		components: {
			securitySchemes: {
				cookie: {
					type: 'apiKey',
					in: 'cookie',
					name: 'wordpress_logged_in',
				},
				nonce: { type: 'apiKey', in: 'header', name: 'X-WP-Nonce' },
				applicationPassword: { type: 'http', scheme: 'basic' },
			},
			schemas: {
				Job: schemaOf( snapshotSchema ),
				FoundJob: {
					allOf: [
						ref( 'Job' ),
						{
							type: 'object',
							required: [ 'input', 'context' ],
							properties: {
								input: { type: 'object' },
								context: ref( 'Context' ),
							},
						},
					],
				},
				Context: schemaOf( jobContextSchema ),
				ContentInput: schemaOf( contentInputSchema ),
				ContentResult: schemaOf( contentResultSchema ),
				ImageInput: schemaOf( imageInputSchema ),
				ImageResult: schemaOf( imageResultSchema ),
				ImageOptions: imageOptions,
				Attachment: schemaOf( importedImageSchema ),
				Capabilities: schemaOf( capabilitiesSchema ),
				Error: {
					type: 'object',
					required: [ 'code', 'message', 'data' ],
					properties: {
						code: { type: 'string' },
						message: { type: 'string' },
						data: {
							type: 'object',
							required: [ 'status' ],
							properties: {
								status: { type: 'integer' },
								retryable: { type: 'boolean' },
								field: { type: 'string' },
								retry_after: { type: 'integer' },
								settings_url: { type: 'string' },
							},
						},
					},
				},
			},
		},
	};
}

/** As it is committed. */
export const renderOpenApi = () =>
	`${ JSON.stringify( createOpenApi(), null, '\t' ) }\n`;
