<?php
/**
 * Does with a job of `editor` all that is done with one, from its start to its deletion, says so at
 * a step, and waits there for being killed.
 * Arguments: store; the idempotency key; the step: `inserted`, `completed`, `noted`, `acknowledged`, `due`, `deleted`.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\JobService;

require __DIR__ . '/load.php';

list( , $wp_ai_jobs_store, $wp_ai_jobs_key, $wp_ai_jobs_step ) = $argv;
add_action(
	'wp_ai_jobs_created',
	static function (): void {
		wp_ai_jobs_tests_reach( 'inserted' );
	}
);
add_action(
	'wp_ai_jobs_status_changed',
	static function ( Job $job ): void {
		if ( Job::COMPLETED === $job->status() ) {
			wp_ai_jobs_tests_reach( 'completed' );
		}
	}
);
add_filter(
	'query',
	static function ( string $statement ): string {
		if ( 0 === strpos( $statement, 'UPDATE' ) && false !== strpos( $statement, 'acknowledged_at' ) ) {
			wp_ai_jobs_tests_reach( 'noted' );
		}
		return $statement;
	}
);
add_action(
	'wp_ai_jobs_acknowledged',
	static function (): void {
		wp_ai_jobs_tests_reach( 'acknowledged' );
	}
);
wp_ai_jobs_tests_type( '__return_empty_array' );
wp_set_current_user( get_user_by( 'login', 'editor' )->ID );

$wp_ai_jobs_manager = wp_ai_jobs_tests_manager( $wp_ai_jobs_store );
$wp_ai_jobs_service = new JobService( $wp_ai_jobs_manager );
$wp_ai_jobs_id      = $wp_ai_jobs_service->start(
	array(
		'type'            => 'test',
		'input'           => array( 'prompt' => 'Rain' ),
		'context'         => null,
		'idempotency_key' => $wp_ai_jobs_key,
	)
)['job']->id();
$wp_ai_jobs_manager->complete( $wp_ai_jobs_manager->claim( $wp_ai_jobs_id, 'runner' ), array( 'text' => 'Rain' ) );
$wp_ai_jobs_service->acknowledge( $wp_ai_jobs_id );
wp_ai_jobs_tests_reach( 'due' );
add_filter(
	'wp_ai_jobs_now_ms',
	static function ( int $now_ms ): int {
		return $now_ms + JobManager::DELETE_AFTER_ACKNOWLEDGEMENT_MS;
	}
);
$wp_ai_jobs_manager->delete_finished();
wp_ai_jobs_tests_reach( 'deleted' );
