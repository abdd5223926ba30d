<?php
/**
 * A provider's answer that holds an image.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Provider;

use WpAiJobs\Integrations\AI\Text;

defined( 'ABSPATH' ) || exit;

// phpcs:disable WordPress.WP.AlternativeFunctions -- WP_Filesystem reads and writes files as a whole.
// phpcs:disable WordPress.PHP.DiscouragedPHPFunctions -- Providers send images in base64.

/**
 * Reads the JSON of `/images/generations` from a file, and writes the image that it holds in
 * base64 to another, piece by piece: an image of 4096 × 4096 pixels can be 85 MB of JSON, and
 * json_decode() would need several times that.
 */
final class ImageResponse {

	/** What is read at once, in bytes. */
	private const PIECE = 65536;

	/** How long the JSON may be without the image. */
	private const MAX_REST = MB_IN_BYTES;

	/** What stands before the image's base64: its key. */
	private const KEY = '/"(?:b64_json|url)"\s*:\s*"$/D';

	/** Where the key is: how much is read before a string, in bytes. */
	private const KEY_LENGTH = 64;

	/** What stands before an address. */
	private const ADDRESS = '/"url"\s*:\s*"$/D';

	/** An image in an address, which is the same but for what comes before it. */
	private const DATA_URI = '/^data:[^,]{0,100};base64,/';

	/**
	 * The JSON.
	 *
	 * @var resource
	 */
	private $source;

	/**
	 * Where the image goes.
	 *
	 * @var string
	 */
	private $image;

	/**
	 * What is read and not yet used.
	 *
	 * @var string
	 */
	private $buffer = '';

	/**
	 * The JSON without the image.
	 *
	 * @var string
	 */
	private $rest = '';

	/**
	 * Whether the image is found.
	 *
	 * @var bool
	 */
	private $has_image = false;

	/**
	 * A reader.
	 *
	 * @param resource $source The JSON.
	 * @param string   $image  Path for the image.
	 */
	private function __construct( $source, string $image ) {
		$this->source = $source;
		$this->image  = $image;
	}

	/**
	 * Reads an answer.
	 *
	 * @param string $file  Path of the JSON.
	 * @param string $image Path for the first image that is in it; there is no file when none is.
	 * @return array<string,mixed>|null The JSON, with an empty string in place of the image; null
	 *                                  when it is none, or its base64 is none.
	 */
	public static function read( string $file, string $image ): ?array {
		$source = is_file( $file ) ? fopen( $file, 'rb' ) : false;
		if ( false === $source ) {
			return null;
		}
		wp_delete_file( $image );
		$reader = new self( $source, $image );
		$answer = $reader->take() ? Text::decode( $reader->rest ) : null;
		fclose( $source );
		if ( ! is_array( $answer ) && $reader->has_image ) {
			wp_delete_file( $image );
		}
		return is_array( $answer ) ? $answer : null;
	}

	/**
	 * Takes the JSON apart, from string to string.
	 *
	 * @return bool Whether it could be.
	 */
	private function take(): bool {
		while ( $this->fill() ) {
			$quote = strpos( $this->buffer, '"' );
			if ( false === $quote ) {
				$this->keep( strlen( $this->buffer ) );
			} else {
				$this->keep( $quote + 1 );
				$is_taken = ! $this->has_image && 1 === preg_match( self::KEY, substr( $this->rest, -self::KEY_LENGTH ) ) ? $this->take_image() : $this->take_text();
				if ( ! $is_taken ) {
					return false;
				}
			}
			if ( strlen( $this->rest ) > self::MAX_REST ) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Takes a string, after its opening quote, with its closing one.
	 *
	 * @return bool
	 */
	private function take_text(): bool {
		do {
			list( $length, $is_end ) = $this->piece();
			$this->keep( $length + ( $is_end ? 1 : 0 ) );
			$can_go_on = ! $is_end && $length > 0 && strlen( $this->rest ) <= self::MAX_REST;
		} while ( $can_go_on );
		return $is_end;
	}

	/**
	 * Takes a string that may be an image: base64, or an address.
	 *
	 * @return bool
	 */
	private function take_image(): bool {
		list( $length, $is_end ) = $this->piece();
		$text                    = self::text( substr( $this->buffer, 0, $length ) );
		$is_address              = 1 === preg_match( self::ADDRESS, substr( $this->rest, -self::KEY_LENGTH ) );
		$head                    = 1 === preg_match( self::DATA_URI, (string) $text, $match ) ? $match[0] : '';
		if ( '' === $text || ( $is_address && '' === $head ) ) {
			return $this->take_text();
		}
		$target = fopen( $this->image, 'wb' );
		if ( false === $target ) {
			return false;
		}
		$this->has_image = true;
		$text            = null === $text ? null : substr( $text, strlen( $head ) );
		$base64          = '';
		while ( null !== $text ) {
			$this->buffer = substr( $this->buffer, $length );
			$base64      .= str_replace( array( "\r", "\n", ' ' ), '', $text );
			// Four characters are three bytes.
			$whole = strlen( $base64 ) - ( $is_end ? 0 : strlen( $base64 ) % 4 );
			$bytes = base64_decode( substr( $base64, 0, $whole ), true );
			if ( false === $bytes || strlen( $bytes ) !== fwrite( $target, $bytes ) ) {
				break;
			}
			if ( $is_end ) {
				fclose( $target );
				$this->keep( 1 );
				return true;
			}
			$base64                  = substr( $base64, $whole );
			list( $length, $is_end ) = $this->piece();
			$text                    = 0 === $length && ! $is_end ? null : self::text( substr( $this->buffer, 0, $length ) );
		}
		fclose( $target );
		return false;
	}

	/**
	 * What of a string can be taken now.
	 *
	 * @return array{int,bool} Its length in the buffer, and whether the string ends there.
	 */
	private function piece(): array {
		$this->fill();
		$size = strlen( $this->buffer );
		$at   = 0;
		while ( true ) {
			$at += strcspn( $this->buffer, '"\\', $at );
			if ( $at >= $size ) {
				return array( $size, false );
			}
			if ( '"' === $this->buffer[ $at ] ) {
				return array( $at, true );
			}
			// A backslash and what belongs to it, at most as in \u002B, stays together.
			$length = 'u' === ( $this->buffer[ $at + 1 ] ?? '' ) ? 6 : 2;
			if ( $at + $length > $size ) {
				return array( $at, false );
			}
			$at += $length;
		}
	}

	/**
	 * Fills the buffer up.
	 *
	 * @return bool Whether there is anything in it.
	 */
	private function fill(): bool {
		if ( strlen( $this->buffer ) < self::PIECE && ! feof( $this->source ) ) {
			$this->buffer .= (string) fread( $this->source, self::PIECE );
		}
		return '' !== $this->buffer;
	}

	/**
	 * Moves characters from the buffer to the rest.
	 *
	 * @param int $length How many.
	 */
	private function keep( int $length ): void {
		$this->rest  .= substr( $this->buffer, 0, $length );
		$this->buffer = substr( $this->buffer, $length );
	}

	/**
	 * What a piece of a JSON string says.
	 *
	 * @param string $json Without quotes.
	 * @return string|null
	 */
	private static function text( string $json ): ?string {
		$text = false === strpos( $json, '\\' ) ? $json : json_decode( '"' . $json . '"' );
		return is_string( $text ) ? $text : null;
	}
}
