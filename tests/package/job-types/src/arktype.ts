import { type } from 'arktype';
import { defineJobType } from 'wp-ai-jobs/client';

export const summary = defineJobType( {
	name: 'arktype-summary',
	input: type( {
		postText: '1 <= string <= 50000',
		maxWords: 'number.integer >= 5 = 30',
		'tone?': "'calm' | 'lively' | null",
	} ),
	result: type( { summary: 'string' } ),
} );
