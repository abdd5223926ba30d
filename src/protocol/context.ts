import * as v from 'valibot';
import { MAX_SELECTED_LENGTH, MAX_TITLE_LENGTH } from './limits.ts';
import { maxCharacters } from './maxCharacters.ts';

/** Where in the site a job belongs; the same for every job type. */
export const jobContextSchema = v.object( {
	/** The post that the author edits; the user must be able to edit it. */
	postId: v.optional( v.pipe( v.number(), v.integer(), v.minValue( 1 ) ) ),
	title: v.optional(
		v.pipe( v.string(), maxCharacters( MAX_TITLE_LENGTH ) )
	),
	selectedText: v.optional(
		v.pipe( v.string(), maxCharacters( MAX_SELECTED_LENGTH ) )
	),
} );

export type JobContext = v.InferInput< typeof jobContextSchema >;
