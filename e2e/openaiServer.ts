import { createServer } from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { demoImage } from '../mocks/demoImage.ts';

/** One request for a text or an image. */
export interface ProviderCall {
	/** An image's, or of `messages` the user's last. */
	readonly prompt: string;
	/** Unix times, in ms. */
	readonly startedAt: number;
	endedAt: number | undefined;
}

/** A server that speaks OpenAI's `chat/completions` and `images/generations`. */
export interface OpenAiServer {
	/** What a base URL setting takes. */
	readonly url: string;
	/** Every request for a text or an image since the start or the last reset. */
	readonly calls: readonly ProviderCall[];
	/** Answers nothing any more until the function that it returns is called. */
	readonly hold: () => () => void;
	/** Answers with this text from now on, until the next reset. */
	readonly say: ( text: string ) => void;
	/**
	 * Forgets the calls, and answers again.
	 *
	 * @param delayMs How long each answer takes from now on.
	 */
	readonly reset: ( delayMs: number ) => void;
	readonly stop: () => Promise< void >;
}

type Messages = readonly {
	readonly role: string;
	readonly content:
		string | readonly { readonly type: string; readonly text?: string }[];
}[];

interface AnyRequest {
	readonly model: string;
	/** Of a text. */
	readonly messages?: Messages;
	/** Of an image. */
	readonly prompt?: string;
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
 * @param options.delayMs How long each answer takes, until the next reset.
 */
export async function startOpenAiServer( {
	delayMs: initialDelayMs,
}: {
	readonly delayMs: number;
} ): Promise< OpenAiServer > {
	const calls: ProviderCall[] = [];
	let held = Promise.resolve();
	let release = () => {};
	let text = ANSWER;
	let delayMs = initialDelayMs;
	const server = createServer( ( request, response ) => {
		void ( async () => {
			const chunks: Buffer[] = [];
			for await ( const chunk of request ) {
				chunks.push( Buffer.from( chunk as Uint8Array ) );
			}
			const answer = answers[ request.url ?? '' ];
			if ( ! answer ) {
				response.writeHead( 404 ).end();
				return;
			}
			const asked = JSON.parse(
				Buffer.concat( chunks ).toString()
			) as AnyRequest;
			const call: ProviderCall = {
				prompt: asked.prompt ?? readPrompt( asked.messages ?? [] ),
				startedAt: Date.now(),
				endedAt: undefined,
			};
			const number = calls.push( call );
			await sleep( delayMs );
			await held;
			call.endedAt = Date.now();
			response
				.writeHead( 200, { 'Content-Type': 'application/json' } )
				.end( JSON.stringify( answer( asked, number, text ) ) );
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
		hold() {
			held = new Promise( ( resolve ) => {
				release = resolve;
			} );
			return release;
		},
		say( said ) {
			text = said;
		},
		reset( next ) {
			delayMs = next;
			calls.length = 0;
			text = ANSWER;
			release();
		},
		async stop() {
			server.closeAllConnections();
			server.close();
			await once( server, 'close' );
		},
	};
}

/** By route: the request, the how-manieth of the server it is, and what a text says. */
const answers: Readonly<
	Record<
		string,
		( asked: AnyRequest, number: number, text: string ) => unknown
	>
> = {
	'/v1/chat/completions': ( { model }, number, text ) => ( {
		id: `chatcmpl-${ number }`,
		object: 'chat.completion',
		model,
		choices: [
			{
				index: 0,
				message: { role: 'assistant', content: text },
				finish_reason: 'stop',
			},
		],
		usage: { prompt_tokens: 10, completion_tokens: 20, total_tokens: 30 },
	} ),
	'/v1/images/generations': ( _asked, number ) => ( {
		created: 0,
		data: [
			{
				b64_json: Buffer.from(
					demoImage( number - 1, 240, 160 )
				).toString( 'base64' ),
			},
		],
	} ),
};

function readPrompt( messages: Messages ): string {
	const content = messages.findLast(
		( { role } ) => role === 'user'
	)?.content;
	return typeof content === 'object'
		? content.map( ( { text } ) => text ?? '' ).join( '' )
		: ( content ?? '' );
}
