<?php
/**
 * What went wrong at a provider.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Provider;

use WP_Error;
use WpAiJobs\Integrations\AI\ImageFile;
use WpAiJobs\Integrations\AI\ImageFiles;

defined( 'ABSPATH' ) || exit;

/**
 * Reads a failure of the network or of a provider as one of the job errors of docs/wire.md.
 * What a provider says is looked at to tell kinds apart and goes no further: it may repeat the
 * prompt, or parts of the key.
 */
final class ProviderError {

	/** The words in which providers say that it is the content: codes and sentences. */
	private const CONTENT_POLICY = '/content[ _-]?(?:policy|filter|management)|moderation|usage polic|safety system/i';

	/** The same for prompts that are too long. */
	private const TOO_LONG = '/context[ _-]?(?:length|window)|maximum context|too many tokens|prompt is too long/i';

	/** The same for accounts without money. */
	private const QUOTA = '/insufficient[ _-]?(?:quota|funds|balance|credits)|billing|exceeded your current quota/i';

	/** The limit that an account sets itself, which OpenAI reports as a wrong request. */
	private const SPENDING_LIMIT = '/billing_hard_limit_reached/i';

	/** The time limit after a connection was made: cURL's words, and those of PHP's streams. */
	private const TIMED_OUT = '/operation timed out|operation too slow|fsocket timed out/i';

	/**
	 * A question that was never sent: an address that is none, a host without a name, a port that
	 * nobody hears, a certificate that is not trusted, a transport or a file that is not there.
	 */
	private const NOT_SENT = '/cURL error (?:[1-7]|35|51|53|54|58|59|60|66|77|80|82|83|90|91)\b|could not resolve|couldn.t resolve|getaddrinfo|couldn.t connect|failed to connect|unable to connect|connection refused|no route to host|network is unreachable|timed out after \d+ milliseconds with 0 out of|resolving timed out|connection timed out|certificate|ssl connection|no working transports|valid URL|blocked|not writable|fopen/i';

	/** Gateways that gave up waiting for the provider, which may go on working. */
	private const GATEWAY_TIMEOUTS = array( 504, 524 );

	/**
	 * An HTTP answer that is not a success.
	 *
	 * @param int    $status HTTP status.
	 * @param string $words  What the provider said, only to tell kinds apart.
	 * @return WP_Error
	 */
	public static function of_status( int $status, string $words = '' ): WP_Error {
		if ( 401 === $status || 403 === $status ) {
			return new WP_Error( 'provider_auth', '' );
		}
		if ( 402 === $status || ( 429 === $status && 1 === preg_match( self::QUOTA, $words ) ) || ( 400 === $status && 1 === preg_match( self::SPENDING_LIMIT, $words ) ) ) {
			return new WP_Error( 'provider_rate_limited', __( 'The quota of this site at the AI provider is used up. An administrator can raise it there.', 'wp-ai-jobs' ) );
		}
		if ( 429 === $status ) {
			return new WP_Error( 'provider_rate_limited', '' );
		}
		if ( 408 === $status ) {
			return new WP_Error( 'provider_timeout', '' );
		}
		if ( $status >= 500 ) {
			return new WP_Error( 'provider_unavailable', '', array( 'may_be_billed' => in_array( $status, self::GATEWAY_TIMEOUTS, true ) ) );
		}
		if ( $status >= 400 && 1 === preg_match( self::CONTENT_POLICY, $words ) ) {
			return new WP_Error( 'provider_refused', '' );
		}
		if ( 413 === $status || ( $status >= 400 && 1 === preg_match( self::TOO_LONG, $words ) ) ) {
			return self::not_accepted( __( 'The prompt, with the text that belongs to it, is too long for the AI provider. Please shorten it.', 'wp-ai-jobs' ) );
		}
		if ( 404 === $status || ( $status >= 300 && $status < 400 ) ) {
			return self::not_accepted( __( 'The AI provider does not know the address or the model that is set. An administrator can correct this in the settings.', 'wp-ai-jobs' ) );
		}
		return self::not_accepted( __( 'The AI provider did not accept the request. An administrator can check the model and the address in the settings.', 'wp-ai-jobs' ) );
	}

	/**
	 * A request of WordPress's HTTP API that got no answer.
	 *
	 * @param WP_Error $error What the HTTP API returned.
	 * @return WP_Error
	 */
	public static function of_request( WP_Error $error ): WP_Error {
		if ( 'http_request_not_stored' === $error->get_error_code() ) {
			return ImageFiles::no_room( true );
		}
		return 'http_request_not_executed' === $error->get_error_code()
			? self::forbidden()
			: self::of_connection( $error->get_error_message() );
	}

	/**
	 * A connection that brought no answer.
	 *
	 * @param string $words What the HTTP API said, only to tell kinds apart.
	 * @return WP_Error
	 */
	public static function of_connection( string $words ): WP_Error {
		if ( 1 === preg_match( self::TIMED_OUT, $words ) ) {
			return new WP_Error( 'provider_timeout', '' );
		}
		return new WP_Error( 'provider_unavailable', '', array( 'may_be_billed' => 1 !== preg_match( self::NOT_SENT, $words ) ) );
	}

	/**
	 * No time was left to ask.
	 *
	 * @return WP_Error
	 */
	public static function too_late(): WP_Error {
		return new WP_Error( 'provider_timeout', '', array( 'may_be_billed' => false ) );
	}

	/**
	 * The site's own configuration forbids the request (`WP_HTTP_BLOCK_EXTERNAL`).
	 *
	 * @return WP_Error
	 */
	public static function forbidden(): WP_Error {
		return new WP_Error(
			'provider_unavailable',
			__( 'This site does not allow requests to the address of the AI provider. An administrator can allow it by WP_ACCESSIBLE_HOSTS in wp-config.php.', 'wp-ai-jobs' ),
			array( 'retryable' => false )
		);
	}

	/**
	 * An image that was made, and that the provider keeps where this site does not look: an
	 * address that is not on the public internet could be one of the site's own network.
	 *
	 * @return WP_Error
	 */
	public static function unsafe_address(): WP_Error {
		return new WP_Error( 'provider_invalid_response', __( 'The AI provider sent an address for the image that this site does not open, because it does not lead to the public internet.', 'wp-ai-jobs' ) );
	}

	/**
	 * An image that was made and could not be fetched.
	 *
	 * @return WP_Error
	 */
	public static function not_fetched(): WP_Error {
		return new WP_Error( 'provider_invalid_response', __( 'The AI provider made the image, but this site could not fetch it.', 'wp-ai-jobs' ) );
	}

	/**
	 * An answer beyond every size that an image has.
	 *
	 * @return WP_Error
	 */
	public static function too_large(): WP_Error {
		return new WP_Error(
			'provider_invalid_response',
			/* translators: %s: the largest size of a file, as in 64 MB */
			sprintf( __( 'The image that the AI provider sent is too large: this site takes at most %s.', 'wp-ai-jobs' ), size_format( ImageFile::max_bytes() ) )
		);
	}

	/**
	 * The provider declined in its answer, for which it may charge.
	 *
	 * @return WP_Error
	 */
	public static function refused(): WP_Error {
		return new WP_Error( 'provider_refused', '', array( 'may_be_billed' => true ) );
	}

	/**
	 * A question that will not be accepted the next time either.
	 *
	 * @param string $message Translated sentence.
	 * @return WP_Error
	 */
	private static function not_accepted( string $message ): WP_Error {
		return new WP_Error(
			'provider_invalid_response',
			$message,
			array(
				'retryable'     => false,
				'may_be_billed' => false,
			)
		);
	}
}
