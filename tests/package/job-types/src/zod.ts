import { defineJobType } from 'wp-ai-jobs/client';
import * as z from 'zod';

export const summary = defineJobType( {
	name: 'zod-summary',
	input: z.object( {
		postText: z.string().trim().min( 1 ).max( 50_000 ),
		maxWords: z.int().min( 5 ).default( 30 ),
		tone: z.enum( [ 'calm', 'lively' ] ).nullable().optional(),
		editor: z.email().optional(),
	} ),
	result: z.object( { summary: z.string() } ),
} );
