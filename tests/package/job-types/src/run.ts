// Has the site that ROOT names do a job of each type, and prints what came.
import { createAiJobClient } from 'wp-ai-jobs/client';
import { createRestTransport } from 'wp-ai-jobs/client/axios';
import { summary as arktype } from './arktype.ts';
import { summary as valibot } from './valibot.ts';
import { summary as zod } from './zod.ts';

const { ROOT = '', USER = '', PASSWORD = '' } = process.env;
const client = createAiJobClient( {
	transport: createRestTransport( {
		root: ROOT,
		headers: {
			Authorization: `Basic ${ btoa( `${ USER }:${ PASSWORD }` ) }`,
		},
	} ),
} );

const postText = 'Rain in the city';
const results: readonly { summary: string }[] = [
	await client.run( arktype, { postText, tone: null } ),
	await client.run( valibot, { postText, tone: 'calm' } ),
	await client.run( zod, { postText, editor: 'editor@example.org' } ),
];
process.stdout.write(
	JSON.stringify( results.map( ( { summary } ) => summary ) )
);
