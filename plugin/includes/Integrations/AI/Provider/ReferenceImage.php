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
 * Finds an image of the media library that is to be changed, and checks it before it is sent: by
 * its bytes, as those that come.
 */
final class ReferenceImage {

	/**
	 * The largest that is sent, in bytes. WordPress's HTTP API takes a request's body as one
	 * string and copies it once; OpenAI would take 50 MB.
	 */
	private const MAX_BYTES = 20 * MB_IN_BYTES;

	/** How long an image may take that is fetched from where the media library has it, in milliseconds. */
	private const TIME_LIMIT_MS = 30000;

	/**
	 * The file of an attachment. Where the media library is not on this server, as with Amazon S3,
	 * it is brought here: from the stream that WordPress names as its file, or from the address
	 * that WordPress gives it; never from one that a request named.
	 *
	 * @param int    $attachment_id Attachment.
	 * @param string $local         Path for the image if it is brought here.
	 * @param int    $left_ms       How long it is of use, in milliseconds.
	 * @return string|WP_Error Path; or a job's own error, nobody was asked.
	 */
	public static function file( int $attachment_id, string $local, int $left_ms ) {
		foreach ( array( get_attached_file( $attachment_id ), wp_get_original_image_path( $attachment_id ) ) as $file ) {
			if ( is_string( $file ) && is_readable( $file ) ) {
				// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged -- A stream that fails warns.
				if ( ! wp_is_stream( $file ) || @copy( $file, $local ) ) {
					return wp_is_stream( $file ) ? $local : $file;
				}
			}
		}
		$url = wp_get_attachment_url( $attachment_id );
		if ( ! is_string( $url ) ) {
			return self::unusable( __( 'The image that was to be changed is not there any more.', 'wp-ai-jobs' ) );
		}
		return null === RemoteImage::fetch( $url, $local, min( $left_ms, self::TIME_LIMIT_MS ) )
			? $local
			: new WP_Error( 'internal', __( 'The image that was to be changed could not be read: its file is not on this server, and it could not be fetched from its address either.', 'wp-ai-jobs' ) );
	}

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
