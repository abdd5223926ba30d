<?php
/**
 * Plugin Name: No loopback
 * Description: Leaves jobs to WP-Cron, by the plugin's own switch.
 */

declare( strict_types=1 );

add_filter( 'wpaijobs_use_loopback', '__return_false' );
