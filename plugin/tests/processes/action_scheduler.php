<?php
/**
 * A site with Action Scheduler, of which this has as much as the plugin uses. Says what became of a
 * job that was sent on its way, and of one whose provider does not answer, as JSON.
 * Argument: the job's id.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

use WpAiJobs\Core\SiteHealth;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\RunnerLadder;
use WpAiJobs\Integrations\AI\Scheduler;

// phpcs:disable WordPress.NamingConventions.PrefixAllGlobals -- They are Action Scheduler's names.

$wp_ai_jobs_actions = array();

/**
 * Enqueues an action.
 *
 * @param string       $hook  Hook.
 * @param array<mixed> $args  Its arguments.
 * @param string       $group Group.
 */
function as_enqueue_async_action( string $hook, array $args = array(), string $group = '' ): int {
	$GLOBALS['wp_ai_jobs_actions'][] = array( $hook, $args, $group );
	return count( $GLOBALS['wp_ai_jobs_actions'] );
}

/**
 * Whether there is such an action.
 *
 * @param string            $hook  Hook.
 * @param array<mixed>|null $args  Its arguments.
 * @param string            $group Group.
 */
function as_has_scheduled_action( string $hook, ?array $args = null, string $group = '' ): bool {
	return in_array( array( $hook, $args, $group ), $GLOBALS['wp_ai_jobs_actions'], true );
}

/**
 * Cancels actions: with a group, those of exactly these arguments.
 *
 * @param string       $hook  Hook.
 * @param array<mixed> $args  Its arguments.
 * @param string       $group Group.
 */
function as_unschedule_all_actions( string $hook, array $args = array(), string $group = '' ): void {
	$GLOBALS['wp_ai_jobs_actions'] = array_values(
		array_filter(
			$GLOBALS['wp_ai_jobs_actions'],
			static function ( array $action ) use ( $hook, $args, $group ): bool {
				return array( $hook, $args, $group ) !== $action && ( '' !== $group || $hook !== $action[0] );
			}
		)
	);
}

require __DIR__ . '/load.php';

$wp_ai_jobs_calls = 0;
wp_ai_jobs_tests_type(
	static function () use ( &$wp_ai_jobs_calls ) {
		return 1 === ++$wp_ai_jobs_calls ? array() : new WP_Error( 'provider_timeout', '' );
	}
);

/**
 * Sends a job on its way twice, and has its actions run twice, as where one was thought to be lost.
 *
 * @param string $id Job id.
 * @return string The job's status.
 */
function wp_ai_jobs_send_and_run( string $id ): string {
	$manager = new JobManager();
	RunnerLadder::dispatch( $manager->get( $id ) );
	RunnerLadder::dispatch( $manager->get( $id ) );
	foreach ( array( 1, 2 ) as $time ) {
		foreach ( $GLOBALS['wp_ai_jobs_actions'] as list( $hook, $args ) ) {
			do_action_ref_array( $hook, $args );
		}
	}
	return $manager->get( $id )->status();
}

$wp_ai_jobs_status = wp_ai_jobs_send_and_run( $argv[1] );
$wp_ai_jobs_said   = array(
	'actions'     => array_map(
		static function ( array $action ): array {
			return array( $action[0], $action[2] );
		},
		$wp_ai_jobs_actions
	),
	'wp_cron'     => wp_next_scheduled( Scheduler::RUN_HOOK ),
	'status'      => $wp_ai_jobs_status,
	'site_health' => false !== strpos( SiteHealth::test()['description'], 'Action Scheduler' ),
	'calls'       => $wp_ai_jobs_calls,
);

$wp_ai_jobs_manager = new JobManager();
$wp_ai_jobs_second  = $wp_ai_jobs_manager->create(
	$wp_ai_jobs_manager->draft(
		array(
			'owner_id'        => 1,
			'type'            => 'test',
			'input'           => array(),
			'context'         => array(),
			'idempotency_key' => null,
			'id_prefix'       => '',
		)
	)
)['job'];

$wp_ai_jobs_said['timed_out']    = wp_ai_jobs_send_and_run( $wp_ai_jobs_second->id() );
$wp_ai_jobs_said['calls_in_all'] = $wp_ai_jobs_calls;
Scheduler::unschedule();
$wp_ai_jobs_said['left'] = $wp_ai_jobs_actions;
echo wp_json_encode( $wp_ai_jobs_said ), "\n";
