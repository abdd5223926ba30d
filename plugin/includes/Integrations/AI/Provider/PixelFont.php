<?php
/**
 * The letters of the demo's pictures.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Provider;

defined( 'ABSPATH' ) || exit;

/**
 * Capital letters, digits and a few signs in a grid of 5 by 7 points. WordPress brings no font
 * that PHP could draw with.
 */
final class PixelFont {

	public const WIDTH  = 5;
	public const HEIGHT = 7;

	/** Each character's seven lines from above, each a digit to the base of 32: five points. */
	private const GLYPHS = array(
		' ' => '0000000',
		'A' => 'ehhvhhh',
		'B' => 'uhhuhhu',
		'C' => 'ehggghe',
		'D' => 'uhhhhhu',
		'E' => 'vgguggv',
		'F' => 'vgguggg',
		'G' => 'ehgnhhf',
		'H' => 'hhhvhhh',
		'I' => 'e44444e',
		'J' => '72222ic',
		'K' => 'hikokih',
		'L' => 'ggggggv',
		'M' => 'hrllhhh',
		'N' => 'hpljhhh',
		'O' => 'ehhhhhe',
		'P' => 'uhhuggg',
		'Q' => 'ehhhlid',
		'R' => 'uhhukih',
		'S' => 'fgge11u',
		'T' => 'v444444',
		'U' => 'hhhhhhe',
		'V' => 'hhhhha4',
		'W' => 'hhhllla',
		'X' => 'hha4ahh',
		'Y' => 'hhha444',
		'Z' => 'v1248gv',
		'0' => 'ehjlphe',
		'1' => '4c4444e',
		'2' => 'eh1248v',
		'3' => 'v2421he',
		'4' => '26aiv22',
		'5' => 'vgu11he',
		'6' => '68guhhe',
		'7' => 'v124888',
		'8' => 'ehhehhe',
		'9' => 'ehhf12c',
		'.' => '00000cc',
		',' => '0000c48',
		'!' => '4444404',
		'?' => 'eh12404',
		'-' => '000v000',
		':' => '0cc0cc0',
		"'" => 'c480000',
		'"' => 'aaa0000',
		'(' => '2488842',
		')' => '8422248',
		'/' => '01248g0',
		'&' => 'cik8lid',
		'#' => 'aavavaa',
		'%' => 'op248j3',
		'+' => '044v440',
	);

	/**
	 * Breaks a text into lines of what this font has; what it has not becomes a question mark.
	 *
	 * @param string $text    Text in any script: it is spelt in Latin letters where PHP can.
	 * @param int    $columns Characters a line.
	 * @return string[] One at least.
	 */
	public static function lines( string $text, int $columns ): array {
		$latin = function_exists( 'transliterator_transliterate' )
			? transliterator_transliterate( 'Any-Latin; Latin-ASCII', $text )
			: remove_accents( $text );
		$text  = strtoupper( trim( (string) preg_replace( '/\s+/', ' ', (string) $latin ) ) );
		$known = preg_quote( implode( '', array_keys( self::GLYPHS ) ), '~' );
		return explode( "\n", wordwrap( (string) preg_replace( "~[^{$known}]+~", '?', $text ), $columns, "\n", true ) );
	}

	/**
	 * How wide a line is, in points.
	 *
	 * @param string $line A line of lines().
	 * @return int
	 */
	public static function width( string $line ): int {
		return max( 0, strlen( $line ) * ( self::WIDTH + 1 ) - 1 );
	}

	/**
	 * The points that are inked.
	 *
	 * @param string $line A line of lines().
	 * @return array<int,int[]> Each from the left and from above, from 0.
	 */
	public static function points( string $line ): array {
		$points = array();
		foreach ( str_split( $line ) as $place => $character ) {
			foreach ( str_split( self::GLYPHS[ $character ] ?? self::GLYPHS['?'] ) as $y => $digit ) {
				$bits = intval( $digit, 32 );
				for ( $x = 0; $x < self::WIDTH; $x++ ) {
					if ( 0 !== ( $bits & ( 1 << ( self::WIDTH - 1 - $x ) ) ) ) {
						$points[] = array( $place * ( self::WIDTH + 1 ) + $x, $y );
					}
				}
			}
		}
		return $points;
	}
}
