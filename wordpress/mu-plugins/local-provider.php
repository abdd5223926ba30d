<?php
/**
 * Plugin Name: Local AI provider
 * Description: Lets WordPress reach an AI provider on this machine: its HTTP API refuses private hosts and unusual ports.
 */

declare( strict_types=1 );

( static function (): void {
	$base_url = defined( 'WP_AI_JOBS_OPENAI_BASE_URL' ) ? WP_AI_JOBS_OPENAI_BASE_URL : (string) getenv( 'OPENAI_BASE_URL' );
	$host     = wp_parse_url( $base_url, PHP_URL_HOST );
	$port     = wp_parse_url( $base_url, PHP_URL_PORT );

	add_filter(
		'http_request_host_is_external',
		static function ( bool $is_external, string $asked ) use ( $host ): bool {
			return $is_external || $asked === $host;
		},
		10,
		2
	);
	add_filter(
		'http_allowed_safe_ports',
		static function ( array $ports, string $asked ) use ( $host, $port ): array {
			return $port && $asked === $host ? array_merge( $ports, array( $port ) ) : $ports;
		},
		10,
		2
	);
} )();
