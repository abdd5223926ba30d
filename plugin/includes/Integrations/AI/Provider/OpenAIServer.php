<?php
/**
 * The OpenAI-compatible server of this site.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Provider;

use WP_Error;
use WpAiJobs\Core\PublicHost;
use WpAiJobs\Core\Settings;

defined( 'ABSPATH' ) || exit;

/**
 * Where texts and images are asked for alike: OpenAI itself, one of the many services that speak
 * its language, or a server of the site owner's own, which may need no key.
 */
final class OpenAIServer {

	/**
	 * Its translated name, for authors.
	 *
	 * @return string
	 */
	public static function label(): string {
		return self::is_openai()
			? __( 'OpenAI', 'wp-ai-jobs' )
			: __( 'OpenAI-compatible server', 'wp-ai-jobs' );
	}

	/**
	 * Whether it is OpenAI itself.
	 *
	 * @return bool
	 */
	public static function is_openai(): bool {
		return 'api.openai.com' === wp_parse_url( Settings::openai_base_url()->value(), PHP_URL_HOST );
	}

	/**
	 * Whether a key or an address is set. A key that can no longer be read counts: its jobs fail
	 * and say why, instead of being answered by the next provider.
	 *
	 * @return bool
	 */
	public static function is_configured(): bool {
		return Settings::openai_key()->is_set() || Settings::is_key_unreadable() || Settings::openai_base_url()->is_set();
	}

	/**
	 * Where a question goes.
	 *
	 * @param string $path Path with a slash before it.
	 * @return string
	 */
	public static function url( string $path ): string {
		return untrailingslashit( Settings::openai_base_url()->value() ) . $path;
	}

	/**
	 * Sends a question. A server of the site's own network is asked only if somebody chose it who
	 * runs the server: see Settings::may_be_inner().
	 *
	 * @param string              $url       Address, see url().
	 * @param array<string,mixed> $arguments WP_Http's.
	 * @return array<string,mixed>|WP_Error WP_Http's; PublicHost::ERROR.
	 */
	public static function post( string $url, array $arguments ) {
		return Settings::may_be_inner() ? wp_remote_post( $url, $arguments ) : ( new PublicHost() )->post( $url, $arguments );
	}

	/**
	 * The headers of a question, with the key.
	 *
	 * @param string $content_type What its body is.
	 * @return array<string,string>
	 */
	public static function headers( string $content_type = 'application/json' ): array {
		$headers = array(
			'Content-Type' => $content_type,
			'Accept'       => 'application/json',
		);
		$key     = Settings::openai_key();
		if ( $key->is_set() ) {
			$headers['Authorization'] = 'Bearer ' . $key->value();
		}
		return $headers;
	}
}
