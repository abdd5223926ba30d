<?php
/**
 * Activates the plugin in the site that WP_SITE names, as the Plugins screen does.
 */

declare( strict_types=1 );

define( 'WP_ADMIN', true );
define( 'WP_DISABLE_FATAL_ERROR_HANDLER', true );

// No server answers yet: WP-Cron would knock in vain, and its lock would keep it from trying again for a minute.
$_GET['doing_wp_cron'] = 'elsewhere';

require getenv( 'WP_SITE' ) . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';

wp_set_current_user( 1 );
$wp_site_answer = activate_plugin( 'wp-ai-jobs/wp-ai-jobs.php' );
if ( is_wp_error( $wp_site_answer ) ) {
	fwrite( STDERR, $wp_site_answer->get_error_message() . "\n" . wp_json_encode( $wp_site_answer->get_error_data() ) . "\n" );
	exit( 1 );
}
