import type { AiJobClient } from 'wp-ai-jobs/client';

/** What this app does with a job; what its tests test. */
export async function writeHaiku(
	client: AiJobClient,
	subject: string
): Promise< readonly string[] > {
	const { content } = await client.run( 'content', {
		prompt: `A haiku about ${ subject }`,
		length: 'short',
	} );
	return content.split( '\n' );
}
