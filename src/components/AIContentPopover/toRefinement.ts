import type { ContentResult, JobContext } from '../../protocol/index.ts';
import { REVISE, type ContentDraft, type ContentWish } from './contentDraft.ts';

/**
 * A job that changes a text as the author says.
 *
 * @param instruction E.g. 'make it shorter'.
 * @param result      The text.
 * @param draft       Tone and language stay as chosen; the length is what an instruction may be about.
 * @param context     Where the job belongs.
 */
export function toRefinement(
	instruction: string,
	result: ContentResult,
	draft: ContentDraft,
	context: JobContext | undefined
): ContentWish {
	const { tone, language } = draft;
	return {
		input: {
			prompt: [
				REVISE,
				// The text's must win over that of these sentences.
				...( language ? [] : [ 'Keep the language of the text.' ] ),
				`Instruction: ${ instruction.trim() }`,
			].join( '\n' ),
			...( tone && { tone } ),
			...( language && { language } ),
		},
		context: { ...context, selectedText: result.content },
	};
}
