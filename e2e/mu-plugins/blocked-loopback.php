<?php
/**
 * Plugin Name: Blocked loopback
 * Description: A host on which the site cannot reach itself.
 */

declare( strict_types=1 );

add_filter(
	'pre_http_request',
	static function ( $answer, array $request, string $url ) {
		return 0 === strpos( $url, home_url( '/' ) )
			? new WP_Error( 'http_request_failed', 'Connection refused.' )
			: $answer;
	},
	10,
	3
);
