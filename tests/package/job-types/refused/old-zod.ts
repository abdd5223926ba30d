import { defineJobType } from 'wp-ai-jobs/client';
import * as z from 'zod-4.1';

export const summary = defineJobType( {
	name: 'refused',
	input: z.object( { postText: z.string() } ),
	result: z.object( { summary: z.string() } ),
} );
