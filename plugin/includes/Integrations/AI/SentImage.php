<?php
/**
 * An image that a classic client sends.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WP_Error;
use WpAiJobs\Integrations\AI\Provider\Transfer;

/**
 * Brings an image that is no job's of ours into a file: by its address, or in base64. What is in
 * it is still to be checked.
 */
final class SentImage {

	/** How long an address may take, in milliseconds: the author waits. */
	private const TIME_LIMIT_MS = 20000;

	/** Storage services redirect once; what goes on for longer is no image. */
	private const MAX_REDIRECTS = 3;

	/**
	 * Fetches an image, from the public internet alone: neither an address nor a redirect may
	 * lead into the site's own network.
	 *
	 * @param string $url  Address.
	 * @param string $file Path for the image.
	 * @return WP_Error|null What went wrong.
	 */
	public static function fetch( string $url, string $file ): ?WP_Error {
		$status = Transfer::to_file(
			static function ( array $arguments ) use ( $url ) {
				return wp_safe_remote_get(
					$url,
					$arguments + array(
						'headers'     => array(
							'Accept'          => 'image/*',
							'Accept-Encoding' => 'identity',
						),
						'redirection' => self::MAX_REDIRECTS,
					)
				);
			},
			$file,
			ImageFile::max_bytes(),
			self::TIME_LIMIT_MS
		);
		if ( 200 === $status ) {
			return null;
		}
		return $status instanceof WP_Error && 'http_request_too_large' === $status->get_error_code()
			/* translators: %s: the largest size, as in 64 MB */
			? ImageFile::unusable( sprintf( __( 'The image is too large. This site takes at most %s.', 'wp-ai-jobs' ), size_format( ImageFile::max_bytes() ) ) )
			: Errors::invalid( 'image_url', __( 'The image could not be fetched from its address.', 'wp-ai-jobs' ) );
	}

	/**
	 * Decodes an image.
	 *
	 * @param string $base64 Base64, also as a `data:` address.
	 * @param string $file   Path for the image.
	 * @return WP_Error|null What went wrong.
	 */
	public static function decode( string $base64, string $file ): ?WP_Error {
		// phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions.obfuscation_base64_decode -- An image.
		$bytes = base64_decode( (string) preg_replace( '/^data:[^,]{0,100};base64,/', '', $base64 ), true );
		if ( false === $bytes ) {
			return Errors::invalid( 'image_b64', __( 'The image is not valid base64.', 'wp-ai-jobs' ) );
		}
		// phpcs:ignore WordPress.WP.AlternativeFunctions -- A temporary file.
		return strlen( $bytes ) === file_put_contents( $file, $bytes ) ? null : Errors::storage();
	}
}
