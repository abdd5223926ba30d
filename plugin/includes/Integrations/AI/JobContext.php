<?php
/**
 * Where a job was started.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WP_Error;

defined( 'ABSPATH' ) || exit;

/**
 * Checks the `context` of docs/wire.md: the same for every job type. Lengths are characters.
 */
final class JobContext {

	private const MAX_LENGTHS = array(
		'title'         => 500,
		'selected_text' => 10000,
	);

	/**
	 * Checks a context and the current user's right to edit its post.
	 *
	 * @param mixed $context As it came; null when there was none.
	 * @return array{post_id?:int,title?:string,selected_text?:string}|WP_Error `ai_job_invalid_input` or `ai_job_forbidden`, with `data.field`.
	 */
	public static function validate( $context ) {
		if ( null === $context ) {
			return array();
		}
		if ( ! is_array( $context ) ) {
			return Errors::invalid( 'context', __( 'The context has to be an object.', 'wp-ai-jobs' ) );
		}
		$clean = array();
		if ( array_key_exists( 'post_id', $context ) ) {
			$post_id = $context['post_id'];
			if ( ! is_int( $post_id ) || $post_id < 1 ) {
				return Errors::invalid( 'context.post_id', __( 'The post is not valid.', 'wp-ai-jobs' ) );
			}
			if ( ! current_user_can( 'edit_post', $post_id ) ) {
				return Errors::post_forbidden( 'context.post_id' );
			}
			$clean['post_id'] = $post_id;
		}
		foreach ( self::MAX_LENGTHS as $name => $max_length ) {
			if ( ! array_key_exists( $name, $context ) ) {
				continue;
			}
			$text = $context[ $name ];
			if ( ! is_string( $text ) || mb_strlen( $text ) > $max_length ) {
				return Errors::invalid(
					'context.' . $name,
					/* translators: %s: a number of characters, as in 10,000 */
					sprintf( __( 'The text that was sent along is too long. Please select at most %s characters.', 'wp-ai-jobs' ), number_format_i18n( $max_length ) )
				);
			}
			$clean[ $name ] = $text;
		}
		return $clean;
	}
}
