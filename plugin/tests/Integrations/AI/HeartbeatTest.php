<?php
/**
 * A runner's sign of life.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI;

use WpAiJobs\Integrations\AI\Heartbeat;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Tests\PluginTestCase;

/**
 * What curl calls, called by the test.
 */
final class HeartbeatTest extends PluginTestCase {

	/**
	 * The rules.
	 *
	 * @var JobManager
	 */
	private $manager;

	/**
	 * The heartbeat of a claimed job.
	 *
	 * @var Heartbeat
	 */
	private $heartbeat;

	/** Claims a job. */
	protected function setUp(): void {
		parent::setUp();
		$this->manager   = new JobManager();
		$pending         = self::pending();
		$this->heartbeat = new Heartbeat( $this->manager, $this->manager->claim( $pending->id(), 'runner', Heartbeat::silent_lease_ms( $pending ) ) );
	}

	/**
	 * The job as it is stored.
	 *
	 * @return Job
	 */
	private function stored(): Job {
		return $this->manager->get( $this->heartbeat->job()->id() );
	}

	/** The runner dies while it waits. */
	public function test_a_runner_that_falls_silent_in_a_request_is_taken_for_dead_after_60_s(): void {
		$this->heartbeat->begin();
		self::move_clock( Heartbeat::LEASE_MS - 1000 );
		$this->assertSame( Job::PROCESSING, $this->stored()->status() );
		self::move_clock( 1000 );
		$this->assertSame( array( Job::FAILED, 'interrupted' ), array( $this->stored()->status(), $this->stored()->error()['code'] ) );
	}

	/** The provider is slow. */
	public function test_a_runner_that_gives_signs_of_life_may_wait_as_long_as_the_job_lives(): void {
		$this->heartbeat->begin();
		for ( $waited_ms = 0; $waited_ms < Job::LIFETIME_MS - 20000; $waited_ms += 10000 ) {
			self::move_clock( 10000 );
			$this->assertTrue( $this->heartbeat->beat() );
		}
		$this->assertSame( Job::COMPLETED, $this->manager->complete( $this->heartbeat->job(), array() )->status() );
	}

	/** Each sign is a write. */
	public function test_signs_of_life_are_given_every_10_s_however_often_curl_calls(): void {
		$this->heartbeat->begin();
		$revision = $this->heartbeat->job()->revision();
		for ( $call = 0; $call < 19; $call++ ) {
			$this->heartbeat->beat();
			self::move_clock( 1000 );
		}
		$this->assertSame( $revision + 1, $this->stored()->revision() );
	}

	/** Its owner stopped it, so nobody needs the answer. */
	public function test_a_stopped_jobs_request_is_broken_off(): void {
		$this->heartbeat->begin();
		$this->manager->cancel( $this->stored() );
		self::move_clock( Heartbeat::EVERY_MS );
		$this->assertFalse( $this->heartbeat->beat() );
		$this->assertSame( Job::CANCELLED, $this->stored()->status() );
	}

	/** After the answer, a handler may do other things. */
	public function test_outside_of_a_request_the_lease_is_long_again(): void {
		$this->heartbeat->begin();
		$this->heartbeat->end();
		$this->assertTrue( $this->heartbeat->beat() );
		self::move_clock( Heartbeat::LEASE_MS + 1000 );
		$this->assertSame( Job::PROCESSING, $this->stored()->status() );
		$this->assertSame( Job::COMPLETED, $this->manager->complete( $this->heartbeat->job(), array() )->status() );
	}

	/** A database that stumbles is no reason to throw an answer away. */
	public function test_a_sign_that_cannot_be_stored_breaks_nothing_off(): void {
		$this->heartbeat->begin();
		self::move_clock( Heartbeat::EVERY_MS );
		$spoil = static function (): string {
			return 'SELECT refused FROM no_such_table';
		};
		add_filter( 'query', $spoil );
		$alive = $this->heartbeat->beat();
		remove_filter( 'query', $spoil );
		$this->assertTrue( $alive );
		$this->assertSame( Job::COMPLETED, $this->manager->complete( $this->heartbeat->job(), array() )->status() );
	}

	/** The lease goes on meanwhile. */
	public function test_a_sign_that_could_not_be_stored_is_given_again_soon(): void {
		$this->heartbeat->begin();
		$revision = $this->heartbeat->job()->revision();
		$spoil    = static function (): string {
			return 'SELECT refused FROM no_such_table';
		};
		self::move_clock( Heartbeat::EVERY_MS );
		add_filter( 'query', $spoil );
		$this->heartbeat->beat();
		remove_filter( 'query', $spoil );
		$this->heartbeat->beat();
		$this->assertSame( $revision, $this->stored()->revision() );
		// Where the database tells no time, the machine's clock takes over, which may be behind it.
		self::move_clock( Heartbeat::RETRY_MS + 500 );
		$this->heartbeat->beat();
		$this->assertSame( $revision + 1, $this->stored()->revision() );
	}

	/** curl has one callback, and who takes it asks by the filter. */
	public function test_who_takes_curls_callback_hears_it_beat(): void {
		$this->heartbeat->during(
			function (): void {
				$this->heartbeat->begin();
				$revision = $this->heartbeat->job()->revision();
				self::move_clock( Heartbeat::EVERY_MS );
				$this->assertTrue( apply_filters( Heartbeat::GOES_ON, true ) );
				$this->assertSame( $revision + 1, $this->stored()->revision() );
				$this->assertFalse( apply_filters( Heartbeat::GOES_ON, false ) );

				$this->manager->cancel( $this->stored() );
				self::move_clock( Heartbeat::EVERY_MS );
				$this->assertFalse( apply_filters( Heartbeat::GOES_ON, true ) );
			}
		);
		$this->assertFalse( has_filter( Heartbeat::GOES_ON ) );
	}

	/** It listens to the runner's requests, and to nobody else's. */
	public function test_it_listens_only_while_the_runner_works(): void {
		$listeners = static function (): array {
			return array( has_action( 'http_api_curl' ), has_action( 'http_api_debug' ) );
		};
		$before    = $listeners();
		$during    = $this->heartbeat->during( $listeners );
		$this->assertSame( array( true, true ), $during );
		$this->assertSame( $before, $listeners() );
	}
}
