<?php
/**
 * A site with Action Scheduler, of which this has as much as the plugin uses. Says what became of a
 * job that was sent on its way, and of one whose provider does not answer, as JSON.
 * Argument: the job's id.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

use WpAiJobs\Core\Health\Running;
use WpAiJobs\Core\SiteHealth;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\RunnerLadder;
use WpAiJobs\Integrations\AI\Scheduler;

// phpcs:disable WordPress.NamingConventions.PrefixAllGlobals -- They are Action Scheduler's names.

$wpaijobs_actions = array();

/**
 * Enqueues an action.
 *
 * @param string       $hook  Hook.
 * @param array<mixed> $args  Its arguments.
 * @param string       $group Group.
 */
function as_enqueue_async_action( string $hook, array $args = array(), string $group = '' ): int {
	$GLOBALS['wpaijobs_actions'][] = array( $hook, $args, $group );
	return count( $GLOBALS['wpaijobs_actions'] );
}

/**
 * Whether there is such an action.
 *
 * @param string            $hook  Hook.
 * @param array<mixed>|null $args  Its arguments.
 * @param string            $group Group.
 */
function as_has_scheduled_action( string $hook, ?array $args = null, string $group = '' ): bool {
	return in_array( array( $hook, $args, $group ), $GLOBALS['wpaijobs_actions'], true );
}

/**
 * Finds actions; none is overdue here.
 *
 * @param array<string,mixed> $query  What to find.
 * @param string              $format What to return.
 * @return int[]
 */
function as_get_scheduled_actions( array $query = array(), string $format = 'objects' ): array {
	return array();
}

/**
 * Cancels actions: with a group, those of exactly these arguments.
 *
 * @param string       $hook  Hook.
 * @param array<mixed> $args  Its arguments.
 * @param string       $group Group.
 */
function as_unschedule_all_actions( string $hook, array $args = array(), string $group = '' ): void {
	$GLOBALS['wpaijobs_actions'] = array_values(
		array_filter(
			$GLOBALS['wpaijobs_actions'],
			static function ( array $action ) use ( $hook, $args, $group ): bool {
				return array( $hook, $args, $group ) !== $action && ( '' !== $group || $hook !== $action[0] );
			}
		)
	);
}

require __DIR__ . '/load.php';

$wpaijobs_calls = 0;
wpaijobs_tests_type(
	static function () use ( &$wpaijobs_calls ) {
		return 1 === ++$wpaijobs_calls ? array() : new WP_Error( 'provider_timeout', '' );
	}
);

/**
 * Sends a job on its way twice, and has its actions run twice, as where one was thought to be lost.
 *
 * @param string $id Job id.
 * @return string The job's status.
 */
function wpaijobs_send_and_run( string $id ): string {
	$manager = new JobManager();
	RunnerLadder::dispatch( $manager->get( $id ) );
	RunnerLadder::dispatch( $manager->get( $id ) );
	foreach ( array( 1, 2 ) as $time ) {
		foreach ( $GLOBALS['wpaijobs_actions'] as list( $hook, $args ) ) {
			do_action_ref_array( $hook, $args );
		}
	}
	return $manager->get( $id )->status();
}

$wpaijobs_status = wpaijobs_send_and_run( $argv[1] );
$wpaijobs_said   = array(
	'actions'     => array_map(
		static function ( array $action ): array {
			return array( $action[0], $action[2] );
		},
		$wpaijobs_actions
	),
	'wp_cron'     => wp_next_scheduled( Scheduler::RUN_HOOK ),
	'status'      => $wpaijobs_status,
	'site_health' => false !== strpos( SiteHealth::result( new Running() )['description'], 'Action Scheduler' ),
	'calls'       => $wpaijobs_calls,
);

$wpaijobs_manager = new JobManager();
$wpaijobs_second  = $wpaijobs_manager->create(
	$wpaijobs_manager->draft(
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

$wpaijobs_said['timed_out']    = wpaijobs_send_and_run( $wpaijobs_second->id() );
$wpaijobs_said['calls_in_all'] = $wpaijobs_calls;
Scheduler::unschedule();
$wpaijobs_said['left'] = $wpaijobs_actions;
echo wp_json_encode( $wpaijobs_said ), "\n";
