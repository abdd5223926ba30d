import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { getResponse } from 'msw';
import {
	createJobBackend,
	createJobHandlers,
	type MockUser,
} from '../mocks/index.ts';

/** By their names; the password is any. */
const USERS: Readonly< Record< string, MockUser > > = {
	admin: { id: 1, isAdministrator: true },
	editor: { id: 2, canManage: false },
	contributor: {
		id: 4,
		canManage: false,
		canUpload: false,
		canEditPost: () => false,
	},
	subscriber: { id: 3, canEdit: false },
};

/** The mock on a port of this machine. */
export interface MockServer {
	readonly url: string;
	readonly close: () => Promise< void >;
}

/** What becomes of an answer on its way. */
export type Drift = (
	answer: Response,
	request: Request
) => Promise< Response >;

/**
 * Serves the mock over real HTTP, as any backend would be.
 *
 * @param drift Makes it answer otherwise than it should.
 */
export async function serveMock(
	drift: Drift = async ( answer ) => answer
): Promise< MockServer > {
	const backend = createJobBackend( {
		scenario: {
			outcomes: [ { end: 'succeed', afterMs: 0 } ],
			needsRunner: true,
			settingsUrl: '/wp-admin/options-general.php?page=wp-ai-jobs',
		},
	} );
	const handlers = createJobHandlers( { backend } );
	const server = createServer( ( incoming, outgoing ) => {
		const serve = async () => {
			const { method = 'GET', url = '/', headers } = incoming;
			const [ , basic = '' ] =
				/^Basic (.+)$/.exec( headers.authorization ?? '' ) ?? [];
			const [ name = '' ] = Buffer.from( basic, 'base64' )
				.toString()
				.split( ':' );
			backend.user = USERS[ name ] ?? null;
			const body = await text( incoming );
			const request = new Request( new URL( url, 'http://mock.test' ), {
				method,
				headers: Object.entries( headers ).map(
					( [ key, value ] ): [ string, string ] => [
						key,
						String( value ),
					]
				),
				...( body !== '' && method !== 'GET' && { body } ),
			} );
			const found =
				( await getResponse( handlers, request.clone() ) ) ??
				new Response( null, { status: 404 } );
			const answer = await drift( found, request );
			outgoing.writeHead(
				answer.status,
				Object.fromEntries( answer.headers )
			);
			outgoing.end( Buffer.from( await answer.arrayBuffer() ) );
		};
		serve().catch( ( error: unknown ) => {
			outgoing.writeHead( 500 ).end( String( error ) );
		} );
	} );
	server.listen( 0, '127.0.0.1' );
	await once( server, 'listening' );
	const address = server.address();
	return {
		url: `http://127.0.0.1:${ typeof address === 'object' && address ? address.port : 0 }`,
		async close() {
			server.closeAllConnections();
			server.close();
			await once( server, 'close' );
		},
	};
}
