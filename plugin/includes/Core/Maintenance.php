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
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\Quota;
use WpAiJobs\Integrations\AI\Recording;
use WpAiJobs\Integrations\AI\RunnerLadder;
use WpAiJobs\Integrations\AI\Scheduler;
use WpAiJobs\Integrations\AI\Store\Starts;
use WpAiJobs\Integrations\AI\Store\UsedKeys;

defined( 'ABSPATH' ) || exit;

/**
 * The clean-ups. What runs jobs is Scheduler's.
 */
final class Maintenance {

	/** Ends jobs that outlived their lifetime or their runner; hourly. */
	public const END_STUCK = Cron::CLEANUP_STUCK;

	/** How many acknowledged jobs a request deletes at most that comes by. */
	private const DELETED_AT_ONCE = 20;

	/**
	 * Listens to the hooks, and keeps the schedules.
	 */
	public static function register(): void {
		add_action(
			Cron::CLEANUP_DELIVERED,
			Cron::guard(
				static function (): void {
					$manager = new JobManager();
					$manager->delete_finished();
					if ( $manager->has_acknowledged() ) {
						self::schedule_cleanup();
					}
				}
			)
		);
		add_action(
			Cron::CLEANUP_STUCK,
			Cron::guard(
				static function (): void {
					( new JobManager() )->end_overdue();
				}
			)
		);
		// Each by itself, so that one that fails leaves the others to do their work.
		foreach ( self::daily() as $work ) {
			add_action( Cron::CLEANUP, Cron::guard( $work ) );
		}
		add_action( 'wpaijobs_acknowledged', array( self::class, 'schedule_cleanup' ), 10, 0 );
		// Where WP-Cron never runs, these requests do its work, so that nothing piles up.
		foreach ( array( 'wpaijobs_created', 'wpaijobs_acknowledged' ) as $hook ) {
			add_action(
				$hook,
				static function (): void {
					RunnerLadder::at_end( array( self::class, 'delete_acknowledged' ) );
				}
			);
		}
		add_action( 'init', array( self::class, 'schedule' ) );
	}

	/**
	 * Has acknowledged jobs deleted when their time has come: by one event for all of them.
	 */
	public static function schedule_cleanup(): void {
		// One second more, since time() has lost the fraction of this one.
		Cron::bring_forward( Cron::CLEANUP_DELIVERED, time() + intdiv( JobManager::DELETE_AFTER_ACKNOWLEDGEMENT_MS, 1000 ) + 1 );
	}

	/**
	 * Deletes some of the jobs whose acknowledgement is long enough ago.
	 */
	public static function delete_acknowledged(): void {
		Cron::guard(
			static function (): void {
				( new JobManager() )->delete_acknowledged( self::DELETED_AT_ONCE );
			}
		)();
	}

	/**
	 * Schedules what recurs, if it is not.
	 */
	public static function schedule(): void {
		Cron::keep();
	}

	/**
	 * Takes everything off the current site's schedule.
	 */
	public static function unschedule(): void {
		Scheduler::unschedule();
		Cron::remove();
	}

	/**
	 * What is done daily.
	 *
	 * @return array<callable():void>
	 */
	private static function daily(): array {
		return array(
			static function (): void {
				( new JobManager() )->delete_finished();
			},
			static function (): void {
				( new JobManager() )->delete_orphans();
			},
			array( ImageFiles::class, 'sweep' ),
			array( Recording::class, 'sweep' ),
			static function (): void {
				Starts::forget( Clock::now_ms() - Quota::WINDOW_MS );
			},
			array( UsedKeys::class, 'forget' ),
		);
	}
}
