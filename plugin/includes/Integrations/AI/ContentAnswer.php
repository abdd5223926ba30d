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
 * Frees the text of what models put around it although they are told not to.
 */
final class ContentAnswer {

	/** What models that think aloud say first. */
	private const THOUGHTS = '/^<think>.*?<\/think>/is';

	/** A fence that says that it holds Markdown, around everything. */
	private const MARKDOWN_FENCE = '/^(`{3,}|~{3,})(?:markdown|md)[ \t]*\n(.*)\n\1$/isD';

	/** The same where the text was cut off before the fence's end. */
	private const OPEN_MARKDOWN_FENCE = '/^(`{3,}|~{3,})(?:markdown|md)[ \t]*\n((?:(?!\n\1).)*)$/isD';

	/** A fence that says nothing, around everything and with no other fence inside. */
	private const BARE_FENCE = '/^(`{3,}|~{3,})[ \t]*\n((?:(?!\1).)*)\n\1$/sD';

	/**
	 * The text alone.
	 *
	 * @param string $text As it came.
	 * @return string Markdown; '' when there was nothing in it.
	 */
	public static function clean( string $text ): string {
		$text = trim( str_replace( array( "\r\n", "\r" ), "\n", $text ) );
		$text = trim( preg_replace( self::THOUGHTS, '', $text, 1 ) ?? $text );
		foreach ( array( self::MARKDOWN_FENCE, self::OPEN_MARKDOWN_FENCE, self::BARE_FENCE ) as $fence ) {
			if ( 1 === preg_match( $fence, $text, $match ) ) {
				return trim( $match[2] );
			}
		}
		return $text;
	}
}
