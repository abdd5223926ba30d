/** A picture with a palette of at most 16 colours. */
export interface IndexedPicture {
	/** In pixels; even, since two pixels share a byte. */
	readonly width: number;
	readonly height: number;
	/** RGB, 0 to 255 each. */
	readonly palette: readonly ( readonly [ number, number, number ] )[];
	/** Which colour a pixel has. */
	readonly colourAt: ( x: number, y: number ) => number;
}

const SIGNATURE = [ 137, 80, 78, 71, 13, 10, 26, 10 ];

/**
 * Encodes a picture as a PNG (RFC 2083) without compression, so that it needs
 * nothing of the platform and is the same everywhere.
 *
 * @param picture At most 64 KiB of pixels, two to a byte.
 */
export function encodePng( {
	width,
	height,
	palette,
	colourAt,
}: IndexedPicture ): Uint8Array< ArrayBuffer > {
	const rows: number[] = [];
	for ( let y = 0; y < height; y++ ) {
		// The row's filter: none.
		rows.push( 0 );
		for ( let x = 0; x < width; x += 2 ) {
			rows.push( colourAt( x, y ) * 16 + colourAt( x + 1, y ) );
		}
	}
	// Four bits a pixel, with a palette, not interlaced.
	const header = [ ...bytes32( width ), ...bytes32( height ), 4, 3, 0, 0, 0 ];
	return new Uint8Array( [
		...SIGNATURE,
		...chunk( 'IHDR', header ),
		...chunk( 'PLTE', palette.flat() ),
		...chunk( 'IDAT', storedZlib( rows ) ),
		...chunk( 'IEND', [] ),
	] );
}

const bytes32 = ( value: number ) =>
	[ 24, 16, 8, 0 ].map( ( bits ) => Math.floor( value / 2 ** bits ) % 256 );

function chunk( type: string, data: readonly number[] ): number[] {
	const typed = [ ...type ].map( ( letter ) => letter.charCodeAt( 0 ) );
	const body = [ ...typed, ...data ];
	return [ ...bytes32( data.length ), ...body, ...bytes32( crc32( body ) ) ];
}

/** One stored block, as RFC 1950 and 1951 have it. */
function storedZlib( data: readonly number[] ): number[] {
	const low = data.length % 256;
	const high = Math.floor( data.length / 256 );
	return [
		0x78,
		0x01,
		0x01,
		low,
		high,
		255 - low,
		255 - high,
		...data,
		...bytes32( adler32( data ) ),
	];
}

function adler32( data: readonly number[] ): number {
	let a = 1;
	let b = 0;
	for ( const byte of data ) {
		a = ( a + byte ) % 65_521;
		b = ( b + a ) % 65_521;
	}
	return b * 65_536 + a;
}

function crc32( data: readonly number[] ): number {
	let crc = 0xffffffff;
	for ( const byte of data ) {
		// eslint-disable-next-line no-bitwise -- a checksum is bits.
		crc ^= byte;
		for ( let bit = 0; bit < 8; bit++ ) {
			// eslint-disable-next-line no-bitwise -- a checksum is bits.
			crc = crc & 1 ? ( crc >>> 1 ) ^ 0xedb88320 : crc >>> 1;
		}
	}
	// eslint-disable-next-line no-bitwise -- a checksum is bits.
	return ( crc ^ 0xffffffff ) >>> 0;
}
