import { once } from 'node:events';
import {
	createServer,
	type IncomingMessage,
	type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { demoImage } from '../mocks/demoImage.ts';
import type { ProviderDeed } from './faults.ts';

/** One question that reached the provider. */
export interface ProviderCall {
	readonly number: number;
	readonly part: number;
	readonly attempt: number;
	/** Real time, Unix ms. */
	readonly at: number;
	/** Whether a usable answer was sent to its last byte. */
	answered: boolean;
	/** Whether the site hung up before there was an answer. */
	abandoned: boolean;
}

/** What the provider is to do for a job's first question; the next are answered well. */
export interface ProviderPlan {
	readonly delayMs: number;
	readonly deed?: ProviderDeed;
	readonly onHit?: () => void;
	readonly onAsked?: () => Promise< void >;
	readonly onAnswer?: () => Promise< void >;
}

export interface Provider {
	/** What a base URL setting takes. */
	readonly url: string;
	readonly calls: readonly ProviderCall[];
	readonly expect: ( number: number, plan: ProviderPlan ) => void;
	readonly stop: () => Promise< void >;
}

/** The text for a job, by which its result is known. */
export const textOf = ( number: number ) => `Rain on roof ${ number }.`;

/**
 * Speaks OpenAI's `chat/completions` and `images/generations`, badly where it
 * is told to.
 *
 * @param lateMs When a late answer comes, in ms: after a job's lifetime.
 */
export async function startProvider( lateMs: number ): Promise< Provider > {
	const calls: ProviderCall[] = [];
	const plans = new Map< number, ProviderPlan >();

	const answer = async (
		incoming: IncomingMessage,
		response: ServerResponse
	) => {
		// The prompt's number comes in a header, too.
		incoming.resume();
		await once( incoming, 'end' );
		const [ number = 0, part = 0, attempt = 0 ] = header(
			incoming,
			'x-chaos-piece'
		)
			.split( '/' )
			.map( Number );
		const call: ProviderCall = {
			number,
			part,
			attempt,
			at: Date.now(),
			answered: false,
			abandoned: false,
		};
		calls.push( call );
		response.once( 'close', () => {
			call.abandoned = ! response.writableEnded;
		} );
		const plan = plans.get( number ) ?? { delayMs: 0 };
		const isFirst = ! calls.some(
			( other ) => other !== call && other.number === number
		);
		const deed = isFirst ? plan.deed : undefined;
		if ( isFirst ) {
			await plan.onAsked?.();
		}
		if ( deed ) {
			plan.onHit?.();
		}
		await sleep( plan.delayMs );
		if ( isFirst ) {
			await plan.onAnswer?.();
		}
		const body = JSON.stringify(
			incoming.url?.endsWith( '/images/generations' )
				? {
						created: 0,
						data: [
							{
								b64_json: Buffer.from(
									demoImage( part, 60, 40 )
								).toString( 'base64' ),
							},
						],
					}
				: {
						model: 'chaos',
						choices: [
							{
								index: 0,
								message: {
									role: 'assistant',
									content: textOf( number ),
								},
								finish_reason: 'stop',
							},
						],
						usage: { prompt_tokens: 1, completion_tokens: 2 },
					}
		);
		switch ( deed ) {
			case 'kill':
				process.kill(
					Number( header( incoming, 'x-chaos-pid' ) ),
					'SIGKILL'
				);
				break;
			case 'server-error':
				response
					.writeHead( 500 )
					.end( '{"error":{"message":"Overloaded"}}' );
				return;
			case 'limited':
				response
					.writeHead( 429, { 'Retry-After': '1' } )
					.end( '{"error":{"message":"Slow down"}}' );
				return;
			case 'garbage':
				response
					.writeHead( 200, { 'Content-Type': 'text/html' } )
					.end( '<html><body>It works!</body></html>' );
				return;
			case 'cut':
				response.writeHead( 200, {
					'Content-Type': 'application/json',
					'Content-Length': body.length,
				} );
				response.write( body.slice( 0, body.length / 2 ), () =>
					response.socket?.resetAndDestroy()
				);
				return;
			case 'reset':
				response.socket?.resetAndDestroy();
				return;
			case 'late':
				await sleep( lateMs );
				break;
			case undefined:
		}
		response
			.writeHead( 200, { 'Content-Type': 'application/json' } )
			.end( body, () => {
				call.answered = deed === undefined;
			} );
	};

	const server = createServer( ( incoming, response ) => {
		response.once( 'error', () => {} );
		answer( incoming, response ).catch( () => response.destroy() );
	} );
	server.requestTimeout = 0;
	server.listen( 0, '127.0.0.1' );
	await once( server, 'listening' );
	return {
		url: `http://127.0.0.1:${ ( server.address() as AddressInfo ).port }/v1`,
		calls,
		expect: ( number, plan ) => {
			plans.set( number, plan );
		},
		async stop() {
			server.closeAllConnections();
			server.close();
			await once( server, 'close' );
		},
	};
}

function header( incoming: IncomingMessage, name: string ): string {
	const value = incoming.headers[ name ];
	return typeof value === 'string' ? value : '';
}
