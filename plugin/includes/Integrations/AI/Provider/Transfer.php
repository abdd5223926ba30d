<?php
/**
 * An answer that goes to a file.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Provider;

use WP_Error;
use WP_HTTP_Requests_Response;
use WpAiJobs\Core\Guard;
use WpAiJobs\Integrations\AI\Heartbeat;
use WpAiJobs\Integrations\AI\ImageFiles;
use WpAiJobs\Integrations\AI\Recording;
use WpOrg\Requests\Exception;

defined( 'ABSPATH' ) || exit;

/**
 * Has WordPress's HTTP API write an answer to a file while it comes in, and breaks off when it is
 * too large or takes too long. The HTTP API by itself goes on reading what it throws away, and
 * where PHP has no cURL its time limit begins anew with each byte.
 */
final class Transfer {

	/** How much is held in memory of what finds no room in a file: what most databases take at once, and most images are. */
	private const MAX_UNSURE_BYTES = 12 * MB_IN_BYTES;

	/**
	 * Sends a request.
	 *
	 * @param callable(array<string,mixed>):(array<string,mixed>|WP_Error) $send  Sends it with these arguments besides its own.
	 * @param string                                                       $file      Path; overwritten.
	 * @param int                                                          $max_bytes How long the answer may be.
	 * @param int                                                          $left_ms   How long it is of use, in milliseconds.
	 * @return int|WP_Error HTTP status; `http_request_too_large`, `http_request_not_stored` where there is
	 *                      no room for the file, or what the HTTP API returns. The file
	 *                      may be there either way.
	 */
	public static function to_file( callable $send, string $file, int $max_bytes, int $left_ms ) {
		$until        = microtime( true ) + $left_ms / 1000;
		$is_too_large = false;
		$has_curl     = false;
		$received     = 0;
		$unsure       = '';
		$watch        = static function ( string $block, int $before ) use ( &$is_too_large, &$has_curl, &$received, &$unsure, $file, $until, $max_bytes ): void {
			$received = $before + strlen( $block );
			// What is not in the file yet, perhaps since there is no room for it.
			$unsure = self::size( $file ) === $before ? $block : $unsure . $block;
			if ( strlen( $unsure ) > self::MAX_UNSURE_BYTES ) {
				$unsure = '';
			}
			if ( $has_curl ) {
				// It has a time limit of its own, and does not stop for an exception.
				return;
			}
			$is_too_large = $before + strlen( $block ) > $max_bytes;
			if ( $is_too_large ) {
				throw new Exception( 'The answer is too large.', 'too_large' );
			}
			if ( microtime( true ) > $until ) {
				// cURL's words, by which ProviderError knows them.
				throw new Exception( 'Operation timed out while the answer came in.', 'timed_out' );
			}
		};
		$watch_curl   = static function ( $handle ) use ( &$is_too_large, &$has_curl, $max_bytes ): void {
			$has_curl = true;
			// phpcs:disable WordPress.WP.AlternativeFunctions -- What the action is for.
			curl_setopt( $handle, CURLOPT_NOPROGRESS, false );
			curl_setopt(
				$handle,
				CURLOPT_PROGRESSFUNCTION,
				static function ( $handle, $total, $bytes ) use ( &$is_too_large, $max_bytes ): int {
					$is_too_large = $is_too_large || $bytes > $max_bytes;
					// This callback takes the place of the heartbeat's.
					return $is_too_large || ! apply_filters( Heartbeat::GOES_ON, true ) ? 1 : 0;
				}
			);
			// phpcs:enable
		};
		add_action( 'http_api_curl', $watch_curl );
		add_action( 'requests-request.progress', $watch, 10, 2 );
		try {
			$response = $send(
				array(
					'timeout'  => $left_ms / 1000,
					'stream'   => true,
					'filename' => $file,
				)
			);
		} finally {
			// Whatever another plugin throws meanwhile: they would watch the requests of others.
			remove_action( 'requests-request.progress', $watch );
			remove_action( 'http_api_curl', $watch_curl );
		}

		if ( $is_too_large ) {
			return new WP_Error( 'http_request_too_large', '' );
		}
		if ( $response instanceof WP_Error ) {
			return $response;
		}
		// The HTTP API does not look whether what it writes arrives.
		if ( self::size( $file ) < $received ) {
			if ( 200 === wp_remote_retrieve_response_code( $response ) && $received <= self::MAX_UNSURE_BYTES ) {
				/**
				 * Fires when there was no room for an answer in its file.
				 *
				 * @param string $file Path.
				 * @param string $body The answer.
				 */
				Guard::call( static fn() => do_action( Recording::UNSTORED, $file, self::beginning( $file, $received - strlen( $unsure ) ) . $unsure ) );
			}
			return new WP_Error( 'http_request_not_stored', '' );
		}
		if ( ! $has_curl && self::is_chunked( $response ) && ! self::join_chunks( $file ) ) {
			return new WP_Error( 'http_request_not_stored', '' );
		}
		return (int) wp_remote_retrieve_response_code( $response );
	}

	/**
	 * How much of an answer is in its file.
	 *
	 * @param string $file Path.
	 * @return int Bytes.
	 */
	private static function size( string $file ): int {
		clearstatcache( true, $file );
		return is_file( $file ) ? (int) filesize( $file ) : 0;
	}

	/**
	 * The beginning of an answer that is not in its file as a whole.
	 *
	 * @param string $file   Path.
	 * @param int    $length In bytes.
	 * @return string
	 */
	private static function beginning( string $file, int $length ): string {
		return $length > 0 ? (string) file_get_contents( $file, false, null, 0, $length ) : ''; // phpcs:ignore WordPress.WP.AlternativeFunctions -- A local file.
	}

	/**
	 * Whether an answer came in chunks.
	 *
	 * @param array<string,mixed> $response WordPress's response, whose headers do not tell any more.
	 * @return bool
	 */
	private static function is_chunked( array $response ): bool {
		$http = $response['http_response'] ?? null;
		return $http instanceof WP_HTTP_Requests_Response
			&& 1 === preg_match( '/^transfer-encoding:\s*+chunked\s*+$/mi', $http->get_response_object()->raw );
	}

	/**
	 * Joins what came in chunks. Without cURL, WordPress writes each with its length before it.
	 *
	 * @param string $file Path.
	 * @return bool Whether it could be written.
	 */
	public static function join_chunks( string $file ): bool {
		// phpcs:disable WordPress.WP.AlternativeFunctions -- Local files, too large for memory.
		$joined = $file . '.joined';
		$source = fopen( $file, 'rb' );
		$target = fopen( $joined, 'wb' );
		stream_filter_append( $source, 'dechunk', STREAM_FILTER_READ );
		ImageFiles::seal( $joined );
		$bytes = stream_copy_to_stream( $source, $target );
		fclose( $source );
		return fclose( $target ) && false !== $bytes && rename( $joined, $file );
		// phpcs:enable
	}
}
