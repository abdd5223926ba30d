<?php
/**
 * A provider's answer to a `content` job.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

defined( 'ABSPATH' ) || exit;

/**
 * Frees the text of what models put around it although they are told not to. By string functions
 * alone: on a long text, regular expressions for this give up without a word.
 */
final class ContentAnswer {

	/** What models that think aloud say first stands between these. */
	private const THOUGHTS_BEGIN = '<think>';
	private const THOUGHTS_END   = '</think>';

	/** What a fence around everything says that it holds. */
	private const MARKDOWN = array( 'markdown', 'md' );

	/**
	 * The text alone.
	 *
	 * @param string $text As it came.
	 * @return string Markdown; '' when there was nothing in it.
	 */
	public static function clean( string $text ): string {
		$text = trim( str_replace( array( "\r\n", "\r" ), "\n", $text ) );
		return self::without_fence( trim( self::without_thoughts( $text ) ) );
	}

	/**
	 * The text behind a model's thoughts.
	 *
	 * @param string $text Text.
	 * @return string
	 */
	private static function without_thoughts( string $text ): string {
		$end = 0 === strncasecmp( $text, self::THOUGHTS_BEGIN, strlen( self::THOUGHTS_BEGIN ) ) ? stripos( $text, self::THOUGHTS_END ) : false;
		return false === $end ? $text : (string) substr( $text, $end + strlen( self::THOUGHTS_END ) );
	}

	/**
	 * The text in a fence that is around everything: one that says that it holds Markdown, also
	 * where the text was cut off before its end; or one that says nothing, with no other inside.
	 *
	 * @param string $text Text without white space around it.
	 * @return string
	 */
	private static function without_fence( string $text ): string {
		$fence    = substr( $text, 0, max( strspn( $text, '`' ), strspn( $text, '~' ) ) );
		$line_end = strpos( $text, "\n" );
		if ( strlen( $fence ) < 3 || false === $line_end ) {
			return $text;
		}
		$says      = strtolower( rtrim( (string) substr( $text, strlen( $fence ), $line_end - strlen( $fence ) ), " \t" ) );
		$body      = substr( $text, $line_end );
		$is_closed = substr( $body, -strlen( $fence ) - 1 ) === "\n" . $fence;
		$inside    = $is_closed ? (string) substr( $body, 0, -strlen( $fence ) - 1 ) : $body;
		if ( in_array( $says, self::MARKDOWN, true ) ) {
			return $is_closed || false === strpos( $inside, "\n" . $fence ) ? trim( $inside ) : $text;
		}
		return '' === $says && $is_closed && false === strpos( $inside, $fence ) ? trim( $inside ) : $text;
	}
}
