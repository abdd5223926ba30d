<?php
/**
 * A file that shows who can see the folder of images.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Core\Health;

use WP_Error;
use WP_REST_Request;
use WP_REST_Response;
use WpAiJobs\Integrations\AI\Errors;
use WpAiJobs\Integrations\AI\ImageFiles;
use WpAiJobs\Integrations\AI\RestController;
use WpAiJobs\Integrations\AI\Store\StoreException;

defined( 'ABSPATH' ) || exit;

// phpcs:disable WordPress.WP.AlternativeFunctions -- WP_Filesystem may ask for a password, and nobody is there to give it.

/**
 * Writes a file as the image of a job that does not exist, and asks for it twice: by a request
 * that WordPress answers, which may reach another web server of the site, and by the file's own
 * address, which nobody should get an answer from.
 */
final class Probe {

	/** The route that says whether the file is there. */
	public const ROUTE = '/site-health/probe';

	/** How long a request may take, in seconds. */
	private const TIMEOUT_S = 10;

	/** How often it is asked for: behind a load balancer one request may come back to this server. */
	private const TRIES = 3;

	/** The job's id, so that the daily sweep deletes what a killed process leaves. */
	private string $id;

	/** The file's path. */
	private string $path;

	/** What is in the file. */
	private string $content;

	/**
	 * A file that is there.
	 *
	 * @param string $id      The job's id.
	 * @param string $path    Path.
	 * @param string $content What is in it.
	 */
	private function __construct( string $id, string $path, string $content ) {
		$this->id      = $id;
		$this->path    = $path;
		$this->content = $content;
	}

	/**
	 * Writes the file.
	 *
	 * @return self|WP_Error Why it could not be written.
	 */
	public static function write() {
		$id   = wp_generate_uuid4();
		$path = ImageFiles::make_path( $id );
		if ( $path instanceof WP_Error ) {
			return $path;
		}
		$content = bin2hex( random_bytes( 16 ) );
		// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged -- A full disk warns.
		if ( strlen( $content ) !== @file_put_contents( $path, $content ) ) {
			ImageFiles::delete( $id );
			return ImageFiles::no_room( false );
		}
		// As an image is: where the web server is another user than PHP, it reads neither.
		ImageFiles::seal( $path );
		return new self( $id, $path, $content );
	}

	/**
	 * Deletes the file.
	 */
	public function delete(): void {
		ImageFiles::delete( $this->id );
	}

	/**
	 * Whether other requests to this site see the file.
	 *
	 * @return bool|null Null: the site could not ask itself.
	 */
	public function is_shared(): ?bool {
		$name = basename( $this->path );
		$hash = hash( 'sha256', $this->content );
		for ( $try = 0; $try < self::TRIES; $try++ ) {
			$response = self::request(
				add_query_arg(
					array(
						'job'   => $this->id,
						'name'  => $name,
						'hash'  => $hash,
						'token' => self::token( $this->id, $name, $hash ),
					),
					rest_url( RestController::REST_NAMESPACE . self::ROUTE )
				)
			);
			// Another plugin may answer in the site's place, with anything.
			$body   = wp_remote_retrieve_body( $response );
			$answer = is_string( $body ) ? json_decode( $body, true ) : null;
			if ( 200 !== wp_remote_retrieve_response_code( $response ) || ! isset( $answer['is_there'] ) ) {
				return null;
			}
			if ( true !== $answer['is_there'] ) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Whether the web server hands the file to anybody.
	 *
	 * @return bool
	 */
	public function is_public(): bool {
		$url = $this->url();
		if ( null === $url ) {
			return false;
		}
		$response = self::request( $url );
		return 200 === wp_remote_retrieve_response_code( $response ) && wp_remote_retrieve_body( $response ) === $this->content;
	}

	/**
	 * Answers whether a file is there; to nobody but this site itself.
	 *
	 * @param WP_REST_Request $request With `job`, `name`, `hash`, `token`.
	 * @return WP_REST_Response|WP_Error
	 */
	public static function answer( WP_REST_Request $request ) {
		$job  = (string) $request['job'];
		$name = (string) $request['name'];
		$hash = (string) $request['hash'];
		if ( ! hash_equals( self::token( $job, $name, $hash ), (string) $request['token'] ) ) {
			return new WP_Error( 'rest_forbidden', __( 'You are not allowed to do that.', 'wp-ai-jobs' ), array( 'status' => rest_authorization_required_code() ) );
		}
		try {
			// What a token was made for are names of this class, so neither leads out of the folder.
			$path = ImageFiles::path( $job, $name );
		} catch ( StoreException $e ) {
			return Errors::storage();
		}
		clearstatcache();
		return new WP_REST_Response( array( 'is_there' => is_file( $path ) && hash_equals( $hash, (string) hash_file( 'sha256', $path ) ) ) );
	}

	/**
	 * The file's address; null where its folder is in none that the web server serves.
	 */
	private function url(): ?string {
		$uploads = wp_get_upload_dir();
		$served  = array(
			$uploads['basedir'] => $uploads['baseurl'],
			WP_CONTENT_DIR      => content_url(),
			ABSPATH             => site_url(),
		);
		$path    = wp_normalize_path( $this->path );
		foreach ( $served as $folder => $url ) {
			$folder = trailingslashit( wp_normalize_path( $folder ) );
			if ( 0 === strpos( $path, $folder ) ) {
				return trailingslashit( $url ) . substr( $path, strlen( $folder ) );
			}
		}
		return null;
	}

	/**
	 * What only this site can know of a file.
	 *
	 * @param string $job  Job id.
	 * @param string $name Name of the file.
	 * @param string $hash Of what is in it.
	 */
	private static function token( string $job, string $name, string $hash ): string {
		return hash_hmac( 'sha256', "wpaijobs_probe|{$job}|{$name}|{$hash}", wp_salt( 'auth' ) );
	}

	/**
	 * Asks this site for something, without cookies.
	 *
	 * @param string $url Address.
	 * @return array<string,mixed>|WP_Error
	 */
	private static function request( string $url ) {
		return wp_remote_get(
			$url,
			array(
				'timeout'     => self::TIMEOUT_S,
				'redirection' => 0,
				/** This filter is documented in wp-includes/class-wp-http-streams.php */
				'sslverify'   => apply_filters( 'https_local_ssl_verify', false ), // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals -- Core's.
			)
		);
	}
}
