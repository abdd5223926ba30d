<?php
/**
 * What is written beside an image.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WP_Error;

defined( 'ABSPATH' ) || exit;

/**
 * The fields of an attachment, checked and cleaned: alternative text and title are plain, caption
 * and description may hold the HTML that posts may hold. Lengths are characters.
 */
final class AttachmentFields {

	/** The longest texts, in characters. */
	public const MAX_LENGTHS = array(
		'alt'         => 1000,
		'title'       => 200,
		'caption'     => 2000,
		'description' => 10000,
	);

	/** How much of the prompt is a title: a line of the media library's list. */
	private const MAX_PROPOSED_TITLE_LENGTH = 80;

	/**
	 * Checks fields.
	 *
	 * @param array<string,mixed> $fields `alt`, `title`, `caption`, `description` as they came; null is as good as missing.
	 * @param string              $prompt What the image was asked for with: the description, and the beginning of
	 *                                    it the title, where none is given.
	 * @return array{alt:string,title:string,caption:string,description:string}|WP_Error `ai_job_invalid_input` with `data.field`.
	 */
	public static function clean( array $fields, string $prompt ) {
		$clean = array();
		foreach ( self::MAX_LENGTHS as $field => $max_length ) {
			$text = $fields[ $field ] ?? ( 'description' === $field ? $prompt : '' );
			if ( ! is_string( $text ) || 1 !== preg_match( '//u', $text ) ) {
				return Errors::invalid( $field, __( 'This has to be a text.', 'wp-ai-jobs' ) );
			}
			if ( mb_strlen( $text ) > $max_length ) {
				return Errors::invalid(
					$field,
					/* translators: %s: a number of characters, as in 1,000 */
					sprintf( __( 'This text is too long. Please use at most %s characters.', 'wp-ai-jobs' ), number_format_i18n( $max_length ) )
				);
			}
			$clean[ $field ] = 'alt' === $field || 'title' === $field ? sanitize_text_field( $text ) : trim( wp_kses_post( $text ) );
		}
		if ( '' === $clean['title'] ) {
			$title          = sanitize_text_field( $prompt );
			$clean['title'] = mb_strlen( $title ) > self::MAX_PROPOSED_TITLE_LENGTH ? trim( Text::cut( $title, self::MAX_PROPOSED_TITLE_LENGTH - 1 ) ) . '…' : $title;
		}
		return $clean;
	}
}
