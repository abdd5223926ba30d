import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { build } from 'vite';
import { expect, test } from '../fixtures.ts';
import { logIn } from '../logIn.ts';
import { ANSWER } from '../openaiServer.ts';
import type { ClientGlobal } from './clientGlobal.ts';

declare const wpAiJobs: ClientGlobal;

/** The client as a script that a page loads. */
async function bundleClient(): Promise< string > {
	const bundles = await build( {
		configFile: false,
		logLevel: 'silent',
		define: { 'process.env.NODE_ENV': '"production"' },
		build: {
			write: false,
			lib: {
				entry: join( import.meta.dirname, 'clientGlobal.ts' ),
				formats: [ 'iife' ],
				name: 'clientGlobal',
			},
		},
	} );
	const [ bundle ] = Array.isArray( bundles ) ? bundles : [];
	const [ chunk ] = bundle?.output ?? [];
	return chunk?.type === 'chunk' ? chunk.code : '';
}

/** Serves an empty page with a script on a port of its own: another origin. */
async function servePage( script: string ) {
	const server = createServer( ( request, response ) => {
		const isScript = request.url === '/client.js';
		response.setHeader(
			'Content-Type',
			isScript ? 'text/javascript' : 'text/html'
		);
		response.end(
			isScript
				? script
				: '<!DOCTYPE html><title>App</title><link rel="icon" href="data:,"><script src="/client.js"></script>'
		);
	} );
	server.listen( 0, '127.0.0.1' );
	await once( server, 'listening' );
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	return {
		origin: `http://127.0.0.1:${ port }`,
		stop() {
			server.closeAllConnections();
			server.close();
		},
	};
}

test( 'a page of another origin starts, checks, acknowledges and imports with an application password', async ( {
	page,
	request,
	site,
	provider,
} ) => {
	await logIn( request );
	const nonce = await (
		await request.get( '/wp-admin/admin-ajax.php?action=rest-nonce' )
	).text();
	const made = await request.post(
		'/?rest_route=/wp/v2/users/me/application-passwords',
		{ headers: { 'X-WP-Nonce': nonce }, data: { name: 'App' } }
	);
	const { password } = ( await made.json() ) as { password: string };
	const app = await servePage( await bundleClient() );
	const statuses: Record< string, number[] > = {};
	page.on( 'response', ( response ) => {
		const url = new URL( response.url() );
		const route = url.searchParams.get( 'rest_route' );
		if ( url.origin === site.url && route ) {
			const name = `${ response.request().method() } ${ route.replace( /[0-9a-f-]{36}/, 'ID' ) }`;
			( statuses[ name ] ??= [] ).push( response.status() );
		}
	} );
	try {
		await page.goto( app.origin );
		const seen = await page.evaluate(
			async ( { root, authorization } ) => {
				const client = wpAiJobs.createAiJobClient( {
					transport: wpAiJobs.createRestTransport( {
						root,
						headers: { Authorization: authorization },
					} ),
				} );
				const job = await client.start( 'content', {
					prompt: 'Rain in the city',
				} );
				let content = '';
				for await ( const snapshot of client.watch( job ) ) {
					if ( snapshot.status === 'completed' ) {
						content = snapshot.result.content;
					}
				}
				await client.acknowledge( job );
				const images = await client.start( 'image', {
					prompt: 'An umbrella',
					count: 1,
				} );
				let status = '';
				for await ( const snapshot of client.watch( images ) ) {
					( { status } = snapshot );
				}
				const image = await client.importImage( images, 0, {
					alt: 'An umbrella',
				} );
				return {
					content,
					status,
					alt: image.alt,
					id: image.attachmentId,
				};
			},
			{
				root: `${ site.url }/?rest_route=/`,
				authorization: `Basic ${ Buffer.from( `admin:${ password }` ).toString( 'base64' ) }`,
			}
		);

		expect( seen ).toEqual( {
			content: ANSWER,
			status: 'completed',
			alt: 'An umbrella',
			id: expect.any( Number ),
		} );
		expect( provider.calls ).toHaveLength( 2 );
		expect( statuses ).toMatchObject( {
			'POST /wp-ai-jobs/v1/jobs': [ 201, 201 ],
			'POST /wp-ai-jobs/v1/jobs/ID/acknowledge': [ 200 ],
			'POST /wp-ai-jobs/v1/jobs/ID/images/0': [ 201 ],
		} );
	} finally {
		app.stop();
	}
} );
