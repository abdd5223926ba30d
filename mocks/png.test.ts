import { inflateSync, crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { demoImage, demoImageSize } from './demoImage.ts';

/** The chunks of a PNG, each with its checksum tested. */
function readChunks( png: Uint8Array ) {
	const buffer = Buffer.from( png );
	const chunks = new Map< string, Buffer >();
	for ( let at = 8; at < buffer.length; ) {
		const length = buffer.readUInt32BE( at );
		const body = buffer.subarray( at + 4, at + 8 + length );
		expect( buffer.readUInt32BE( at + 8 + length ) ).toBe( crc32( body ) );
		chunks.set( body.toString( 'latin1', 0, 4 ), body.subarray( 4 ) );
		at += 12 + length;
	}
	return chunks;
}

test.each( [
	[ '1:1', 240, 240 ],
	[ '16:9', 240, 136 ],
	[ '2:3', 160, 240 ],
] )( 'a demo image of %s is a PNG of %i × %i', ( ratio, width, height ) => {
	expect( demoImageSize( ratio ) ).toEqual( { width, height } );
	const png = demoImage( 0, width, height );
	const chunks = readChunks( png );
	expect( chunks.get( 'IHDR' )?.readUInt32BE( 0 ) ).toBe( width );
	expect( chunks.get( 'IHDR' )?.readUInt32BE( 4 ) ).toBe( height );
	// One byte for a row's filter, then two pixels a byte.
	expect( inflateSync( chunks.get( 'IDAT' ) ?? '' ) ).toHaveLength(
		height * ( 1 + width / 2 )
	);
	expect( demoImage( 0, width, height ) ).toEqual( png );
	expect( demoImage( 1, width, height ) ).not.toEqual( png );
} );
