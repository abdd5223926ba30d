<?php
/**
 * The OpenAI-compatible provider.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Provider;

use WP_Error;
use WpAiJobs\Core\Settings;
use WpAiJobs\Integrations\AI\Recording;
use WpAiJobs\Integrations\AI\Text;

defined( 'ABSPATH' ) || exit;

/**
 * Asks a server that speaks OpenAI's `POST /chat/completions`.
 */
final class OpenAI implements TextProvider {

	/** What is read of an answer. The longest texts are below 100 KB; what goes on is no answer. */
	private const MAX_ANSWER_BYTES = MB_IN_BYTES;

	/** {@inheritDoc} */
	public function id(): string {
		return 'openai';
	}

	/** {@inheritDoc} */
	public function label(): string {
		return OpenAIServer::label();
	}

	/** {@inheritDoc} */
	public function is_configured(): bool {
		return OpenAIServer::is_configured();
	}

	/** {@inheritDoc} */
	public function is_demo(): bool {
		return false;
	}

	/** {@inheritDoc} */
	public function generate_text( TextRequest $request ) {
		$left_ms = $request->remaining_ms();
		if ( 0 === $left_ms ) {
			return ProviderError::too_late();
		}
		if ( Settings::is_key_unreadable() ) {
			return new WP_Error( 'provider_key_unreadable', '' );
		}
		$response = OpenAIServer::post(
			OpenAIServer::url( '/chat/completions' ),
			array(
				'headers'             => OpenAIServer::headers(),
				'body'                => wp_json_encode(
					array(
						'model'    => Settings::openai_model()->value(),
						'messages' => array(
							array(
								'role'    => 'system',
								'content' => $request->system_instruction(),
							),
							array(
								'role'    => 'user',
								'content' => $request->prompt(),
							),
						),
					)
				),
				'timeout'             => $left_ms / 1000,
				// The key is for this address and no other.
				'redirection'         => 0,
				'limit_response_size' => self::MAX_ANSWER_BYTES,
				Recording::PROVIDER   => $this->id(),
			)
		);
		if ( $response instanceof WP_Error ) {
			return ProviderError::of_request( $response );
		}
		$status = (int) wp_remote_retrieve_response_code( $response );
		$body   = wp_remote_retrieve_body( $response );
		return $status >= 200 && $status < 300
			? self::read( $body )
			: ProviderError::of_status( $status, $body );
	}

	/**
	 * Reads a chat completion.
	 *
	 * @param string $body Body of the answer.
	 * @return TextResult|WP_Error
	 */
	private static function read( string $body ) {
		$answer  = Text::decode( $body );
		$choice  = $answer['choices'][0] ?? null;
		$message = $choice['message'] ?? null;
		if ( ! is_array( $message ) ) {
			return ProviderError::of_success( $body );
		}
		$finish = $choice['finish_reason'] ?? null;
		if ( 'content_filter' === $finish || ( is_string( $message['refusal'] ?? null ) && '' !== $message['refusal'] ) ) {
			return ProviderError::refused();
		}
		$model = $answer['model'] ?? null;
		return new TextResult(
			self::text( $message['content'] ?? '' ),
			is_string( $model ) && '' !== $model ? $model : null,
			self::usage( $answer['usage'] ?? null ),
			'length' === $finish
		);
	}

	/**
	 * The text of a message: a string, or, with some servers, a list of parts.
	 *
	 * @param mixed $content Its `content`.
	 * @return string
	 */
	private static function text( $content ): string {
		$text = '';
		foreach ( is_array( $content ) ? $content : array( array( 'text' => $content ) ) as $part ) {
			$text .= is_string( $part['text'] ?? null ) ? $part['text'] : '';
		}
		return $text;
	}

	/**
	 * Tokens used.
	 *
	 * @param mixed $usage The answer's `usage`.
	 * @return array{input_tokens:int,output_tokens:int}|null
	 */
	private static function usage( $usage ): ?array {
		if ( ! is_array( $usage ) || ! is_int( $usage['prompt_tokens'] ?? null ) || ! is_int( $usage['completion_tokens'] ?? null ) ) {
			return null;
		}
		return array(
			'input_tokens'  => $usage['prompt_tokens'],
			'output_tokens' => $usage['completion_tokens'],
		);
	}
}
