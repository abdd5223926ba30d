import { __, sprintf } from '@wordpress/i18n';
import { countCharacters, cutText } from '../protocol/index.ts';

/** Characters of a prompt by which an author knows it again. */
const MAX_LENGTH = 40;

/**
 * Says that a job is over, and of which prompt it was: several notices may be
 * on the screen.
 *
 * @param sign   How it ended.
 * @param isText Whether it makes text, or images.
 * @param prompt What was asked for.
 */
export function finishedText(
	sign: 'ready' | 'failed',
	isText: boolean,
	prompt: string
): string {
	const start = startOf( prompt );
	if ( sign === 'ready' ) {
		return isText
			? sprintf(
					/* translators: %s: the start of a prompt. */
					__( 'Your text is ready: “%s”', 'wp-ai-jobs' ),
					start
				)
			: sprintf(
					/* translators: %s: the start of a prompt. */
					__( 'Your images are ready: “%s”', 'wp-ai-jobs' ),
					start
				);
	}
	return isText
		? sprintf(
				/* translators: %s: the start of a prompt. */
				__( 'No text was generated yet: “%s”', 'wp-ai-jobs' ),
				start
			)
		: sprintf(
				/* translators: %s: the start of a prompt. */
				__( 'No image was generated yet: “%s”', 'wp-ai-jobs' ),
				start
			);
}

function startOf( prompt: string ): string {
	const line = prompt.trim().replace( /\s+/gu, ' ' );
	return countCharacters( line ) <= MAX_LENGTH
		? line
		: `${ cutText( line, MAX_LENGTH - 1 ).trimEnd() }…`;
}
