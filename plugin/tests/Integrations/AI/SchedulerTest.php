<?php
/**
 * The site's own background.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI;

use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\RunnerLadder;
use WpAiJobs\Integrations\AI\Scheduler;
use WpAiJobs\Tests\PluginTestCase;
use WpAiJobs\Tests\Process;

/**
 * WP-Cron, and Action Scheduler in its place.
 */
final class SchedulerTest extends PluginTestCase {

	/** One event for all. */
	public function test_wp_crons_event_runs_what_waits_oldest_first(): void {
		$handler = self::register_type();
		$jobs    = array();
		for ( $count = 0; $count < 3; $count++ ) {
			$job    = self::pending();
			$jobs[] = $job->id();
			RunnerLadder::dispatch( $job );
			self::move_clock( 1000 );
		}
		$events = array_filter(
			(array) _get_cron_array(),
			static function ( array $hooks ): bool {
				return isset( $hooks[ Scheduler::RUN_HOOK ] );
			}
		);
		$this->assertCount( 1, $events, 'Where WP-Cron never runs, they do not heap up.' );

		self::run_event( Scheduler::RUN_HOOK );
		$executed = array_map(
			static function ( Job $job ): string {
				return $job->id();
			},
			$handler->executed
		);
		$this->assertSame( $jobs, $executed );
	}

	/** A job whose parts were never made: its starter died behind the insert. */
	public function test_a_job_is_run_whose_start_died_in_the_middle(): void {
		$handler = self::register_type_in_parts();
		$manager = new JobManager();
		$draft   = $manager->draft( array_merge( self::start(), array( 'part_count' => 2 ) ) );
		\WpAiJobs\Integrations\AI\Store\Stores::current()->insert( $draft );
		self::run_event( Scheduler::RUN_HOOK );
		$this->assertSame( array( 0, 1 ), $handler->executed );
		$this->assertSame( Job::COMPLETED, $manager->get( $draft->id() )->status() );
	}

	/** Other plugins have events too. */
	public function test_an_event_runs_no_job_within_it(): void {
		$handler = self::register_type();
		self::pending();
		do_action( Scheduler::RUN_HOOK );
		$this->assertCount( 0, $handler->executed );
		self::end_request();
		$this->assertCount( 1, $handler->executed );
	}

	/** The process may be killed, or its time be over. */
	public function test_an_event_that_finds_waiting_jobs_leaves_another_look_and_one_that_does_not_rests(): void {
		$handler = self::register_type();
		self::pending();
		self::pending();
		do_action( Scheduler::RUN_HOOK );
		$this->assertEqualsWithDelta( time() + Scheduler::LOOK_AGAIN_S, wp_next_scheduled( Scheduler::RUN_HOOK ), 5 );
		Scheduler::run_waiting( 0 );
		$this->assertCount( 1, $handler->executed );

		self::run_event( Scheduler::RUN_HOOK );
		wp_unschedule_hook( Scheduler::RUN_HOOK );
		self::run_event( Scheduler::RUN_HOOK );
		$this->assertFalse( wp_next_scheduled( Scheduler::RUN_HOOK ) );
	}

	/** Its functions, as it has them. */
	public function test_action_scheduler_is_used_where_it_is_active(): void {
		$process = new Process( 'action_scheduler', array( self::pending()->id() ) );
		$said    = json_decode( $process->hear(), true );
		$process->end();
		$this->assertSame(
			array(
				'actions'      => array( array( 'wpaijobs_process', array(), 'wp-ai-jobs' ) ),
				'wp_cron'      => 'as before',
				'within'       => 'pending',
				'status'       => 'completed',
				'site_health'  => true,
				'calls'        => 1,
				'timed_out'    => 'failed',
				'calls_in_all' => 2,
				'left'         => array( array( 'wpaijobs_process', array(), 'another-plugin' ) ),
			),
			$said
		);
	}
}
