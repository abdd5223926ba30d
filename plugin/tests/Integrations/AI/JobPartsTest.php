<?php
/**
 * A job in parts.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI;

use WP_Error;
use WpAiJobs\Integrations\AI\Errors;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\JobService;
use WpAiJobs\Integrations\AI\Runner;
use WpAiJobs\Integrations\AI\RunnerLadder;
use WpAiJobs\Integrations\AI\Scheduler;
use WpAiJobs\Integrations\AI\Store\OptionStore;
use WpAiJobs\Integrations\AI\Store\TableStore;
use WpAiJobs\Tests\PluginTestCase;
use WpAiJobs\Tests\Process;

/**
 * What becomes of a job when this or that becomes of its parts, on both stores.
 */
final class JobPartsTest extends PluginTestCase {

	private const LEASE_MS = 60000;

	/**
	 * The stores.
	 *
	 * @return array<string,array{string}>
	 */
	public static function stores(): array {
		return array(
			'table'   => array( 'table' ),
			'options' => array( 'option' ),
		);
	}

	/**
	 * A manager over one of the stores, which is the site's from now on.
	 *
	 * @param string $store `table` or `option`.
	 * @return JobManager
	 */
	private static function manager( string $store ): JobManager {
		self::use_store( 'table' === $store ? 'table' : 'options' );
		return new JobManager( 'table' === $store ? new TableStore() : new OptionStore() );
	}

	/**
	 * A pending job in parts.
	 *
	 * @param JobManager $manager    Manager.
	 * @param int        $part_count How many.
	 * @return Job
	 */
	private static function in_parts( JobManager $manager, int $part_count = 4 ): Job {
		return self::pending( array( 'part_count' => $part_count ), $manager );
	}

	/**
	 * Has a part fail.
	 *
	 * @param JobManager $manager Manager.
	 * @param string     $id      Job id.
	 * @param string     $code    Why.
	 * @return Job The part.
	 */
	private static function fail_one( JobManager $manager, string $id, string $code ): Job {
		return $manager->fail( $manager->claim( $id, 'runner', self::LEASE_MS ), Errors::of( $code ) );
	}

	/**
	 * Has a part complete.
	 *
	 * @param JobManager $manager Manager.
	 * @param string     $id      Job id.
	 * @return Job The part.
	 */
	private static function complete_one( JobManager $manager, string $id ): Job {
		$part = $manager->claim( $id, 'runner', self::LEASE_MS );
		return $manager->complete( $part, array( 'text' => 'Part ' . $part->part() ) );
	}

	/**
	 * The statuses of a job and its parts.
	 *
	 * @param Job $job The job.
	 * @return string[]
	 */
	private static function statuses( Job $job ): array {
		$statuses = array( $job->status() );
		foreach ( $job->parts() as $part ) {
			$statuses[] = $part->status();
		}
		return $statuses;
	}

	/**
	 * From start to end, as its owner sees it.
	 *
	 * @dataProvider stores
	 * @param string $store The store's name.
	 */
	public function test_a_job_follows_its_parts( string $store ): void {
		self::register_type_in_parts();
		$manager = self::manager( $store );
		$heard   = array();
		add_action(
			'wpaijobs_status_changed',
			static function ( Job $job, string $from ) use ( &$heard ): void {
				$heard[] = $from . ' ' . $job->status();
			},
			10,
			2
		);
		$id       = self::in_parts( $manager, 3 )->id();
		$snapshot = $manager->get( $id )->snapshot();
		$this->assertSame( array( 'pending', 0, null, null, null ), array( $snapshot['status'], $snapshot['attempt'], $snapshot['progress'], $snapshot['result'], $snapshot['partial_result'] ) );

		$first    = $manager->claim( $id, 'one', self::LEASE_MS );
		$second   = $manager->claim( $id, 'two', self::LEASE_MS );
		$snapshot = $manager->get( $id )->snapshot();
		$this->assertSame( array( 0, 1 ), array( $first->part(), $second->part() ) );
		$this->assertSame( array( 'processing', 2, 0.0 ), array( $snapshot['status'], $snapshot['attempt'], (float) $snapshot['progress']['fraction'] ) );
		$this->assertNotNull( $snapshot['started_at'] );

		$manager->complete( $second, array( 'text' => 'Part 1' ) );
		$snapshot = $manager->get( $id )->snapshot();
		$this->assertSame( 1 / 3, $snapshot['progress']['fraction'] );
		$this->assertSame( array( 1 => 'Part 1' ), $snapshot['partial_result']['texts'] );
		$this->assertNull( $snapshot['result'] );

		$manager->fail( $first, Errors::of( 'provider_refused' ) );
		self::complete_one( $manager, $id );
		$job      = $manager->get( $id );
		$snapshot = $job->snapshot();
		$this->assertSame( array( 'completed', 3, null, null ), array( $snapshot['status'], $snapshot['attempt'], $snapshot['error'], $snapshot['partial_result'] ) );
		$this->assertSame(
			array(
				'texts'    => array(
					1 => 'Part 1',
					2 => 'Part 2',
				),
				'failures' => array( 0 => 'provider_refused' ),
			),
			$snapshot['result']
		);
		$this->assertSame( array( 'pending processing', 'processing completed' ), $heard, 'Hooks fire for the job alone.' );
		$this->assertNull( $manager->claim( $id, 'late', self::LEASE_MS ) );
		$this->assertSame( 'ai_job_conflict', $manager->retry( $job )->get_error_code() );
	}

	/**
	 * None.
	 *
	 * @dataProvider stores
	 * @param string $store The store's name.
	 */
	public function test_a_job_none_of_whose_parts_comes_fails_with_the_first_ones_error( string $store ): void {
		$manager = self::manager( $store );
		$id      = self::in_parts( $manager, 3 )->id();
		$parts   = array( $manager->claim( $id, 'one', self::LEASE_MS ), $manager->claim( $id, 'two', self::LEASE_MS ) );
		self::fail_one( $manager, $id, 'provider_timeout' );
		$manager->fail( $parts[1], Errors::of( 'provider_refused' ) );
		$manager->fail( $parts[0], Errors::of( 'provider_rate_limited' ) );

		$job = $manager->get( $id );
		$this->assertSame( array( Job::FAILED, 'provider_rate_limited' ), array( $job->status(), $job->error()['code'] ) );
		$this->assertTrue( $job->error()['may_be_billed'], 'One of them may be.' );
		$this->assertNotSame( '', $job->error()['message'] );
	}

	/**
	 * Only what failed, and only what may go better.
	 *
	 * @dataProvider stores
	 * @param string $store The store's name.
	 */
	public function test_a_retry_runs_only_the_parts_that_may_go_better( string $store ): void {
		$manager = self::manager( $store );
		$id      = self::in_parts( $manager, 3 )->id();
		self::fail_one( $manager, $id, 'provider_unavailable' );
		self::fail_one( $manager, $id, 'provider_refused' );
		self::fail_one( $manager, $id, 'provider_timeout' );

		$pending = $manager->retry( $manager->get( $id ) );
		$this->assertSame( array( 'pending', 'pending', 'failed', 'pending' ), self::statuses( $pending ) );
		$this->assertSame( array( 3, null ), array( $pending->snapshot()['attempt'], $pending->error() ) );
		$this->assertGreaterThan( Job::LIFETIME_MS - 10000, $pending->parts()[0]->remaining_ms() );

		$this->assertSame( 0, self::complete_one( $manager, $id )->part() );
		$this->assertSame( 2, self::fail_one( $manager, $id, 'provider_timeout' )->part() );
		$job = $manager->get( $id );
		$this->assertSame( array( 'completed', 'completed', 'failed', 'failed' ), self::statuses( $job ) );
		$this->assertSame( 5, $job->snapshot()['attempt'] );
	}

	/**
	 * A process that died between the retry of a job and of its parts.
	 *
	 * @dataProvider stores
	 * @param string $store The store's name.
	 */
	public function test_whoever_looks_finishes_an_interrupted_retry( string $store ): void {
		$manager = self::manager( $store );
		$id      = self::in_parts( $manager, 1 )->id();
		$part    = self::fail_one( $manager, $id, 'provider_unavailable' );
		$manager->retry( $manager->get( $id ) );
		$jobs = 'table' === $store ? new TableStore() : new OptionStore();
		$jobs->swap(
			$jobs->find( $part->id() ),
			array(
				'status'     => Job::FAILED,
				'error'      => $part->error(),
				'expires_at' => $part->expires_at(),
			)
		);
		$this->assertSame( array( 'pending', 'pending' ), self::statuses( $manager->get( $id ) ) );
		$this->assertSame( 2, self::complete_one( $manager, $id )->attempt() );
	}

	/**
	 * A process that died before it had made all parts.
	 *
	 * @dataProvider stores
	 * @param string $store The store's name.
	 */
	public function test_whoever_looks_makes_parts_that_are_missing( string $store ): void {
		$manager = self::manager( $store );
		$job     = self::in_parts( $manager, 3 );
		$jobs    = 'table' === $store ? new TableStore() : new OptionStore();
		$jobs->delete( $job->parts()[1] );
		$this->assertEquals( $job, $manager->get( $job->id() ) );
	}

	/**
	 * Stopping.
	 *
	 * @dataProvider stores
	 * @param string $store The store's name.
	 */
	public function test_a_cancelled_job_stops_its_live_parts_and_keeps_what_is_finished( string $store ): void {
		self::register_type_in_parts();
		$manager = self::manager( $store );
		$job     = self::in_parts( $manager, 4 );
		self::complete_one( $manager, $job->id() );
		self::fail_one( $manager, $job->id(), 'provider_refused' );
		$running = $manager->claim( $job->id(), 'runner', self::LEASE_MS );

		$cancelled = $manager->cancel( $job );
		$this->assertSame( array( 'cancelled', 'completed', 'failed', 'cancelled', 'cancelled' ), self::statuses( $cancelled ) );
		$snapshot = $cancelled->snapshot();
		$this->assertSame( array( 0 => 'Part 0' ), $snapshot['partial_result']['texts'] );
		$this->assertSame( array( null, true, null ), array( $snapshot['result'], $snapshot['may_be_billed'], $snapshot['error'] ) );
		$this->assertNull( $manager->complete( $running, array( 'text' => 'Late' ) ) );
		$this->assertEquals( $cancelled, $manager->get( $job->id() ) );
		$this->assertEquals( $cancelled, $manager->cancel( $cancelled ) );
		$this->assertFalse( $manager->cancel( self::in_parts( $manager ) )->snapshot()['may_be_billed'] );
	}

	/**
	 * Between the read of a job and of its parts.
	 *
	 * @dataProvider stores
	 * @param string $store The store's name.
	 */
	public function test_a_job_that_is_cancelled_while_it_is_read_is_seen_cancelled( string $store ): void {
		$manager = self::manager( $store );
		$job     = self::in_parts( $manager, 2 );
		$is_done = false;
		add_filter(
			'query',
			static function ( string $query ) use ( $manager, $job, &$is_done ): string {
				if ( ! $is_done && false !== strpos( $query, $job->part_ids()[0] ) ) {
					$is_done = true;
					$manager->cancel( $job );
				}
				return $query;
			}
		);
		$this->assertSame( array( 'cancelled', 'cancelled', 'cancelled' ), self::statuses( $manager->get( $job->id() ) ) );
		$this->assertTrue( $is_done );
	}

	/**
	 * A process that died before it had stopped all parts.
	 *
	 * @dataProvider stores
	 * @param string $store The store's name.
	 */
	public function test_whoever_looks_stops_parts_of_a_cancelled_job( string $store ): void {
		$manager = self::manager( $store );
		$job     = self::in_parts( $manager, 2 );
		$jobs    = 'table' === $store ? new TableStore() : new OptionStore();
		$jobs->swap( $job, array( 'status' => Job::CANCELLED ) );
		$this->assertNull( $manager->claim( $job->id(), 'runner', self::LEASE_MS ) );
		$this->assertSame( array( 'cancelled', 'cancelled', 'cancelled' ), self::statuses( $manager->get( $job->id() ) ) );
	}

	/**
	 * Too slow.
	 *
	 * @dataProvider stores
	 * @param string $store The store's name.
	 */
	public function test_a_job_that_outlives_its_lifetime_is_completed_if_one_part_is( string $store ): void {
		$manager = self::manager( $store );
		$some    = self::in_parts( $manager, 3 )->id();
		$none    = self::in_parts( $manager, 2 )->id();
		self::complete_one( $manager, $some );
		$late = $manager->claim( $some, 'runner', 2 * Job::LIFETIME_MS );
		self::fail_one( $manager, $none, 'provider_refused' );

		self::move_clock( Job::LIFETIME_MS );
		$this->assertNull( $manager->complete( $late, array( 'text' => 'Late' ) ) );
		$this->assertSame( array( 'completed', 'completed', 'expired', 'expired' ), self::statuses( $manager->get( $some ) ) );
		$job = $manager->get( $none );
		$this->assertSame( array( Job::EXPIRED, 'expired', true ), array( $job->status(), $job->error()['code'], $job->error()['retryable'] ) );
	}

	/**
	 * The hourly clean-up, which nobody looks for.
	 *
	 * @dataProvider stores
	 * @param string $store The store's name.
	 */
	public function test_overdue_jobs_are_ended_with_their_parts( string $store ): void {
		$manager = self::manager( $store );
		$expired = self::in_parts( $manager, 2 )->id();
		$dead    = self::in_parts( $manager, 2 )->id();
		$manager->claim( $dead, 'runner', self::LEASE_MS );
		self::move_clock( self::LEASE_MS );
		$this->assertSame( 1, $manager->end_overdue() );
		$this->assertSame( array( 'processing', 'failed', 'pending' ), self::statuses( $manager->get( $dead ) ) );

		self::move_clock( Job::LIFETIME_MS );
		$this->assertSame( 2, $manager->end_overdue() );
		$this->assertSame( 0, $manager->end_overdue() );
		$this->assertSame( array( 'expired', 'expired', 'expired' ), self::statuses( $manager->get( $expired ) ) );
	}

	/**
	 * Deleted with all that is theirs.
	 *
	 * @dataProvider stores
	 * @param string $store The store's name.
	 */
	public function test_a_clean_up_deletes_a_job_with_its_parts_and_what_they_left( string $store ): void {
		$handler = self::register_type_in_parts();
		$manager = self::manager( $store );
		$job     = self::in_parts( $manager, 2 );
		$kept    = self::in_parts( $manager, 2 );
		$manager->acknowledge( $manager->cancel( $job ) );
		self::move_clock( JobManager::DELETE_AFTER_ACKNOWLEDGEMENT_MS );

		$this->assertSame( 1, $manager->delete_finished() );
		$this->assertSame( 0, $manager->delete_finished() );
		$this->assertSame( array( $job->id() ), $handler->discarded );
		$this->assertSame( array(), $manager->get_many( $job->part_ids() ) );
		$this->assertCount( 2, $manager->get_many( $kept->part_ids() ) );
	}

	/** A part is nobody's to ask for. */
	public function test_a_part_is_found_by_no_client(): void {
		self::register_type_in_parts();
		self::log_in( 'editor' );
		$start = array(
			'type'    => 'test',
			'input'   => array( 'count' => 2 ),
			'context' => null,
		);
		$job   = ( new JobService() )->start( $start )['job'];
		$this->assertCount( 2, $job->parts() );
		$this->assertSame( 'ai_job_not_found', ( new JobService() )->find( $job->part_ids()[0] )->get_error_code() );
		$this->assertArrayNotHasKey( 'parent_id', $job->snapshot() );

		// Counted as one.
		add_filter(
			'wpaijobs_max_live_jobs',
			static function (): int {
				return 2;
			}
		);
		$this->assertIsArray( ( new JobService() )->start( $start ) );
		$this->assertSame( 'ai_job_rate_limited', ( new JobService() )->start( $start )->get_error_code() );
	}

	/** Each run takes one. */
	public function test_each_run_executes_one_part_that_waits(): void {
		$handler = self::register_type_in_parts(
			static function ( Job $part ) {
				return 1 === $part->part() ? new WP_Error( 'provider_refused', 'No.' ) : array( 'text' => 'Part ' . $part->part() );
			}
		);
		$id      = self::in_parts( new JobManager(), 3 )->id();
		$runner  = new Runner();
		$this->assertSame( array( 'processing', 'completed', 'pending', 'pending' ), self::statuses( $runner->run( $id ) ) );
		$this->assertSame( array( 'processing', 'completed', 'failed', 'pending' ), self::statuses( $runner->run( $id ) ) );
		$this->assertSame( array( 'completed', 'completed', 'failed', 'completed' ), self::statuses( $runner->run( $id ) ) );
		$this->assertNull( $runner->run( $id ) );
		$this->assertSame( array( 0, 1, 2 ), $handler->executed );
	}

	/** Side by side. */
	public function test_a_new_job_is_sent_on_its_way_once_for_each_part(): void {
		remove_filter( 'wpaijobs_use_loopback', '__return_false' );
		$sent = array();
		add_filter(
			'pre_http_request',
			static function ( $response, array $args, string $url ) use ( &$sent ) {
				$sent[] = $url;
				return array( 'response' => array( 'code' => 200 ) );
			},
			10,
			3
		);
		$handler = self::register_type_in_parts();
		$job     = self::in_parts( new JobManager(), 3 );
		RunnerLadder::dispatch( $job );
		self::end_request();
		$this->assertSame( array_fill( 0, 3, rest_url( 'wp-ai-jobs/v1/jobs/' . $job->id() . '/run' ) ), $sent );

		$this->assertNotFalse( wp_next_scheduled( Scheduler::RUN_HOOK ) );
		self::run_event( Scheduler::RUN_HOOK );
		$this->assertSame( array( 0, 1, 2 ), $handler->executed );
	}

	/** As long as one waits. */
	public function test_a_job_needs_a_runner_as_long_as_a_part_waits_for_one(): void {
		$manager = new JobManager();
		$id      = self::in_parts( $manager, 2 )->id();
		$manager->claim( $id, 'runner', self::LEASE_MS );
		$this->assertFalse( RunnerLadder::see_to( $manager->get( $id ) ) );
		self::move_clock( RunnerLadder::FORGOTTEN_AFTER_MS );
		$this->assertTrue( RunnerLadder::see_to( $manager->get( $id ) ) );
		$manager->claim( $id, 'runner', self::LEASE_MS );
		$this->assertFalse( RunnerLadder::see_to( $manager->get( $id ) ) );
	}

	/**
	 * A runner that dies loses its part and no other.
	 *
	 * @dataProvider stores
	 * @param string $store The store's name.
	 */
	public function test_a_dying_runner_fails_one_part_and_a_killed_one_lets_it_expire( string $store ): void {
		$manager = self::manager( $store );
		$id      = self::in_parts( $manager, 3 )->id();
		$dying   = new Process( 'dying_runner', array( $store, $id, 'memory' ) );
		$killed  = new Process( 'dying_runner', array( $store, $id, 'wait' ) );
		$this->assertSame( 'begun', $dying->hear() );
		$this->assertSame( 'begun', $killed->hear() );
		$dying->end();
		$killed->kill();
		$this->assertSame( 'completed', self::complete_one( $manager, $id )->status() );

		$statuses = self::statuses( $manager->get( $id ) );
		sort( $statuses );
		$this->assertSame( array( 'completed', 'failed', 'processing', 'processing' ), $statuses );
		self::move_clock( Job::LIFETIME_MS );
		$job = $manager->get( $id );
		$this->assertSame( Job::COMPLETED, $job->status() );
		$this->assertSame( 3, $job->attempts(), 'Nothing was repeated.' );
	}
}
