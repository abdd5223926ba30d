import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A program that runs until it is stopped, with all the processes that it starts. */
export interface Server {
	readonly stop: () => Promise< void >;
}

/** What a server may take until it answers, unless its caller knows better, and until it ends. */
const LIMIT_MS = 30_000;
const STEP_MS = 20;

const running = new Set< number >();
process.once( 'exit', () =>
	running.forEach( ( leader ) => signal( leader, 'SIGKILL' ) )
);

/**
 * Starts a program in a process group of its own: workers that outlive their
 * parent would keep the port.
 *
 * @param command The program and its arguments.
 * @param options
 * @param options.env     Its environment.
 * @param options.log     The file that takes what it prints.
 * @param options.isReady Asked until it says yes.
 * @param options.limitMs How long that may take, in ms. Default: 30 s.
 * @throws With the log, where the program ends or is not ready in time.
 */
export async function startServer(
	[ program, ...args ]: readonly [ string, ...string[] ],
	options: {
		readonly env?: NodeJS.ProcessEnv;
		readonly log: string;
		readonly isReady: () => boolean | Promise< boolean >;
		readonly limitMs?: number;
	}
): Promise< Server > {
	const log = openSync( options.log, 'a' );
	const child = spawn( program, args, {
		detached: true,
		env: options.env ?? process.env,
		stdio: [ 'ignore', log, log ],
	} );
	closeSync( log );
	const ended = new Promise< void >( ( resolve ) => {
		child.once( 'exit', () => resolve() );
		child.once( 'error', () => resolve() );
	} );
	let hasEnded = false;
	void ended.then( () => {
		hasEnded = true;
	} );
	const leader = child.pid;
	if ( leader === undefined ) {
		throw new Error( `${ program } could not be started.` );
	}
	running.add( leader );

	const stop = async () => {
		signal( leader, 'SIGTERM' );
		await Promise.race( [
			ended,
			sleep( LIMIT_MS, undefined, { ref: false } ),
		] );
		signal( leader, 'SIGKILL' );
		running.delete( leader );
	};

	const deadline = Date.now() + ( options.limitMs ?? LIMIT_MS );
	while ( ! ( await options.isReady() ) ) {
		if ( hasEnded || Date.now() > deadline ) {
			await stop();
			throw new Error(
				`${ program } did not start.\n${ readFileSync( options.log, 'utf8' ) }`
			);
		}
		await sleep( STEP_MS );
	}
	return { stop };
}

/** To the whole group; one that is gone already is what is wanted. */
function signal( leader: number, name: 'SIGTERM' | 'SIGKILL' ): void {
	try {
		process.kill( -leader, name );
	} catch {}
}

/**
 * Whether a server answers at an address, with success.
 *
 * @param url
 */
export async function answers( url: string ): Promise< boolean > {
	try {
		const answer = await fetch( url );
		await answer.arrayBuffer();
		return answer.ok;
	} catch {
		return false;
	}
}
