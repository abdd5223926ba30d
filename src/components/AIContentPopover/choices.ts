import { __ } from '@wordpress/i18n';
import type { ContentLength, Tone } from '../../protocol/index.ts';

/** What SelectControl takes. */
export interface Choice< Value extends string > {
	readonly value: Value | '';
	readonly label: string;
}

/** The tones, in the author's language. */
export function toneChoices(): Choice< Tone >[] {
	return [
		{ value: '', label: __( 'Any', 'wp-ai-jobs' ) },
		{ value: 'neutral', label: __( 'Neutral', 'wp-ai-jobs' ) },
		{ value: 'professional', label: __( 'Professional', 'wp-ai-jobs' ) },
		{ value: 'friendly', label: __( 'Friendly', 'wp-ai-jobs' ) },
		{ value: 'casual', label: __( 'Casual', 'wp-ai-jobs' ) },
		{ value: 'confident', label: __( 'Confident', 'wp-ai-jobs' ) },
		{ value: 'persuasive', label: __( 'Persuasive', 'wp-ai-jobs' ) },
		{ value: 'humorous', label: __( 'Humorous', 'wp-ai-jobs' ) },
	];
}

/** The lengths, in the author's language. */
export function lengthChoices(): Choice< ContentLength >[] {
	return [
		{ value: '', label: __( 'Any', 'wp-ai-jobs' ) },
		{ value: 'short', label: __( 'Short', 'wp-ai-jobs' ) },
		{ value: 'medium', label: __( 'Medium', 'wp-ai-jobs' ) },
		{ value: 'long', label: __( 'Long', 'wp-ai-jobs' ) },
	];
}

/** The languages that WordPress sites are written in most. */
const LANGUAGES = [
	'ar',
	'bg',
	'bn',
	'ca',
	'cs',
	'da',
	'de',
	'el',
	'en',
	'es',
	'fa',
	'fi',
	'fr',
	'he',
	'hi',
	'hr',
	'hu',
	'id',
	'it',
	'ja',
	'ko',
	'nb',
	'nl',
	'pl',
	'pt-BR',
	'pt-PT',
	'ro',
	'ru',
	'sk',
	'sv',
	'th',
	'tr',
	'uk',
	'vi',
	'zh-Hans',
	'zh-Hant',
];

/**
 * Languages by their names in the author's own language, in its order.
 *
 * @param locale The page's language, BCP 47.
 */
export function languageChoices( locale: string ): Choice< string >[] {
	const names = new Intl.DisplayNames( [ locale, 'en' ], {
		type: 'language',
	} );
	const { compare } = new Intl.Collator( [ locale, 'en' ] );
	return [
		{ value: '', label: __( 'Automatic', 'wp-ai-jobs' ) },
		...LANGUAGES.map( ( value ) => ( {
			value,
			label: names.of( value ) ?? value,
		} ) ).sort( ( a, b ) => compare( a.label, b.label ) ),
	];
}
