<?php
/**
 * Plugin Name: Servers on this machine
 * Description: Lets WordPress ask an AI provider on this machine. Its HTTP API refuses private hosts and unusual ports to whoever asks safely, as core's AI Client does.
 */

declare( strict_types=1 );

( static function (): void {
	$here = array( 'localhost', '127.0.0.1' );

	add_filter(
		'http_request_host_is_external',
		static function ( bool $is_external, string $host ) use ( $here ): bool {
			return $is_external || in_array( $host, $here, true );
		},
		10,
		2
	);
	add_filter(
		'http_allowed_safe_ports',
		static function ( array $ports, string $host, string $url ) use ( $here ): array {
			return in_array( $host, $here, true ) ? array_merge( $ports, array( (int) wp_parse_url( $url, PHP_URL_PORT ) ) ) : $ports;
		},
		10,
		3
	);
} )();
