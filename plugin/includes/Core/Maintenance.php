<?php
/**
 * What happens by the clock.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Core;

use WpAiJobs\Clock;
use WpAiJobs\Integrations\AI\ImageFiles;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\Quota;
use WpAiJobs\Integrations\AI\Recording;
use WpAiJobs\Integrations\AI\Scheduler;
use WpAiJobs\Integrations\AI\Store\Starts;
use WpAiJobs\Integrations\AI\Store\StoreException;
use WpAiJobs\Integrations\AI\Store\UsedKeys;

defined( 'ABSPATH' ) || exit;

/**
 * The clean-ups and all schedules. What runs jobs is Scheduler's.
 */
final class Maintenance {

	/** Deletes acknowledged jobs, 5 s after the acknowledgement. */
	public const CLEANUP_ACKNOWLEDGED = 'wpaijobs_cleanup_delivered';

	/** Ends jobs that outlived their lifetime or their runner; hourly. */
	public const END_STUCK = 'wpaijobs_cleanup_stuck';

	/** Deletes results that nobody came for; daily. */
	public const CLEANUP = 'wpaijobs_cleanup';

	/**
	 * Listens to the hooks, and keeps the schedules.
	 */
	public static function register(): void {
		foreach ( array( self::CLEANUP_ACKNOWLEDGED, self::CLEANUP ) as $hook ) {
			self::on(
				$hook,
				static function (): void {
					( new JobManager() )->delete_finished();
				}
			);
		}
		self::on(
			self::CLEANUP,
			static function (): void {
				( new JobManager() )->delete_orphans();
				ImageFiles::sweep();
				Recording::sweep();
				Starts::forget( Clock::now_ms() - Quota::WINDOW_MS );
				UsedKeys::forget();
			}
		);
		self::on(
			self::END_STUCK,
			static function (): void {
				( new JobManager() )->end_overdue();
			}
		);
		add_action(
			'wpaijobs_acknowledged',
			static function ( Job $job ): void {
				// One second more, since time() has lost the fraction of this one.
				$after_s = intdiv( JobManager::DELETE_AFTER_ACKNOWLEDGEMENT_MS, 1000 ) + 1;
				wp_schedule_single_event( time() + $after_s, self::CLEANUP_ACKNOWLEDGED, array( $job->id() ) );
			}
		);
		add_action( 'init', array( self::class, 'schedule' ) );
	}

	/**
	 * Cleans up on a hook. A database that refuses is left alone: the next event finds all of it
	 * again, and the other events of this run go on.
	 *
	 * @param string          $hook A cron hook.
	 * @param callable():void $work The clean-up.
	 */
	private static function on( string $hook, callable $work ): void {
		add_action(
			$hook,
			static function () use ( $work ): void {
				try {
					$work();
				} catch ( StoreException $e ) {
					return;
				}
			}
		);
	}

	/**
	 * Schedules what recurs, if it is not: also on a site that a network got later.
	 */
	public static function schedule(): void {
		$recurrences = array(
			self::END_STUCK => 'hourly',
			self::CLEANUP   => 'daily',
		);
		foreach ( $recurrences as $hook => $recurrence ) {
			if ( false === wp_next_scheduled( $hook ) ) {
				wp_schedule_event( time(), $recurrence, $hook );
			}
		}
	}

	/**
	 * Takes everything off the current site's schedule.
	 */
	public static function unschedule(): void {
		Scheduler::unschedule();
		foreach ( array( self::CLEANUP_ACKNOWLEDGED, self::END_STUCK, self::CLEANUP ) as $hook ) {
			wp_unschedule_hook( $hook );
		}
	}
}
