<?php
/**
 * Text as people type it.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

defined( 'ABSPATH' ) || exit;

/**
 * What PHP's own string functions do to ASCII alone.
 */
final class Text {

	/**
	 * A text without white space around it, trimmed as JavaScript trims.
	 *
	 * @param string $text As it came.
	 * @return string|null Null when it is no UTF-8.
	 */
	public static function trim( string $text ): ?string {
		return preg_replace( '/^[\s\x{FEFF}]+|[\s\x{FEFF}]+$/Du', '', $text );
	}

	/**
	 * The beginning of a text on one line, cut between words.
	 *
	 * @param string $text   The text.
	 * @param int    $length The most that it may have, in characters.
	 * @return string
	 */
	public static function excerpt( string $text, int $length ): string {
		$line = trim( (string) preg_replace( '/\s+/u', ' ', $text ) );
		if ( mb_strlen( $line ) <= $length ) {
			return $line;
		}
		$cut   = mb_substr( $line, 0, $length );
		$space = mb_strrpos( $cut, ' ' );
		// A language without spaces, or one long word.
		return ( false === $space || $space < $length / 2 ? mb_substr( $line, 0, $length - 1 ) : mb_substr( $cut, 0, $space ) ) . '…';
	}
}
