import { once } from 'node:events';
import {
	createServer,
	type IncomingMessage,
	type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ask, LineDeed } from './faults.ts';
import type { PhpAnswer, PhpPool, PhpRequest } from './phpPool.ts';

/** One client's way to the site: a browser's cookies, and what befalls its requests. */
export interface Line {
	/** What stands before every path of the client. */
	readonly url: string;
	/** Has the next requests of a kind go wrong. */
	readonly expect: (
		ask: Ask,
		deed: LineDeed,
		times: number,
		onHit: () => void
	) => void;
	/** As an author who has seen that they are logged out. */
	readonly logIn: () => void;
	/** Requests that came in. */
	readonly requests: () => number;
}

/** The web server before PHP, which is also where the network goes wrong. */
export interface Front {
	readonly url: string;
	readonly open: ( name: string, cookie: string ) => Line;
	/** Where requests go from now on. */
	readonly lead: ( pool: PhpPool ) => void;
	readonly stop: () => Promise< void >;
}

interface Expected {
	readonly ask: Ask;
	readonly deed: LineDeed;
	readonly onHit: () => void;
	times: number;
}

interface Client {
	readonly cookie: string;
	isLoggedIn: boolean;
	requests: number;
	readonly expected: Expected[];
}

const PAGE = ( title: string ) =>
	`<html><head><title>${ title }</title></head><body><h1>${ title }</h1><hr>nginx</body></html>`;

/** What is set anew for each hop. */
const HOP = new Set( [
	'connection',
	'content-length',
	'transfer-encoding',
	'host',
	'keep-alive',
] );

/**
 * @param slowMs How long a slow answer takes, in ms: longer than the clients wait.
 */
export async function startFront( slowMs: number ): Promise< Front > {
	const clients = new Map< string, Client >();
	let pool: PhpPool | undefined;
	let host = '';

	const serve = async (
		incoming: IncomingMessage,
		response: ServerResponse
	) => {
		const [ , name, rest ] =
			/^\/@([\w-]+)(\/.*)$/.exec( incoming.url ?? '' ) ?? [];
		const client = name === undefined ? undefined : clients.get( name );
		const path = rest ?? incoming.url ?? '/';
		const body = await readBody( incoming );
		const ask = classify( incoming.method ?? 'GET', path );
		const headers = Object.fromEntries(
			Object.entries( incoming.headers ).filter(
				( [ key ] ) => ! HOP.has( key )
			)
		);
		const request: PhpRequest = {
			method: incoming.method ?? 'GET',
			path,
			headers: { ...headers, host },
			body,
		};
		if ( ! client ) {
			reply( response, await forward( request, () => true ) );
			return;
		}
		client.requests++;
		const expected = client.expected.find(
			( one ) => one.ask === ask && one.times > 0
		);
		if ( expected ) {
			expected.times--;
			expected.onHit();
			if ( expected.deed === 'logged-out' ) {
				client.isLoggedIn = false;
			}
		}
		const asBrowser = (): PhpRequest => ( {
			...request,
			headers: {
				...request.headers,
				...( client.isLoggedIn && { cookie: client.cookie } ),
				...( expected?.deed === 'stale-nonce' && {
					'x-wp-nonce': '0123456789',
				} ),
			},
		} );
		await act( expected?.deed, response, () =>
			forward( asBrowser(), () => ! response.destroyed )
		);
	};

	const forward = async (
		request: PhpRequest,
		isWanted: () => boolean
	): Promise< PhpAnswer > => {
		try {
			if ( pool ) {
				return await pool.ask( request, isWanted );
			}
		} catch {
			// The process died.
		}
		return page( 502, 'Bad Gateway' );
	};

	const act = async (
		deed: LineDeed | undefined,
		response: ServerResponse,
		ask: () => Promise< PhpAnswer >
	) => {
		const breakOff = () => response.socket?.resetAndDestroy();
		switch ( deed ) {
			case 'refuse':
				breakOff();
				return;
			case 'lose':
				await ask();
				breakOff();
				return;
			case 'gateway-timeout':
				await ask();
				reply( response, page( 504, 'Gateway Time-out' ) );
				return;
			case 'cut': {
				const { status, headers, body } = await ask();
				response.writeHead( status, {
					...clean( headers ),
					'content-length': body.length,
				} );
				response.write( body.subarray( 0, body.length / 2 ), breakOff );
				return;
			}
			case 'bad-gateway':
				reply( response, page( 502, 'Bad Gateway' ) );
				return;
			case 'server-error':
				reply(
					response,
					json( 500, {
						code: 'internal_server_error',
						message:
							'There has been a critical error on this website.',
						data: { status: 500 },
					} )
				);
				return;
			case 'limited':
				reply( response, {
					...json( 429, {
						code: 'too_many',
						message: 'Slow down.',
						data: { status: 429 },
					} ),
					headers: {
						'content-type': 'application/json',
						'retry-after': '5',
					},
				} );
				return;
			case 'zero':
				reply( response, text( 200, '0' ) );
				return;
			case 'minus-one':
				reply( response, text( 403, '-1' ) );
				return;
			case 'slow': {
				const answer = await ask();
				await sleep( slowMs );
				reply( response, answer );
				return;
			}
			case 'stale-nonce':
			case 'logged-out':
			case undefined:
				reply( response, await ask() );
		}
	};

	const server = createServer( ( incoming, response ) => {
		serve( incoming, response ).catch( () => response.destroy() );
	} );
	server.requestTimeout = 0;
	server.listen( 0, '127.0.0.1' );
	await once( server, 'listening' );
	host = `127.0.0.1:${ ( server.address() as AddressInfo ).port }`;
	return {
		url: `http://${ host }`,
		open( name, cookie ) {
			const client: Client = {
				cookie,
				isLoggedIn: true,
				requests: 0,
				expected: [],
			};
			clients.set( name, client );
			return {
				url: `http://${ host }/@${ name }`,
				expect: ( ask, deed, times, onHit ) => {
					client.expected.push( { ask, deed, times, onHit } );
				},
				logIn: () => {
					client.isLoggedIn = true;
				},
				requests: () => client.requests,
			};
		},
		lead( to ) {
			pool = to;
		},
		async stop() {
			server.closeAllConnections();
			server.close();
			await once( server, 'close' );
		},
	};
}

function classify( method: string, path: string ): Ask {
	const [ , after ] = /\/wp-ai-jobs\/v1\/jobs(.*)$/.exec( path ) ?? [];
	if ( after === undefined ) {
		return path.includes( 'action=rest-nonce' ) ? 'nonce' : 'other';
	}
	if ( method === 'GET' ) {
		return after.startsWith( '?post=' ) ? 'list' : 'check';
	}
	if ( after === '' ) {
		return 'start';
	}
	if ( after.includes( '/images/' ) ) {
		return 'import';
	}
	const action = after.split( '/' )[ 2 ];
	return action === 'acknowledge' ||
		action === 'cancel' ||
		action === 'run' ||
		action === 'retry'
		? action
		: 'other';
}

async function readBody( incoming: IncomingMessage ): Promise< Buffer > {
	const chunks: Buffer[] = [];
	for await ( const chunk of incoming ) {
		chunks.push( Buffer.from( chunk as Uint8Array ) );
	}
	return Buffer.concat( chunks );
}

function reply(
	response: ServerResponse,
	{ status, headers, body }: PhpAnswer
): void {
	if ( ! response.destroyed ) {
		response.writeHead( status, clean( headers ) ).end( body );
	}
}

function clean(
	headers: PhpAnswer[ 'headers' ]
): Record< string, string | string[] > {
	return Object.fromEntries(
		Object.entries( headers ).flatMap( ( [ name, value ] ) =>
			HOP.has( name ) || value === undefined ? [] : [ [ name, value ] ]
		)
	);
}

const text = (
	status: number,
	body: string,
	type = 'text/html'
): PhpAnswer => ( {
	status,
	headers: { 'content-type': type },
	body: Buffer.from( body ),
} );

const page = ( status: number, title: string ) =>
	text( status, PAGE( `${ status } ${ title }` ) );

const json = ( status: number, value: object ) =>
	text( status, JSON.stringify( value ), 'application/json' );
