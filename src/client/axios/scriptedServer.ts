import {
	createServer,
	type IncomingHttpHeaders,
	type RequestListener,
	type ServerResponse,
} from 'node:http';
import { onTestFinished } from 'vitest';

export interface ReceivedRequest {
	readonly method: string;
	readonly url: string;
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
	/** Sends an answer that was held back. */
	readonly answer: () => void;
}

/** One answer; `drop` closes the connection in the middle of it. */
export interface ScriptedAnswer {
	readonly status?: number;
	readonly headers?: Record< string, string >;
	readonly body?: unknown;
	readonly drop?: boolean;
	readonly silent?: boolean;
	/** Held back until the test calls `answer()`. */
	readonly delayed?: boolean;
}

/**
 * A real HTTP server on this machine that answers by script and remembers what
 * it was asked; gone when the test ends. The last answer repeats.
 *
 * @param answers In order.
 */
export async function serve( ...answers: readonly ScriptedAnswer[] ) {
	const received: ReceivedRequest[] = [];
	const listener: RequestListener = ( request, response ) => {
		let body = '';
		request.on( 'data', ( chunk: Buffer ) => ( body += chunk.toString() ) );
		request.on( 'end', () => {
			const answer =
				answers[ Math.min( received.length, answers.length - 1 ) ] ??
				{};
			const { method = '', url = '', headers } = request;
			const send = () => sendAnswer( response, answer );
			received.push( { method, url, headers, body, answer: send } );
			if ( ! answer.silent && ! answer.delayed ) {
				send();
			}
		} );
	};
	return { origin: await listen( listener ), received };
}

/**
 * A real HTTP server on this machine; gone when the test ends.
 *
 * @param listener What it does with a request.
 * @return Its origin.
 */
export async function listen( listener: RequestListener ): Promise< string > {
	const server = createServer( listener );
	await new Promise< void >( ( resolve ) =>
		server.listen( 0, '127.0.0.1', resolve )
	);
	onTestFinished( () => {
		server.closeAllConnections();
		server.close();
	} );
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	return `http://127.0.0.1:${ port }`;
}

function sendAnswer( response: ServerResponse, answer: ScriptedAnswer ) {
	const isText = typeof answer.body === 'string';
	const text = isText ? answer.body : JSON.stringify( answer.body );
	response.writeHead( answer.status ?? 200, {
		'Content-Type': isText ? 'text/html' : 'application/json',
		...( answer.drop && { 'Content-Length': '9999' } ),
		...answer.headers,
	} );
	if ( answer.drop ) {
		response.write( text );
		setImmediate( () => response.destroy() );
		return;
	}
	response.end( text );
}
