<?php
/**
 * Looks at a job after its lease, and waits in the middle of its recovery for being killed.
 * Arguments: store; the job's id; how far the clock is ahead, in milliseconds.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

require __DIR__ . '/load.php';

list( , $wp_ai_jobs_store, $wp_ai_jobs_id, $wp_ai_jobs_ahead_ms ) = $argv;
add_filter(
	'wp_ai_jobs_now_ms',
	static function ( int $now_ms ) use ( $wp_ai_jobs_ahead_ms ): int {
		return $now_ms + (int) $wp_ai_jobs_ahead_ms;
	}
);
add_filter(
	'wp_ai_jobs_text_providers',
	static function ( array $providers ): array {
		echo "there\n";
		fgets( STDIN );
		return $providers;
	}
);
wp_ai_jobs_tests_manager( $wp_ai_jobs_store )->get( $wp_ai_jobs_id );
echo "over\n";
