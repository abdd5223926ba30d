import { toCamelCaseKeys } from 'es-toolkit/object';
import * as v from 'valibot';
import {
	ASPECT_RATIOS,
	IMAGE_BACKGROUNDS,
	IMAGE_FORMATS,
	IMAGE_QUALITIES,
	IMAGE_STYLES,
} from './choices.ts';
import { JOB_ERROR_CODES } from './error.ts';
import { defineJobType, validate } from './jobType.ts';
import { MAX_IMAGE_COUNT, MAX_IMAGE_PROMPT_LENGTH } from './limits.ts';
import { maxCharacters } from './maxCharacters.ts';
import { usageSchema } from './usage.ts';

const positiveInteger = v.pipe( v.number(), v.integer(), v.minValue( 1 ) );

export const imageInputSchema = v.object( {
	/** What the author asks for. */
	prompt: v.pipe(
		v.string(),
		v.trim(),
		v.minLength( 1 ),
		maxCharacters( MAX_IMAGE_PROMPT_LENGTH )
	),
	/** How many; each is a call of its own. Default 1. */
	count: v.optional(
		v.pipe( positiveInteger, v.maxValue( MAX_IMAGE_COUNT ) )
	),
	/** Default `1:1`. */
	aspectRatio: v.optional( v.picklist( ASPECT_RATIOS ) ),
	quality: v.optional( v.picklist( IMAGE_QUALITIES ) ),
	style: v.optional( v.picklist( IMAGE_STYLES ) ),
	background: v.optional( v.picklist( IMAGE_BACKGROUNDS ) ),
	outputFormat: v.optional( v.picklist( IMAGE_FORMATS ) ),
	/** An image of the media library, to vary or change. */
	referenceAttachmentId: v.optional( positiveInteger ),
} );

const generatedImageSchema = v.object( {
	index: v.pipe( v.number(), v.integer(), v.minValue( 0 ) ),
	/** In pixels. */
	width: positiveInteger,
	height: positiveInteger,
	mimeType: v.string(),
	bytes: v.number(),
	/** Only the owner can open it. */
	previewUrl: v.string(),
	/** What the provider made of the prompt, where it tells. */
	revisedPrompt: v.nullable( v.string() ),
	/** A proposal for the alternative text. */
	alt: v.nullable( v.string() ),
	/** Proposals for the media library's other texts, where the backend makes any. */
	title: v.nullish( v.string() ),
	caption: v.nullish( v.string() ),
	description: v.nullish( v.string() ),
	/** Set once the image is in the media library. */
	attachmentId: v.nullable( positiveInteger ),
} );

const imageFailureSchema = v.object( {
	index: v.pipe( v.number(), v.integer(), v.minValue( 0 ) ),
	code: v.fallback( v.picklist( JOB_ERROR_CODES ), 'internal' ),
	message: v.string(),
	retryable: v.boolean(),
	mayBeBilled: v.optional( v.boolean(), false ),
} );

export const imageResultSchema = v.object( {
	/** In the order of their index; one that is missing is among the failures, or still to come. */
	images: v.array( generatedImageSchema ),
	failures: v.array( imageFailureSchema ),
	model: v.nullable( v.string() ),
	/** Of all images together, where the provider tells. */
	usage: v.nullish( usageSchema ),
} );

/** 5 s: pictures take longer than text. */
const IMAGE_POLL_INTERVAL_MS = 5_000;

/** Pictures for a post. */
export const imageJob = defineJobType( {
	name: 'image',
	input: imageInputSchema,
	result: imageResultSchema,
	pollIntervalMs: IMAGE_POLL_INTERVAL_MS,
} );

/** Of a list of the server's, what this version knows; in our order. */
const knownOf = < const Value extends string >( values: readonly Value[] ) =>
	v.pipe(
		v.array( v.string() ),
		v.transform( ( offered ) =>
			values.filter( ( value ) => offered.includes( value ) )
		)
	);

/** What the provider can do; an empty list is a choice that there is not. */
export const imageOptionsSchema = v.pipe(
	v.looseObject( {} ),
	v.transform( ( options ) => toCamelCaseKeys( options ) ),
	v.object( {
		aspectRatio: knownOf( ASPECT_RATIOS ),
		quality: knownOf( IMAGE_QUALITIES ),
		style: knownOf( IMAGE_STYLES ),
		background: knownOf( IMAGE_BACKGROUNDS ),
		outputFormat: knownOf( IMAGE_FORMATS ),
		maxCount: positiveInteger,
		/** Whether an image of the media library can be varied or changed. */
		reference: v.boolean(),
	} )
);

/** What an image is given on its way into the media library. */
export interface ImageFields {
	/** The alternative text. */
	readonly alt?: string | undefined;
	readonly title?: string | undefined;
	readonly caption?: string | undefined;
	readonly description?: string | undefined;
}

/** What an import answers. */
export const importedImageSchema = v.object( {
	attachmentId: positiveInteger,
	url: v.string(),
	/** In pixels. */
	width: positiveInteger,
	height: positiveInteger,
	mimeType: v.string(),
	alt: v.string(),
	title: v.string(),
	caption: v.string(),
	description: v.string(),
} );

/**
 * Reads the answer of `POST /jobs/ID/images/N`.
 *
 * @param json The parsed body.
 * @throws {AiJobError} `protocol`, with the path of the first wrong field.
 */
export function parseImportedImage( json: unknown ): ImportedImage {
	return validate(
		importedImageSchema,
		typeof json === 'object' && json !== null
			? toCamelCaseKeys( json )
			: json,
		'image',
		'protocol'
	);
}

export type ImageInput = v.InferInput< typeof imageInputSchema >;
export type ImageResult = v.InferOutput< typeof imageResultSchema >;
export type GeneratedImage = v.InferOutput< typeof generatedImageSchema >;
export type ImageFailure = v.InferOutput< typeof imageFailureSchema >;
export type AspectRatio = ( typeof ASPECT_RATIOS )[ number ];
export type ImageQuality = ( typeof IMAGE_QUALITIES )[ number ];
export type ImageStyle = ( typeof IMAGE_STYLES )[ number ];
export type ImageBackground = ( typeof IMAGE_BACKGROUNDS )[ number ];
export type ImageFormat = ( typeof IMAGE_FORMATS )[ number ];
export type ImageOptions = v.InferOutput< typeof imageOptionsSchema >;

/** An image in the media library. */
export type ImportedImage = v.InferOutput< typeof importedImageSchema >;
