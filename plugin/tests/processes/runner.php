<?php
/**
 * Runs each job whose id it is told, and says what came of it: its status, or `none`.
 * Arguments: store; a file to which each execution adds a line.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\Runner;

require __DIR__ . '/load.php';

list( , $wp_ai_jobs_store, $wp_ai_jobs_log ) = $argv;
wp_ai_jobs_tests_type(
	static function ( Job $job ) use ( $wp_ai_jobs_log ): array {
		file_put_contents( $wp_ai_jobs_log, $job->id() . "\n", FILE_APPEND | LOCK_EX );
		return array( 'text' => 'Done' );
	}
);

$wp_ai_jobs_runner = new Runner( wp_ai_jobs_tests_manager( $wp_ai_jobs_store ) );
echo "ready\n";
while ( false !== ( $wp_ai_jobs_id = fgets( STDIN ) ) ) { // phpcs:ignore Generic.CodeAnalysis.AssignmentInCondition, WordPress.CodeAnalysis.AssignmentInCondition -- Reads lines.
	$wp_ai_jobs_job = $wp_ai_jobs_runner->run( trim( $wp_ai_jobs_id ) );
	echo null === $wp_ai_jobs_job ? 'none' : $wp_ai_jobs_job->status(), "\n";
}
