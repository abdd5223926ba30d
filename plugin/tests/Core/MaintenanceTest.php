<?php
/**
 * What happens by the clock.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Core;

use WpAiJobs\Core\Maintenance;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Tests\PluginTestCase;

/**
 * The cron hooks and their schedules.
 */
final class MaintenanceTest extends PluginTestCase {

	/**
	 * A completed job.
	 *
	 * @return Job
	 */
	private static function completed(): Job {
		$manager = new JobManager();
		return $manager->complete( $manager->claim( self::pending()->id(), 'runner', 1000 ), array() );
	}

	/** The schedules. */
	public function test_clean_ups_are_scheduled_once_hourly_and_daily(): void {
		Maintenance::schedule();
		$first = array( wp_next_scheduled( 'wpaijobs_cleanup_stuck' ), wp_next_scheduled( 'wpaijobs_cleanup' ) );
		Maintenance::schedule();
		$this->assertSame( 'hourly', wp_get_schedule( 'wpaijobs_cleanup_stuck' ) );
		$this->assertSame( 'daily', wp_get_schedule( 'wpaijobs_cleanup' ) );
		$this->assertSame( $first, array( wp_next_scheduled( 'wpaijobs_cleanup_stuck' ), wp_next_scheduled( 'wpaijobs_cleanup' ) ) );
	}

	/** Acknowledged: gone at the event's time, not a moment too early for it. */
	public function test_an_acknowledged_job_is_deleted_by_its_event(): void {
		$job = ( new JobManager() )->acknowledge( self::completed() );
		$due = wp_next_scheduled( 'wpaijobs_cleanup_delivered', array( $job->id() ) );
		$this->assertGreaterThanOrEqual( $job->acknowledged_at() + JobManager::DELETE_AFTER_ACKNOWLEDGEMENT_MS, $due * 1000 );
		// WP-Cron goes by the machine's clock, and the job by the database's.
		$this->assertLessThanOrEqual( $job->acknowledged_at() + JobManager::DELETE_AFTER_ACKNOWLEDGEMENT_MS + 2000, $due * 1000 );

		self::move_clock( $due * 1000 - $job->acknowledged_at() );
		do_action( 'wpaijobs_cleanup_delivered', $job->id() );
		$this->assertSame( array(), ( new JobManager() )->recent( 10 ) );
	}

	/** Daily. */
	public function test_the_daily_clean_up_deletes_what_nobody_came_for_and_nothing_else(): void {
		self::completed();
		self::move_clock( JobManager::RETENTION_MS );
		$kept = array( self::completed()->id(), self::pending()->id() );
		do_action( 'wpaijobs_cleanup' );
		$left = array_map(
			static function ( Job $job ): string {
				return $job->id();
			},
			( new JobManager() )->recent( 10 )
		);
		$this->assertEqualsCanonicalizing( $kept, $left );
	}

	/** Hourly. */
	public function test_the_hourly_clean_up_ends_what_is_stuck(): void {
		$job = self::pending();
		self::move_clock( Job::LIFETIME_MS );
		$ended = array();
		add_action(
			'wpaijobs_status_changed',
			static function ( Job $job ) use ( &$ended ): void {
				$ended[] = $job->id();
			}
		);
		do_action( 'wpaijobs_cleanup_stuck' );
		$this->assertSame( array( $job->id() ), $ended );
	}

	/** Refused now, done by the next event. */
	public function test_a_database_that_refuses_ends_no_event_with_an_exception(): void {
		$job    = self::completed();
		$refuse = static function ( string $query ): string {
			return false === strpos( $query, 'wpaijobs' ) ? $query : 'REFUSED';
		};
		$shown  = $GLOBALS['wpdb']->suppress_errors( true );
		self::move_clock( JobManager::RETENTION_MS );
		add_filter( 'query', $refuse );
		foreach ( array( 'wpaijobs_cleanup_delivered', 'wpaijobs_cleanup', 'wpaijobs_cleanup_stuck' ) as $hook ) {
			do_action( $hook, $job->id() );
		}
		remove_filter( 'query', $refuse );
		$GLOBALS['wpdb']->suppress_errors( $shown );
		$this->assertCount( 1, ( new JobManager() )->recent( 10 ) );

		do_action( 'wpaijobs_cleanup' );
		$this->assertSame( array(), ( new JobManager() )->recent( 10 ) );
	}
}
