<?php
/**
 * Does what WP-Cron does once an hour, and says which jobs there are after it.
 */

declare( strict_types=1 );

require getenv( 'WP_SITE' ) . '/wp-load.php';

do_action( 'eb_cleanup_stuck_ai_jobs' );
echo wp_json_encode( $GLOBALS['wpdb']->get_results( "SELECT id, status, parent_id, result IS NOT NULL AS has_result, input FROM {$GLOBALS['wpdb']->prefix}ai_jobs" ) );
