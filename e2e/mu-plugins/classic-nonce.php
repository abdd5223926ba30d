<?php
/**
 * Plugin Name: Classic nonce
 * Description: Gives out the nonce that the classic page prints, and takes the cookies of a client that is no browser from its address.
 */

declare( strict_types=1 );

add_action(
	'wp_ajax_classic_nonce',
	static function (): void {
		wp_die( esc_html( wp_create_nonce( 'admin-nonce' ) ) );
	}
);

// phpcs:ignore WordPress.Security -- For tests alone.
$_COOKIE = array_filter( (array) ( $_GET['cookies'] ?? array() ), 'is_string' ) + $_COOKIE;
