<?php
/**
 * A file that holds an image.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WP_Error;
use WpAiJobs\Core\Guard;

defined( 'ABSPATH' ) || exit;

// phpcs:disable WordPress.WP.AlternativeFunctions -- WP_Filesystem reads and writes files as a whole, and may ask for a password.

/**
 * What came from a provider, checked: by its bytes and never by its name or by what the provider
 * says. PNG, JPEG and WebP, whole, and not larger than a site can work with.
 */
final class ImageFile {

	/** What is an image here; SVG is a program, and others no provider sends. */
	private const TYPES = array(
		IMAGETYPE_PNG  => array( 'image/png', 'png' ),
		IMAGETYPE_JPEG => array( 'image/jpeg', 'jpg' ),
		IMAGETYPE_WEBP => array( 'image/webp', 'webp' ),
	);

	/** 4096 × 4096 pixels, the most that current models make, in bytes at four a pixel. */
	private const MAX_BYTES = 64 * MB_IN_BYTES;

	/** Decoded, at four bytes a pixel, 200 MB: the most that PHP's usual 256 MB leave room for. */
	private const MAX_PIXELS = 50000000;

	/**
	 * Width in pixels.
	 *
	 * @var int
	 */
	private $width;

	/**
	 * Height in pixels.
	 *
	 * @var int
	 */
	private $height;

	/**
	 * Size in bytes.
	 *
	 * @var int
	 */
	private $bytes;

	/**
	 * One of IMAGETYPE_*.
	 *
	 * @var int
	 */
	private $type;

	/**
	 * An image.
	 *
	 * @param int $width  Width in pixels.
	 * @param int $height Height in pixels.
	 * @param int $bytes  Size in bytes.
	 * @param int $type   A key of TYPES.
	 */
	private function __construct( int $width, int $height, int $bytes, int $type ) {
		$this->width  = $width;
		$this->height = $height;
		$this->bytes  = $bytes;
		$this->type   = $type;
	}

	/**
	 * Checks a file. Reads it in pieces and does not decode it, so it needs no memory to speak of.
	 *
	 * @param string $file Path.
	 * @return self|WP_Error `ai_job_image_unusable`, whose sentence says why.
	 */
	public static function check( string $file ) {
		clearstatcache( true, $file );
		$bytes = is_file( $file ) ? (int) filesize( $file ) : 0;
		if ( 0 === $bytes ) {
			return self::unusable( __( 'The image is empty.', 'wp-ai-jobs' ) );
		}
		if ( $bytes > self::max_bytes() ) {
			/* translators: 1: size of a file, as in 70 MB, 2: the largest size, as in 64 MB */
			return self::unusable( sprintf( __( 'The image is too large: it has %1$s, and this site takes at most %2$s.', 'wp-ai-jobs' ), size_format( $bytes ), size_format( self::max_bytes() ) ) );
		}
		// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged -- It warns of a header that it cannot read, and says so.
		$size = @getimagesize( $file );
		if ( false === $size || ! isset( self::TYPES[ $size[2] ] ) ) {
			return self::unusable( __( 'This is no image: only PNG, JPEG and WebP can be used.', 'wp-ai-jobs' ) );
		}
		list( $width, $height, $type ) = $size;
		if ( $width < 1 || $height < 1 ) {
			return self::unusable( __( 'The image has no width or no height.', 'wp-ai-jobs' ) );
		}
		if ( $width * $height > self::max_pixels() ) {
			return self::unusable(
				sprintf(
					/* translators: 1: width, 2: height, both in pixels, 3: the most megapixels, as in 50 */
					__( 'The image is too large: it has %1$s × %2$s pixels, and this site takes at most %3$s megapixels.', 'wp-ai-jobs' ),
					number_format_i18n( $width ),
					number_format_i18n( $height ),
					number_format_i18n( self::max_pixels() / 1000000, self::max_pixels() % 1000000 ? 1 : 0 )
				)
			);
		}
		if ( null === ImageStructure::picture( $file, $type ) ) {
			return self::unusable( __( 'The image is incomplete or damaged.', 'wp-ai-jobs' ) );
		}
		return new self( $width, $height, $bytes, $type );
	}

	/**
	 * Writes the picture to another file, and of what is beside it only what belongs to it; nothing
	 * that hangs on behind its end. See ImageStructure.
	 *
	 * @param string $file   Path of the image.
	 * @param string $target Path; overwritten.
	 * @return bool Whether it is there as a whole.
	 */
	public function copy( string $file, string $target ): bool {
		$source = fopen( $file, 'rb' );
		$copy   = fopen( $target, 'wb' );
		$bytes  = 0;
		$wanted = 0;
		foreach ( false === $source || false === $copy ? array() : (array) ImageStructure::picture( $file, $this->type ) as list( $at, $length ) ) {
			fseek( $source, $at );
			// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged -- A full disk warns.
			$bytes  += (int) @stream_copy_to_stream( $source, $copy, $length );
			$wanted += $length;
		}
		if ( false !== $copy && IMAGETYPE_WEBP === $this->type ) {
			self::correct_webp( $target, $copy, $bytes );
		}
		return false !== $source && false !== $copy && fclose( $source ) && fclose( $copy ) && $bytes > 0 && $bytes === $wanted;
	}

	/**
	 * Has a WebP of which something was left out say how long it is now, and that it has no Exif.
	 *
	 * @param string   $file  Path.
	 * @param resource $copy  The same, opened for writing.
	 * @param int      $bytes Its length.
	 */
	private static function correct_webp( string $file, $copy, int $bytes ): void {
		fflush( $copy );
		$head = (string) file_get_contents( $file, false, null, 0, 21 );
		if ( strlen( $head ) < 21 || unpack( 'V', $head, 4 )[1] === $bytes - 8 ) {
			return;
		}
		fseek( $copy, 4 );
		fwrite( $copy, pack( 'V', $bytes - 8 ) );
		if ( 'VP8X' === substr( $head, 12, 4 ) ) {
			fseek( $copy, 20 );
			fwrite( $copy, chr( ord( $head[20] ) & ~0x08 ) );
		}
	}

	/**
	 * The largest image that is taken, in bytes.
	 *
	 * @return int
	 */
	public static function max_bytes(): int {
		/**
		 * Filters how large a generated image may be.
		 *
		 *     add_filter( 'wpaijobs_max_image_bytes', fn() => 10 * MB_IN_BYTES );
		 *
		 * @param int $max_bytes Bytes. Default 64 MB.
		 */
		return max( 1, Guard::call( static fn() => (int) apply_filters( 'wpaijobs_max_image_bytes', self::MAX_BYTES ), self::MAX_BYTES ) );
	}

	/**
	 * The largest image that is taken, in pixels.
	 *
	 * @return int
	 */
	public static function max_pixels(): int {
		/**
		 * Filters how many pixels a generated image may have.
		 *
		 *     add_filter( 'wpaijobs_max_image_pixels', fn() => 20000000 );
		 *
		 * @param int $max_pixels Width times height. Default 50,000,000.
		 */
		return max( 1, Guard::call( static fn() => (int) apply_filters( 'wpaijobs_max_image_pixels', self::MAX_PIXELS ), self::MAX_PIXELS ) );
	}

	/** Width in pixels. */
	public function width(): int {
		return $this->width;
	}

	/** Height in pixels. */
	public function height(): int {
		return $this->height;
	}

	/** Size in bytes. */
	public function bytes(): int {
		return $this->bytes;
	}

	/** `image/png`, `image/jpeg` or `image/webp`. */
	public function mime_type(): string {
		return self::TYPES[ $this->type ][0];
	}

	/** `png`, `jpg` or `webp`. */
	public function extension(): string {
		return self::TYPES[ $this->type ][1];
	}

	/**
	 * An image that cannot be used, as a request is answered.
	 *
	 * @param string $message Translated sentence.
	 * @return WP_Error
	 */
	public static function unusable( string $message ): WP_Error {
		return Errors::request( 'ai_job_image_unusable', $message, 422 );
	}

	/**
	 * The same as a job's own error: the provider sent it, and may charge for it.
	 *
	 * @param WP_Error $error What check() returned.
	 * @return WP_Error
	 */
	public static function job_error( WP_Error $error ): WP_Error {
		return new WP_Error( 'provider_invalid_response', $error->get_error_message() );
	}
}
