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
 * What PHP's own string functions do to ASCII alone. Takes time in proportion to the text, with
 * PCRE's compiler or without it, and of mbstring only what WordPress brings where it is missing.
 */
final class Text {

	/**
	 * A character as people see it: two letters of a flag, or anything, and what joins it: accents,
	 * skin tones, parts of Hangul, joiners and what they join. Not \X, which takes all emoji that
	 * stand side by side for one in PCRE before 10.43.
	 */
	private const CHARACTER = '/(?:[\x{1F1E6}-\x{1F1FF}]{2}|.)(?:[\p{M}\x{200C}\x{200D}\x{1160}-\x{11FF}\x{1F3FB}-\x{1F3FF}\x{E0020}-\x{E007F}]|(?<=\x{200D}).)*+/us';

	/** A character that JSON names by half of its two units, as `\ud83c` alone: what is left where a text was cut within one. Its other half, and other escapes, are stepped over. */
	private const HALF_CHARACTER = '/\\\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\\\u[dD][c-fC-F][0-9a-fA-F]{2}(*SKIP)(*FAIL)|u[dD][89a-fA-F][0-9a-fA-F]{2}|.(*SKIP)(*FAIL))/s';

	/**
	 * A text without white space around it, trimmed as JavaScript trims.
	 *
	 * @param string $text As it came.
	 * @return string|null Null when it is no UTF-8.
	 */
	public static function trim( string $text ): ?string {
		// Looking back has each run of white space be tried once, not from each of its characters.
		return preg_replace( '/^[\s\x{FEFF}]++|(?<![\s\x{FEFF}])[\s\x{FEFF}]++$/Du', '', $text );
	}

	/**
	 * The beginning of a text, cut between characters as people see them: an emoji of several
	 * code points, or a letter with its accents, stays whole or goes.
	 *
	 * @param string $text   The text.
	 * @param int    $length The most that it may have, in code points.
	 * @return string
	 */
	public static function cut( string $text, int $length ): string {
		if ( mb_strlen( $text ) <= $length ) {
			return $text;
		}
		// One more than fits: what begins a character that ends behind the limit is the last of them.
		preg_match_all( self::CHARACTER, mb_substr( $text, 0, $length + 1 ), $characters );
		$cut = implode( '', array_slice( $characters[0] ?? array(), 0, -1 ) );
		// No UTF-8, or one character that is longer than all that fits.
		return '' === $cut ? mb_substr( $text, 0, $length ) : $cut;
	}

	/**
	 * The beginning of a text on one line, cut between words.
	 *
	 * @param string $text   The text.
	 * @param int    $length The most that it may have, in code points.
	 * @return string
	 */
	public static function excerpt( string $text, int $length ): string {
		$line = trim( (string) preg_replace( '/\s++/u', ' ', $text ) );
		if ( mb_strlen( $line ) <= $length ) {
			return $line;
		}
		$cut   = self::cut( $line, $length );
		$words = substr( $cut, 0, (int) strrpos( $cut, ' ' ) );
		// A language without spaces, or one long word.
		return ( mb_strlen( $words ) < $length / 2 ? self::cut( $line, $length - 1 ) : $words ) . '…';
	}

	/**
	 * Reads JSON, also where a text in it was cut within a character: for want of half an emoji
	 * nothing that was paid for is thrown away.
	 *
	 * @param string $json JSON.
	 * @return mixed Null when it is none.
	 */
	public static function decode( string $json ) {
		$value = json_decode( $json, true, 512, JSON_INVALID_UTF8_SUBSTITUTE );
		return JSON_ERROR_UTF16 === json_last_error()
			? json_decode( (string) preg_replace( self::HALF_CHARACTER, '\\ufffd', $json ), true, 512, JSON_INVALID_UTF8_SUBSTITUTE )
			: $value;
	}
}
