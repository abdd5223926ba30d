import * as v from 'valibot';
import { LENGTHS, TONES } from './choices.ts';
import { defineJobType } from './jobType.ts';
import {
	MAX_KEYWORD_LENGTH,
	MAX_KEYWORDS,
	MAX_PROMPT_LENGTH,
} from './limits.ts';
import { maxCharacters } from './maxCharacters.ts';
import { usageSchema } from './usage.ts';

export const contentInputSchema = v.object( {
	/** What the author asks for. */
	prompt: v.pipe(
		v.string(),
		v.trim(),
		v.minLength( 1 ),
		maxCharacters( MAX_PROMPT_LENGTH )
	),
	tone: v.optional( v.picklist( TONES ) ),
	length: v.optional( v.picklist( LENGTHS ) ),
	/** BCP 47 tag; without it, the language of the prompt. */
	language: v.optional(
		v.pipe(
			v.string(),
			v.maxLength( 35 ),
			v.regex( /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/ )
		)
	),
	keywords: v.optional(
		v.pipe(
			v.array(
				v.pipe(
					v.string(),
					v.trim(),
					v.minLength( 1 ),
					maxCharacters( MAX_KEYWORD_LENGTH )
				)
			),
			v.maxLength( MAX_KEYWORDS )
		)
	),
} );

export const contentResultSchema = v.object( {
	content: v.string(),
	format: v.picklist( [ 'markdown', 'html' ] ),
	/** The model that answered, where the provider tells. */
	model: v.nullable( v.string() ),
	usage: v.nullable( usageSchema ),
} );

/** Text for a post. */
export const contentJob = defineJobType( {
	name: 'content',
	input: contentInputSchema,
	result: contentResultSchema,
} );

export type ContentInput = v.InferInput< typeof contentInputSchema >;
export type ContentResult = v.InferOutput< typeof contentResultSchema >;
export type Tone = ( typeof TONES )[ number ];
export type ContentLength = ( typeof LENGTHS )[ number ];
