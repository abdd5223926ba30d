<?php
/**
 * Finding a job a runner.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI;

use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\Runner;
use WpAiJobs\Integrations\AI\RunnerLadder;
use WpAiJobs\Integrations\AI\Scheduler;
use WpAiJobs\Tests\PluginTestCase;
use WpAiJobs\Tests\Process;

/**
 * The rungs, each by itself.
 */
final class RunnerLadderTest extends PluginTestCase {

	/**
	 * Requests that were sent.
	 *
	 * @var array<string,array<string,mixed>>
	 */
	private $sent;

	/**
	 * What they are answered with; 0: not at all.
	 *
	 * @var int
	 */
	private $status = 200;

	/** Catches requests, and what waits for the answer to be on its way. */
	protected function setUp(): void {
		parent::setUp();
		delete_transient( 'doing_cron' );
		$this->sent = array();
		add_filter(
			'pre_http_request',
			function ( $response, array $args, string $url ) {
				$this->sent[ $url ] = $args;
				return 0 === $this->status ? new \WP_Error( 'http_request_failed', 'refused' ) : array( 'response' => array( 'code' => $this->status ) );
			},
			10,
			3
		);
	}

	/** The loopback is asked for nothing but one job's run. */
	public function test_a_new_job_is_started_by_a_loopback_request_that_nobody_waits_for(): void {
		remove_filter( 'wpaijobs_use_loopback', '__return_false' );
		$job = self::pending();
		RunnerLadder::dispatch( $job );
		$this->assertSame( array(), $this->sent, 'Not before the answer.' );

		self::end_request();
		$url = self::run_url( $job->id() );
		$this->assertArrayHasKey( $url, $this->sent );
		$this->assertFalse( $this->sent[ $url ]['blocking'] );
		$this->assertTrue( RunnerLadder::is_token( $job->id(), $this->sent[ $url ]['headers'][ RunnerLadder::TOKEN_HEADER ] ) );
		$this->assertFalse( RunnerLadder::is_token( self::pending()->id(), $this->sent[ $url ]['headers'][ RunnerLadder::TOKEN_HEADER ] ), 'A token is for one job.' );
	}

	/** Loopback and WP-Cron are given a moment. */
	public function test_a_job_needs_the_clients_run_request_only_when_nothing_took_it_for_3_s(): void {
		$job = self::pending();
		$this->assertFalse( RunnerLadder::see_to( $job ) );
		self::move_clock( RunnerLadder::FORGOTTEN_AFTER_MS );
		$this->assertTrue( RunnerLadder::see_to( $job ) );
		$claimed = ( new JobManager() )->claim( $job->id(), 'runner', 1000 );
		$this->assertFalse( RunnerLadder::see_to( $claimed ) );
	}

	/** PHP-FPM and LiteSpeed. */
	public function test_where_the_answer_can_go_first_a_check_runs_a_forgotten_job_behind_it(): void {
		$id      = self::pending()->id();
		$process = new Process( 'answer_first', array( $id ) );
		$this->assertSame( array( 'the client is not asked', 'answer sent', 'executed' ), array( $process->hear(), $process->hear(), $process->hear() ) );
		$process->end();
		$this->assertSame( Job::COMPLETED, ( new JobManager() )->get( $id )->status() );
	}

	/**
	 * What ends a process.
	 *
	 * @return array<string,array{string}>
	 */
	public static function ends(): array {
		return array(
			'exit'   => array( 'exit' ),
			'memory' => array( 'memory' ),
		);
	}

	/**
	 * Over the site's own server. In PHP's shutdown nobody would notice, and the job would hang
	 * until its lease is over.
	 *
	 * @dataProvider ends
	 *
	 * @param string $end What ends the process.
	 */
	public function test_the_death_of_a_job_that_came_by_loopback_is_recorded_at_once( string $end ): void {
		remove_all_filters( 'pre_http_request' );
		$file = WPMU_PLUGIN_DIR . '/dying-type.php';
		copy( dirname( __DIR__, 2 ) . '/Double/dying-type.php', $file );
		try {
			$id       = self::pending(
				array(
					'type'  => 'dying',
					'input' => array( 'end' => $end ),
				)
			)->id();
			$response = RunnerLadder::request_run( $id, 10 );
			// Until the process has ended.
			flock( fopen( WPMU_PLUGIN_DIR . '/dying-type.lock', 'c' ), LOCK_EX );
		} finally {
			unlink( $file );
			unlink( WPMU_PLUGIN_DIR . '/dying-type.lock' );
		}
		$this->assertTrue( RunnerLadder::has_arrived( $response ) );
		$job = ( new JobManager() )->get( $id );
		$this->assertSame( array( Job::FAILED, 'interrupted' ), array( $job->status(), $job->error()['code'] ?? null ) );
	}

	/** Another run of WP-Cron holds its lock, for up to 60 s. */
	public function test_a_job_is_run_though_wp_cron_is_locked(): void {
		$handler = self::register_type();
		$job     = self::pending();
		RunnerLadder::dispatch( $job );
		set_transient( 'doing_cron', sprintf( '%.22F', microtime( true ) ) );
		spawn_cron();
		$this->assertSame( array(), $this->sent, 'WP-Cron refuses to be spawned.' );

		self::move_clock( RunnerLadder::FORGOTTEN_AFTER_MS );
		$this->assertTrue( RunnerLadder::see_to( $job ), 'A client that can is asked.' );
		$this->assertFalse( RunnerLadder::see_to( $job, false ), 'Else it runs behind the answer.' );
		$this->assertSame( array(), $handler->executed );
		self::end_request();
		$this->assertCount( 1, $handler->executed );
		delete_transient( 'doing_cron' );
	}

	/** However many rungs see to it. */
	public function test_several_rungs_at_once_execute_a_job_once(): void {
		$handler = self::register_type();
		$job     = self::pending();
		RunnerLadder::dispatch( $job );
		self::move_clock( RunnerLadder::FORGOTTEN_AFTER_MS );
		RunnerLadder::see_to( $job, false );
		RunnerLadder::run_after_answer( $job->id() );
		self::run_event( Scheduler::RUN_HOOK );
		self::end_request();
		$this->assertCount( 1, $handler->executed );
	}

	/** It may be billed, so nobody but its author has it run again. */
	public function test_no_rung_repeats_a_call_that_timed_out(): void {
		$manager = new JobManager();
		foreach ( array( 0, 2 ) as $part_count ) {
			$time_out = array( self::class, 'time_out' );
			$handler  = 0 === $part_count ? self::register_type( $time_out ) : self::register_type_in_parts( $time_out );
			$job      = self::pending( array( 'part_count' => $part_count ) );
			RunnerLadder::dispatch( $job );
			self::run_event( Scheduler::RUN_HOOK );
			foreach ( array( RunnerLadder::FORGOTTEN_AFTER_MS, Job::LIFETIME_MS, 3600000 ) as $ms ) {
				self::move_clock( $ms );
				RunnerLadder::see_to( $manager->get( $job->id() ), false );
				RunnerLadder::run_after_answer( $job->id() );
				RunnerLadder::send_next();
				self::end_request();
				self::run_event( Scheduler::RUN_HOOK );
				do_action( 'wpaijobs_cleanup_stuck' );
			}
			$this->assertCount( max( 1, $part_count ), $handler->executed );
			$this->assertSame( array( Job::FAILED, true ), array( $manager->get( $job->id() )->status(), $manager->get( $job->id() )->error()['may_be_billed'] ) );
		}
	}

	/** Not in wp-cron.php's process, where it would keep other plugins' events waiting. */
	public function test_an_event_sends_loopback_requests_where_they_arrive(): void {
		remove_filter( 'wpaijobs_use_loopback', '__return_false' );
		$handler = self::register_type();
		$jobs    = array( self::pending(), self::pending() );
		$this->answer( 204 );
		self::run_event( Scheduler::RUN_HOOK );
		$this->assertCount( 0, $handler->executed );
		foreach ( $jobs as $job ) {
			$this->assertFalse( $this->sent[ self::run_url( $job->id() ) ]['blocking'] );
		}
		$this->assertTrue( RunnerLadder::loopback_observed()['works'] );
	}

	/**
	 * What comes instead of an answer of ours.
	 *
	 * @return array<string,array{int}> HTTP status; 0: none.
	 */
	public static function blocked(): array {
		return array(
			'refused'    => array( 0 ),
			'a firewall' => array( 403 ),
			'a page'     => array( 200 ),
		);
	}

	/**
	 * At the end of its process.
	 *
	 * @dataProvider blocked
	 * @param int $status HTTP status; 0: no answer.
	 */
	public function test_an_event_runs_jobs_itself_where_loopback_requests_fail_and_asks_again_later( int $status ): void {
		remove_filter( 'wpaijobs_use_loopback', '__return_false' );
		$handler = self::register_type();
		$this->answer( $status );
		self::pending();
		self::run_event( Scheduler::RUN_HOOK );
		$this->assertCount( 1, $handler->executed );
		$this->assertFalse( RunnerLadder::loopback_observed()['works'] );

		$this->answer( 204 );
		self::pending();
		self::run_event( Scheduler::RUN_HOOK );
		$this->assertCount( 2, $handler->executed, 'It is known to fail.' );

		$observed = RunnerLadder::loopback_observed();
		update_option( 'wpaijobs_loopback', array( 'at' => $observed['at'] - HOUR_IN_SECONDS ) + $observed );
		self::pending();
		self::run_event( Scheduler::RUN_HOOK );
		$this->assertCount( 2, $handler->executed );
		$this->assertTrue( RunnerLadder::loopback_observed()['works'] );
	}

	/** A real one, at a real site. */
	public function test_a_loopback_request_that_arrives_is_remembered_without_autoloading(): void {
		remove_all_filters( 'pre_http_request' );
		$response = RunnerLadder::request_run( '00000000-0000-4000-8000-000000000000', 30 );
		$this->assertTrue( RunnerLadder::has_arrived( $response ) );
		wp_cache_flush();
		$this->assertTrue( RunnerLadder::loopback_observed()['works'] );
		$this->assertArrayNotHasKey( 'wpaijobs_loopback', wp_load_alloptions() );
	}

	/** Its job's handler starts another one: no event may be scheduled for it. */
	public function test_what_a_job_starts_is_run_by_the_same_process_where_nothing_else_can(): void {
		self::log_in( 'admin' );
		wp_unschedule_hook( Scheduler::RUN_HOOK );
		$handler = self::register_type(
			static function ( Job $job ): array {
				if ( 'Rain' === $job->input()['prompt'] ) {
					wpaijobs_start( 'test', array( 'prompt' => 'Snow' ) );
				}
				return array();
			}
		);
		$job = self::pending(
			array(
				'owner_id' => self::user( 'admin' ),
				'input'    => array( 'prompt' => 'Rain' ),
			)
		);
		( new Runner() )->run( $job->id() );
		$this->assertCount( 1, $handler->executed );
		$this->assertFalse( wp_next_scheduled( Scheduler::RUN_HOOK ) );
		self::end_request();
		$this->assertCount( 2, $handler->executed );
	}

	/**
	 * Has every request answered.
	 *
	 * @param int $status HTTP status; 0: no answer.
	 */
	private function answer( int $status ): void {
		$this->status = $status;
	}

	/**
	 * Where a job is asked to be run.
	 *
	 * @param string $id Job id.
	 * @return string
	 */
	private static function run_url( string $id ): string {
		return rest_url( 'wp-ai-jobs/v1/jobs/' . $id . '/run' );
	}

	/**
	 * What a provider does that may go on working.
	 *
	 * @return \WP_Error
	 */
	public static function time_out(): \WP_Error {
		return new \WP_Error( 'provider_timeout', '' );
	}
}
