import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CACHE } from './cache.ts';
import type { Constant } from './config.ts';
import { LOCAL_SERVERS, LOGIN_LINK } from './muPlugins.ts';
import { providePhp } from './php.ts';
import { servePlayground } from './playground.ts';
import { run } from './run.ts';
import { answers } from './server.ts';
import { createSite, PLUGIN } from './site.ts';

const { values } = parseArgs( {
	options: {
		/** Each port has a site of its own, which is kept. */
		port: { type: 'string', default: '8881' },
		/** Starts over: what was written there is lost. */
		fresh: { type: 'boolean', default: false },
	},
} );
const port = Number( values.port );
const url = `http://127.0.0.1:${ port }`;
if ( ! Number.isInteger( port ) || port < 1 ) {
	fail( '--port is a number.' );
}
if ( await answers( `${ url }/wp-includes/images/blank.gif` ) ) {
	fail(
		`A WordPress runs at ${ url } already. Stop it, or add: -- --port=${ port + 1 }`
	);
}

say( 'Building the editor script …' );
await run( 'npm', [ 'run', 'build:editor' ] );

const token = randomBytes( 16 ).toString( 'hex' );
const muPlugins = [ LOCAL_SERVERS, LOGIN_LINK ];
const constants: Record< string, Constant > = {
	WPAIJOBS_LOGIN_TOKEN: token,
	WP_HTTP_BLOCK_EXTERNAL: false,
};

say( 'Starting WordPress …' );
const { stop, folder, users } = hasPhp()
	? await serveNative()
	: await serveWasm();
say( `
A new post, logged in:  ${ url }/?wpaijobs_login=${ token }

Provider: ${ describeProvider() }
Users:    ${ users }; password: password
Kept in:  ${ folder } (npm start -- --fresh starts over)
Ctrl+C stops it.
` );

for ( const name of [ 'SIGINT', 'SIGTERM' ] as const ) {
	process.once( name, () => void stop().then( () => process.exit( 0 ) ) );
}

async function serveNative() {
	const kept = provideFolder( 'site' );
	const site = await createSite( {
		folder: kept,
		port,
		muPlugins,
		constants,
	} );
	return {
		stop: site.stop,
		folder: kept,
		users: 'admin, editor, subscriber',
	};
}

async function serveWasm() {
	say(
		'There is no PHP here, so WordPress Playground serves the site. It takes about a minute and is slower than a real PHP.'
	);
	const kept = provideFolder( 'playground' );
	const server = await servePlayground( {
		version: '7.1',
		folder: kept,
		port,
		plugin: PLUGIN,
		muPlugins,
		// PHP in WebAssembly does not see our environment.
		constants: { ...constants, ...readProviderConstants() },
	} );
	return { stop: server.stop, folder: kept, users: 'admin' };
}

function hasPhp(): boolean {
	try {
		providePhp();
		return true;
	} catch ( error ) {
		say( error instanceof Error ? error.message : String( error ) );
		return false;
	}
}

function provideFolder( kind: string ): string {
	const path = join( CACHE, `${ kind }-${ port }` );
	if ( values.fresh ) {
		rmSync( path, { recursive: true, force: true } );
	}
	mkdirSync( path, { recursive: true } );
	return path;
}

/** The plugin itself reads no `OPENAI_…`: here the developer says so by starting the site with it. */
function readProviderConstants(): Record< string, string > {
	return Object.fromEntries(
		[ 'API_KEY', 'BASE_URL', 'MODEL', 'IMAGE_MODEL' ].flatMap( ( name ) => {
			const value = process.env[ `OPENAI_${ name }` ];
			return value ? [ [ `WPAIJOBS_OPENAI_${ name }`, value ] ] : [];
		} )
	);
}

function describeProvider(): string {
	return process.env[ 'OPENAI_API_KEY' ]
		? ( process.env[ 'OPENAI_BASE_URL' ] ?? 'OpenAI' )
		: 'a demo, without a key. OPENAI_API_KEY (and OPENAI_BASE_URL, OPENAI_MODEL) switch to a real one.';
}

function say( text: string ): void {
	process.stdout.write( `${ text }\n` );
}

function fail( text: string ): never {
	process.stderr.write( `${ text }\n` );
	process.exit( 1 );
}
