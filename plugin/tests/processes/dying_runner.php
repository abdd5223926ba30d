<?php
/**
 * Runs a job and dies in the middle of it.
 * Arguments: store; the job's id; the way to die: `memory`, `exit`, `time`, `answered` with the provider's answer, or `wait` for being killed.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

use WpAiJobs\Integrations\AI\Runner;

// WordPress's own handler runs before the plugin's, and may itself find no memory.
define( 'WP_DISABLE_FATAL_ERROR_HANDLER', true );

require __DIR__ . '/load.php';

list( , $wp_ai_jobs_store, $wp_ai_jobs_id, $wp_ai_jobs_end ) = $argv;
wp_ai_jobs_tests_type(
	static function () use ( $wp_ai_jobs_end ): array {
		echo "begun\n";
		if ( 'exit' === $wp_ai_jobs_end ) {
			exit;
		}
		if ( 'time' === $wp_ai_jobs_end ) {
			set_time_limit( 1 );
			while ( true ) {
				hash( 'sha256', 'x' );
			}
		}
		if ( 'wait' === $wp_ai_jobs_end ) {
			fgets( STDIN );
		}
		ini_set( 'memory_limit', '64M' ); // phpcs:ignore WordPress.PHP.IniSet.memory_limit_Disallowed -- So that it is used up soon.
		while ( true ) {
			// A global, which no unwinding frees; in pieces as large as what providers send. Where
			// nothing at all is left, PHP ends before any handler, and the lease ends the job.
			$GLOBALS['wp_ai_jobs_all'][] = str_repeat( 'x', MB_IN_BYTES );
		}
	}
);
add_action(
	'http_api_debug',
	static function () use ( $wp_ai_jobs_end ): void {
		if ( 'answered' === $wp_ai_jobs_end ) {
			exit;
		}
	}
);
( new Runner( wp_ai_jobs_tests_manager( $wp_ai_jobs_store ) ) )->run( $wp_ai_jobs_id );
