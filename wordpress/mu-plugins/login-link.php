<?php
/**
 * Plugin Name: Login link
 * Description: Logs an administrator in by the address that npm start prints. It holds as long as that command runs.
 */

declare( strict_types=1 );

add_action(
	'init',
	static function (): void {
		// The token is the proof that a nonce would be.
		$token = isset( $_GET['wpaijobs_login'] ) ? sanitize_key( wp_unslash( $_GET['wpaijobs_login'] ) ) : '';
		if ( '' === $token || ! defined( 'WPAIJOBS_LOGIN_TOKEN' ) || ! hash_equals( WPAIJOBS_LOGIN_TOKEN, $token ) ) {
			return;
		}
		$administrators = get_users(
			array(
				'role'   => 'administrator',
				'number' => 1,
			)
		);
		wp_set_auth_cookie( $administrators[0]->ID, true );
		wp_safe_redirect( admin_url( 'post-new.php' ) );
		exit;
	}
);
