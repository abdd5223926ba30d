import type {
	ContentInput,
	ContentLength,
	ContentResult,
	JobContext,
	Tone,
} from '../../protocol/index.ts';

/** What an author has typed and chosen, and the result that a new one is to replace. */
export interface ContentDraft {
	readonly prompt: string;
	/** Empty: as the provider likes. */
	readonly tone: Tone | '';
	readonly length: ContentLength | '';
	readonly language: string;
	readonly keywords: readonly string[];
	readonly instruction: string;
	/** What was sent last from the fields. */
	readonly sent: ContentInput | null;
	/** Stays in reach until the new one is there. */
	readonly earlier: ContentResult | null;
	/** The fields are shown although there is a result. */
	readonly isEditing: boolean;
}

/**
 * A draft of which nothing is typed yet.
 *
 * @param prompt What it starts with.
 */
export const emptyDraft = ( prompt: string ): ContentDraft => ( {
	prompt,
	tone: '',
	length: '',
	language: '',
	keywords: [],
	instruction: '',
	sent: null,
	earlier: null,
	isEditing: false,
} );

/**
 * The draft that an input came from, for a job that was not started on this
 * page.
 *
 * @param input What was asked for.
 */
export function toDraft( input: ContentInput ): ContentDraft {
	const { prompt, tone = '', language = '' } = input;
	const { length = '', keywords = [] } = input;
	const refinement = REFINEMENT.exec( prompt );
	return {
		...emptyDraft( refinement ? '' : prompt ),
		tone,
		length,
		language,
		keywords,
		instruction: refinement?.[ 1 ] ?? '',
		sent: refinement ? null : input,
	};
}

/** A job's start: what goes into `start( input, { context } )`. */
export interface ContentWish {
	readonly input: ContentInput;
	readonly context: JobContext | undefined;
}

/**
 * The input that the fields describe.
 *
 * @param draft The fields.
 */
export function toInput( {
	prompt,
	tone,
	length,
	language,
	keywords,
}: ContentDraft ): ContentInput {
	return {
		prompt: prompt.trim(),
		...( tone && { tone } ),
		...( length && { length } ),
		...( language && { language } ),
		...( keywords.length > 0 && { keywords: [ ...keywords ] } ),
	};
}

/** What a refinement begins with. For the model, so not translated. */
export const REVISE =
	'Revise the selected text as follows, and answer with the whole revised text alone.';

/** The author's words in the prompt of a refinement. */
const REFINEMENT = new RegExp( `^${ REVISE }[^]*?\nInstruction: ([^]*)$` );
