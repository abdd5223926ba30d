<?php
/**
 * The site's own background.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WpAiJobs\Core\Cron;

defined( 'ABSPATH' ) || exit;

/**
 * Has WP-Cron look for waiting jobs, or Action Scheduler where it is active: that one has a table of
 * its own and several runners. One event, or one action, stands for all that waits.
 *
 * Jobs never run within an event. They would hold other plugins' events up for minutes, and
 * wp-cron.php would then write its old copy of the schedule. The event only notes that something
 * waits; the jobs are started when its request ends: see RunnerLadder::send_waiting().
 */
final class Scheduler {

	/** Looks for jobs that wait. */
	public const RUN_HOOK = Cron::PROCESS;

	/** The group of its actions. */
	public const GROUP = 'wp-ai-jobs';

	/** When it is looked again as long as something waits, in seconds: WP-Cron's own lock lasts as long. */
	public const LOOK_AGAIN_S = 60;

	/** For how long one process begins jobs, in seconds. */
	public const RUN_FOR_S = 300;

	/** How many jobs are read at a time. */
	private const BATCH = 50;

	/**
	 * Listens to the hooks.
	 */
	public static function register(): void {
		add_action( self::RUN_HOOK, Cron::guard( array( self::class, 'look' ) ) );
		add_action(
			'wpaijobs_queued',
			static function (): void {
				// Should whoever has the places be killed before they send the next one.
				self::schedule( self::LOOK_AGAIN_S );
			}
		);
	}

	/**
	 * Sees to it that waiting jobs are looked for: by an event, or in a process that has run a job,
	 * and must not schedule any, when it ends.
	 *
	 * @param int $after_s In how many seconds.
	 */
	public static function schedule( int $after_s = 0 ): void {
		if ( self::has_action_scheduler() ) {
			self::schedule_action( $after_s );
		} elseif ( Cron::has_run_a_job() ) {
			RunnerLadder::at_end( array( RunnerLadder::class, 'send_waiting' ) );
		} else {
			Cron::bring_forward( self::RUN_HOOK, time() + $after_s );
		}
	}

	/**
	 * The event: has jobs that wait started when this request ends.
	 */
	public static function look(): void {
		if ( array() !== ( new JobManager() )->find_waiting( 1 ) ) {
			// Now, before anything runs: whoever runs may be killed.
			self::schedule( self::LOOK_AGAIN_S );
			RunnerLadder::at_end( array( RunnerLadder::class, 'send_waiting' ) );
		}
	}

	/**
	 * Has WP-Cron look for due events, unless the site has switched that off. While another run
	 * holds WP-Cron's lock (up to 60 s) it does nothing; other rungs do not depend on it.
	 */
	public static function spawn(): void {
		if ( ! defined( 'DISABLE_WP_CRON' ) || ! DISABLE_WP_CRON ) {
			spawn_cron();
		}
	}

	/**
	 * Whether Action Scheduler is active, by itself or as a part of WooCommerce.
	 *
	 * @return bool
	 */
	public static function has_action_scheduler(): bool {
		return function_exists( 'as_enqueue_async_action' ) && function_exists( 'as_get_scheduled_actions' );
	}

	/**
	 * Takes the actions off the current site's schedule. The events are Cron's.
	 */
	public static function unschedule(): void {
		if ( function_exists( 'as_unschedule_all_actions' ) ) {
			as_unschedule_all_actions( self::RUN_HOOK, array(), self::GROUP );
		}
	}

	/**
	 * Runs what waits, oldest first, until nothing does, or there is no place, or the time is over.
	 *
	 * @param int                   $for_s    For how long jobs are begun, in seconds.
	 * @param callable(Job):void|null $report Told of each that was run.
	 */
	public static function run_waiting( int $for_s, ?callable $report = null ): void {
		$manager = new JobManager();
		$runner  = new Runner( $manager );
		$until   = microtime( true ) + $for_s;
		$tried   = array();
		do {
			$ids = array_diff( $manager->find_waiting( self::BATCH + count( $tried ) ), $tried );
			foreach ( $ids as $id ) {
				self::run_job( $runner, $id, (int) ceil( $until - microtime( true ) ), $report );
				// Whoever has the places sends the next one.
				if ( 0 === $manager->queue()->free_places() || microtime( true ) >= $until ) {
					return;
				}
			}
			$tried = array_merge( $tried, $ids );
		} while ( array() !== $ids );
	}

	/**
	 * Schedules an action, unless one is pending that comes as early.
	 *
	 * @param int $after_s In how many seconds.
	 */
	private static function schedule_action( int $after_s ): void {
		$at = time() + $after_s;
		// Only what is pending: one that is running may have looked before this job was there.
		$pending = as_get_scheduled_actions(
			array(
				'hook'         => self::RUN_HOOK,
				'group'        => self::GROUP,
				'status'       => 'pending',
				'date'         => $at,
				'date_compare' => '<=',
				'per_page'     => 1,
			),
			'ids'
		);
		if ( array() !== $pending ) {
			return;
		}
		if ( 0 === $after_s ) {
			as_enqueue_async_action( self::RUN_HOOK, array(), self::GROUP );
		} else {
			as_schedule_single_action( $at, self::RUN_HOOK, array(), self::GROUP );
		}
	}

	/**
	 * Runs a job, part after part.
	 *
	 * @param Runner                $runner   The runner.
	 * @param string                $id       Job id.
	 * @param int                   $for_s    For how long parts are begun, in seconds.
	 * @param callable(Job):void|null $report Told of each that was run.
	 */
	private static function run_job( Runner $runner, string $id, int $for_s, ?callable $report = null ): void {
		$until = microtime( true ) + $for_s;
		do {
			$job = $runner->run( $id );
			if ( null !== $job && null !== $report ) {
				$report( $job );
			}
		} while ( null !== $job && microtime( true ) < $until );
	}
}
