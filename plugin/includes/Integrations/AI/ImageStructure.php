<?php
/**
 * How the formats of images are built.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

defined( 'ABSPATH' ) || exit;

// phpcs:disable WordPress.WP.AlternativeFunctions -- WP_Filesystem reads files as a whole.

/**
 * Walks through an image from part to part, up to the mark at its end: a download that broke off
 * has none. Decoding would find that too, but takes the memory of the whole picture.
 */
final class ImageStructure {

	/** What is read at once, in bytes. */
	private const PIECE = 8192;

	/** Far more parts than any real image has: one that is all parts would take minutes. */
	private const MAX_PARTS = 50000;

	/**
	 * Whether an image is all there.
	 *
	 * @param string $file Path.
	 * @param int    $type IMAGETYPE_PNG, IMAGETYPE_JPEG or IMAGETYPE_WEBP, as the file's beginning says.
	 * @return bool
	 */
	public static function is_whole( string $file, int $type ): bool {
		$stream = fopen( $file, 'rb' );
		if ( false === $stream ) {
			return false;
		}
		$size = (int) fstat( $stream )['size'];
		switch ( $type ) {
			case IMAGETYPE_PNG:
				$is_whole = self::is_whole_png( $stream, $size );
				break;
			case IMAGETYPE_JPEG:
				$is_whole = self::is_whole_jpeg( $stream, $size );
				break;
			default:
				$is_whole = self::is_whole_webp( $stream, $size );
		}
		fclose( $stream );
		return $is_whole;
	}

	/**
	 * PNG: chunks of length, type, data and checksum; `IEND` is the last, `IDAT` holds the picture.
	 *
	 * @param resource $stream The file.
	 * @param int      $size   Its size in bytes.
	 * @return bool
	 */
	private static function is_whole_png( $stream, int $size ): bool {
		$has_data = false;
		$at       = 8;
		for ( $part = 0; $part < self::MAX_PARTS && $at + 12 <= $size; $part++ ) {
			fseek( $stream, $at );
			$head   = (string) fread( $stream, 8 );
			$length = (int) unpack( 'N', $head )[1];
			$type   = substr( $head, 4 );
			if ( $at + 12 + $length > $size ) {
				return false;
			}
			$sum = hash_init( 'crc32b' );
			hash_update( $sum, $type );
			hash_update_stream( $sum, $stream, $length );
			if ( hash_final( $sum, true ) !== fread( $stream, 4 ) ) {
				return false;
			}
			if ( 'IEND' === $type ) {
				return $has_data;
			}
			$has_data = $has_data || ( 'IDAT' === $type && $length > 0 );
			$at      += 12 + $length;
		}
		return false;
	}

	/**
	 * JPEG: segments that begin with a marker, scans between them, `FF D9` at the end. The same
	 * two bytes may stand within a segment: a preview of the picture has an end of its own.
	 *
	 * @param resource $stream The file.
	 * @param int      $size   Its size in bytes.
	 * @return bool
	 */
	private static function is_whole_jpeg( $stream, int $size ): bool {
		$has_scan = false;
		fseek( $stream, 2 );
		for ( $part = 0; $part < self::MAX_PARTS; $part++ ) {
			$marker = self::next_marker( $stream );
			if ( null === $marker || 0xD9 === $marker ) {
				return $has_scan && null !== $marker;
			}
			$length = unpack( 'n', str_pad( (string) fread( $stream, 2 ), 2, "\0" ) )[1];
			if ( $length < 2 || ftell( $stream ) + $length - 2 > $size ) {
				return false;
			}
			fseek( $stream, $length - 2, SEEK_CUR );
			$has_scan = $has_scan || 0xDA === $marker;
		}
		return false;
	}

	/**
	 * Goes to the next marker of a JPEG that something depends on: `FF` and a byte that is neither
	 * 00, by which the picture's own `FF` are followed, nor `FF`, which fills up, nor one of those
	 * that stand alone.
	 *
	 * @param resource $stream The file.
	 * @return int|null The marker's second byte; null at the file's end.
	 */
	private static function next_marker( $stream ): ?int {
		$rest = '';
		while ( ! feof( $stream ) ) {
			$piece = $rest . fread( $stream, self::PIECE );
			if ( 1 === preg_match( '/\xFF([^\x00\x01\xD0-\xD8\xFF])/', $piece, $match, PREG_OFFSET_CAPTURE ) ) {
				fseek( $stream, $match[1][1] + 1 - strlen( $piece ), SEEK_CUR );
				return ord( $match[1][0] );
			}
			$rest = "\xFF" === substr( $piece, -1 ) ? "\xFF" : '';
		}
		return null;
	}

	/**
	 * WebP: a RIFF file that says how long it is, of chunks that do so too.
	 *
	 * @param resource $stream The file.
	 * @param int      $size   Its size in bytes.
	 * @return bool
	 */
	private static function is_whole_webp( $stream, int $size ): bool {
		fseek( $stream, 4 );
		$end = 8 + (int) unpack( 'V', (string) fread( $stream, 4 ) )[1];
		if ( $end > $size ) {
			return false;
		}
		$has_data = false;
		$at       = 12;
		for ( $part = 0; $part < self::MAX_PARTS && $at + 8 <= $end; $part++ ) {
			fseek( $stream, $at );
			$head     = unpack( 'a4type/Vlength', (string) fread( $stream, 8 ) );
			$at      += 8 + $head['length'];
			$has_data = $has_data || in_array( $head['type'], array( 'VP8 ', 'VP8L', 'ANMF' ), true );
			if ( $at > $end ) {
				return false;
			}
			// Chunks begin at even places.
			$at += $at % 2;
		}
		return $has_data;
	}
}
