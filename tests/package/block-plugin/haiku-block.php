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
		wp_add_inline_script(
			generate_block_asset_handle( 'haiku-block/haiku', 'editorScript' ),
			'window.haikuBlock = ' . wp_json_encode(
				array(
					'root'  => rest_url(),
					'nonce' => wp_create_nonce( 'wp_rest' ),
				)
			) . ';',
			'before'
		);
	}
);
