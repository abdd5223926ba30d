<?php
/**
 * Who runs next.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI;

use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\Queue;
use WpAiJobs\Integrations\AI\Runner;
use WpAiJobs\Integrations\AI\RunnerLadder;
use WpAiJobs\Integrations\AI\Scheduler;
use WpAiJobs\Integrations\AI\Store\OptionStore;
use WpAiJobs\Integrations\AI\Store\TableStore;
use WpAiJobs\Tests\PluginTestCase;
use WpAiJobs\Tests\Process;

/**
 * A site on which one job runs at once, unless a test says otherwise.
 */
final class QueueTest extends PluginTestCase {

	private const LEASE_MS = 60000;

	/**
	 * The rules.
	 *
	 * @var JobManager
	 */
	private $manager;

	/**
	 * How many run at once.
	 *
	 * @var int
	 */
	private $max = 1;

	/**
	 * Jobs whose run was asked for by a request, in order.
	 *
	 * @var string[]
	 */
	private $sent = array();

	/** Limits the site, and catches its requests. */
	protected function setUp(): void {
		parent::setUp();
		remove_filter( 'wpaijobs_use_loopback', '__return_false' );
		$this->manager = new JobManager();
		add_filter(
			'wpaijobs_max_running',
			function (): int {
				return $this->max;
			}
		);
		add_filter(
			'pre_http_request',
			function ( $response, array $args, string $url ) {
				if ( ! $args['blocking'] && 1 === preg_match( '~/jobs/([^/]+)/run$~', $url, $match ) ) {
					$this->sent[] = $match[1];
				}
				return array( 'response' => array( 'code' => 204 ) );
			},
			10,
			3
		);
	}

	/**
	 * A pending job of a user.
	 *
	 * @param int $owner_id   User id.
	 * @param int $part_count How many parts it has.
	 * @return Job
	 */
	private static function of( int $owner_id, int $part_count = 0 ): Job {
		return self::pending(
			array(
				'owner_id'   => $owner_id,
				'part_count' => $part_count,
			)
		);
	}

	/**
	 * Claims what a runner gets that comes for a job.
	 *
	 * @param Job $job The job.
	 * @return Job|null
	 */
	private function claim( Job $job ): ?Job {
		return $this->manager->claim( $job->id(), wp_generate_uuid4(), self::LEASE_MS );
	}

	/**
	 * Places in the queue.
	 *
	 * @param Job ...$jobs Jobs.
	 * @return array<int,?int>
	 */
	private function positions( Job ...$jobs ): array {
		return array_map(
			function ( Job $job ): ?int {
				return $this->manager->get( $job->id() )->queue_position();
			},
			$jobs
		);
	}

	/** The limit. */
	public function test_a_claim_beyond_the_limit_is_refused_and_the_job_waits(): void {
		$first  = self::of( 1 );
		$second = self::of( 2 );
		$this->assertSame( array( null, null ), $this->positions( $first, $second ), 'There is a place for the next one.' );
		$this->assertNotNull( $this->claim( $first ) );
		$this->assertNull( $this->claim( $second ) );

		$third = self::of( 3 );
		$this->assertSame( array( null, 1, 2 ), $this->positions( $first, $second, $third ) );
		$this->assertSame( Job::PENDING, $this->manager->get( $second->id() )->status() );
		$this->assertSame( 2, $third->snapshot()['queue_position'], 'The first snapshot says so.' );
	}

	/** Zero is no limit. */
	public function test_a_site_may_run_any_number(): void {
		$this->max = 0;
		for ( $count = 0; $count <= Queue::MAX_RUNNING; $count++ ) {
			$this->assertNotNull( $this->claim( self::of( 1 ) ) );
		}
	}

	/** Each image holds a process. */
	public function test_each_part_of_a_job_counts(): void {
		$this->max = 2;
		$images    = self::of( 1, 3 );
		$this->claim( $images );
		$this->claim( $images );
		$this->assertNull( $this->claim( $images ) );
		$job = $this->manager->get( $images->id() );
		$this->assertSame( array( Job::PROCESSING, null, true ), array( $job->status(), $job->queue_position(), $job->is_queued() ) );
		$this->assertSame( array( 1 ), $this->positions( self::of( 2 ) ), 'It waits behind a part of a job, not behind the job.' );
	}

	/** Who was first is first. */
	public function test_a_runner_that_comes_takes_the_one_whose_turn_it_is(): void {
		$running = $this->claim( self::of( 1 ) );
		$first   = self::of( 2 );
		$second  = self::of( 3 );
		$this->manager->complete( $running, array() );

		$this->assertSame( $first->id(), $this->claim( $second )->id() );
		$this->assertSame( array( null, 1 ), $this->positions( $first, $second ) );
	}

	/** Somebody who comes when a place is free, and others wait. */
	public function test_nobody_overtakes(): void {
		$running = $this->claim( self::of( 1 ) );
		$first   = self::of( 2 );
		$this->manager->complete( $running, array() );
		$late = self::of( 3 );
		$this->assertSame( array( 1, 2 ), $this->positions( $first, $late ) );
	}

	/** A batch of one user. */
	public function test_a_user_with_many_waiting_jobs_does_not_starve_another(): void {
		$this->max = 2;
		$running   = array( $this->claim( self::of( 1 ) ), $this->claim( self::of( 1 ) ) );
		$batch     = array( self::of( 1 ), self::of( 1 ), self::of( 1 ) );
		$another   = array( self::of( 2 ), self::of( 2 ) );
		$this->assertSame( array( 3, 4, 5, 1, 2 ), $this->positions( ...$batch, ...$another ), 'Two of the first user run already.' );

		$this->manager->complete( $running[0], array() );
		$this->assertSame( $another[0]->id(), $this->claim( $batch[0] )->id() );
		$this->manager->complete( $running[1], array() );
		// Of the first user none runs now, of the other one does.
		$this->assertSame( $batch[0]->id(), $this->claim( $batch[2] )->id() );
		$this->assertSame( array( null, 1, 3, null, 2 ), $this->positions( ...$batch, ...$another ), 'Of each one runs, so who waits longest is next.' );
	}

	/** Its own wait is not the job's fault. */
	public function test_a_job_does_not_expire_because_it_waits_and_its_lifetime_begins_with_its_place(): void {
		$running = $this->claim( self::of( 1 ) );
		$waiting = self::of( 2 );
		$this->assertSame( $waiting->queued_at() + Queue::MAX_WAIT_MS, $waiting->expires_at() );
		self::move_clock( 2 * Job::LIFETIME_MS );
		$this->assertTrue( $this->manager->get( $running->id() )->is_final() );
		$this->assertSame( 1, $this->manager->count_live( 2 ) );

		$claimed = $this->manager->claim( $waiting->id(), 'runner' );
		$this->assertSame( Job::PROCESSING, $claimed->status() );
		$this->assertSame( Job::LIFETIME_MS, $claimed->expires_at() - $claimed->started_at() );
		$this->assertNull( $claimed->queued_at() );
		self::move_clock( Job::LIFETIME_MS );
		$this->assertSame( Job::EXPIRED, $this->manager->get( $waiting->id() )->status() );
	}

	/** It does not hang for ever. */
	public function test_a_wait_is_given_up_after_30_minutes(): void {
		$this->max = 1;
		$this->claim( self::of( 1 ) );
		$waiting = self::of( 2 );
		$images  = self::of( 3, 2 );
		self::move_clock( Queue::MAX_WAIT_MS );
		foreach ( array( $waiting, $images ) as $job ) {
			$ended = $this->manager->get( $job->id() );
			$this->assertSame( array( Job::EXPIRED, false ), array( $ended->status(), $ended->error()['may_be_billed'] ) );
		}
	}

	/** Parts that wait outlive their job's own lifetime; those that failed are not asked again. */
	public function test_parts_that_wait_keep_their_job_alive_and_others_are_not_repeated(): void {
		$images = self::of( 1, 2 );
		$failed = $this->claim( $images );
		$this->assertNull( $this->claim( $images ) );
		$this->manager->fail( $failed, \WpAiJobs\Integrations\AI\Errors::of( 'provider_timeout' ) );
		self::move_clock( 2 * Job::LIFETIME_MS );
		$this->manager->end_overdue();

		$job = $this->manager->get( $images->id() );
		$this->assertSame( array( Job::PROCESSING, Job::FAILED, Job::PENDING ), array( $job->status(), $job->parts()[0]->status(), $job->parts()[1]->status() ) );
		$this->assertSame( 1, $this->manager->count_live( 1 ) );
		$this->assertGreaterThan( $job->expires_at(), $job->ends_at() );

		$this->manager->complete( $this->claim( $images ), array( 'text' => 'There' ) );
		$this->assertSame( array( Job::COMPLETED, 2 ), array( $this->manager->get( $images->id() )->status(), $this->manager->get( $images->id() )->attempts() ) );
	}

	/** After that, a retry repeats what failed and nothing else. */
	public function test_a_retry_after_a_wait_repeats_what_failed(): void {
		$images = self::of( 1, 2 );
		$this->manager->fail( $this->claim( $images ), \WpAiJobs\Integrations\AI\Errors::of( 'provider_unavailable' ) );
		$this->claim( self::of( 2 ) );
		$this->assertNull( $this->claim( $images ) );
		self::move_clock( Queue::MAX_WAIT_MS );
		$expired = $this->manager->get( $images->id() );
		$this->assertSame( Job::EXPIRED, $expired->status() );
		$again = $this->manager->retry( $expired );
		$this->assertCount( 2, $again->waiting() );
		$this->claim( $images );
		$this->assertSame( 2, $this->manager->get( $images->id() )->attempts() );
	}

	/** Waiting is not being forgotten. */
	public function test_a_client_is_asked_to_run_a_waiting_job_only_when_there_is_a_place(): void {
		$running = $this->claim( self::of( 1 ) );
		$first   = self::of( 2 );
		$second  = self::of( 3 );
		self::move_clock( RunnerLadder::FORGOTTEN_AFTER_MS );
		$this->assertFalse( RunnerLadder::see_to( $this->manager->get( $first->id() ) ) );

		$this->manager->complete( $running, array() );
		$this->assertTrue( RunnerLadder::see_to( $this->manager->get( $first->id() ) ) );
		$this->assertFalse( RunnerLadder::see_to( $this->manager->get( $second->id() ) ), 'It is not its turn.' );
	}

	/** A job from before the limit was lowered, or one whose runner was lost. */
	public function test_a_forgotten_job_waits_when_there_is_no_place(): void {
		$this->max = 2;
		$running   = self::of( 1 );
		$forgotten = self::of( 2 );
		$this->claim( $running );
		$this->max = 1;
		self::move_clock( RunnerLadder::FORGOTTEN_AFTER_MS );
		$this->assertFalse( RunnerLadder::see_to( $this->manager->get( $forgotten->id() ) ) );
		$this->assertSame( array( 1 ), $this->positions( $forgotten ) );
	}

	/** Nothing is asked for that would be refused. */
	public function test_a_job_that_waits_is_not_sent_on_its_way(): void {
		$this->claim( self::of( 1 ) );
		RunnerLadder::dispatch( self::of( 2 ) );
		self::end_request();
		$this->assertSame( array(), $this->sent );
		$this->assertEqualsWithDelta( time() + Scheduler::LOOK_AGAIN_S, wp_next_scheduled( Scheduler::RUN_HOOK ), 5, 'Should whoever runs be gone.' );
	}

	/** The next, as soon as there is a place. */
	public function test_who_frees_a_place_sends_the_next_one_on_its_way(): void {
		self::register_type(
			function ( Job $job ): array {
				self::of( 2 );
				self::of( 3 );
				return array();
			}
		);
		$first = self::of( 1 );
		( new Runner() )->run( $first->id() );
		self::end_request();
		$waiting = $this->manager->find_waiting( 10 );
		$this->assertSame( array( $waiting[0] ), array_values( array_unique( $this->sent ) ) );
	}

	/** Four images, four processes. */
	public function test_a_job_in_parts_is_sent_as_often_as_there_are_places_for_it(): void {
		$this->max = 3;
		$running   = array( $this->claim( self::of( 1 ) ), $this->claim( self::of( 1 ) ), $this->claim( self::of( 1 ) ) );
		$images    = self::of( 2, 4 );
		$this->manager->complete( $running[0], array() );
		$this->manager->cancel( $this->manager->get( $running[1]->id() ) );
		$this->sent = array();
		RunnerLadder::send_next();
		$this->assertSame( array( $images->id(), $images->id() ), $this->sent );
	}

	/** The runner that should have sent it was killed. */
	public function test_wp_cron_goes_on_with_the_queue(): void {
		$handler = self::register_type();
		$dead    = $this->claim( self::of( 1 ) );
		$waiting = self::of( 2 );
		add_filter( 'wpaijobs_use_loopback', '__return_false' );
		self::run_event( Scheduler::RUN_HOOK );
		$this->assertSame( array(), $handler->executed );
		$this->assertNotFalse( wp_next_scheduled( Scheduler::RUN_HOOK ), 'It comes again.' );

		self::move_clock( self::LEASE_MS );
		self::run_event( Scheduler::RUN_HOOK );
		$this->assertSame( array( Job::FAILED, Job::COMPLETED ), array( $this->manager->get( $dead->id() )->status(), $this->manager->get( $waiting->id() )->status() ) );
	}

	/**
	 * The stores.
	 *
	 * @return array<string,array{string,JobManager}>
	 */
	public static function stores(): array {
		return array(
			'table'   => array( 'table', new JobManager( new TableStore() ) ),
			'options' => array( 'option', new JobManager( new OptionStore() ) ),
		);
	}

	/**
	 * Real processes.
	 *
	 * @dataProvider stores
	 * @param string     $store   The store's name.
	 * @param JobManager $manager Over the same store.
	 */
	public function test_of_8_processes_that_claim_at_once_no_more_than_4_get_a_place( string $store, JobManager $manager ): void {
		$this->max = Queue::MAX_RUNNING;
		$claimers  = array();
		for ( $count = 0; $count < 8; $count++ ) {
			$claimers[] = new Process( 'claimer', array( $store, self::pending( array( 'owner_id' => $count ), $manager )->id() ) );
		}
		foreach ( $claimers as $claimer ) {
			$this->assertSame( 'ready', $claimer->hear() );
		}
		foreach ( $claimers as $claimer ) {
			$claimer->say( 'go' );
		}
		$heard = array();
		foreach ( $claimers as $claimer ) {
			$heard[] = $claimer->hear();
			$claimer->end();
		}
		$this->assertSame(
			array(
				'claimed' => 4,
				'none'    => 4,
			),
			array_merge( array( 'claimed' => 0 ), array_count_values( $heard ) )
		);
	}

	/** A process that is killed while it holds the lock. */
	public function test_a_dead_claim_holds_the_others_up_for_seconds_only(): void {
		\WpAiJobs\Integrations\AI\Store\Lock::take( 'places', 500, 0 );
		$this->assertNotNull( $this->claim( self::of( 1 ) ) );
	}
}
