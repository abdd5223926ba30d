import { createServer } from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** One request for a text. */
export interface ProviderCall {
	/** Of `messages`, the user's last. */
	readonly prompt: string;
	/** Unix times, in ms. */
	readonly startedAt: number;
	endedAt: number | undefined;
}

/** A server that speaks OpenAI's `chat/completions`. */
export interface OpenAiServer {
	/** What a base URL setting takes. */
	readonly url: string;
	/** Every request for a text so far. */
	readonly calls: readonly ProviderCall[];
	readonly stop: () => Promise< void >;
}

interface ChatRequest {
	readonly model: string;
	readonly messages: readonly {
		readonly role: string;
		readonly content:
			| string
			| readonly { readonly type: string; readonly text?: string }[];
	}[];
}

/** What every answer says: one block of each kind that the tests look for. */
export const ANSWER = `## Rain in the city

It falls on **every** roof.

- softly
- steadily

> A quote about rain.`;

/** The blocks that the answer becomes. */
export const ANSWER_BLOCKS: readonly string[] = [
	'core/heading',
	'core/paragraph',
	'core/list',
	'core/quote',
];

/**
 * Serves on a free port of 127.0.0.1.
 *
 * @param options
 * @param options.delayMs How long each answer takes.
 */
export async function startOpenAiServer( {
	delayMs,
}: {
	readonly delayMs: number;
} ): Promise< OpenAiServer > {
	const calls: ProviderCall[] = [];
	const server = createServer( ( request, response ) => {
		void ( async () => {
			const chunks: Buffer[] = [];
			for await ( const chunk of request ) {
				chunks.push( Buffer.from( chunk as Uint8Array ) );
			}
			if ( request.url !== '/v1/chat/completions' ) {
				response.writeHead( 404 ).end();
				return;
			}
			const { model, messages } = JSON.parse(
				Buffer.concat( chunks ).toString()
			) as ChatRequest;
			const call: ProviderCall = {
				prompt: readPrompt( messages ),
				startedAt: Date.now(),
				endedAt: undefined,
			};
			calls.push( call );
			await sleep( delayMs );
			call.endedAt = Date.now();
			response
				.writeHead( 200, { 'Content-Type': 'application/json' } )
				.end(
					JSON.stringify( {
						id: `chatcmpl-${ calls.length }`,
						object: 'chat.completion',
						model,
						choices: [
							{
								index: 0,
								message: { role: 'assistant', content: ANSWER },
								finish_reason: 'stop',
							},
						],
						usage: {
							prompt_tokens: 10,
							completion_tokens: 20,
							total_tokens: 30,
						},
					} )
				);
		} )();
	} );
	// A slow answer is what it is for.
	server.requestTimeout = 0;
	server.listen( 0, '127.0.0.1' );
	await once( server, 'listening' );
	const address = server.address();
	if ( typeof address !== 'object' || ! address ) {
		throw new Error( 'The provider has no port.' );
	}
	return {
		url: `http://127.0.0.1:${ address.port }/v1`,
		calls,
		async stop() {
			server.closeAllConnections();
			server.close();
			await once( server, 'close' );
		},
	};
}

function readPrompt( messages: ChatRequest[ 'messages' ] ): string {
	const content = messages.findLast(
		( { role } ) => role === 'user'
	)?.content;
	return typeof content === 'object'
		? content.map( ( { text } ) => text ?? '' ).join( '' )
		: ( content ?? '' );
}
