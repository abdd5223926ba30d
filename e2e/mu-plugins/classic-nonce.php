<?php
/**
 * Plugin Name: Classic nonce
 * Description: Gives out the nonce that the classic page prints.
 */

declare( strict_types=1 );

add_action(
	'wp_ajax_classic_nonce',
	static function (): void {
		wp_die( esc_html( wp_create_nonce( 'admin-nonce' ) ) );
	}
);
