<?php
/**
 * Images for tests.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Double;

/**
 * Makes the bytes of images, and of files that only look like some.
 */
final class Images {

	/**
	 * An image that decodes: one colour that depends on its size.
	 *
	 * @param string $format `png`, `jpeg` or `webp`.
	 * @param int    $width  Pixels.
	 * @param int    $height Pixels.
	 * @return string
	 */
	public static function image( string $format = 'png', int $width = 48, int $height = 32 ): string {
		$image = imagecreatetruecolor( $width, $height );
		imagefill( $image, 0, 0, imagecolorallocate( $image, $width % 256, $height % 256, 99 ) );
		ob_start();
		call_user_func( 'image' . $format, $image );
		return (string) ob_get_clean();
	}

	/**
	 * A black PNG of any size, one bit a pixel: 60 megapixels are 7 KB.
	 *
	 * @param int $width  Pixels, a multiple of 8.
	 * @param int $height Pixels.
	 * @return string
	 */
	public static function large_png( int $width, int $height ): string {
		$deflate = deflate_init( ZLIB_ENCODING_DEFLATE );
		$data    = '';
		for ( $row = 0; $row < $height; $row++ ) {
			$data .= deflate_add( $deflate, str_repeat( "\0", 1 + intdiv( $width, 8 ) ), ZLIB_NO_FLUSH );
		}
		$data .= deflate_add( $deflate, '', ZLIB_FINISH );
		return "\x89PNG\r\n\x1a\n"
			. self::chunk( 'IHDR', pack( 'NNC5', $width, $height, 1, 0, 0, 0, 0 ) )
			. self::chunk( 'IDAT', $data )
			. self::chunk( 'IEND', '' );
	}

	/**
	 * A PNG of chosen chunks.
	 *
	 * @param array<int,array{string,string}> $chunks Type and data of each, after a header of 48 by 32 pixels.
	 * @return string
	 */
	public static function png_of( array $chunks ): string {
		$png = "\x89PNG\r\n\x1a\n" . self::chunk( 'IHDR', pack( 'NNC5', 48, 32, 8, 2, 0, 0, 0 ) );
		foreach ( $chunks as list( $type, $data ) ) {
			$png .= self::chunk( $type, $data );
		}
		return $png;
	}

	/**
	 * A program in the clothes of an image.
	 *
	 * @return string
	 */
	public static function svg(): string {
		return '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="48" height="32"><script>alert(1)</script></svg>';
	}

	/**
	 * A page that says what a proxy has to say.
	 *
	 * @return string
	 */
	public static function html(): string {
		return '<!doctype html><html><title>502 Bad Gateway</title><script>alert(1)</script></html>';
	}

	/**
	 * One chunk of a PNG.
	 *
	 * @param string $type Its type.
	 * @param string $data What it holds.
	 * @return string
	 */
	private static function chunk( string $type, string $data ): string {
		return pack( 'N', strlen( $data ) ) . $type . $data . pack( 'N', crc32( $type . $data ) );
	}
}
