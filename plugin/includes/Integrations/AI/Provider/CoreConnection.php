<?php
/**
 * What is connected to WordPress's own AI Client.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Provider;

use Throwable;
use WordPress\AiClient\AiClient;
use WordPress\AiClient\Providers\Http\DTO\RequestOptions;
use WordPress\AiClient\Results\DTO\GenerativeAiResult;
use WP_Error;
use WpAiJobs\Integrations\AI\Recording;

defined( 'ABSPATH' ) || exit;

/**
 * What texts and images have in common where core's AI Client is asked, WordPress 7.0 and later.
 */
final class CoreConnection {

	/**
	 * The names of what is connected, for authors.
	 *
	 * @return string
	 */
	public static function label(): string {
		$connected = self::connected();
		return array() === $connected
			? __( 'WordPress AI Client', 'wp-ai-jobs' )
			: wp_sprintf( '%l', array_values( $connected ) );
	}

	/**
	 * The providers that core has and that have what they need to log in.
	 *
	 * @return array<string,string> Names by id.
	 */
	public static function connected(): array {
		if ( ! function_exists( 'wp_supports_ai' ) || ! function_exists( 'wp_ai_client_prompt' ) || ! wp_supports_ai() ) {
			return array();
		}
		$connected = array();
		$registry  = AiClient::defaultRegistry();
		foreach ( $registry->getRegisteredProviderIds() as $id ) {
			try {
				$class_name = $registry->getProviderClassName( $id );
				$metadata   = $class_name::metadata();
				if ( null === $metadata->getAuthenticationMethod() || null !== $registry->getProviderRequestAuthentication( $id ) ) {
					$connected[ $id ] = $metadata->getName();
				}
			} catch ( Throwable $e ) {
				// Another plugin's provider is broken. It is still what the site has chosen, so its
				// jobs fail and say so; the demo does not answer in its place.
				$connected[ $id ] = $id;
			}
		}
		return $connected;
	}

	/**
	 * How a request is sent.
	 *
	 * @param int $left_ms How long its answer is of use, in milliseconds.
	 * @return RequestOptions
	 */
	public static function request_options( int $left_ms ): RequestOptions {
		return RequestOptions::fromArray(
			array(
				// Core's own limit is 30 s, less than many models take.
				RequestOptions::KEY_TIMEOUT       => $left_ms / 1000,
				RequestOptions::KEY_MAX_REDIRECTS => 0,
			)
		);
	}

	/**
	 * Has core's client ask, and its answers recorded.
	 *
	 * @template Answer
	 * @param callable():Answer $ask       Asks.
	 * @param array<string,mixed> $arguments What its requests are sent with besides, as WordPress's HTTP API takes it.
	 * @return Answer
	 */
	public static function ask( callable $ask, array $arguments = array() ) {
		$send = static function ( array $own ) use ( $arguments ): array {
			return $arguments + array( Recording::PROVIDER => 'core' ) + $own;
		};
		add_filter( 'http_request_args', $send );
		try {
			return $ask();
		} finally {
			remove_filter( 'http_request_args', $send );
		}
	}

	/**
	 * Tokens used.
	 *
	 * @param GenerativeAiResult $result Core's result.
	 * @return array{input_tokens:int,output_tokens:int}|null Null where the provider does not tell.
	 */
	public static function usage( GenerativeAiResult $result ): ?array {
		$usage = $result->getTokenUsage();
		// Core says 0 where a provider does not tell.
		return 0 === $usage->getTotalTokens() ? null : array(
			'input_tokens'  => $usage->getPromptTokens(),
			'output_tokens' => $usage->getCompletionTokens(),
		);
	}

	/**
	 * Reads core's error: its code, its HTTP status, and its words only to tell kinds apart.
	 *
	 * @param WP_Error $error    Core's error.
	 * @param string   $no_model Translated sentence for that no model can do it.
	 * @return WP_Error
	 */
	public static function error( WP_Error $error, string $no_model ): WP_Error {
		$data   = (array) $error->get_error_data();
		$status = (int) ( $data['status'] ?? 0 );
		switch ( $error->get_error_code() ) {
			case 'prompt_network_error':
				return ProviderError::of_connection( $error->get_error_message() );
			case 'prompt_client_error':
			case 'prompt_upstream_server_error':
				return ProviderError::of_status( $status, $error->get_error_message() );
			case 'prompt_prevented':
				return new WP_Error( 'no_provider', __( 'This site does not allow this request to an AI provider.', 'wp-ai-jobs' ), array( 'retryable' => false ) );
			case 'prompt_invalid_argument':
				return new WP_Error( 'no_provider', $no_model );
			default:
				// An answer that core could not read, or that ended at a limit before it began.
				return new WP_Error( 'provider_invalid_response', '' );
		}
	}
}
