<?php
/**
 * Plugin Name: Runner witness
 * Description: Writes down in which kind of request a job is executed.
 */

declare( strict_types=1 );

add_action(
	'wpaijobs_status_changed',
	static function ( $job ): void {
		if ( 'processing' === $job->status() ) {
			file_put_contents( WP_CONTENT_DIR . '/runs.log', ( wp_doing_cron() ? 'cron' : 'request' ) . "\n", FILE_APPEND );
		}
	}
);
