import { defineJobType } from 'wp-ai-jobs/client';
import * as z from 'zod';

export const summary = defineJobType( {
	name: 'refused',
	input: z.object( {
		postText: z.string().refine( ( text ) => text !== 'lorem ipsum' ),
	} ),
	result: z.object( { summary: z.string() } ),
} );
