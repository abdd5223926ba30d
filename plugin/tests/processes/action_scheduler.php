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
 * Schedules an action.
 *
 * @param int          $at    When, in Unix seconds.
 * @param string       $hook  Hook.
 * @param array<mixed> $args  Its arguments.
 * @param string       $group Group.
 */
function as_schedule_single_action( int $at, string $hook, array $args = array(), string $group = '' ): int {
	$GLOBALS['wpaijobs_actions'][] = array( $hook, $args, $group, $at );
	return count( $GLOBALS['wpaijobs_actions'] );
}

/**
 * Enqueues an action that is due at once.
 *
 * @param string       $hook  Hook.
 * @param array<mixed> $args  Its arguments.
 * @param string       $group Group.
 */
function as_enqueue_async_action( string $hook, array $args = array(), string $group = '' ): int {
	return as_schedule_single_action( time(), $hook, $args, $group );
}

/**
 * The actions that are pending at a time.
 *
 * @param array<string,mixed> $query  `hook`, `group`, `date`.
 * @param string              $format Always `ids`.
 * @return int[] Their ids.
 */
function as_get_scheduled_actions( array $query = array(), string $format = 'ids' ): array {
	return array_keys(
		array_filter(
			$GLOBALS['wpaijobs_actions'],
			static function ( array $action ) use ( $query ): bool {
				$date = is_int( $query['date'] ) ? $query['date'] : strtotime( $query['date'] );
				return ( $query['hook'] ?? $action[0] ) === $action[0] && $query['group'] === $action[2] && $action[3] <= $date;
			}
		)
	);
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
				return array( $hook, $args, $group ) !== array_slice( $action, 0, 3 ) && ( '' !== $group || $hook !== $action[0] );
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
 * Sends a job on its way twice, as where a request was thought to be lost.
 *
 * @param string $id Job id.
 * @return array<array<mixed>> The actions that are due.
 */
function wpaijobs_send( string $id ): array {
	$manager = new JobManager();
	RunnerLadder::dispatch( $manager->get( $id ) );
	RunnerLadder::dispatch( $manager->get( $id ) );
	return array_filter(
		$GLOBALS['wpaijobs_actions'],
		static function ( array $action ): bool {
			return $action[3] <= time();
		}
	);
}

/**
 * Sends a job on its way, and has the actions that are due run twice.
 *
 * @param string $id Job id.
 * @return string The job's status within them.
 */
function wpaijobs_send_and_run( string $id ): string {
	foreach ( array( 1, 2 ) as $time ) {
		foreach ( wpaijobs_send( $id ) as list( $hook, $args ) ) {
			do_action_ref_array( $hook, $args );
		}
	}
	return ( new JobManager() )->get( $id )->status();
}

/**
 * Ends the request.
 */
function wpaijobs_end_request(): void {
	do_action( 'shutdown' );
	remove_all_actions( 'shutdown' );
	unset( $GLOBALS['wp_actions']['shutdown'] );
}

remove_all_actions( 'shutdown' );
as_enqueue_async_action( Scheduler::RUN_HOOK, array(), 'another-plugin' );
wp_unschedule_hook( Scheduler::RUN_HOOK );
wp_schedule_event( time() + HOUR_IN_SECONDS, 'hourly', Scheduler::RUN_HOOK );
$wpaijobs_hourly = wp_next_scheduled( Scheduler::RUN_HOOK );
$wpaijobs_within = wpaijobs_send_and_run( $argv[1] );
$wpaijobs_said   = array(
	'actions' => array_values(
		array_map(
			static function ( array $action ): array {
				return array_slice( $action, 0, 3 );
			},
			array_filter(
				$wpaijobs_actions,
				static function ( array $action ): bool {
					return Scheduler::GROUP === $action[2] && $action[3] <= time();
				}
			)
		)
	),
	'wp_cron' => $wpaijobs_hourly === wp_next_scheduled( Scheduler::RUN_HOOK ) ? 'as before' : 'brought forward',
	'within'  => $wpaijobs_within,
);
wpaijobs_end_request();
$wpaijobs_said += array(
	'status'      => ( new JobManager() )->get( $argv[1] )->status(),
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

wpaijobs_send_and_run( $wpaijobs_second->id() );
wpaijobs_end_request();
$wpaijobs_said['timed_out']    = ( new JobManager() )->get( $wpaijobs_second->id() )->status();
$wpaijobs_said['calls_in_all'] = $wpaijobs_calls;
Scheduler::unschedule();
$wpaijobs_said['left'] = array_map(
	static function ( array $action ): array {
		return array_slice( $action, 0, 3 );
	},
	$wpaijobs_actions
);
echo wp_json_encode( $wpaijobs_said ), "\n";
