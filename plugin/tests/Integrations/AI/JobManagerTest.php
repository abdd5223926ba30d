<?php
/**
 * A job's life.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI;

use WP_Error;
use WpAiJobs\Integrations\AI\Errors;
use WpAiJobs\Clock;
use WpAiJobs\Integrations\AI\Heartbeat;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\Store\TableStore;
use WpAiJobs\Tests\PluginTestCase;

/**
 * The rules of a job's life, on a clock that the test moves.
 */
final class JobManagerTest extends PluginTestCase {

	private const LEASE_MS = 60000;

	/**
	 * The rules.
	 *
	 * @var JobManager
	 */
	private $manager;

	/** Makes a manager. */
	protected function setUp(): void {
		parent::setUp();
		$this->manager = new JobManager();
	}

	/**
	 * A claimed job.
	 *
	 * @return Job
	 */
	private function claimed(): Job {
		return $this->manager->claim( self::pending()->id(), 'runner', self::LEASE_MS );
	}

	/**
	 * A completed job.
	 *
	 * @return Job
	 */
	private function completed(): Job {
		return $this->manager->complete( $this->claimed(), array( 'text' => 'Done' ) );
	}

	/** From start to end. */
	public function test_a_job_goes_from_pending_over_processing_to_completed(): void {
		$job = self::pending();
		$this->assertSame( array( Job::PENDING, 0, null ), array( $job->status(), $job->attempt(), $job->started_at() ) );

		$claimed = $this->manager->claim( $job->id(), 'runner', self::LEASE_MS );
		$this->assertSame( array( Job::PROCESSING, 1, 'runner' ), array( $claimed->status(), $claimed->attempt(), $claimed->runner() ) );
		$this->assertNotNull( $claimed->started_at() );

		$completed = $this->manager->complete( $claimed, array( 'text' => 'Done' ) );
		$this->assertSame( array( 'text' => 'Done' ), $completed->result() );
		$this->assertNotNull( $completed->finished_at() );
		$this->assertEquals( $completed, $this->manager->get( $job->id() ) );
	}

	/** One runner. */
	public function test_a_claimed_job_cannot_be_claimed(): void {
		$this->assertNull( $this->manager->claim( $this->claimed()->id(), 'other', self::LEASE_MS ) );
	}

	/** 5 minutes. */
	public function test_a_pending_job_expires_with_its_lifetime(): void {
		$id = self::pending()->id();
		self::move_clock( Job::LIFETIME_MS - 1000 );
		$this->assertSame( Job::PENDING, $this->manager->get( $id )->status() );
		self::move_clock( 1001 );
		$job = $this->manager->get( $id );
		$this->assertSame( Job::EXPIRED, $job->status() );
		$this->assertSame( array( 'expired', true, false ), array( $job->error()['code'], $job->error()['retryable'], $job->error()['may_be_billed'] ) );
		$this->assertNotSame( '', $job->error()['message'] );
		$this->assertNull( $this->manager->claim( $id, 'late', self::LEASE_MS ) );
	}

	/** Whoever was asked may send a bill. */
	public function test_a_job_that_expires_while_it_is_executed_may_be_billed(): void {
		$claimed = $this->manager->claim( self::pending()->id(), 'runner', 2 * Job::LIFETIME_MS );
		self::move_clock( Job::LIFETIME_MS );
		$this->assertTrue( $this->manager->get( $claimed->id() )->error()['may_be_billed'] );
	}

	/** A result is a result. */
	public function test_a_completed_job_never_expires(): void {
		$completed = $this->completed();
		self::move_clock( JobManager::RETENTION_MS - 1000 );
		$this->assertSame( 0, $this->manager->end_overdue() );
		$this->assertEquals( $completed, $this->manager->get( $completed->id() ) );
	}

	/** A killed process renews nothing. */
	public function test_a_job_whose_runner_died_fails_within_its_lease_and_is_not_repeated(): void {
		$claimed = $this->claimed();
		self::move_clock( self::LEASE_MS - 1000 );
		$this->assertSame( Job::PROCESSING, $this->manager->get( $claimed->id() )->status() );
		self::move_clock( 1000 );
		$job = $this->manager->get( $claimed->id() );
		$this->assertSame( Job::FAILED, $job->status() );
		$this->assertSame( array( 'interrupted', true, true ), array( $job->error()['code'], $job->error()['retryable'], $job->error()['may_be_billed'] ) );
		$this->assertNull( $this->manager->claim( $job->id(), 'other', self::LEASE_MS ) );
	}

	/** A runner that is alive says so. */
	public function test_a_renewed_lease_lasts_longer(): void {
		$claimed = $this->claimed();
		self::move_clock( self::LEASE_MS - 1000 );
		$renewed = $this->manager->renew( $claimed, self::LEASE_MS );
		self::move_clock( 2000 );
		$this->assertSame( Job::PROCESSING, $this->manager->get( $claimed->id() )->status() );
		$this->assertSame( Job::COMPLETED, $this->manager->complete( $renewed, array() )->status() );
	}

	/**
	 * What can have happened to a job while its runner was away.
	 *
	 * @return array<string,array{callable(JobManager,Job):void}>
	 */
	public static function what_happened(): array {
		return array(
			'it was cancelled'                  => array(
				static function ( JobManager $manager, Job $job ): void {
					$manager->cancel( $job );
				},
			),
			'it expired and somebody looked'    => array(
				static function ( JobManager $manager, Job $job ): void {
					self::move_clock( Job::LIFETIME_MS );
					$manager->get( $job->id() );
				},
			),
			'it expired and nobody looked'      => array(
				static function (): void {
					self::move_clock( Job::LIFETIME_MS );
				},
			),
			'its lease ended and nobody looked' => array(
				static function (): void {
					self::move_clock( self::LEASE_MS );
				},
			),
			'another attempt is being made'     => array(
				static function ( JobManager $manager, Job $job ): void {
					self::move_clock( self::LEASE_MS );
					$manager->retry( $manager->get( $job->id() ) );
					$manager->claim( $job->id(), 'second', self::LEASE_MS );
				},
			),
			'another attempt has succeeded'     => array(
				static function ( JobManager $manager, Job $job ): void {
					self::move_clock( self::LEASE_MS );
					$manager->retry( $manager->get( $job->id() ) );
					$manager->complete( $manager->claim( $job->id(), 'second', self::LEASE_MS ), array( 'text' => 'Second' ) );
				},
			),
			'it was deleted'                    => array(
				static function ( JobManager $manager, Job $job ): void {
					$manager->acknowledge( $manager->cancel( $job ) );
					self::move_clock( JobManager::DELETE_AFTER_ACKNOWLEDGEMENT_MS );
					$manager->delete_finished();
				},
			),
		);
	}

	/**
	 * Whatever happened, a late runner changes nothing.
	 *
	 * @dataProvider what_happened
	 * @param callable(JobManager,Job):void $happens What happens.
	 */
	public function test_a_late_runner_changes_nothing( callable $happens ): void {
		$claimed = $this->claimed();
		$happens( $this->manager, $claimed );
		$before = ( new TableStore() )->find( $claimed->id() );

		$this->assertNull( $this->manager->complete( $claimed, array( 'text' => 'Late' ) ) );
		$this->assertNull( $this->manager->fail( $claimed, Errors::of( 'internal' ) ) );
		$this->assertNull( $this->manager->renew( $claimed, self::LEASE_MS ) );
		$this->assertEquals( $before, ( new TableStore() )->find( $claimed->id() ) );
	}

	/** Stopping. */
	public function test_a_live_job_can_be_cancelled_again_and_for_good(): void {
		$pending = $this->manager->cancel( self::pending() );
		$this->assertFalse( $pending->snapshot()['may_be_billed'] );
		$processing = $this->manager->cancel( $this->claimed() );
		$this->assertTrue( $processing->snapshot()['may_be_billed'] );
		$this->assertNull( $processing->snapshot()['error'] );
		$this->assertEquals( $processing, $this->manager->cancel( $processing ) );
		$this->assertSame( 'ai_job_conflict', $this->manager->retry( $processing )->get_error_code() );
	}

	/** Too late to stop. */
	public function test_a_final_job_cannot_be_cancelled(): void {
		$completed = $this->completed();
		$this->assertSame( 'ai_job_conflict', $this->manager->cancel( $completed )->get_error_code() );
		$this->assertEquals( $completed, $this->manager->get( $completed->id() ) );
	}

	/** The owner sees an older state than there is. */
	public function test_cancelling_what_was_claimed_meanwhile_stops_it(): void {
		$seen = self::pending();
		$this->manager->claim( $seen->id(), 'runner', self::LEASE_MS );
		$cancelled = $this->manager->cancel( $seen );
		$this->assertSame( array( Job::CANCELLED, 1 ), array( $cancelled->status(), $cancelled->attempt() ) );
	}

	/** 5 s after the acknowledgement. */
	public function test_an_acknowledged_job_is_gone_5_s_later(): void {
		$completed = $this->completed();
		$this->assertNotNull( $this->manager->acknowledge( $completed )->acknowledged_at() );
		self::move_clock( JobManager::DELETE_AFTER_ACKNOWLEDGEMENT_MS - 1000 );
		$this->assertSame( 0, $this->manager->delete_finished() );
		$this->assertNotNull( $this->manager->get( $completed->id() ) );

		self::move_clock( 1000 );
		$this->assertNull( $this->manager->get( $completed->id() ), 'Before any clean-up.' );
		$this->assertSame( 1, $this->manager->delete_finished() );
	}

	/** Two tabs. */
	public function test_acknowledging_twice_keeps_the_first_time(): void {
		$completed = $this->completed();
		$first     = $this->manager->acknowledge( $completed );
		self::move_clock( 1000 );
		$this->assertEquals( $first, $this->manager->acknowledge( $completed ) );
		$this->assertEquals( $first, $this->manager->acknowledge( $first ) );
	}

	/** There is nothing to have arrived. */
	public function test_a_live_job_cannot_be_acknowledged(): void {
		$this->assertSame( 'ai_job_conflict', $this->manager->acknowledge( $this->claimed() )->get_error_code() );
	}

	/** Nobody came for it. */
	public function test_a_result_is_kept_for_24_hours(): void {
		$completed = $this->completed();
		self::move_clock( JobManager::RETENTION_MS - 1000 );
		$this->assertSame( 0, $this->manager->delete_finished() );
		$this->assertNotNull( $this->manager->get( $completed->id() )->result() );
		self::move_clock( 1000 );
		$this->assertNull( $this->manager->get( $completed->id() ) );
		$this->assertSame( 1, $this->manager->delete_finished() );
	}

	/** A new attempt. */
	public function test_a_failed_job_that_is_retryable_runs_again_with_a_lifetime_of_its_own(): void {
		$failed = $this->manager->fail( $this->claimed(), Errors::of( 'provider_unavailable' ) );
		self::move_clock( Job::LIFETIME_MS );
		$pending = $this->manager->retry( $failed );
		$this->assertSame( array( Job::PENDING, 1, null, null, null ), array( $pending->status(), $pending->attempt(), $pending->error(), $pending->started_at(), $pending->finished_at() ) );
		$this->assertGreaterThan( Job::LIFETIME_MS - 1000, $pending->remaining_ms() );
		$this->assertLessThan( 1000, $pending->waiting_ms() );
		$this->assertSame( 2, $this->manager->claim( $pending->id(), 'runner', self::LEASE_MS )->attempt() );
		$this->assertSame( 'ai_job_conflict', $this->manager->retry( $failed )->get_error_code(), 'Another tab was faster.' );
	}

	/** No use. */
	public function test_what_is_not_retryable_cannot_run_again(): void {
		$refused = $this->manager->fail( $this->claimed(), Errors::of( 'provider_refused' ) );
		foreach ( array( $refused, self::pending(), $this->claimed(), $this->completed() ) as $job ) {
			$this->assertSame( 'ai_job_conflict', $this->manager->retry( $job )->get_error_code(), $job->status() );
		}
	}

	/** Retrying takes back the acknowledgement. */
	public function test_a_retried_job_is_not_deleted_for_its_acknowledgement(): void {
		$failed = $this->manager->acknowledge( $this->manager->fail( $this->claimed(), Errors::of( 'internal' ) ) );
		$this->manager->retry( $failed );
		self::move_clock( JobManager::DELETE_AFTER_ACKNOWLEDGEMENT_MS );
		$this->assertSame( 0, $this->manager->delete_finished() );
		$this->assertNotNull( $this->manager->get( $failed->id() ) );
	}

	/** The hourly clean-up. */
	public function test_ending_what_is_overdue_touches_nothing_else(): void {
		$overdue = array( self::pending(), $this->claimed() );
		self::move_clock( Job::LIFETIME_MS );
		$kept = array( self::pending(), $this->claimed(), $this->completed(), $this->manager->cancel( self::pending() ) );

		$this->assertSame( 2, $this->manager->end_overdue() );
		$this->assertSame( 0, $this->manager->end_overdue() );
		foreach ( $kept as $job ) {
			$this->assertEquals( $job, $this->manager->get( $job->id() ) );
		}
		$this->assertSame( Job::EXPIRED, $this->manager->get( $overdue[0]->id() )->status() );
		// Its runner's lease was over first.
		$this->assertSame( Job::FAILED, $this->manager->get( $overdue[1]->id() )->status() );
	}

	/** More than one batch. */
	public function test_any_number_of_overdue_jobs_is_ended(): void {
		for ( $count = 0; $count < 501; $count++ ) {
			self::pending();
		}
		self::move_clock( Job::LIFETIME_MS );
		$this->assertSame( 501, $this->manager->end_overdue() );
	}

	/** A key that was used for something else. */
	public function test_a_key_is_for_one_input(): void {
		$first = $this->manager->draft( array( 'idempotency_key' => 'k' ) + self::start() );
		$this->manager->create( $first );
		$same = $this->manager->find_repeated( $this->manager->draft( array( 'idempotency_key' => 'k' ) + self::start() ) );
		$this->assertSame( $first->id(), $same->id() );

		foreach ( array( 'input' => array( 'prompt' => 'Snow' ), 'type' => 'other', 'context' => array( 'post_id' => 3 ) ) as $field => $value ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing.AssociativeArrayFound -- A list of three.
			$other = $this->manager->draft(
				array(
					'idempotency_key' => 'k',
					$field            => $value,
				) + self::start()
			);
			$this->assertInstanceOf( WP_Error::class, $this->manager->find_repeated( $other ), $field );
			$this->assertSame( 'ai_job_idempotency_conflict', $this->manager->create( $other )->get_error_code(), $field );
		}
	}

	/** Collations fold cases; keys do not. */
	public function test_keys_that_differ_in_case_are_two(): void {
		$this->manager->create( $this->manager->draft( array( 'idempotency_key' => 'Key' ) + self::start() ) );
		$this->assertTrue( $this->manager->create( $this->manager->draft( array( 'idempotency_key' => 'kEY' ) + self::start() ) )['is_new'] );
	}

	/** For hosts. */
	public function test_each_change_of_status_fires_its_hook_once(): void {
		$heard = array();
		add_action(
			'wpaijobs_status_changed',
			static function ( Job $job, string $from ) use ( &$heard ): void {
				$heard[] = $from . ' ' . $job->status();
			},
			10,
			2
		);
		$claimed = $this->claimed();
		$this->manager->claim( $claimed->id(), 'other', self::LEASE_MS );
		$this->manager->complete( $claimed, array() );
		$this->manager->complete( $claimed, array() );
		$this->assertSame( array( 'pending processing', 'processing completed' ), $heard );
	}

	/** The clock was set back by hours, and the runner is dead. */
	public function test_a_lease_from_a_clock_that_was_set_back_ends_all_the_same(): void {
		self::move_clock( 6 * 3600000 );
		$claimed = $this->claimed();
		self::move_clock( -6 * 3600000 );
		$seen = $this->manager->get( $claimed->id() );
		$this->assertSame( Job::PROCESSING, $seen->status() );
		$this->assertLessThanOrEqual( Job::LIFETIME_MS + 2 * Heartbeat::GRACE_MS, $seen->lease_until() - Clock::now_ms() );
		self::move_clock( Job::LIFETIME_MS + 2 * Heartbeat::GRACE_MS );
		$this->assertSame( array( Job::FAILED, 'interrupted' ), array( $this->manager->get( $claimed->id() )->status(), $this->manager->get( $claimed->id() )->error()['code'] ) );
	}

	/** The clock was set back by hours, and the runner is not dead. */
	public function test_a_runner_goes_on_whose_lease_others_have_shortened(): void {
		self::move_clock( 6 * 3600000 );
		$claimed = $this->claimed();
		self::move_clock( -6 * 3600000 );
		$this->assertNotSame( $claimed->revision(), $this->manager->get( $claimed->id() )->revision() );
		$renewed = $this->manager->renew( $claimed, self::LEASE_MS );
		$this->assertNotNull( $renewed );
		$this->assertSame( Job::COMPLETED, $this->manager->complete( $claimed, array( 'text' => 'There' ) )->status() );
	}
}
