<?php
/**
 * What happens by the clock.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Core;

use WpAiJobs\Core\Cron;
use WpAiJobs\Core\Maintenance;
use WpAiJobs\Integrations\AI\Deletion;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\Store\Stores;
use WpAiJobs\Tests\PluginTestCase;

/**
 * The cron hooks and their schedules.
 */
final class MaintenanceTest extends PluginTestCase {

	/**
	 * What was logged.
	 *
	 * @var string[]
	 */
	private $heard = array();

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
	public function test_four_events_are_scheduled_once_without_arguments(): void {
		Maintenance::schedule();
		$first = array_map( 'wp_next_scheduled', array_keys( Cron::EVENTS ) );
		Maintenance::schedule();
		$this->assertSame( array( 'hourly', 'hourly', 'hourly', 'daily' ), array_map( 'wp_get_schedule', array( 'wpaijobs_process', 'wpaijobs_cleanup_delivered', 'wpaijobs_cleanup_stuck', 'wpaijobs_cleanup' ) ) );
		$this->assertSame( $first, array_map( 'wp_next_scheduled', array_keys( Cron::EVENTS ) ) );
		$this->assertCount( 4, array_unique( $first ), 'None shares an entry of the option with another.' );
	}

	/** Other plugins change events by a filter, or schedule them themselves. */
	public function test_events_that_another_plugin_changed_or_doubled_are_one_each(): void {
		$change = static function ( $event ) {
			if ( is_object( $event ) ) {
				$event->args = array( 'site' => wp_generate_uuid4() );
			}
			return $event;
		};
		add_filter( 'schedule_event', $change );
		Maintenance::schedule();
		Maintenance::schedule();
		Maintenance::schedule();
		$this->assertSame( array_fill_keys( array_keys( Cron::EVENTS ), 1 ), self::count_events(), 'They are found again.' );

		remove_filter( 'schedule_event', $change );
		wp_schedule_event( time() + 300, 'hourly', Cron::PROCESS );
		wp_schedule_event( time() + 600, 'hourly', Cron::PROCESS, array( 'x' ) );
		wp_schedule_event( time() + 900, 'daily', Cron::CLEANUP, array( 'x' ) );
		Maintenance::schedule();
		$this->assertSame( array_fill_keys( array_keys( Cron::EVENTS ), 1 ), self::count_events() );
		$this->assertNotFalse( wp_next_scheduled( Cron::PROCESS ) );
	}

	/** What another plugin left in the option is no array everywhere, and ends no request. */
	public function test_a_damaged_list_of_events_is_survived(): void {
		$scheduled = array();
		add_filter(
			'pre_option_cron',
			static function (): array {
				return array(
					time() + 50 => false,
					time() + 60 => array( Cron::PROCESS => true ),
					'version'   => 2,
				);
			}
		);
		add_filter(
			'pre_schedule_event',
			static function ( $answer, $event ) use ( &$scheduled ): bool {
				$scheduled[] = $event->hook;
				return true;
			},
			10,
			2
		);
		Cron::keep();
		$this->assertSame( array_keys( Cron::EVENTS ), $scheduled );
	}

	/** Plugins for large sites keep events in a table of their own. */
	public function test_events_that_are_kept_elsewhere_are_scheduled_once(): void {
		Maintenance::unschedule();
		$kept = array();
		add_filter(
			'pre_schedule_event',
			static function ( $answer, $event ) use ( &$kept ): bool {
				$kept[] = $event;
				return true;
			},
			10,
			2
		);
		add_filter(
			'pre_get_scheduled_event',
			static function ( $answer, string $hook ) use ( &$kept ) {
				return array_column( $kept, null, 'hook' )[ $hook ] ?? false;
			},
			10,
			2
		);
		for ( $request = 0; $request < 5; $request++ ) {
			Maintenance::schedule();
		}
		$this->assertEqualsCanonicalizing( array_keys( Cron::EVENTS ), array_column( $kept, 'hook' ) );
	}

	/**
	 * How many events of ours are scheduled.
	 *
	 * @return array<string,int> By hook, in the order of Cron::EVENTS.
	 */
	private static function count_events(): array {
		$counts = array_fill_keys( array_keys( Cron::EVENTS ), 0 );
		foreach ( _get_cron_array() as $hooks ) {
			foreach ( array_intersect_key( $hooks, $counts ) as $hook => $events ) {
				$counts[ $hook ] += count( $events );
			}
		}
		return $counts;
	}

	/** Thousands after a holiday: an event must not keep the others waiting. */
	public function test_a_clean_up_deletes_so_many_and_leaves_the_rest_to_the_next(): void {
		$store = Stores::current();
		for ( $count = 0; $count < 3; $count++ ) {
			self::completed();
			( new JobManager() )->cancel( self::pending( array( 'part_count' => 2 ) ) );
		}
		self::move_clock( JobManager::RETENTION_MS );
		$this->assertSame( array( 4, 2, 0 ), array( ( new Deletion( $store ) )->delete_finished( 4 ), ( new Deletion( $store ) )->delete_finished( 4 ), ( new Deletion( $store ) )->delete_finished( 4 ) ) );
	}

	/** What Site Health asks. */
	public function test_it_is_known_for_how_long_events_are_overdue(): void {
		$this->assertSame( 0, Cron::overdue_s() );
		wp_schedule_event( time() - 7200, 'hourly', Cron::CLEANUP_STUCK );
		wp_schedule_event( time() + 60, 'hourly', Cron::PROCESS );
		$this->assertEqualsWithDelta( 7200, Cron::overdue_s(), 5 );
	}

	/** Acknowledged: gone at the event's time, not a moment too early for it. */
	public function test_an_acknowledged_job_is_deleted_by_the_event(): void {
		Maintenance::schedule();
		wp_unschedule_hook( 'wpaijobs_cleanup_delivered' );
		wp_schedule_event( time() + HOUR_IN_SECONDS, 'hourly', 'wpaijobs_cleanup_delivered' );
		$job = ( new JobManager() )->acknowledge( self::completed() );
		$due = wp_next_scheduled( 'wpaijobs_cleanup_delivered' );
		$this->assertGreaterThanOrEqual( $job->acknowledged_at() + JobManager::DELETE_AFTER_ACKNOWLEDGEMENT_MS, $due * 1000 );
		// WP-Cron goes by the machine's clock, and the job by the database's.
		$this->assertLessThanOrEqual( $job->acknowledged_at() + JobManager::DELETE_AFTER_ACKNOWLEDGEMENT_MS + 2000, $due * 1000 );

		self::move_clock( $due * 1000 - $job->acknowledged_at() );
		do_action( 'wpaijobs_cleanup_delivered' );
		$this->assertSame( array(), ( new JobManager() )->recent( 10 ) );
	}

	/** The event was already on its way for an earlier one. */
	public function test_the_event_comes_again_for_what_was_acknowledged_while_it_was_waited_for(): void {
		( new JobManager() )->acknowledge( self::completed() );
		wp_unschedule_hook( 'wpaijobs_cleanup_delivered' );
		do_action( 'wpaijobs_cleanup_delivered' );
		$this->assertCount( 1, ( new JobManager() )->recent( 10 ) );
		$this->assertNotFalse( wp_next_scheduled( 'wpaijobs_cleanup_delivered' ) );

		wp_unschedule_hook( 'wpaijobs_cleanup_delivered' );
		self::move_clock( JobManager::DELETE_AFTER_ACKNOWLEDGEMENT_MS );
		do_action( 'wpaijobs_cleanup_delivered' );
		$this->assertFalse( wp_next_scheduled( 'wpaijobs_cleanup_delivered' ) );
	}

	/** Where WP-Cron never runs. */
	public function test_starts_and_acknowledgements_delete_what_was_acknowledged_before(): void {
		$manager = new JobManager();
		foreach ( array( 'start', 'acknowledge' ) as $request ) {
			$manager->acknowledge( self::completed() );
			$next = self::completed();
			self::end_request();
			self::move_clock( JobManager::DELETE_AFTER_ACKNOWLEDGEMENT_MS );
			'start' === $request ? self::pending() : $manager->acknowledge( $next );
			$before = count( $manager->recent( 10 ) );
			self::end_request();
			$this->assertSame( $before - 1, count( $manager->recent( 10 ) ), $request );
			$manager->cancel( $manager->recent( 1 )[0] );
		}
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

	/** Nor any other fault of ours. */
	public function test_no_exception_of_ours_stops_other_plugins_events(): void {
		$broken = static function (): void {
			throw new \TypeError( 'Rain' );
		};
		foreach ( array_keys( Cron::EVENTS ) as $hook ) {
			add_action( $hook, Cron::guard( $broken ), 5 );
			set_error_handler( array( $this, 'hear' ) );
			do_action( $hook );
			restore_error_handler();
		}
		$this->assertCount( 4, $this->heard );
		$this->assertStringNotContainsString( 'Rain', implode( $this->heard ), 'It may be of a prompt.' );
		$this->assertStringContainsString( 'TypeError in MaintenanceTest.php', $this->heard[0] );
	}

	/**
	 * Hears what is logged.
	 *
	 * @param int    $level   Level.
	 * @param string $message Message.
	 * @return bool
	 */
	public function hear( int $level, string $message ): bool {
		$this->heard[] = $message;
		return true;
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
			do_action( $hook );
		}
		remove_filter( 'query', $refuse );
		$GLOBALS['wpdb']->suppress_errors( $shown );
		$this->assertCount( 1, ( new JobManager() )->recent( 10 ) );

		do_action( 'wpaijobs_cleanup' );
		$this->assertSame( array(), ( new JobManager() )->recent( 10 ) );
	}
}
