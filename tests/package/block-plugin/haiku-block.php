<?php
/**
 * Plugin Name: Haiku Block
 * Description: A block that writes haikus, against the jobs of WP AI Jobs.
 * Version:     1.0.0
 */

declare( strict_types=1 );

add_action(
	'init',
	static function (): void {
		register_block_type( __DIR__ . '/build' );
	}
);

// Where the site's REST routes are: `window.wpApiSettings`.
add_action(
	'enqueue_block_editor_assets',
	static function (): void {
		wp_enqueue_script( 'wp-api-request' );
	}
);
