import * as v from 'valibot';
import {
	ASPECT_RATIOS,
	IMAGE_BACKGROUNDS,
	IMAGE_FORMATS,
	IMAGE_QUALITIES,
	IMAGE_STYLES,
	MAX_IMAGE_COUNT,
} from '../src/protocol/index.ts';
import { invalidInput } from './refusal.ts';
import type { WireImageOptions } from './scenario.ts';

/** All that there is; of formats, what the demo draws. */
export const demoImageOptions: WireImageOptions = {
	aspect_ratio: ASPECT_RATIOS,
	quality: IMAGE_QUALITIES,
	style: IMAGE_STYLES,
	background: IMAGE_BACKGROUNDS,
	output_format: IMAGE_FORMATS.slice( 0, 1 ),
	max_count: MAX_IMAGE_COUNT,
	reference: true,
};

/** What the mock reads of an image job's input, which is checked already. */
const wishSchema = v.object( {
	prompt: v.string(),
	count: v.optional( v.number(), 1 ),
	aspect_ratio: v.optional( v.string(), '1:1' ),
	quality: v.optional( v.string() ),
	style: v.optional( v.string() ),
	background: v.optional( v.string() ),
	output_format: v.optional( v.string() ),
	reference_attachment_id: v.optional( v.number() ),
} );

export type ImageWish = v.InferOutput< typeof wishSchema >;

const CHOICES = [
	'aspect_ratio',
	'quality',
	'style',
	'background',
	'output_format',
] as const;

/**
 * Reads what an image job asks for.
 *
 * @param input The input, in the wire's names.
 */
export const readImageWish = ( input: unknown ): ImageWish =>
	v.parse( wishSchema, input );

/**
 * Refuses what the provider cannot do.
 *
 * @param wish    What is asked for.
 * @param options What the provider can do.
 * @throws {Refusal} 400, naming the field.
 */
export function requirePossible( wish: ImageWish, options: WireImageOptions ) {
	for ( const field of CHOICES ) {
		const value = wish[ field ];
		const offered: readonly string[] = options[ field ];
		// What the schema fills in is not asked for.
		const isDefault = field === 'aspect_ratio' && value === '1:1';
		if (
			value !== undefined &&
			! isDefault &&
			! offered.includes( value )
		) {
			throw invalidInput(
				`input.${ field }`,
				'The AI provider cannot do this.'
			);
		}
	}
	if ( wish.count > options.max_count ) {
		throw invalidInput( 'input.count', 'The AI provider makes fewer.' );
	}
	if ( wish.reference_attachment_id !== undefined && ! options.reference ) {
		throw invalidInput(
			'input.reference_attachment_id',
			'The AI provider cannot change an image.'
		);
	}
}
