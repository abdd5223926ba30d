<?php
/**
 * Plugin Name: Stop jobs
 * Description: Stops every job of the site on demand, so that the next test meets none.
 */

declare( strict_types=1 );

use WpAiJobs\Integrations\AI\JobManager;

add_action(
	'wp_loaded',
	static function (): void {
		if ( ! isset( $_GET['e2e_stop_jobs'] ) ) { // phpcs:ignore WordPress.Security.NonceVerification -- For tests alone.
			return;
		}
		$jobs = new JobManager();
		foreach ( $jobs->recent( 100 ) as $job ) {
			if ( ! $job->is_final() ) {
				$jobs->cancel( $job );
			}
		}
		wp_die( 'Stopped.', '', array( 'response' => 200 ) );
	}
);
