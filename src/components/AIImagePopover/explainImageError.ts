import { __, _n, sprintf } from '@wordpress/i18n';
import { AiJobError } from '../../protocol/index.ts';
import { explainError } from '../ErrorNotice/explainError.ts';
import type { Explanation } from '../ErrorNotice/index.ts';
import type { Generation } from './generation.ts';

/**
 * What an error means for who wants images.
 *
 * @param error  What went wrong.
 * @param viewer Whether the author can set up a provider.
 * @param made   How many images there are all the same.
 */
export function explainImageError(
	error: AiJobError,
	viewer: { readonly canSetUp: boolean },
	made: number
): Explanation {
	const explained = explainError( error, viewer );
	switch ( error.code ) {
		case 'forbidden':
			return {
				...explained,
				happened: __(
					'You are not allowed to generate images here.',
					'wp-ai-jobs'
				),
			};
		case 'no_provider':
			return {
				...explained,
				happened: __(
					'No AI provider for images is set up on this site.',
					'wp-ai-jobs'
				),
			};
		case 'provider_refused':
			return {
				...explained,
				happened: __(
					'The AI provider declined to make this image.',
					'wp-ai-jobs'
				),
				next: __(
					'Its rules may not allow what the prompt describes, for example real people, brands or violence. Word it differently, then generate again.',
					'wp-ai-jobs'
				),
			};
		case 'provider_timeout':
		case 'expired':
			return {
				...explained,
				next: __( 'Try again, or ask for fewer images.', 'wp-ai-jobs' ),
			};
		case 'timed_out':
			return made === 0
				? explained
				: {
						...explained,
						safe: `${ explained.safe } ${ kept( made ) }`,
					};
		case 'cancelled':
			return made === 0
				? explained
				: {
						...explained,
						safe: [
							kept( made ),
							error.mayBeBilled &&
								__(
									'The provider may charge for what it had begun.',
									'wp-ai-jobs'
								),
						]
							.filter( Boolean )
							.join( ' ' ),
						next: __(
							'Use what is there, or generate again.',
							'wp-ai-jobs'
						),
					};
		default:
			return explained;
	}
}

const kept = ( made: number ) =>
	sprintf(
		/* translators: %d: how many images. */
		_n(
			'%d image was finished before; it is here.',
			'%d images were finished before; they are here.',
			made,
			'wp-ai-jobs'
		),
		made
	);

/**
 * What there is to say of a result that is not whole.
 *
 * @param generation The result, with one image at least and one failure.
 * @param viewer     Whether the author can set up a provider.
 */
export function explainMissing(
	{ images, failures }: Generation,
	viewer: { readonly canSetUp: boolean }
): Explanation {
	const asked = images.length + failures.length;
	const reasons = new Set(
		failures.map(
			( { code, message } ) =>
				explainImageError( new AiJobError( code, message ), viewer, 0 )
					.happened
		)
	);
	return {
		happened: sprintf(
			/* translators: 1: images that are missing, 2: images that were asked for. */
			_n(
				'%1$d of %2$d images could not be made.',
				'%1$d of %2$d images could not be made.',
				failures.length,
				'wp-ai-jobs'
			),
			failures.length,
			asked
		),
		safe: [ ...reasons ].join( ' ' ),
		next: failures.some( ( { mayBeBilled } ) => mayBeBilled )
			? __( 'The provider may charge for what is missing.', 'wp-ai-jobs' )
			: __( 'The others are here.', 'wp-ai-jobs' ),
		remedy: 'none',
	};
}
