import * as v from 'valibot';
import { imageOptionsSchema } from './image.ts';
import { validate } from './jobType.ts';

const typeCapability = {
	/** Whether a job of this type would find a provider. */
	available: v.boolean(),
	provider: v.nullable( v.string() ),
	/** The provider's name for people. */
	label: v.nullable( v.string() ),
	/** What comes is a sample, made without an AI. */
	demo: v.boolean(),
};

const typeCapabilitySchema = v.object( typeCapability );

const imageCapabilitySchema = v.pipe(
	v.object( {
		...typeCapability,
		options: v.nullish( imageOptionsSchema ),
		can_import: v.optional( v.boolean(), true ),
	} ),
	v.transform( ( { options, can_import: canImport, ...capability } ) => ( {
		...capability,
		/** What the provider can do; null where the site does not tell. */
		options: options ?? null,
		/** Whether the user may put images into the media library; true where the site does not tell. */
		canImport,
	} ) )
);

/** The keys of `types` are names of job types: they keep their spelling. */
export const capabilitiesSchema = v.pipe(
	v.object( {
		types: v.objectWithRest(
			{ image: v.exactOptional( imageCapabilitySchema ) },
			typeCapabilitySchema
		),
		settings_url: v.nullish( v.string() ),
	} ),
	v.transform( ( { types, settings_url: settingsUrl } ) => ( {
		types,
		settingsUrl: settingsUrl ?? null,
	} ) )
);

/** What a site can do with one type of job. */
export type TypeCapability = v.InferOutput< typeof typeCapabilitySchema >;

/** What a site can do with images. */
export type ImageCapability = v.InferOutput< typeof imageCapabilitySchema >;

/** What a site can do for the user who asks, asked before anything is started. */
export interface Capabilities {
	/** By the job type's name; a type that is missing is one that the site does not know, or that the user may not start. */
	readonly types: { readonly image?: ImageCapability } & Readonly<
		Record< string, TypeCapability >
	>;
	/** Where a provider is set up; null for who may not. */
	readonly settingsUrl: string | null;
}

/**
 * Reads the answer of `GET /capabilities`.
 *
 * @param json The parsed body.
 * @throws {AiJobError} `protocol`, with the path of the first wrong field.
 */
export function parseCapabilities( json: unknown ): Capabilities {
	return validate( capabilitiesSchema, json, 'capabilities', 'protocol' );
}
