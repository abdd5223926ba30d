<?php
/**
 * Runs a job, says so at a step, and waits there for being killed.
 * Arguments: store; the job's id; the step: `begun`, `received`, `answered`, `executed`, `noted`, `stored`.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\Runner;

require __DIR__ . '/load.php';

list( , $wp_ai_jobs_store, $wp_ai_jobs_id, $wp_ai_jobs_step ) = $argv;

add_action(
	'requests-request.progress',
	static function ( string $block ): void {
		global $wp_ai_jobs_body;
		$wp_ai_jobs_body .= $block;
		wp_ai_jobs_tests_reach( 'begun' );
		if ( null !== json_decode( $wp_ai_jobs_body ) || '0' === trim( (string) strrchr( trim( $wp_ai_jobs_body ), "\n" ) ) ) {
			wp_ai_jobs_tests_reach( 'received' );
		}
	},
	PHP_INT_MAX
);
add_action(
	'http_api_debug',
	static function (): void {
		wp_ai_jobs_tests_reach( 'answered' );
	},
	-1
);
add_action(
	'set_current_user',
	static function (): void {
		if ( did_action( 'http_api_debug' ) ) {
			wp_ai_jobs_tests_reach( 'executed' );
		}
	}
);
add_filter(
	'query',
	static function ( string $statement ): string {
		if ( 0 === strpos( $statement, 'UPDATE' ) && false !== strpos( $statement, 'completed' ) ) {
			wp_ai_jobs_tests_reach( 'noted' );
		}
		return $statement;
	}
);
add_action(
	'wp_ai_jobs_status_changed',
	static function ( Job $job ): void {
		if ( Job::COMPLETED === $job->status() ) {
			wp_ai_jobs_tests_reach( 'stored' );
		}
	}
);
( new Runner( wp_ai_jobs_tests_manager( $wp_ai_jobs_store ) ) )->run( $wp_ai_jobs_id );
echo "over\n";
