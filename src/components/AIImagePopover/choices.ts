import { __ } from '@wordpress/i18n';
import type {
	AspectRatio,
	ImageBackground,
	ImageFormat,
	ImageQuality,
	ImageStyle,
} from '../../protocol/index.ts';

/** What SelectControl takes. */
export interface Choice< Value extends string > {
	readonly value: Value;
	readonly label: string;
}

const choices = < Value extends string >(
	offered: readonly Value[],
	labels: Readonly< Record< Value, string > >
): Choice< Value >[] =>
	offered.map( ( value ) => ( { value, label: labels[ value ] } ) );

const orAny = < Value extends string >(
	known: readonly Choice< Value >[]
): Choice< Value | '' >[] => [
	{ value: '', label: __( 'Any', 'wp-ai-jobs' ) },
	...known,
];

/**
 * The shapes, in the author's language.
 *
 * @param offered What the provider can make.
 */
export function ratioChoices(
	offered: readonly AspectRatio[]
): Choice< AspectRatio >[] {
	return choices( offered, {
		'1:1': __( 'Square (1:1)', 'wp-ai-jobs' ),
		'3:2': __( 'Landscape (3:2)', 'wp-ai-jobs' ),
		'2:3': __( 'Portrait (2:3)', 'wp-ai-jobs' ),
		'4:3': __( 'Landscape (4:3)', 'wp-ai-jobs' ),
		'3:4': __( 'Portrait (3:4)', 'wp-ai-jobs' ),
		'16:9': __( 'Wide (16:9)', 'wp-ai-jobs' ),
		'9:16': __( 'Tall (9:16)', 'wp-ai-jobs' ),
	} );
}

/**
 * The qualities, in the author's language.
 *
 * @param offered What the provider can make.
 */
export function qualityChoices( offered: readonly ImageQuality[] ) {
	return orAny(
		choices( offered, {
			standard: __( 'Standard', 'wp-ai-jobs' ),
			high: __( 'High', 'wp-ai-jobs' ),
		} )
	);
}

/**
 * The styles, in the author's language.
 *
 * @param offered What the provider can make.
 */
export function styleChoices( offered: readonly ImageStyle[] ) {
	return orAny(
		choices( offered, {
			natural: __( 'Natural', 'wp-ai-jobs' ),
			vivid: __( 'Vivid', 'wp-ai-jobs' ),
			photo: __( 'Photo', 'wp-ai-jobs' ),
			illustration: __( 'Illustration', 'wp-ai-jobs' ),
			drawing: __( 'Drawing', 'wp-ai-jobs' ),
			painting: __( 'Painting', 'wp-ai-jobs' ),
		} )
	);
}

/** "Any" says the same. */
const isNoDefault = (
	background: ImageBackground
): background is Exclude< ImageBackground, 'auto' > => background !== 'auto';

/**
 * The backgrounds, in the author's language.
 *
 * @param offered What the provider can make.
 */
export function backgroundChoices(
	offered: readonly ImageBackground[]
): Choice< ImageBackground | '' >[] {
	return orAny(
		choices( offered.filter( isNoDefault ), {
			opaque: __( 'Opaque', 'wp-ai-jobs' ),
			transparent: __( 'Transparent', 'wp-ai-jobs' ),
		} )
	);
}

/**
 * The file formats.
 *
 * @param offered What the provider can make.
 */
export function formatChoices( offered: readonly ImageFormat[] ) {
	return orAny(
		choices( offered, { png: 'PNG', jpeg: 'JPEG', webp: 'WebP' } )
	);
}

/**
 * How many images can be asked for at once.
 *
 * @param max    The most.
 */
export function countChoices( max: number ): Choice< string >[] {
	const locale = document.documentElement.lang || 'en';
	return Array.from( { length: max }, ( _none, at ) => ( {
		value: String( at + 1 ),
		label: ( at + 1 ).toLocaleString( locale ),
	} ) );
}
