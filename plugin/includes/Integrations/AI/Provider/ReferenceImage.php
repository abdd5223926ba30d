<?php
/**
 * The image that a provider is to change.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Provider;

use WP_Error;
use WpAiJobs\Integrations\AI\ImageFile;

defined( 'ABSPATH' ) || exit;

/**
 * Checks an image before it is sent: by its bytes, as those that come.
 */
final class ReferenceImage {

	/**
	 * The largest that is sent, in bytes. WordPress's HTTP API takes a request's body as one
	 * string and copies it once; OpenAI would take 50 MB.
	 */
	private const MAX_BYTES = 20 * MB_IN_BYTES;

	/**
	 * Checks it.
	 *
	 * @param string $file Path.
	 * @return ImageFile|WP_Error A job's own error; nothing was asked.
	 */
	public static function check( string $file ) {
		$image = ImageFile::check( $file );
		if ( $image instanceof WP_Error ) {
			return self::unusable( $image->get_error_message() );
		}
		/* translators: %s: the largest size of a file, as in 20 MB */
		return $image->bytes() <= self::MAX_BYTES ? $image : self::unusable( sprintf( __( 'The image to change is too large. It may have at most %s.', 'wp-ai-jobs' ), size_format( self::MAX_BYTES ) ) );
	}

	/**
	 * An image that cannot be changed.
	 *
	 * @param string $message Translated sentence.
	 * @return WP_Error
	 */
	private static function unusable( string $message ): WP_Error {
		return new WP_Error( 'internal', $message, array( 'retryable' => false ) );
	}
}
