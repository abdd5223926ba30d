<?php
/**
 * What an author asks for.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WP_Error;

defined( 'ABSPATH' ) || exit;

/**
 * The one field that every input of ours has.
 */
final class Prompt {

	/**
	 * The same as a JSON schema, for who reads the routes.
	 *
	 * @param int $max_length The most that it may have, in characters.
	 * @return array<string,mixed>
	 */
	public static function schema( int $max_length ): array {
		return array(
			'type'      => 'string',
			'minLength' => 1,
			'maxLength' => $max_length,
		);
	}

	/**
	 * Checks an input's prompt, and returns it as it is to be stored.
	 *
	 * @param array<string,mixed> $input      As it came.
	 * @param int                 $max_length The most that it may have, in characters.
	 * @param string              $missing    Translated sentence: that there is none.
	 * @return string|WP_Error `ai_job_invalid_input` with `data.field`.
	 */
	public static function validate( array $input, int $max_length, string $missing ) {
		$prompt = $input['prompt'] ?? null;
		$prompt = is_string( $prompt ) ? Text::trim( $prompt ) : null;
		if ( null === $prompt || '' === $prompt ) {
			return Errors::invalid( 'input.prompt', $missing );
		}
		if ( mb_strlen( $prompt ) > $max_length ) {
			return Errors::invalid(
				'input.prompt',
				/* translators: %s: a number of characters, as in 10,000 */
				sprintf( __( 'The prompt is too long. Please use at most %s characters.', 'wp-ai-jobs' ), number_format_i18n( $max_length ) )
			);
		}
		return $prompt;
	}
}
