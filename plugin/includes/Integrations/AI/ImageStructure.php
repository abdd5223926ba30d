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
 * has none, and what comes behind it is no picture. Decoding would find that too, but takes the
 * memory of the whole picture.
 *
 * Of what is beside the picture, free text is left out: some servers write the prompt into it,
 * and an image is published. What says how to show the picture stays, and what says that an AI
 * made it (XMP, C2PA); an image with a C2PA signature stays as it is, since that is of all of it.
 */
final class ImageStructure {

	/** What is read at once, in bytes. */
	private const PIECE = 8192;

	/** Far more parts than any real image has: one that is all parts would take minutes. */
	private const MAX_PARTS = 50000;

	/** PNG: the picture, how to show it, and how it moves. */
	private const PNG = array( 'IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'cHRM', 'gAMA', 'iCCP', 'sBIT', 'sRGB', 'cICP', 'mDCV', 'cLLI', 'bKGD', 'hIST', 'pHYs', 'sPLT', 'acTL', 'fcTL', 'fdAT' );

	/** WebP: the same, and XMP. */
	private const WEBP = array( 'VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP', 'XMP ' );

	/** The beginnings of text in a PNG, and of segments of a JPEG by their marker, that stay. */
	private const PNG_XMP = "XML:com.adobe.xmp\0";
	private const JPEG    = array(
		0xE0 => '',
		0xE1 => 'http://ns.adobe.com/xap/1.0/',
		0xE2 => 'ICC_PROFILE',
		0xEE => 'Adobe',
	);

	/** The names of C2PA signatures: a chunk of PNG, one of WebP, a marker of JPEG. */
	private const SIGNATURES = array( 'caBX', 'C2PA', 0xEB );

	/** What Exif begins with in a JPEG. */
	private const EXIF = "Exif\0\0";

	/**
	 * The file.
	 *
	 * @var resource
	 */
	private $stream;

	/**
	 * Its size in bytes.
	 *
	 * @var int
	 */
	private $size;

	/**
	 * The ranges that are the picture, in order: where each begins, and its length.
	 *
	 * @var array<array{int,int}>
	 */
	private $picture = array();

	/**
	 * Where the next range begins that was not looked at.
	 *
	 * @var int
	 */
	private $at = 0;

	/**
	 * Whether it is signed.
	 *
	 * @var bool
	 */
	private $is_signed = false;

	/**
	 * A walk.
	 *
	 * @param resource $stream The file.
	 */
	private function __construct( $stream ) {
		$this->stream = $stream;
		$this->size   = (int) fstat( $stream )['size'];
	}

	/**
	 * The picture in a file.
	 *
	 * @param string $file Path.
	 * @param int    $type IMAGETYPE_PNG, IMAGETYPE_JPEG or IMAGETYPE_WEBP, as the file's beginning says.
	 * @return array<array{int,int}>|null Ranges in order, each its beginning and its length in bytes; null: it is
	 *                                    not all there.
	 */
	public static function picture( string $file, int $type ): ?array {
		$stream = fopen( $file, 'rb' );
		if ( false === $stream ) {
			return null;
		}
		$walk = new self( $stream );
		switch ( $type ) {
			case IMAGETYPE_PNG:
				$is_whole = $walk->is_whole_png();
				break;
			case IMAGETYPE_JPEG:
				$is_whole = $walk->is_whole_jpeg();
				break;
			default:
				$is_whole = $walk->is_whole_webp();
		}
		fclose( $stream );
		if ( ! $is_whole ) {
			return null;
		}
		return $walk->is_signed ? array( array( 0, $walk->at ) ) : $walk->picture;
	}

	/**
	 * Goes on to a place, and takes what was before it or leaves it out.
	 *
	 * @param int  $end      The place.
	 * @param bool $is_taken Whether it is the picture's.
	 */
	private function go_on( int $end, bool $is_taken ): void {
		$last = count( $this->picture ) - 1;
		if ( $is_taken && $last >= 0 && array_sum( $this->picture[ $last ] ) === $this->at ) {
			$this->picture[ $last ][1] += $end - $this->at;
		} elseif ( $is_taken ) {
			$this->picture[] = array( $this->at, $end - $this->at );
		}
		$this->at = $end;
	}

	/**
	 * PNG: chunks of length, type, data and checksum; `IEND` is the last, `IDAT` holds the picture.
	 *
	 * @return bool
	 */
	private function is_whole_png(): bool {
		$has_data = false;
		$this->go_on( 8, true );
		for ( $part = 0; $part < self::MAX_PARTS && $this->at + 12 <= $this->size; $part++ ) {
			fseek( $this->stream, $this->at );
			$head   = (string) fread( $this->stream, 8 );
			$length = (int) unpack( 'N', $head )[1];
			$type   = substr( $head, 4 );
			if ( $this->at + 12 + $length > $this->size ) {
				return false;
			}
			$sum = hash_init( 'crc32b' );
			hash_update( $sum, $type );
			hash_update_stream( $sum, $this->stream, $length );
			if ( hash_final( $sum, true ) !== fread( $this->stream, 4 ) ) {
				return false;
			}
			$this->is_signed = $this->is_signed || in_array( $type, self::SIGNATURES, true );
			$is_taken        = in_array( $type, self::PNG, true )
				|| ( 'iTXt' === $type && $this->begins( $this->at + 8, self::PNG_XMP ) )
				|| ( 'eXIf' === $type && $this->is_turned( $this->at + 8 ) );
			$this->go_on( $this->at + 12 + $length, $is_taken );
			if ( 'IEND' === $type ) {
				return $has_data;
			}
			$has_data = $has_data || ( 'IDAT' === $type && $length > 0 );
		}
		return false;
	}

	/**
	 * JPEG: segments that begin with a marker, scans between them, `FF D9` at the end. The same
	 * two bytes may stand within a segment: a preview of the picture has an end of its own.
	 *
	 * @return bool
	 */
	private function is_whole_jpeg(): bool {
		$has_scan = false;
		fseek( $this->stream, 2 );
		for ( $part = 0; $part < self::MAX_PARTS; $part++ ) {
			$marker = $this->next_marker();
			if ( null === $marker || 0xD9 === $marker ) {
				$this->go_on( (int) ftell( $this->stream ), true );
				return $has_scan && null !== $marker;
			}
			$begin  = (int) ftell( $this->stream );
			$length = unpack( 'n', str_pad( (string) fread( $this->stream, 2 ), 2, "\0" ) )[1];
			if ( $length < 2 || $begin + $length > $this->size ) {
				return false;
			}
			// Up to the marker: a scan, or nothing.
			$this->go_on( $begin - 2, true );
			$this->go_on( $begin + $length, $this->is_jpeg_segment_taken( $marker, $begin + 2 ) );
			fseek( $this->stream, $begin + $length );
			$has_scan = $has_scan || 0xDA === $marker;
		}
		return false;
	}

	/**
	 * Whether a segment of a JPEG stays.
	 *
	 * @param int $marker The second byte of its marker.
	 * @param int $at     Where its data begins.
	 * @return bool
	 */
	private function is_jpeg_segment_taken( int $marker, int $at ): bool {
		$this->is_signed = $this->is_signed || in_array( $marker, self::SIGNATURES, true );
		if ( 0xFE !== $marker && ( $marker < 0xE0 || $marker > 0xEF ) ) {
			return true;
		}
		return ( isset( self::JPEG[ $marker ] ) && $this->begins( $at, self::JPEG[ $marker ] ) )
			|| ( 0xE1 === $marker && $this->begins( $at, self::EXIF ) && $this->is_turned( $at + strlen( self::EXIF ) ) );
	}

	/**
	 * Goes to the next marker of a JPEG that something depends on: `FF` and a byte that is neither
	 * 00, by which the picture's own `FF` are followed, nor `FF`, which fills up, nor one of those
	 * that stand alone.
	 *
	 * @return int|null The marker's second byte; null at the file's end.
	 */
	private function next_marker(): ?int {
		$rest = '';
		while ( ! feof( $this->stream ) ) {
			$piece = $rest . fread( $this->stream, self::PIECE );
			if ( 1 === preg_match( '/\xFF([^\x00\x01\xD0-\xD8\xFF])/', $piece, $match, PREG_OFFSET_CAPTURE ) ) {
				fseek( $this->stream, $match[1][1] + 1 - strlen( $piece ), SEEK_CUR );
				return ord( $match[1][0] );
			}
			$rest = "\xFF" === substr( $piece, -1 ) ? "\xFF" : '';
		}
		return null;
	}

	/**
	 * WebP: a RIFF file that says how long it is, of chunks that do so too.
	 *
	 * @return bool
	 */
	private function is_whole_webp(): bool {
		fseek( $this->stream, 4 );
		$end = 8 + (int) unpack( 'V', (string) fread( $this->stream, 4 ) )[1];
		if ( $end > $this->size ) {
			return false;
		}
		$has_data = false;
		$this->go_on( 12, true );
		for ( $part = 0; $part < self::MAX_PARTS && $this->at + 8 <= $end; $part++ ) {
			fseek( $this->stream, $this->at );
			$head = unpack( 'a4type/Vlength', (string) fread( $this->stream, 8 ) );
			$data = $this->at + 8;
			if ( $data + $head['length'] > $end ) {
				return false;
			}
			$has_data        = $has_data || in_array( $head['type'], array( 'VP8 ', 'VP8L', 'ANMF' ), true );
			$this->is_signed = $this->is_signed || in_array( $head['type'], self::SIGNATURES, true );
			// Chunks begin at even places.
			$next = $data + $head['length'] + $head['length'] % 2;
			$this->go_on( min( $next, $end ), in_array( $head['type'], self::WEBP, true ) );
		}
		return $has_data;
	}

	/**
	 * Whether some bytes stand at a place.
	 *
	 * @param int    $at    The place.
	 * @param string $bytes Bytes.
	 * @return bool
	 */
	private function begins( int $at, string $bytes ): bool {
		fseek( $this->stream, $at );
		return '' === $bytes || fread( $this->stream, strlen( $bytes ) ) === $bytes;
	}

	/**
	 * Whether Exif says that the picture is to be turned: without it, it would lie on its side.
	 *
	 * @param int $at Where its TIFF begins.
	 * @return bool
	 */
	private function is_turned( int $at ): bool {
		fseek( $this->stream, $at );
		$tiff  = (string) fread( $this->stream, self::PIECE );
		$short = 'MM' === substr( $tiff, 0, 2 ) ? 'n' : 'v';
		$long  = 'n' === $short ? 'N' : 'V';
		$first = strlen( $tiff ) < 8 ? PHP_INT_MAX : unpack( $long, $tiff, 4 )[1];
		$count = $first + 2 > strlen( $tiff ) ? 0 : unpack( $short, $tiff, $first )[1];
		for ( $entry = $first + 2; $count > 0 && $entry + 12 <= strlen( $tiff ); $entry += 12, $count-- ) {
			if ( 0x0112 === unpack( $short, $tiff, $entry )[1] ) {
				return unpack( $short, $tiff, $entry + 8 )[1] > 1;
			}
		}
		return false;
	}
}
