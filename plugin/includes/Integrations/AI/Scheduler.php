<?php
/**
 * The site's own background.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WpAiJobs\Integrations\AI\Store\StoreException;

defined( 'ABSPATH' ) || exit;

/**
 * Has waiting jobs run by WP-Cron, or by Action Scheduler where it is active: that one has a table
 * of its own and several runners, so it is used instead.
 *
 * WP-Cron's event is one for the whole site and means: run what waits. It need not be taken off
 * the schedule when a job finds another runner, which two processes could not do side by side
 * (WP-Cron keeps its events in one option), and where WP-Cron never runs there is one, not
 * thousands. WP-Cron runs its events one after the other, so nothing is gained by more.
 */
final class Scheduler {

	/** Runs the job whose id is given, or all that wait. */
	public const RUN_HOOK = 'wpaijobs_process';

	/** The same for jobs that wait for a place, should whoever has to send them be gone. */
	public const QUEUE_HOOK = 'wpaijobs_process_queue';

	/** The group of its actions. */
	public const GROUP = 'wp-ai-jobs';

	/** When a queue is looked at again, in seconds: WP-Cron's own lock lasts as long. */
	private const QUEUE_AFTER_S = 60;

	/** How long one event runs jobs, in seconds; then other plugins' events have their turn. */
	private const RUN_FOR_S = 300;

	/** How many jobs are read at a time. */
	private const BATCH = 50;

	/**
	 * Listens to the hooks.
	 */
	public static function register(): void {
		add_action(
			self::RUN_HOOK,
			static function ( $id = '' ): void {
				self::run_quietly( (string) $id );
			}
		);
		add_action(
			self::QUEUE_HOOK,
			static function (): void {
				self::run_quietly( '' );
			}
		);
		add_action(
			'wpaijobs_queued',
			static function (): void {
				// WordPress schedules no second one within ten minutes of the first.
				wp_schedule_single_event( time() + self::QUEUE_AFTER_S, self::QUEUE_HOOK );
			}
		);
	}

	/**
	 * Schedules a job's run.
	 *
	 * @param string $id Job id.
	 */
	public static function schedule( string $id ): void {
		if ( ! self::has_action_scheduler() ) {
			wp_schedule_single_event( time(), self::RUN_HOOK );
			return;
		}
		// Not by its own flag for that, which before its version 4 let one job of all through.
		if ( ! as_has_scheduled_action( self::RUN_HOOK, array( $id ), self::GROUP ) ) {
			as_enqueue_async_action( self::RUN_HOOK, array( $id ), self::GROUP );
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
		return function_exists( 'as_enqueue_async_action' ) && function_exists( 'as_has_scheduled_action' );
	}

	/**
	 * Takes everything off the current site's schedule.
	 */
	public static function unschedule(): void {
		wp_unschedule_hook( self::RUN_HOOK );
		wp_unschedule_hook( self::QUEUE_HOOK );
		if ( function_exists( 'as_unschedule_all_actions' ) ) {
			// By the hook alone: with a group, it would mean those without arguments.
			as_unschedule_all_actions( self::RUN_HOOK );
		}
	}

	/**
	 * Runs what waits, oldest first, until nothing does, or there is no place, or the time is over;
	 * then another event goes on.
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
				if ( 0 === $manager->queue()->free_places() ) {
					// Who has the places sends the next; should they be gone, this does.
					wp_schedule_single_event( time() + self::QUEUE_AFTER_S, self::QUEUE_HOOK );
					return;
				}
				if ( microtime( true ) >= $until ) {
					wp_schedule_single_event( time(), self::RUN_HOOK );
					return;
				}
			}
			$tried = array_merge( $tried, $ids );
		} while ( array() !== $ids );
	}

	/**
	 * Runs jobs in a process in which others have work to do too.
	 *
	 * @param string $id Job id; '' for all that wait.
	 */
	private static function run_quietly( string $id ): void {
		try {
			'' === $id ? self::run_waiting( self::RUN_FOR_S ) : self::run_job( new Runner(), $id, self::RUN_FOR_S );
		} catch ( StoreException $e ) {
			// The database is gone; a later event or a status check goes on.
			return;
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
