<?php
/**
 * An answer that goes to a file.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Provider;

use WP_Error;
use WpOrg\Requests\Exception;

/**
 * Has WordPress's HTTP API write an answer to a file while it comes in, and breaks off when it is
 * too large or takes too long. The HTTP API by itself goes on reading what it throws away, and
 * where PHP has no cURL its time limit begins anew with each byte.
 */
final class Transfer {

	/**
	 * Sends a request.
	 *
	 * @param callable(array<string,mixed>):(array<string,mixed>|WP_Error) $send  Sends it with these arguments besides its own.
	 * @param string                                                       $file      Path; overwritten.
	 * @param int                                                          $max_bytes How long the answer may be.
	 * @param int                                                          $left_ms   How long it is of use, in milliseconds.
	 * @return int|WP_Error HTTP status; `http_request_too_large`, or what the HTTP API returns. The file
	 *                      may be there either way.
	 */
	public static function to_file( callable $send, string $file, int $max_bytes, int $left_ms ) {
		$until        = microtime( true ) + $left_ms / 1000;
		$bytes        = 0;
		$is_too_large = false;
		$watch        = static function ( string $block, int $before ) use ( &$bytes, &$is_too_large, $until, $max_bytes ): void {
			$bytes        = $before + strlen( $block );
			$is_too_large = $bytes > $max_bytes;
			if ( $is_too_large ) {
				throw new Exception( 'The answer is too large.', 'too_large' );
			}
			if ( microtime( true ) > $until ) {
				// cURL's words, by which ProviderError knows them.
				throw new Exception( 'Operation timed out while the answer came in.', 'timed_out' );
			}
		};
		add_action( 'requests-request.progress', $watch, 10, 2 );
		$response = $send(
			array(
				'timeout'     => $left_ms / 1000,
				'stream'      => true,
				'filename'    => $file,
				// Without cURL, what is sent in chunks or compressed is written as it comes.
				'httpversion' => '1.0',
			)
		);
		remove_action( 'requests-request.progress', $watch );

		if ( $is_too_large ) {
			return new WP_Error( 'http_request_too_large', '' );
		}
		return $response instanceof WP_Error ? $response : (int) wp_remote_retrieve_response_code( $response );
	}
}
