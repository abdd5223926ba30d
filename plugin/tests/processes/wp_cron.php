<?php
/**
 * A request of wp-cron.php.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

require __DIR__ . '/load.php';
delete_transient( 'doing_cron' );
require ABSPATH . 'wp-cron.php';
