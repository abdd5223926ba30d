<?php
/**
 * The way to see a generated image.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WP_Error;
use WpAiJobs\Integrations\AI\Store\StoreException;

defined( 'ABSPATH' ) || exit;

/**
 * Sends an image that is not imported yet to its owner, and to nobody else: over `admin-ajax.php`
 * for `<img>`, which sends the login cookie and no header, and for the REST route.
 */
final class ImagePreview {

	private const ACTION = 'wpaijobs_image';

	/** How much is sent at once, in bytes. */
	private const PIECE = 65536;

	/** How long the owner's own browser may keep it, in seconds: as long as one picks among images. */
	private const MAX_AGE_S = 600;

	/**
	 * Adds the hooks: whoever is not logged in any more is told so in words too.
	 */
	public static function register(): void {
		foreach ( array( 'wp_ajax_', 'wp_ajax_nopriv_' ) as $hook ) {
			add_action( $hook . self::ACTION, array( self::class, 'answer' ) );
		}
	}

	/**
	 * The address of an image, for the current user.
	 *
	 * @param Job $job   The job.
	 * @param int $index Which of its images.
	 * @return string
	 */
	public static function url( Job $job, int $index ): string {
		return add_query_arg(
			array(
				'action'   => self::ACTION,
				'job'      => $job->id(),
				'index'    => $index,
				'_wpnonce' => wp_create_nonce( self::nonce_action( $job->id(), (string) $index ) ),
			),
			admin_url( 'admin-ajax.php' )
		);
	}

	/**
	 * The job and the index that an address of ours names.
	 *
	 * @param string $url Address.
	 * @return array{string,string}|null Null: it is none of ours.
	 */
	public static function parse( string $url ): ?array {
		list( $address, $query ) = explode( '?', $url, 2 ) + array( '', '' );
		wp_parse_str( $query, $fields );
		return admin_url( 'admin-ajax.php' ) === $address && self::ACTION === ( $fields['action'] ?? null ) && is_string( $fields['job'] ?? null ) && is_string( $fields['index'] ?? null )
			? array( $fields['job'], $fields['index'] )
			: null;
	}

	/**
	 * Answers a request for an image.
	 */
	public static function answer(): void {
		$id    = self::field( 'job' );
		$index = self::field( 'index' );
		if ( ! wp_verify_nonce( self::field( '_wpnonce' ), self::nonce_action( $id, $index ) ) ) {
			self::refuse( __( 'The address of this image is too old. Please open the editor again.', 'wp-ai-jobs' ), 403 );
			return;
		}
		$access = JobService::check_access();
		try {
			$part = true === $access ? ( new JobService() )->find_image( $id, $index ) : $access;
		} catch ( StoreException $e ) {
			$part = Errors::storage();
		}
		if ( $part instanceof WP_Error ) {
			self::refuse( $part->get_error_message(), (int) $part->get_error_data()['status'] );
			return;
		}
		foreach ( self::headers( $part ) + array( 'Cache-Control' => 'private, max-age=' . self::MAX_AGE_S ) as $name => $value ) {
			header( $name . ': ' . $value );
		}
		self::send( $part );
		exit;
	}

	/**
	 * What an image is sent with: its type as its bytes say, and nothing that lets it do more
	 * than be looked at.
	 *
	 * @param Job $part A completed part.
	 * @return array<string,string>
	 */
	public static function headers( Job $part ): array {
		$result = (array) $part->result();
		return array(
			'Content-Type'                 => $result['mime_type'],
			'Content-Length'               => (string) $result['bytes'],
			'Content-Disposition'          => 'inline',
			'X-Content-Type-Options'       => 'nosniff',
			'Content-Security-Policy'      => "default-src 'none'; sandbox",
			'Cross-Origin-Resource-Policy' => 'same-origin',
		);
	}

	/**
	 * Sends an image's bytes, in pieces: it may be larger than PHP's memory.
	 *
	 * @param Job $part A completed part.
	 */
	public static function send( Job $part ): void {
		while ( ob_get_level() > 0 && ob_end_clean() ) {
			continue;
		}
		// Compressed, it would have another length than was said.
		// phpcs:ignore WordPress.PHP.IniSet.Risky, Squiz.PHP.DiscouragedFunctions -- In this request alone, which sends a file and ends.
		ini_set( 'zlib.output_compression', '0' );
		header_remove( 'Content-Encoding' );
		// Not readfile(): hosts disable it.
		// phpcs:disable WordPress.WP.AlternativeFunctions -- WP_Filesystem would read it whole.
		$stream = fopen( ImageFiles::path( (string) $part->parent_id(), $part->result()['file'] ), 'rb' );
		while ( false !== $stream && ! feof( $stream ) ) {
			echo fread( $stream, self::PIECE ); // phpcs:ignore WordPress.Security.EscapeOutput -- An image.
		}
		// phpcs:enable
	}

	/**
	 * Ends the request.
	 *
	 * @param string $sentence Translated.
	 * @param int    $status   HTTP status.
	 */
	private static function refuse( string $sentence, int $status ): void {
		nocache_headers();
		wp_die( esc_html( $sentence ), '', array( 'response' => $status ) ); // phpcs:ignore WordPress.Security.EscapeOutput.OutputNotEscaped -- The status is a number.
	}

	/**
	 * What a nonce is for: one image.
	 *
	 * @param string $id    Job id.
	 * @param string $index Which of its images.
	 * @return string
	 */
	private static function nonce_action( string $id, string $index ): string {
		return self::ACTION . '|' . $id . '|' . $index;
	}

	/**
	 * A field of the query.
	 *
	 * @param string $name Field name.
	 * @return string '' when it is missing or no text.
	 */
	private static function field( string $name ): string {
		// phpcs:ignore WordPress.Security.NonceVerification.Recommended, WordPress.Security.ValidatedSanitizedInput.InputNotSanitized -- answer() verifies it; JobService checks the rest.
		$value = isset( $_GET[ $name ] ) ? wp_unslash( $_GET[ $name ] ) : '';
		return is_string( $value ) ? $value : '';
	}
}
