import { createAiJobClient, isAiJobError } from 'wp-ai-jobs/client';
import { createRestTransport } from 'wp-ai-jobs/client/axios';

const { root, nonce } = window.wpApiSettings;
const client = createAiJobClient( {
	transport: createRestTransport( { root, nonce } ),
} );

/**
 * The short way: to the result, or an error.
 *
 * @param prompt What to write.
 * @param signal Ends the waiting. The job goes on.
 */
export async function write(
	prompt: string,
	signal: AbortSignal
): Promise< string | null > {
	try {
		const { content } = await client.run(
			'content',
			{ prompt },
			{ signal }
		);
		return content;
	} catch ( error ) {
		if ( isAiJobError( error ) && error.code === 'no_provider' ) {
			return null;
		}
		throw error;
	}
}

/**
 * Step by step.
 *
 * @param output Where the text goes.
 */
export async function follow( output: HTMLElement ): Promise< void > {
	const job = await client.start( 'content', {
		prompt: 'A haiku about rain',
	} );
	for await ( const snapshot of client.watch( job ) ) {
		if ( snapshot.status === 'completed' ) {
			output.textContent = snapshot.result.content;
			void client.acknowledge( job );
		}
	}
}
