<?php
/**
 * An image that lies elsewhere.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Provider;

use WP_Error;
use WpAiJobs\Core\PublicHost;
use WpAiJobs\Integrations\AI\ImageFile;

defined( 'ABSPATH' ) || exit;

/**
 * Fetches an image from where a provider says that it lies: without the key, and only from the
 * public internet. A provider cannot have a page of the site's own network fetched.
 */
final class RemoteImage {

	/**
	 * Fetches it.
	 *
	 * @param string $url     Address.
	 * @param string $file    Path for the image.
	 * @param int    $left_ms How long it is of use, in milliseconds.
	 * @return WP_Error|null A job's own error; null when the file is there.
	 */
	public static function fetch( string $url, string $file, int $left_ms ): ?WP_Error {
		if ( 0 === $left_ms ) {
			return new WP_Error( 'provider_timeout', '' );
		}
		$status = Transfer::to_file(
			static function ( array $arguments ) use ( $url ) {
				return ( new PublicHost() )->get(
					$url,
					$arguments + array(
						'headers' => array(
							'Accept'          => 'image/*',
							'Accept-Encoding' => 'identity',
						),
					)
				);
			},
			$file,
			ImageFile::max_bytes(),
			$left_ms
		);
		if ( is_int( $status ) ) {
			return 200 === $status ? null : ProviderError::not_fetched();
		}
		if ( 'http_request_too_large' === $status->get_error_code() ) {
			return ProviderError::too_large();
		}
		// Or core's own sentence, the only way in which it says so.
		// phpcs:ignore WordPress.WP.I18n
		if ( PublicHost::ERROR === $status->get_error_code() || translate( 'A valid URL was not provided.' ) === $status->get_error_message() ) {
			return ProviderError::unsafe_address();
		}
		$error = ProviderError::of_request( $status );
		return in_array( $error->get_error_code(), array( 'provider_timeout', 'internal' ), true ) ? $error : ProviderError::not_fetched();
	}
}
