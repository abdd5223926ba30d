<?php
/**
 * Plugin Name: Quiet site
 * Description: Keeps WordPress from asking other servers, so that the console of a closed network stays empty.
 */

declare( strict_types=1 );

remove_action( 'wp_head', 'print_emoji_detection_script', 7 );
remove_action( 'admin_print_scripts', 'print_emoji_detection_script' );
remove_action( 'enqueue_block_editor_assets', 'wp_enqueue_editor_block_directory_assets' );
add_filter( 'should_load_remote_block_patterns', '__return_false' );

foreach ( array( 'wp_version_check', 'wp_update_plugins', 'wp_update_themes' ) as $quiet_check ) {
	remove_action( $quiet_check, $quiet_check );
}

foreach ( array( 'core', 'plugins', 'themes' ) as $quiet_kind ) {
	add_filter(
		"pre_site_transient_update_$quiet_kind",
		static function (): object {
			return (object) array(
				'last_checked'    => time(),
				'version_checked' => wp_get_wp_version(),
				'updates'         => array(),
				'response'        => array(),
				'translations'    => array(),
				'no_update'       => array(),
				'checked'         => array(),
			);
		}
	);
}

add_filter(
	'block_editor_settings_all',
	static function ( array $settings ): array {
		$settings['enableOpenverseMediaCategory'] = false;
		return $settings;
	}
);
