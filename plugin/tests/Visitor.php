<?php
/**
 * Somebody with a browser.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests;

use RuntimeException;
use WP_Http_Cookie;
use WP_Session_Tokens;

/**
 * Sends real requests to the site that is being served, logged in or not.
 */
final class Visitor {

	/**
	 * The login cookies.
	 *
	 * @var WP_Http_Cookie[]
	 */
	private $cookies = array();

	/**
	 * The user's id, or 0.
	 *
	 * @var int
	 */
	private $user_id = 0;

	/**
	 * The session's token, which nonces are bound to.
	 *
	 * @var string
	 */
	private $token = '';

	/**
	 * Somebody who is logged in.
	 *
	 * @param string $login `admin`, `editor`, `subscriber`.
	 * @return self
	 */
	public static function logged_in( string $login ): self {
		$expires          = time() + HOUR_IN_SECONDS;
		$visitor          = new self();
		$visitor->user_id = get_user_by( 'login', $login )->ID;
		$visitor->token   = WP_Session_Tokens::get_instance( $visitor->user_id )->create( $expires );
		foreach ( array( LOGGED_IN_COOKIE => 'logged_in', AUTH_COOKIE => 'auth' ) as $name => $scheme ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing.AssociativeArrayFound -- A list of two.
			$visitor->cookies[] = new WP_Http_Cookie(
				array(
					'name'  => $name,
					'value' => wp_generate_auth_cookie( $visitor->user_id, $expires, $scheme, $visitor->token ),
				)
			);
		}
		return $visitor;
	}

	/**
	 * A nonce of theirs.
	 *
	 * @param string $action Its action.
	 * @return string
	 */
	public function nonce( string $action ): string {
		$before = get_current_user_id();
		$cookie = $_COOKIE[ LOGGED_IN_COOKIE ] ?? null; // phpcs:ignore WordPress.Security.ValidatedSanitizedInput -- Put back as it was.

		wp_set_current_user( $this->user_id );
		$_COOKIE[ LOGGED_IN_COOKIE ] = array() === $this->cookies ? '' : $this->cookies[0]->value;
		$nonce                       = wp_create_nonce( $action );
		$_COOKIE[ LOGGED_IN_COOKIE ] = $cookie;
		wp_set_current_user( $before );
		return $nonce;
	}

	/**
	 * A request to a route of the plugin's.
	 *
	 * @param string               $method  HTTP method.
	 * @param string               $route   As in `/jobs`.
	 * @param string|null          $body    JSON.
	 * @param array<string,string> $headers Headers; the nonce is added unless one is given.
	 * @return array{status:int,body:string,headers:\WpOrg\Requests\Utility\CaseInsensitiveDictionary}
	 */
	public function rest( string $method, string $route, ?string $body = null, array $headers = array() ): array {
		$nonce = 0 === $this->user_id ? array() : array( 'X-WP-Nonce' => $this->nonce( 'wp_rest' ) );
		return $this->send(
			rest_url( 'wp-ai-jobs/v1' . $route ),
			array(
				'method'  => $method,
				'body'    => $body,
				'headers' => $headers + $nonce + array( 'Content-Type' => 'application/json' ),
			)
		);
	}

	/**
	 * A request to `admin-ajax.php`, form-encoded.
	 *
	 * @param array<string,string> $fields Fields; the nonce is added unless one is given.
	 * @return array{status:int,body:string,headers:\WpOrg\Requests\Utility\CaseInsensitiveDictionary}
	 */
	public function ajax( array $fields ): array {
		return $this->send(
			admin_url( 'admin-ajax.php' ),
			array(
				'method' => 'POST',
				'body'   => $fields + array( 'admin_nonce' => $this->nonce( 'admin-nonce' ) ),
			)
		);
	}

	/**
	 * A preview's address as they would get it, with a nonce of theirs.
	 *
	 * @param string $url As somebody got it.
	 * @return string
	 */
	public function url_of( string $url ): string {
		wp_parse_str( (string) wp_parse_url( $url, PHP_URL_QUERY ), $query );
		return add_query_arg( '_wpnonce', $this->nonce( "{$query['action']}|{$query['job']}|{$query['index']}" ), $url );
	}

	/**
	 * Opens an address, as a browser shows an image.
	 *
	 * @param string $url Where to.
	 * @return array{status:int,body:string,headers:\WpOrg\Requests\Utility\CaseInsensitiveDictionary}
	 */
	public function get( string $url ): array {
		return $this->send( $url, array( 'method' => 'GET' ) );
	}

	/**
	 * Sends a request.
	 *
	 * @param string              $url       Where to.
	 * @param array<string,mixed> $arguments WP_Http's.
	 * @return array{status:int,body:string,headers:\WpOrg\Requests\Utility\CaseInsensitiveDictionary}
	 * @throws RuntimeException When there is no answer.
	 */
	private function send( string $url, array $arguments ): array {
		$response = wp_remote_request(
			$url,
			$arguments + array(
				'cookies' => $this->cookies,
				'timeout' => 30,
			)
		);
		if ( is_wp_error( $response ) ) {
			throw new RuntimeException( $response->get_error_message() );
		}
		return array(
			'status'  => wp_remote_retrieve_response_code( $response ),
			'body'    => wp_remote_retrieve_body( $response ),
			'headers' => wp_remote_retrieve_headers( $response ),
		);
	}
}
