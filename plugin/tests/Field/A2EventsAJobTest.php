<?php
/**
 * A2: one cron event a job.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Field;

use WpAiJobs\Core\Maintenance;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\RunnerLadder;
use WpAiJobs\Tests\PluginTestCase;

/**
 * The site's WP-Cron is switched off, so nothing that is scheduled ever goes.
 *
 * @group once
 */
final class A2EventsAJobTest extends PluginTestCase {

	private const EVENTS = array( 'wpaijobs_process', 'wpaijobs_cleanup_delivered', 'wpaijobs_cleanup_stuck', 'wpaijobs_cleanup' );

	/** What every site has. */
	protected function setUp(): void {
		parent::setUp();
		Maintenance::schedule();
		$this->assertTrue( DISABLE_WP_CRON );
	}

	/**
	 * The option `cron` as it is in the database.
	 *
	 * @return string
	 */
	private static function option(): string {
		global $wpdb;
		return $wpdb->get_var( "SELECT option_value FROM {$wpdb->options} WHERE option_name = 'cron'" );
	}

	/**
	 * The events of ours that are scheduled.
	 *
	 * @return string[] Hook and arguments of each.
	 */
	private static function events(): array {
		$ours = array();
		foreach ( maybe_unserialize( self::option() ) as $hooks ) {
			foreach ( is_array( $hooks ) ? $hooks : array() as $hook => $events ) {
				foreach ( 0 === strpos( $hook, 'wpaijobs' ) ? $events : array() as $event ) {
					$ours[] = $hook . wp_json_encode( $event['args'] );
				}
			}
		}
		sort( $ours );
		return $ours;
	}

	/**
	 * Brings the events to where they are on a site whose WP-Cron has run: none is due.
	 */
	private static function rest(): void {
		Maintenance::unschedule();
		foreach ( self::EVENTS as $number => $hook ) {
			wp_schedule_event( time() + HOUR_IN_SECONDS + $number, 'hourly', $hook );
		}
	}

	/**
	 * A job from its start to its acknowledgement.
	 *
	 * @param JobManager $manager The rules.
	 */
	private static function finish_one( JobManager $manager ): void {
		$job = self::pending( array(), $manager );
		RunnerLadder::dispatch( $job );
		$manager->acknowledge( $manager->complete( $manager->claim( $job->id(), 'runner', 60000 ), array( 'text' => 'Rain' ) ) );
		self::end_request();
	}

	/** The row's own example. */
	public function test_a_thousand_acknowledged_jobs_leave_the_option_as_it_was(): void {
		$manager = new JobManager();
		$before  = self::option();
		for ( $count = 0; $count < 1000; $count++ ) {
			self::finish_one( $manager );
		}
		$this->assertSame( self::expected(), self::events() );
		$this->assertSame( $before, self::option() );
	}

	/** Somebody calls wp-cron.php once in a while. */
	public function test_nor_do_they_where_events_are_run_now_and_then(): void {
		self::rest();
		$manager = new JobManager();
		$bytes   = strlen( self::option() );
		for ( $count = 0; $count < 20; $count++ ) {
			self::finish_one( $manager );
			$this->assertSame( self::expected(), self::events() );
			$this->assertLessThanOrEqual( $bytes, strlen( self::option() ) );
			if ( 0 === $count % 5 ) {
				self::rest();
			}
		}
	}

	/**
	 * What else happens to jobs.
	 *
	 * @return array<string,array{callable(JobManager):void}>
	 */
	public static function lives(): array {
		return array(
			'cancelled'            => array(
				static function ( JobManager $manager ): void {
					$manager->acknowledge( $manager->cancel( self::pending() ) );
				},
			),
			'failed, and retried'  => array(
				static function ( JobManager $manager ): void {
					$failed = $manager->fail( $manager->claim( self::pending()->id(), 'runner' ), \WpAiJobs\Integrations\AI\Errors::of( 'provider_unavailable' ) );
					RunnerLadder::dispatch( $manager->retry( $failed ) );
				},
			),
			'in parts'             => array(
				static function (): void {
					RunnerLadder::dispatch( self::pending( array( 'part_count' => 4 ) ) );
				},
			),
			'waiting in the queue' => array(
				static function ( JobManager $manager ): void {
					add_filter( 'wpaijobs_max_running', static fn() => 1 );
					$manager->claim( self::pending()->id(), 'runner' );
					RunnerLadder::dispatch( self::pending() );
				},
			),
			'found by an event'    => array(
				static function (): void {
					self::register_type();
					self::pending();
					do_action( 'wpaijobs_process' );
				},
			),
			'checked'              => array(
				static function (): void {
					$job = self::pending();
					self::move_clock( RunnerLadder::FORGOTTEN_AFTER_MS );
					RunnerLadder::see_to( $job );
				},
			),
		);
	}

	/**
	 * Each kind of life, several times, on a site at rest.
	 *
	 * @dataProvider lives
	 * @param callable $live A job's life.
	 */
	public function test_the_number_of_events_is_the_same_whatever_becomes_of_a_job( callable $live ): void {
		self::rest();
		for ( $count = 0; $count < 3; $count++ ) {
			$live( new JobManager() );
			self::end_request();
			$this->assertSame( self::expected(), self::events() );
		}
	}

	/** Wherever nothing runs WP-Cron, jobs go all the same. */
	public function test_acknowledged_jobs_do_not_pile_up_without_wp_cron(): void {
		$manager = new JobManager();
		for ( $count = 0; $count < 10; $count++ ) {
			self::finish_one( $manager );
			self::move_clock( JobManager::DELETE_AFTER_ACKNOWLEDGEMENT_MS );
			$this->assertLessThanOrEqual( 2, count( $manager->recent( 50 ) ) );
		}
	}

	/** Of others nothing is taken off. */
	public function test_deactivation_takes_off_our_events_alone(): void {
		wp_schedule_single_event( time() + 60, 'eb_process_ai_job', array( 'theirs' ) );
		wp_schedule_event( time() + 60, 'daily', 'eb_cleanup_ai_jobs' );
		wp_schedule_single_event( time() + 60, 'ai_jobs_of_another_plugin' );
		Maintenance::unschedule();
		$this->assertSame( array(), self::events() );
		foreach ( array( array( 'eb_process_ai_job', array( 'theirs' ) ), array( 'eb_cleanup_ai_jobs', array() ), array( 'ai_jobs_of_another_plugin', array() ) ) as list( $hook, $args ) ) {
			$this->assertNotFalse( wp_next_scheduled( $hook, $args ) );
			wp_unschedule_hook( $hook );
		}
	}

	/**
	 * All four, without arguments.
	 *
	 * @return string[]
	 */
	private static function expected(): array {
		$events = array_map(
			static function ( string $hook ): string {
				return $hook . '[]';
			},
			self::EVENTS
		);
		sort( $events );
		return $events;
	}
}
