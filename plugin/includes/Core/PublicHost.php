<?php
/**
 * Servers on the public internet.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Core;

use WP_Error;
use WP_Http;

defined( 'ABSPATH' ) || exit;

/**
 * Sends requests to the public internet alone: to addresses that came from somebody who does not
 * run the server, as a site's administrator on a network, or from a provider. The request goes to
 * the very IP addresses that were looked at, so that a name cannot lead elsewhere a moment later.
 *
 * Core's own checks (wp_safe_remote_request()) look at IPv4 alone, before 6.9 not at cloud metadata,
 * and resolve the name once more when they connect.
 */
final class PublicHost {

	/** How many redirects get() follows: an image's address leads to it, or once around the corner. */
	private const MAX_REDIRECTS = 3;

	/** What a request ends with that would not go to the public internet. */
	public const ERROR = 'wpaijobs_address_not_public';

	/** IPv4 networks that are not on the internet, and where clouds keep what a server knows of itself. */
	private const INNER_IPV4 = array(
		'0.0.0.0/8',
		'10.0.0.0/8',
		'100.64.0.0/10',
		'127.0.0.0/8',
		'168.63.129.16/32',
		'169.254.0.0/16',
		'172.16.0.0/12',
		'192.0.0.0/24',
		'192.0.2.0/24',
		'192.88.99.0/24',
		'192.168.0.0/16',
		'198.18.0.0/15',
		'198.51.100.0/24',
		'203.0.113.0/24',
		'224.0.0.0/4',
		'240.0.0.0/4',
	);

	/** Within 2000::/3, which is all of the internet that there is: what is not on it, or leads to IPv4 again. */
	private const INNER_IPV6 = array( '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20' );

	/**
	 * Resolves a name.
	 *
	 * @var callable(string):string[]
	 */
	private $resolve;

	/**
	 * A judge of hosts.
	 *
	 * @param callable(string):string[]|null $resolve The IP addresses of a name. Default: by DNS.
	 */
	public function __construct( ?callable $resolve = null ) {
		$this->resolve = $resolve ?? array( self::class, 'look_up' );
	}

	/**
	 * The IP addresses of a URL's host, if all of them are on the public internet, and the port is
	 * one that WordPress takes to be safe.
	 *
	 * @param string $url Address.
	 * @return string[] None: it must not be asked.
	 */
	public function addresses( string $url ): array {
		$host = self::host( $url );
		if ( '' === $host || ! self::has_safe_port( $url, $host ) ) {
			return array();
		}
		if ( false !== inet_pton( $host ) ) {
			$addresses = array( $host );
		} elseif ( 1 === preg_match( '/(^|\.)(\d+|0x[0-9a-f]*)$/iD', $host ) ) {
			// 2130706433, 0x7f.1 and 127.1 are IP addresses to some, and names to others.
			return array();
		} else {
			$addresses = ( $this->resolve )( $host );
		}
		foreach ( $addresses as $address ) {
			if ( ! self::is_public( $address ) ) {
				return array();
			}
		}
		return $addresses;
	}

	/**
	 * Sends a POST request, if its host is on the public internet. It follows no redirect.
	 *
	 * @param string              $url       Address.
	 * @param array<string,mixed> $arguments WP_Http's.
	 * @return array<string,mixed>|WP_Error WP_Http's; ERROR.
	 */
	public function post( string $url, array $arguments ) {
		return $this->request( $url, array( 'method' => 'POST' ) + $arguments );
	}

	/**
	 * Sends a GET request, if its host is on the public internet, and follows redirects to others that
	 * are. As WordPress does, it also asks the site's own host, and those that the filter
	 * `http_request_host_is_external` allows.
	 *
	 * @param string              $url       Address.
	 * @param array<string,mixed> $arguments WP_Http's.
	 * @return array<string,mixed>|WP_Error WP_Http's; ERROR, also where a redirect leads elsewhere.
	 */
	public function get( string $url, array $arguments ) {
		for ( $redirects = 0; $redirects <= self::MAX_REDIRECTS; $redirects++ ) {
			$response = self::is_chosen( $url )
				? wp_safe_remote_get( $url, array( 'redirection' => 0 ) + $arguments )
				: $this->request( $url, array( 'method' => 'GET' ) + $arguments );
			$location = wp_remote_retrieve_header( $response, 'location' );
			if ( ! in_array( wp_remote_retrieve_response_code( $response ), array( 301, 302, 303, 307, 308 ), true ) || ! is_string( $location ) || '' === $location ) {
				return $response;
			}
			$url = WP_Http::make_absolute_url( $location, $url );
		}
		return new WP_Error( 'http_request_failed', 'Too many redirects.' );
	}

	/**
	 * Sends a request to the IP addresses of a host on the public internet.
	 *
	 * @param string              $url       Address.
	 * @param array<string,mixed> $arguments WP_Http's, with `method`.
	 * @return array<string,mixed>|WP_Error WP_Http's; ERROR.
	 */
	private function request( string $url, array $arguments ) {
		$addresses = $this->addresses( $url );
		if ( array() === $addresses ) {
			return new WP_Error( self::ERROR, '' );
		}
		$host = self::host( $url );
		$curl = static function ( $handle, $parsed, $asked ) use ( $url, $host, $addresses ): void {
			if ( $asked === $url && false === inet_pton( $host ) ) {
				$ips = implode( ',', array_map( array( self::class, 'in_brackets' ), $addresses ) );
				// phpcs:ignore WordPress.WP.AlternativeFunctions.curl_curl_setopt -- WordPress's own handle, on its own hook.
				curl_setopt( $handle, CURLOPT_RESOLVE, array( "{$host}:80:{$ips}", "{$host}:443:{$ips}", "{$host}:8080:{$ips}" ) );
			}
		};
		// Over TLS the server has to prove its name, which none of the inner network can; and PHP would look for the IP address in its certificate.
		$stream = static function ( &$socket ) use ( $host, $addresses ): void {
			$socket = (string) preg_replace( '#^tcp://' . preg_quote( $host, '#' ) . ':#i', 'tcp://' . self::in_brackets( $addresses[0] ) . ':', $socket );
		};
		add_action( 'http_api_curl', $curl, 10, 3 );
		add_action( 'requests-fsockopen.remote_socket', $stream );
		try {
			return wp_safe_remote_request( $url, array( 'redirection' => 0 ) + $arguments );
		} finally {
			remove_action( 'http_api_curl', $curl );
			remove_action( 'requests-fsockopen.remote_socket', $stream );
		}
	}

	/**
	 * Whether a URL's host is the site's own, or one that the site's owner allows wherever it is.
	 *
	 * @param string $url Address.
	 * @return bool
	 */
	private static function is_chosen( string $url ): bool {
		$host = self::host( $url );
		/** This filter is documented in wp-includes/http.php */
		return 0 === strcasecmp( $host, self::host( home_url() ) ) || apply_filters( 'http_request_host_is_external', false, $host, $url ); // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals.NonPrefixedHooknameFound -- Core's.
	}

	/**
	 * Whether an IP address is on the public internet.
	 *
	 * @param string $address IPv4 or IPv6.
	 * @return bool
	 */
	public static function is_public( string $address ): bool {
		$bytes = inet_pton( $address );
		if ( false === $bytes ) {
			return false;
		}
		if ( 16 === strlen( $bytes ) && ! self::is_within( $bytes, '2000::/3' ) ) {
			return false;
		}
		foreach ( 4 === strlen( $bytes ) ? self::INNER_IPV4 : self::INNER_IPV6 as $network ) {
			if ( self::is_within( $bytes, $network ) ) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Whether an IP address is in a network.
	 *
	 * @param string $bytes   The address, as inet_pton() gives it.
	 * @param string $network As in `10.0.0.0/8`.
	 * @return bool
	 */
	private static function is_within( string $bytes, string $network ): bool {
		list( $base, $length ) = explode( '/', $network );
		$base                  = (string) inet_pton( $base );
		$whole                 = intdiv( (int) $length, 8 );
		$rest                  = (int) $length % 8;
		if ( strlen( $base ) !== strlen( $bytes ) || substr( $base, 0, $whole ) !== substr( $bytes, 0, $whole ) ) {
			return false;
		}
		return 0 === $rest || ( ord( $base[ $whole ] ) >> ( 8 - $rest ) ) === ( ord( $bytes[ $whole ] ) >> ( 8 - $rest ) );
	}

	/**
	 * The host of a URL, without the brackets of IPv6 and the dot at the end of a name.
	 *
	 * @param string $url Address.
	 * @return string '' when there is none.
	 */
	private static function host( string $url ): string {
		return rtrim( trim( (string) wp_parse_url( $url, PHP_URL_HOST ), '[]' ), '.' );
	}

	/**
	 * Whether a URL's port is one that WordPress takes to be safe.
	 *
	 * @param string $url  Address.
	 * @param string $host Its host.
	 * @return bool
	 */
	private static function has_safe_port( string $url, string $host ): bool {
		$port = wp_parse_url( $url, PHP_URL_PORT );
		/** This filter is documented in wp-includes/http.php */
		return null === $port || in_array( $port, (array) apply_filters( 'http_allowed_safe_ports', array( 80, 443, 8080 ), $host, $url ), true ); // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals.NonPrefixedHooknameFound -- Core's.
	}

	/**
	 * The IP addresses of a name.
	 *
	 * @param string $host Name.
	 * @return string[]
	 */
	private static function look_up( string $host ): array {
		$ipv4 = gethostbynamel( $host );
		// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged -- A name server that does not answer warns.
		$ipv6 = function_exists( 'dns_get_record' ) ? @dns_get_record( $host, DNS_AAAA ) : false;
		return array_merge( false === $ipv4 ? array() : $ipv4, array_column( false === $ipv6 ? array() : $ipv6, 'ipv6' ) );
	}

	/**
	 * An IP address as it stands before a port.
	 *
	 * @param string $address IPv4 or IPv6.
	 * @return string
	 */
	private static function in_brackets( string $address ): string {
		return false === strpos( $address, ':' ) ? $address : "[{$address}]";
	}
}
