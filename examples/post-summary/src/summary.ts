import * as v from 'valibot';
import { defineJobType } from 'wp-ai-jobs/client';

/** The one declaration: types, the browser's check, and by `wp-ai-jobs-schema` the site's. */
export const summary = defineJobType( {
	name: 'post-summary',
	input: v.object( {
		postText: v.pipe( v.string(), v.minLength( 1 ), v.maxLength( 50_000 ) ),
		maxWords: v.optional(
			v.pipe( v.number(), v.integer(), v.minValue( 5 ) ),
			30
		),
	} ),
	result: v.object( {
		summary: v.string(),
		/** The model that wrote it, where the provider tells. */
		model: v.nullable( v.string() ),
	} ),
} );
