import { __, sprintf } from '@wordpress/i18n';
import type { AiJobError } from '../../protocol/index.ts';
import { explainError } from '../ErrorNotice/explainError.ts';
import type { Explanation, Remedy } from '../ErrorNotice/index.ts';

/**
 * Why an image did not get into the media library, and what to do.
 *
 * @param name  What the image is called here.
 * @param error Why.
 */
export function explainImportFailure(
	name: string,
	error: AiJobError
): Explanation {
	const { reason, next, remedy } = explain( error );
	return {
		happened: sprintf(
			/* translators: %s: what an image is called, e.g. 'Image 2'. */
			__( '%s was not added to the media library.', 'wp-ai-jobs' ),
			name
		),
		safe: reason,
		next,
		remedy,
	};
}

interface Reason {
	readonly reason: string;
	readonly next: string;
	readonly remedy: Remedy;
}

function explain( error: AiJobError ): Reason {
	const { happened, safe, next, remedy } = explainError( error, {
		canSetUp: false,
	} );
	switch ( error.code ) {
		case 'forbidden':
			return {
				reason: __(
					'You are not allowed to upload files.',
					'wp-ai-jobs'
				),
				next: __(
					'Ask an administrator for the right to do so; the image stays here meanwhile.',
					'wp-ai-jobs'
				),
				remedy: 'none',
			};
		case 'image_unusable':
			return { reason: `${ happened } ${ safe }`, next, remedy };
		case 'not_found':
			return {
				reason: __(
					'The site does not have this image any more.',
					'wp-ai-jobs'
				),
				next: __(
					'Choose another one, or generate anew.',
					'wp-ai-jobs'
				),
				remedy: 'none',
			};
		case 'not_logged_in':
			return { reason: happened, next, remedy };
		case 'unsupported':
			return {
				reason: __(
					'This site’s AI backend cannot do that.',
					'wp-ai-jobs'
				),
				next: '',
				remedy: 'none',
			};
		case 'server':
			return {
				reason: __( 'The site could not store it.', 'wp-ai-jobs' ),
				next: neverTwice(),
				remedy: 'retry',
			};
		default:
			return { reason: happened, next: neverTwice(), remedy: 'retry' };
	}
}

const neverTwice = () =>
	__(
		'It is still here. Try again: an image is never added twice.',
		'wp-ai-jobs'
	);
