<?php
/**
 * What the suite needs of a site: jobs that wait for their run request, and the classic nonce,
 * which a page would print.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

add_filter( 'wp_ai_jobs_use_loopback', '__return_false' );
add_filter( 'wp_ai_jobs_demo_delay_ms', '__return_zero' );
add_action(
	'wp_ajax_conformance_nonce',
	static function (): void {
		wp_die( esc_html( wp_create_nonce( 'admin-nonce' ) ) );
	}
);
