/**
 * How much memory an image job of the largest images takes: four PNGs of
 * 4096 × 4096 pixels of noise, which do not compress, in base64 from an
 * OpenAI-compatible server, under PHP's memory_limit of 256 MB.
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { randomFillSync } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { providePhp } from '../wordpress/php.ts';
import { run } from '../wordpress/run.ts';
import { createSite } from '../wordpress/site.ts';

const SIDE = 4096;
const MEMORY_LIMIT = '256M';
const MB = 1024 * 1024;

interface Report {
	readonly php: string;
	readonly wordpress: string;
	readonly memoryLimit: string;
	readonly images: readonly {
		readonly width: number;
		readonly height: number;
		readonly bytes: number;
	}[];
	readonly steps: readonly {
		readonly name: string;
		readonly peakBytes: number;
		readonly ms: number;
	}[];
	readonly rssBytes: number;
}

const { values } = parseArgs( {
	options: { version: { type: 'string', default: '7.1' } },
} );
if ( values.version !== '7.1' && values.version !== '6.8' ) {
	throw new Error( '--version is 7.1 or 6.8.' );
}

const answer = Buffer.from(
	JSON.stringify( {
		created: 0,
		data: [ { b64_json: noisePng( SIDE ).toString( 'base64' ) } ],
	} )
);
const provider = createServer( ( request, response ) => {
	request.resume().once( 'end', () => {
		response.setHeader( 'Content-Type', 'application/json' );
		response.end( answer );
	} );
} ).listen( 0, '127.0.0.1' );
await once( provider, 'listening' );
const address = provider.address();
if ( address === null || typeof address === 'string' ) {
	throw new Error( 'The provider has no port.' );
}

const site = await createSite( {
	version: values.version,
	constants: { DISABLE_WP_CRON: true },
} );
try {
	const report = JSON.parse(
		await run(
			providePhp(),
			[
				'-d',
				`memory_limit=${ MEMORY_LIMIT }`,
				join( import.meta.dirname, 'php/images.php' ),
			],
			{
				WP_SITE: site.path,
				WPAIJOBS_OPENAI_BASE_URL: `http://127.0.0.1:${ address.port }/v1`,
				WPAIJOBS_OPENAI_IMAGE_MODEL: 'gpt-image-2',
			}
		)
	) as Report;
	print( report );
	if ( report.images.length !== 4 ) {
		process.exitCode = 1;
	}
} finally {
	await site.stop();
	provider.close();
}

function print( report: Report ) {
	const lines = [
		`PHP ${ report.php }, WordPress ${ report.wordpress }, memory_limit ${ report.memoryLimit }`,
		`Each answer: ${ megabytes( answer.length ) } of JSON`,
		...report.images.map(
			( { width, height, bytes } ) =>
				`Received: ${ width } × ${ height }, ${ megabytes( bytes ) }`
		),
		'',
		...report.steps.map(
			( { name, peakBytes, ms } ) =>
				`${ megabytes( peakBytes ).padStart( 9 ) }  ${ ( ms / 1000 )
					.toFixed( 1 )
					.padStart( 5 ) } s  ${ name }`
		),
		`${ megabytes(
			Math.max( ...report.steps.map( ( { peakBytes } ) => peakBytes ) )
		).padStart( 9 ) }           peak of PHP's memory`,
		`${ megabytes( report.rssBytes ).padStart(
			9
		) }           peak of the process, libraries included`,
	];
	process.stdout.write( `${ lines.join( '\n' ) }\n` );
}

function megabytes( bytes: number ): string {
	return `${ ( bytes / MB ).toFixed( 1 ) } MB`;
}

/**
 * A PNG of random colours: as large as an image of its size can be.
 *
 * @param side Width and height in pixels.
 */
function noisePng( side: number ): Buffer {
	const row = 1 + side * 3;
	const pixels = randomFillSync( Buffer.alloc( row * side ) );
	for ( let at = 0; at < pixels.length; at += row ) {
		// The row's filter: none.
		pixels[ at ] = 0;
	}
	const header = Buffer.from( [ 0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0 ] );
	header.writeUInt32BE( side, 0 );
	header.writeUInt32BE( side, 4 );
	return Buffer.concat( [
		Buffer.from( [ 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a ] ),
		chunk( 'IHDR', header ),
		chunk( 'IDAT', deflateSync( pixels, { level: 1 } ) ),
		chunk( 'IEND', Buffer.alloc( 0 ) ),
	] );
}

function chunk( type: string, data: Buffer ): Buffer {
	const content = Buffer.concat( [ Buffer.from( type, 'latin1' ), data ] );
	const length = Buffer.alloc( 4 );
	length.writeUInt32BE( data.length );
	const sum = Buffer.alloc( 4 );
	sum.writeUInt32BE( crc32( content ) );
	return Buffer.concat( [ length, content, sum ] );
}
