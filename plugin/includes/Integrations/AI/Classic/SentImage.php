<?php
/**
 * An image that a classic client sends.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Classic;

use WP_Error;
use WpAiJobs\Integrations\AI\Errors;
use WpAiJobs\Integrations\AI\Provider\RemoteImage;

defined( 'ABSPATH' ) || exit;

/**
 * Brings an image that is no job's of ours into a file: by its address, or in base64. What is in
 * it is still to be checked.
 */
final class SentImage {

	/** How long an address may take, in milliseconds: the author waits. */
	private const TIME_LIMIT_MS = 20000;

	/**
	 * Fetches an image from where a provider has put it.
	 *
	 * @param string $url  Address.
	 * @param string $file Path for the image.
	 * @return WP_Error|null What went wrong.
	 */
	public static function fetch( string $url, string $file ): ?WP_Error {
		$problem = RemoteImage::fetch( $url, $file, self::TIME_LIMIT_MS );
		if ( null === $problem ) {
			return null;
		}
		$sentence = $problem->get_error_message();
		return Errors::invalid( 'image_url', '' === $sentence ? Errors::sentence( (string) $problem->get_error_code() ) : $sentence );
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
