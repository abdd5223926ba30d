<?php
/**
 * The input of a `content` job.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WP_Error;

defined( 'ABSPATH' ) || exit;

/**
 * Checks what an author asks for; the fields and limits of docs/wire.md, 'The `content` type'.
 * Lengths are characters, not bytes.
 */
final class ContentInput {

	public const TONES   = array( 'neutral', 'professional', 'friendly', 'casual', 'confident', 'persuasive', 'humorous' );
	public const LENGTHS = array( 'short', 'medium', 'long' );

	public const MAX_PROMPT_LENGTH   = 10000;
	public const MAX_LANGUAGE_LENGTH = 35;
	public const MAX_KEYWORDS        = 20;
	public const MAX_KEYWORD_LENGTH  = 100;

	/** A BCP 47 tag, as far as its shape goes. The modifier D keeps a trailing line feed out. */
	private const LANGUAGE = '/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/D';

	/**
	 * The same as a JSON schema, for who reads the routes.
	 *
	 * @return array<string,mixed>
	 */
	public static function schema(): array {
		return array(
			'type'       => 'object',
			'required'   => array( 'prompt' ),
			'properties' => array(
				'prompt'   => Prompt::schema( self::MAX_PROMPT_LENGTH ),
				'tone'     => array(
					'type' => 'string',
					'enum' => self::TONES,
				),
				'length'   => array(
					'type' => 'string',
					'enum' => self::LENGTHS,
				),
				'language' => array(
					'type'      => 'string',
					'maxLength' => self::MAX_LANGUAGE_LENGTH,
					'pattern'   => '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$',
				),
				'keywords' => array(
					'type'     => 'array',
					'maxItems' => self::MAX_KEYWORDS,
					'items'    => array(
						'type'      => 'string',
						'minLength' => 1,
						'maxLength' => self::MAX_KEYWORD_LENGTH,
					),
				),
			),
		);
	}

	/**
	 * Checks an input and returns what is to be stored, in one order whatever the browser's,
	 * because a repeated start is recognised by its bytes.
	 *
	 * @param array<string,mixed> $input As it came.
	 * @return array{prompt:string,tone?:string,length?:string,language?:string,keywords?:string[]}|WP_Error `ai_job_invalid_input` with `data.field`.
	 */
	public static function validate( array $input ) {
		$prompt = Prompt::validate( $input, self::MAX_PROMPT_LENGTH, __( 'Please write a prompt.', 'wp-ai-jobs' ) );
		if ( $prompt instanceof WP_Error ) {
			return $prompt;
		}
		$clean = array( 'prompt' => $prompt );

		if ( array_key_exists( 'tone', $input ) ) {
			if ( ! in_array( $input['tone'], self::TONES, true ) ) {
				return Errors::invalid( 'input.tone', __( 'There is no such tone.', 'wp-ai-jobs' ) );
			}
			$clean['tone'] = $input['tone'];
		}
		if ( array_key_exists( 'length', $input ) ) {
			if ( ! in_array( $input['length'], self::LENGTHS, true ) ) {
				return Errors::invalid( 'input.length', __( 'There is no such length.', 'wp-ai-jobs' ) );
			}
			$clean['length'] = $input['length'];
		}
		if ( array_key_exists( 'language', $input ) ) {
			$language = $input['language'];
			if ( ! is_string( $language ) || strlen( $language ) > self::MAX_LANGUAGE_LENGTH || 1 !== preg_match( self::LANGUAGE, $language ) ) {
				return Errors::invalid( 'input.language', __( 'The language has to be a language code such as de or pt-BR.', 'wp-ai-jobs' ) );
			}
			$clean['language'] = $language;
		}
		if ( array_key_exists( 'keywords', $input ) ) {
			$keywords = self::keywords( $input['keywords'] );
			if ( $keywords instanceof WP_Error ) {
				return $keywords;
			}
			if ( array() !== $keywords ) {
				$clean['keywords'] = $keywords;
			}
		}
		return $clean;
	}

	/**
	 * Checks keywords.
	 *
	 * @param mixed $keywords As they came.
	 * @return string[]|WP_Error
	 */
	private static function keywords( $keywords ) {
		if ( ! is_array( $keywords ) || array_values( $keywords ) !== $keywords ) {
			return Errors::invalid( 'input.keywords', __( 'The keywords have to be a list.', 'wp-ai-jobs' ) );
		}
		if ( count( $keywords ) > self::MAX_KEYWORDS ) {
			return Errors::invalid(
				'input.keywords',
				/* translators: %s: a number of keywords */
				sprintf( __( 'There are too many keywords. Please use at most %s.', 'wp-ai-jobs' ), number_format_i18n( self::MAX_KEYWORDS ) )
			);
		}
		$clean = array();
		foreach ( $keywords as $index => $keyword ) {
			$keyword = self::text( $keyword );
			if ( null === $keyword || '' === $keyword || mb_strlen( $keyword ) > self::MAX_KEYWORD_LENGTH ) {
				return Errors::invalid(
					'input.keywords.' . $index,
					/* translators: %s: a number of characters */
					sprintf( __( 'A keyword has to have 1 to %s characters.', 'wp-ai-jobs' ), number_format_i18n( self::MAX_KEYWORD_LENGTH ) )
				);
			}
			$clean[] = $keyword;
		}
		return $clean;
	}

	/**
	 * A string without white space around it.
	 *
	 * @param mixed $value As it came.
	 * @return string|null Null when it is no string, or no UTF-8.
	 */
	private static function text( $value ): ?string {
		return is_string( $value ) ? Text::trim( $value ) : null;
	}
}
