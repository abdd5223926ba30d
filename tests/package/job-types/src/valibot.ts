import * as v from 'valibot';
import { defineJobType } from 'wp-ai-jobs/client';

export const summary = defineJobType( {
	name: 'valibot-summary',
	input: v.object( {
		postText: v.pipe(
			v.string(),
			v.trim(),
			v.minLength( 1 ),
			v.maxLength( 50_000 )
		),
		maxWords: v.optional(
			v.pipe( v.number(), v.integer(), v.minValue( 5 ) ),
			30
		),
		tone: v.optional( v.nullable( v.picklist( [ 'calm', 'lively' ] ) ) ),
	} ),
	result: v.object( { summary: v.string() } ),
} );
