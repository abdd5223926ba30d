<?php
/**
 * How much one user may start.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI;

use WP_Error;
use WpAiJobs\Clock;
use WpAiJobs\Core\Cron;
use WpAiJobs\Integrations\AI\Errors;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\JobService;
use WpAiJobs\Integrations\AI\Quota;
use WpAiJobs\Integrations\AI\Store\Starts;
use WpAiJobs\Tests\PluginTestCase;
use WpAiJobs\Tests\Process;
use WpAiJobs\Tests\Visitor;

/**
 * The limits of one user, over the service and over both carriers.
 */
final class QuotaTest extends PluginTestCase {

	/** Somebody who may. */
	protected function setUp(): void {
		parent::setUp();
		self::log_in( 'editor' );
		self::register_type();
	}

	/**
	 * Starts a job.
	 *
	 * @param string|null $key Idempotency key.
	 * @return Job|WP_Error
	 */
	private static function ask( ?string $key = null ) {
		$started = ( new JobService() )->start(
			array(
				'type'            => 'test',
				'input'           => array( 'prompt' => 'Rain' ),
				'context'         => null,
				'idempotency_key' => $key,
			)
		);
		return $started instanceof WP_Error ? $started : $started['job'];
	}

	/**
	 * Limits the starts within an hour.
	 *
	 * @param int $max How many.
	 */
	private static function limit( int $max ): void {
		add_filter(
			'wpaijobs_max_starts_per_hour',
			static function () use ( $max ): int {
				return $max;
			}
		);
	}

	/**
	 * Starts a job and has it over, its result acknowledged and deleted.
	 *
	 * @return Job
	 */
	private static function ask_and_finish(): Job {
		$manager = new JobManager();
		$job     = self::ask();
		$manager->acknowledge( $manager->complete( $manager->claim( $job->id(), 'runner' ), array() ) );
		self::move_clock( 60000 );
		$manager->delete_finished();
		self::assertSame( array(), $manager->recent( 10 ) );
		return $job;
	}

	/** What was deleted was started all the same. */
	public function test_starts_within_an_hour_are_counted_though_their_jobs_are_deleted(): void {
		self::limit( 3 );
		$first = self::ask_and_finish();
		self::ask_and_finish();
		self::ask_and_finish();

		$refused = self::ask();
		$this->assertSame( 'ai_job_rate_limited', $refused->get_error_code() );
		$data = $refused->get_error_data();
		$this->assertSame( array( 429, true ), array( $data['status'], $data['retryable'] ) );
		$this->assertSame( (int) ceil( ( $first->created_at() + Quota::WINDOW_MS - Clock::now_ms() ) / 1000 ), $data['retry_after'], 'Until the oldest start leaves the hour.' );
		$this->assertStringContainsString( '3', $refused->get_error_message() );
		$this->assertStringContainsString( '57 min', $refused->get_error_message() );

		self::move_clock( $data['retry_after'] * 1000 );
		$this->assertInstanceOf( Job::class, self::ask() );
		$this->assertInstanceOf( WP_Error::class, self::ask(), 'The next place comes with the next start that leaves.' );
	}

	/** A filter may answer otherwise today. */
	public function test_when_the_limit_was_lowered_the_wait_is_until_enough_starts_have_left(): void {
		self::ask_and_finish();
		self::ask_and_finish();
		$last = self::ask_and_finish();
		self::limit( 1 );
		$this->assertSame( (int) ceil( ( $last->created_at() + Quota::WINDOW_MS - Clock::now_ms() ) / 1000 ), self::ask()->get_error_data()['retry_after'] );
		self::limit( 0 );
		$this->assertSame( 3600, self::ask()->get_error_data()['retry_after'] );
	}

	/** One user's hour is not another's. */
	public function test_each_user_has_an_hour_of_their_own(): void {
		self::limit( 1 );
		self::ask();
		$this->assertInstanceOf( WP_Error::class, self::ask() );
		self::log_in( 'admin' );
		$this->assertInstanceOf( Job::class, self::ask() );
	}

	/** Twice the same is once. */
	public function test_a_repeated_start_costs_nothing(): void {
		self::limit( 1 );
		$first = self::ask( 'key' );
		$this->assertSame( $first->id(), self::ask( 'key' )->id() );
		$this->assertCount( 1, Starts::read( self::user( 'editor' ) ) );
	}

	/** What is refused was not started. */
	public function test_a_start_that_is_refused_costs_nothing(): void {
		self::limit( 2 );
		add_filter(
			'wpaijobs_max_live_jobs',
			static function (): int {
				return 1;
			}
		);
		self::ask();
		$this->assertSame( Quota::RETRY_AFTER_S, self::ask()->get_error_data()['retry_after'] );
		$this->assertCount( 1, Starts::read( self::user( 'editor' ) ) );
	}

	/** A retry costs as much as a start. */
	public function test_a_retry_counts_as_a_start(): void {
		self::limit( 2 );
		$manager = new JobManager();
		$id      = self::ask()->id();
		$fail    = static function () use ( $manager, $id ): void {
			$manager->fail( $manager->claim( $id, 'runner' ), Errors::of( 'provider_unavailable' ) );
		};
		$fail();
		$this->assertInstanceOf( Job::class, ( new JobService() )->retry( $id ) );
		$fail();
		$this->assertSame( 'ai_job_rate_limited', ( new JobService() )->retry( $id )->get_error_code() );
		$this->assertSame( Job::FAILED, $manager->get( $id )->status() );
	}

	/** What cannot be retried is said to be so, limit or not. */
	public function test_a_retry_that_is_not_possible_is_a_conflict_and_costs_nothing(): void {
		self::limit( 1 );
		$id = self::ask()->id();
		$this->assertSame( 'ai_job_conflict', ( new JobService() )->retry( $id )->get_error_code() );
		$this->assertCount( 1, Starts::read( self::user( 'editor' ) ) );
	}

	/** Both carriers say when to come again. */
	public function test_a_refusal_has_a_header_over_both_carriers(): void {
		Starts::write( self::user( 'editor' ), array_fill( 0, Quota::MAX_STARTS_PER_HOUR, Clock::now_ms() - Quota::WINDOW_MS + 90000 ) );
		$editor  = Visitor::logged_in( 'editor' );
		$rest    = $editor->rest( 'POST', '/jobs', '{"type":"content","input":{"prompt":"Rain"}}' );
		$classic = $editor->ajax(
			array(
				'action'   => 'start_ai_job',
				'job_type' => 'content',
				'prompt'   => 'Rain',
			)
		);
		foreach ( array( $rest, $classic ) as $answer ) {
			$this->assertSame( 429, $answer['status'] );
			$this->assertGreaterThan( 60, (int) $answer['headers']['retry-after'] );
			$this->assertLessThanOrEqual( 90, (int) $answer['headers']['retry-after'] );
			$this->assertStringContainsString( '60 AI jobs', $answer['body'] );
		}
		$this->assertSame( (int) $rest['headers']['retry-after'], json_decode( $rest['body'] )->data->retry_after );
	}

	/** Real processes. */
	public function test_of_20_starts_at_once_as_many_pass_as_are_allowed(): void {
		Starts::write( self::user( 'editor' ), array_fill( 0, Quota::MAX_STARTS_PER_HOUR - 5, Clock::now_ms() ) );
		$heard = array_count_values( $this->start_at_once( 20 ) );
		$this->assertSame( 15, $heard['ai_job_rate_limited'] );
		$this->assertCount( 5, ( new JobManager() )->recent( 50 ) );
	}

	/** The other limit. */
	public function test_of_20_starts_at_once_as_many_pass_as_may_live(): void {
		for ( $count = 0; $count < Quota::MAX_LIVE_JOBS - 5; $count++ ) {
			self::pending( array( 'owner_id' => self::user( 'editor' ) ) );
		}
		$heard = array_count_values( $this->start_at_once( 20 ) );
		$this->assertSame( 15, $heard['ai_job_rate_limited'] );
		$this->assertSame( Quota::MAX_LIVE_JOBS, ( new JobManager() )->count_live( self::user( 'editor' ) ) );
	}

	/**
	 * Has several processes start a job each.
	 *
	 * @param int $count How many.
	 * @return string[] What each says: a job's id, or the error's code.
	 */
	private function start_at_once( int $count ): array {
		$starters = array();
		for ( $number = 0; $number < $count; $number++ ) {
			$starters[] = new Process( 'starter', array( 'table' ) );
		}
		foreach ( $starters as $starter ) {
			$this->assertSame( 'ready', $starter->hear() );
		}
		foreach ( $starters as $number => $starter ) {
			$starter->say( 'key-' . $number );
		}
		$heard = array();
		foreach ( $starters as $starter ) {
			$heard[] = $starter->hear();
			$starter->end();
		}
		return $heard;
	}

	/** They do not heap up. */
	public function test_starts_of_long_ago_are_forgotten_daily(): void {
		Starts::write( 7, array( Clock::now_ms() - Quota::WINDOW_MS - 1 ) );
		Starts::write( 8, array( Clock::now_ms() - Quota::WINDOW_MS - 1, Clock::now_ms() - 1000 ) );
		do_action( Cron::CLEANUP );
		$this->assertSame( array( 0, 2 ), array( count( Starts::read( 7 ) ), count( Starts::read( 8 ) ) ) );
	}

	/** They had keys behind their times. */
	public function test_starts_that_an_earlier_version_wrote_are_counted(): void {
		self::limit( 3 );
		$now = Clock::now_ms();
		update_option( 'wpaijobs_starts_' . self::user( 'editor' ), ( $now - 2000 ) . ' ' . hash( 'sha256', 'key' ) . ',' . ( $now - 1000 ), false );
		$this->assertSame( array( $now - 2000, $now - 1000 ), Starts::read( self::user( 'editor' ) ) );
		$this->assertInstanceOf( Job::class, self::ask() );
		$this->assertInstanceOf( WP_Error::class, self::ask() );
	}
}
