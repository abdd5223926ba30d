import { encodePng } from './png.ts';

/** The longer edge, in pixels: enough to be seen, and under 64 KiB. */
const LONG_EDGE = 240;

type Colour = readonly [ number, number, number ];

/** Sky, sun and hill, one set for each image of a job. */
const SCENES: readonly ( readonly [ Colour, Colour, Colour ] )[] = [
	[
		[ 190, 222, 255 ],
		[ 255, 200, 60 ],
		[ 38, 110, 74 ],
	],
	[
		[ 255, 205, 178 ],
		[ 229, 92, 84 ],
		[ 94, 58, 110 ],
	],
	[
		[ 34, 52, 96 ],
		[ 240, 240, 225 ],
		[ 18, 26, 48 ],
	],
	[
		[ 222, 240, 214 ],
		[ 246, 150, 80 ],
		[ 122, 84, 50 ],
	],
];

/**
 * The size of a demo image, in pixels.
 *
 * @param aspectRatio As on the wire, e.g. `16:9`.
 */
export function demoImageSize( aspectRatio: string ): {
	readonly width: number;
	readonly height: number;
} {
	const [ across = 1, down = 1 ] = aspectRatio.split( ':' ).map( Number );
	const scale = LONG_EDGE / Math.max( across, down );
	const even = ( length: number ) => Math.round( length / 2 ) * 2;
	return { width: even( across * scale ), height: even( down * scale ) };
}

/**
 * Draws a sun over a hill, the same every time.
 *
 * @param index  Which of a job's images: each has colours and a sun of its own.
 * @param width  In pixels.
 * @param height In pixels.
 */
export function demoImage(
	index: number,
	width: number,
	height: number
): Uint8Array< ArrayBuffer > {
	const unit = Math.min( width, height );
	const sunX = width * ( 0.25 + 0.17 * ( index % SCENES.length ) );
	const sunY = height * 0.35;
	return encodePng( {
		width,
		height,
		palette: SCENES[ index % SCENES.length ] ?? [],
		colourAt( x, y ) {
			const hill =
				height * 0.7 +
				Math.sin( ( x / width ) * 4 + index ) * unit * 0.12;
			if ( y > hill ) {
				return 2;
			}
			return Math.hypot( x - sunX, y - sunY ) < unit * 0.16 ? 1 : 0;
		},
	} );
}
