import { useAiJob } from '../react/index.ts';
import type { Spot } from './popoverSwitch.ts';

/** What a job is about, for who only shows that. */
const promptOf = ( input: unknown ): string =>
	typeof input === 'object' &&
	input !== null &&
	'prompt' in input &&
	typeof input.prompt === 'string'
		? input.prompt
		: '';

/**
 * The job of a spot, of whatever type.
 *
 * @param spot The spot.
 */
export function useSpotJob( { kind, key }: Spot ) {
	const isText = kind === 'text' || kind === 'found-text';
	const job = useAiJob( isText ? 'content' : 'image', {
		key,
		keepsResults: ! isText,
	} );
	return {
		job,
		isText,
		/** It was found when the post was opened, and belongs to no block. */
		isFound: kind === 'found-text' || kind === 'found-images',
		prompt: promptOf( job.input ),
	};
}
