import { spawn, type ChildProcess } from 'node:child_process';
import { Agent, request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { join } from 'node:path';
import { PHP_FLAGS, providePhp } from '../wordpress/php.ts';

export interface PhpRequest {
	readonly method: string;
	readonly path: string;
	readonly headers: OutgoingHttpHeaders;
	readonly body: Buffer;
}

export interface PhpAnswer {
	readonly status: number;
	readonly headers: IncomingHttpHeaders;
	readonly body: Buffer;
}

/** PHP processes that serve one site; who dies is replaced. */
export interface PhpPool {
	/**
	 * Has an idle process answer; waits for one where all are busy.
	 *
	 * @throws When the process died over it, or nobody wants the answer any more
	 * before a process was free.
	 */
	readonly ask: (
		request: PhpRequest,
		isWanted: () => boolean
	) => Promise< PhpAnswer >;
	/** How often a process was replaced. */
	readonly replaced: () => number;
	/** Processes that execute something at this moment. */
	readonly busy: () => readonly number[];
	readonly stop: () => Promise< void >;
}

interface Process {
	readonly child: ChildProcess;
	readonly port: number;
	readonly agent: Agent;
}

/** What PHP's built-in server says when it listens. */
const LISTENS = /Development Server \(http:\/\/127\.0\.0\.1:(\d+)\) started/;

/**
 * One process serves one request at a time, as one of PHP-FPM's does; here
 * each is a server of its own, so that it can be killed alone and come back.
 *
 * @param site         WordPress's folder.
 * @param environments One process for each.
 */
export async function startPhpPool(
	site: string,
	environments: readonly NodeJS.ProcessEnv[]
): Promise< PhpPool > {
	const php = providePhp();
	const idle: Process[] = [];
	const waiting: ( ( process: Process ) => void )[] = [];
	const alive = new Set< Process >();
	const busy = new Set< Process >();
	let replaced = 0;
	let hasStopped = false;

	const offer = ( process: Process ) => {
		const next = waiting.shift();
		if ( next ) {
			next( process );
		} else {
			idle.push( process );
		}
	};

	const start = ( env: NodeJS.ProcessEnv ) =>
		new Promise< void >( ( resolve, reject ) => {
			const child = spawn(
				php,
				[
					...PHP_FLAGS,
					// A process that comes back need not compile WordPress again.
					'-d',
					`opcache.file_cache=${ join( site, '..' ) }`,
					'-d',
					'log_errors=0',
					'-S',
					'127.0.0.1:0',
					'-t',
					site,
					join( import.meta.dirname, '../wordpress/php/router.php' ),
				],
				{
					env: { ...process.env, ...env },
					stdio: [ 'ignore', 'ignore', 'pipe' ],
				}
			);
			let said = '';
			let self: Process | undefined;
			child.stderr.on( 'data', ( chunk: Buffer ) => {
				if ( self ) {
					return;
				}
				said += chunk.toString();
				const port = LISTENS.exec( said )?.[ 1 ];
				if ( port !== undefined ) {
					self = {
						child,
						port: Number( port ),
						agent: new Agent( { keepAlive: false } ),
					};
					alive.add( self );
					offer( self );
					resolve();
				}
			} );
			child.once( 'exit', () => {
				if ( self ) {
					alive.delete( self );
					busy.delete( self );
					const at = idle.indexOf( self );
					if ( at >= 0 ) {
						idle.splice( at, 1 );
					}
				} else {
					reject( new Error( `PHP did not start.\n${ said }` ) );
				}
				if ( self && ! hasStopped ) {
					replaced++;
					start( env ).catch( () => {} );
				}
			} );
		} );

	const take = () => {
		const process = idle.shift();
		return process
			? Promise.resolve( process )
			: new Promise< Process >( ( resolve ) => waiting.push( resolve ) );
	};

	await Promise.all( environments.map( start ) );
	return {
		async ask( request, isWanted ) {
			const process = await take();
			busy.add( process );
			try {
				if ( ! isWanted() ) {
					throw new Error( 'Nobody waits for it any more.' );
				}
				return await send( process, request );
			} finally {
				busy.delete( process );
				if ( alive.has( process ) ) {
					offer( process );
				}
			}
		},
		replaced: () => replaced,
		busy: () =>
			[ ...busy ].flatMap( ( { child } ) =>
				child.pid === undefined ? [] : [ child.pid ]
			),
		async stop() {
			hasStopped = true;
			await Promise.all(
				[ ...alive ].map(
					( { child } ) =>
						new Promise< void >( ( resolve ) => {
							child.once( 'exit', () => resolve() );
							child.kill( 'SIGKILL' );
						} )
				)
			);
		},
	};
}

function send( process: Process, request: PhpRequest ): Promise< PhpAnswer > {
	return new Promise( ( resolve, reject ) => {
		const asked = httpRequest(
			{
				host: '127.0.0.1',
				port: process.port,
				agent: process.agent,
				method: request.method,
				path: request.path,
				headers: {
					...request.headers,
					'content-length': request.body.length,
					connection: 'close',
				},
			},
			( answer ) => {
				const chunks: Buffer[] = [];
				answer.on( 'data', ( chunk: Buffer ) => chunks.push( chunk ) );
				answer.once( 'error', reject );
				// What is done after the answer keeps the process busy until it closes.
				answer.once( 'end', () =>
					resolve( {
						status: answer.statusCode ?? 0,
						headers: answer.headers,
						body: Buffer.concat( chunks ),
					} )
				);
			}
		);
		asked.once( 'error', reject );
		asked.end( request.body );
	} );
}
