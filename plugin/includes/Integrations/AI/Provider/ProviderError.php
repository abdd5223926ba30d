<?php
/**
 * What went wrong at a provider.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Provider;

use WP_Error;
use WpAiJobs\Core\PublicHost;
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
	private const CONTENT_POLICY = '/content[ _-]?(?:policy|filter|management)|moderation|flagged|usage polic|safety system/i';

	/** The same for prompts that are too long. */
	private const TOO_LONG = '/context[ _-]?(?:length|window)|maximum context|too many tokens|prompt is too long/i';

	/** The same for accounts without money. */
	private const QUOTA = '/insufficient[ _-]?(?:quota|funds|balance|credits)|billing|exceeded your current quota/i';

	/** The limit that an account sets itself, which OpenAI reports as a wrong request. */
	private const SPENDING_LIMIT = '/billing_hard_limit_reached/i';

	/** The same for accounts that may not ask this, whatever they pay. */
	private const ACCOUNT = '/must be verified|account[^.]{0,60}(?:deactivated|disabled|suspended|terminated|inactive|not active)|account_(?:deactivated|disabled|suspended)|unsupported_country|country, region|not (?:supported|available) in your (?:country|region)/i';

	/** The same for models that the server or the account does not have. */
	private const MODEL = '/model_(?:not_found|decommissioned)|\bmodel[^.]{0,120}?(?:not[ _]found|not exist|not available|no longer|decommissioned|deprecated|retired)|(?:no such|unknown|invalid|unsupported)[ _]model|not a valid model|access to (?:the )?model/i';

	/** The same for addresses that answer, but not to this question. */
	private const ENDPOINT = '/(?:unexpected|unknown|invalid|unsupported|no such) (?:request )?(?:endpoint|url|path|route)|(?:endpoint|url|path|route|page|resource)[^.]{0,60}not found|^not found\.?$|cannot (?:get|post) \/|method not allowed/i';

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
	 * An HTTP answer that is not a success. The body decides where a status has several reasons:
	 * a 403 may be the key, the account, the model or the prompt.
	 *
	 * @param int    $status HTTP status.
	 * @param string $body   What the provider said, only to tell kinds apart.
	 * @return WP_Error
	 */
	public static function of_status( int $status, string $body = '' ): WP_Error {
		if ( 408 === $status ) {
			return new WP_Error( 'provider_timeout', '' );
		}
		if ( $status >= 500 ) {
			return new WP_Error( 'provider_unavailable', '', array( 'may_be_billed' => in_array( $status, self::GATEWAY_TIMEOUTS, true ) ) );
		}
		return new WP_Error( self::refusal( $status, self::words( $body ) ), '' );
	}

	/**
	 * An answer whose status says success and that holds no result.
	 *
	 * @param string $body Its body, or the beginning of it.
	 * @return WP_Error
	 */
	public static function of_success( string $body ): WP_Error {
		$start = substr( ltrim( $body ), 0, 1 );
		if ( '' === $start || 1 === preg_match( '/^\s*(?:data|event|id|retry)?:/', $body ) ) {
			// Nothing, or a stream that nobody asked for.
			return new WP_Error( 'provider_invalid_response', '' );
		}
		if ( ! in_array( $start, array( '{', '[', '"' ), true ) ) {
			// A page for people: no API has answered.
			return new WP_Error( 'provider_address', '' );
		}
		$answer = json_decode( $body, true );
		$error  = is_array( $answer ) ? $answer['error'] ?? $answer['detail'] ?? null : null;
		if ( null === $error ) {
			return new WP_Error( 'provider_invalid_response', '' );
		}
		// Gateways pass on the status of whom they asked; without one, the words alone tell.
		$status = is_array( $error ) ? (int) ( $error['code'] ?? $error['status'] ?? 0 ) : 0;
		if ( $status >= 400 && $status < 600 ) {
			return self::of_status( $status, $body );
		}
		$refusal = self::refusal( 400, self::words( $body ) );
		return new WP_Error( 'provider_rejected' === $refusal ? 'provider_invalid_response' : $refusal, '' );
	}

	/**
	 * The reason of a refusal.
	 *
	 * @param int    $status HTTP status, below 500.
	 * @param string $words  What the provider said.
	 * @return string A job error code.
	 */
	private static function refusal( int $status, string $words ): string {
		$says = static function ( string $kind ) use ( $words ): bool {
			return 1 === preg_match( $kind, $words );
		};
		if ( 402 === $status || $says( in_array( $status, array( 403, 429 ), true ) ? self::QUOTA : self::SPENDING_LIMIT ) ) {
			return 'provider_quota';
		}
		if ( 429 === $status ) {
			return 'provider_rate_limited';
		}
		if ( $says( self::ACCOUNT ) ) {
			return 'provider_account';
		}
		if ( 401 === $status ) {
			return 'provider_auth';
		}
		if ( $status >= 400 && $says( self::CONTENT_POLICY ) ) {
			return 'provider_refused';
		}
		if ( 413 === $status || $says( self::TOO_LONG ) ) {
			return 'provider_too_long';
		}
		if ( $says( self::MODEL ) ) {
			return 'provider_model';
		}
		if ( 403 === $status ) {
			return 'provider_auth';
		}
		if ( $status < 400 || in_array( $status, array( 404, 405, 410 ), true ) || $says( self::ENDPOINT ) ) {
			return 'provider_address';
		}
		return 'provider_rejected';
	}

	/**
	 * The words of an error that tell its kind: of JSON its code, type and sentence, not what else
	 * it repeats.
	 *
	 * @param string $body What the provider said.
	 * @return string
	 */
	private static function words( string $body ): string {
		$answer = json_decode( $body, true );
		if ( ! is_array( $answer ) ) {
			return $body;
		}
		$error = $answer['error'] ?? $answer['detail'] ?? $answer;
		return is_array( $error )
			? implode( "\n", array_filter( array( $error['code'] ?? '', $error['type'] ?? '', $error['message'] ?? '' ), 'is_scalar' ) )
			: (string) $error;
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
		if ( PublicHost::ERROR === $error->get_error_code() ) {
			return new WP_Error( 'provider_address', __( 'The address of the AI server leads to the inner network of this site’s server. Only an administrator of the whole network may choose such an address.', 'wp-ai-jobs' ) );
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
		return new WP_Error( 'provider_blocked', '' );
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
}
