import { countCharacters } from '../../protocol/index.ts';

/** What keeps a prompt from being sent. */
export type PromptProblem = 'empty' | 'too-long';

/**
 * What keeps a prompt from being sent; null where it can be.
 *
 * @param prompt    As typed.
 * @param maxLength What the wire takes, in characters.
 */
export function promptProblem(
	prompt: string,
	maxLength: number
): PromptProblem | null {
	const length = countCharacters( prompt.trim() );
	if ( length === 0 ) {
		return 'empty';
	}
	return length > maxLength ? 'too-long' : null;
}
