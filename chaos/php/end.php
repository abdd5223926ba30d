<?php
/**
 * Does what WP-Cron does once an hour, and says which jobs there are after it.
 */

declare( strict_types=1 );

require getenv( 'WP_SITE' ) . '/wp-load.php';

do_action( 'wpaijobs_cleanup_stuck' );
echo wp_json_encode( $GLOBALS['wpdb']->get_results( "SELECT id, status, parent_id, result IS NOT NULL AS has_result, input FROM {$GLOBALS['wpdb']->prefix}wpaijobs_jobs" ) );
