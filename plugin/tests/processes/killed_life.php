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

list( , $wpaijobs_store, $wpaijobs_key, $wpaijobs_step ) = $argv;
add_action(
	'wpaijobs_created',
	static function (): void {
		wpaijobs_tests_reach( 'inserted' );
	}
);
add_action(
	'wpaijobs_status_changed',
	static function ( Job $job ): void {
		if ( Job::COMPLETED === $job->status() ) {
			wpaijobs_tests_reach( 'completed' );
		}
	}
);
add_filter(
	'query',
	static function ( string $statement ): string {
		if ( 0 === strpos( $statement, 'UPDATE' ) && false !== strpos( $statement, 'acknowledged_at' ) ) {
			wpaijobs_tests_reach( 'noted' );
		}
		return $statement;
	}
);
add_action(
	'wpaijobs_acknowledged',
	static function (): void {
		wpaijobs_tests_reach( 'acknowledged' );
	}
);
wpaijobs_tests_type( '__return_empty_array' );
wp_set_current_user( get_user_by( 'login', 'editor' )->ID );

$wpaijobs_manager = wpaijobs_tests_manager( $wpaijobs_store );
$wpaijobs_service = new JobService( $wpaijobs_manager );
$wpaijobs_id      = $wpaijobs_service->start(
	array(
		'type'            => 'test',
		'input'           => array( 'prompt' => 'Rain' ),
		'context'         => null,
		'idempotency_key' => $wpaijobs_key,
	)
)['job']->id();
$wpaijobs_manager->complete( $wpaijobs_manager->claim( $wpaijobs_id, 'runner' ), array( 'text' => 'Rain' ) );
$wpaijobs_service->acknowledge( $wpaijobs_id );
wpaijobs_tests_reach( 'due' );
add_filter(
	'wpaijobs_now_ms',
	static function ( int $now_ms ): int {
		return $now_ms + JobManager::DELETE_AFTER_ACKNOWLEDGEMENT_MS;
	}
);
$wpaijobs_manager->delete_finished();
wpaijobs_tests_reach( 'deleted' );
