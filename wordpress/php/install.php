<?php
/**
 * Installs WordPress from the command line into the folder that WP_SITE names.
 */

declare( strict_types=1 );

define( 'WP_INSTALLING', true );
define( 'WP_DISABLE_FATAL_ERROR_HANDLER', true );

// No server answers yet: WP-Cron would knock in vain, and its lock would keep it from trying again for a minute.
$_GET['doing_wp_cron'] = 'elsewhere';

/**
 * Takes the place of WordPress's own: there is nobody to write to.
 */
function wp_new_blog_notification(): void {}

require getenv( 'WP_SITE' ) . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

wp_install( 'AI Jobs', 'admin', 'admin@example.org', false, '', 'password' );

foreach ( array( 'editor', 'subscriber' ) as $wp_site_role ) {
	wp_insert_user(
		array(
			'user_login' => $wp_site_role,
			'user_pass'  => 'password',
			'user_email' => $wp_site_role . '@example.org',
			'role'       => $wp_site_role,
		)
	);
}

update_option( 'permalink_structure', '/%postname%/' );
// Avatars and the editors' welcome guides come from servers that a test must not need.
update_option( 'show_avatars', 0 );
foreach ( get_users( array( 'fields' => 'ID' ) ) as $wp_site_user ) {
	update_user_meta(
		(int) $wp_site_user,
		$GLOBALS['wpdb']->get_blog_prefix() . 'persisted_preferences',
		array(
			'core'                   => array( 'enableChoosePatternModal' => false ),
			'core/edit-post'         => array( 'welcomeGuide' => false ),
			'core/edit-site'         => array_fill_keys( array( 'welcomeGuide', 'welcomeGuidePage', 'welcomeGuideStyles', 'welcomeGuideTemplate' ), false ),
			'core/edit-widgets'      => array( 'welcomeGuide' => false ),
			'core/customize-widgets' => array( 'welcomeGuide' => false ),
			'_modified'              => gmdate( 'c' ),
		)
	);
}
