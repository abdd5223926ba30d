<?php
/**
 * Results on their way to the database.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI;

use WpAiJobs\Integrations\AI\Errors;
use WpAiJobs\Integrations\AI\ImageFiles;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\Journal;
use WpAiJobs\Integrations\AI\Runner;
use WpAiJobs\Tests\PluginTestCase;

/**
 * What becomes of a result whose runner cannot store it.
 */
final class JournalTest extends PluginTestCase {

	private const LEASE_MS = 60000;

	/**
	 * A claimed job whose result is noted and not stored, as when its runner was killed in between.
	 *
	 * @param array<string,mixed> $start See pending().
	 * @return Job
	 */
	private static function noted( array $start = array() ): Job {
		$claimed = ( new JobManager() )->claim( self::pending( $start )->id(), 'dead' );
		Journal::note( $claimed, array( 'text' => 'Rain' ) );
		return $claimed;
	}

	/**
	 * The files beside the database.
	 *
	 * @param Job $job The job or part.
	 * @return string[]
	 */
	private static function files( Job $job ): array {
		return (array) glob( ImageFiles::path( $job->parent_id() ?? $job->id(), '*' ) );
	}

	/**
	 * At once, not when the lease is over.
	 */
	public function test_who_looks_next_brings_the_result_of_a_killed_runner_home(): void {
		$noted = self::noted();
		$this->assertCount( 1, self::files( $noted ) );

		$job = ( new JobManager() )->get( $noted->id() );
		$this->assertSame( array( Job::COMPLETED, array( 'text' => 'Rain' ) ), array( $job->status(), $job->result() ) );
		$this->assertSame( array(), self::files( $noted ) );
		$this->assertDirectoryDoesNotExist( dirname( ImageFiles::path( $noted->id(), 'x' ) ) );
	}

	/**
	 * A part's is its own.
	 */
	public function test_a_part_has_a_result_of_its_own(): void {
		$noted = self::noted( array( 'part_count' => 2 ) );

		$job = ( new JobManager() )->get( $noted->parent_id() );
		$this->assertSame( Job::PROCESSING, $job->status() );
		$this->assertSame( array( Job::COMPLETED, Job::PENDING ), array( $job->parts()[0]->status(), $job->parts()[1]->status() ) );
		$this->assertSame( array( 'text' => 'Rain' ), $job->parts()[0]->result() );
	}

	/**
	 * Nobody looked while it lived.
	 */
	public function test_a_result_that_is_there_does_not_expire(): void {
		$noted = self::noted();
		self::move_clock( Job::LIFETIME_MS + self::LEASE_MS );

		$this->assertSame( Job::COMPLETED, ( new JobManager() )->get( $noted->id() )->status() );
	}

	/**
	 * The hourly clean-up looks, too.
	 */
	public function test_the_clean_up_brings_it_home(): void {
		$noted = self::noted();
		self::move_clock( Job::LIFETIME_MS + self::LEASE_MS );
		( new JobManager() )->end_overdue();

		$this->assertSame( array(), self::files( $noted ) );
		$this->assertSame( Job::COMPLETED, ( new JobManager() )->get( $noted->id() )->status() );
	}

	/**
	 * What its owner stopped stays stopped.
	 */
	public function test_a_job_that_was_stopped_stays_stopped(): void {
		$pending = self::pending();
		self::register_type(
			static function ( Job $job ): array {
				( new JobManager() )->cancel( ( new JobManager() )->get( $job->id() ) );
				return array( 'text' => 'Rain' );
			}
		);
		( new Runner() )->run( $pending->id() );

		$this->assertSame( Job::CANCELLED, ( new JobManager() )->get( $pending->id() )->status() );
		$this->assertSame( array(), self::files( $pending ) );
	}

	/**
	 * Of an attempt that failed, nothing comes later.
	 */
	public function test_a_result_is_of_one_attempt(): void {
		$manager = new JobManager();
		$first   = $manager->claim( self::pending()->id(), 'first' );
		$failed  = $manager->fail( $first, Errors::of( 'interrupted' ) );
		Journal::note( $first, array( 'text' => 'Late' ) );
		$manager->retry( $failed );
		$manager->claim( $first->id(), 'second' );

		$this->assertSame( Job::PROCESSING, $manager->get( $first->id() )->status() );
	}

	/**
	 * The database takes nothing for a while.
	 */
	public function test_a_database_that_is_gone_costs_no_result(): void {
		$pending = self::pending();
		self::register_type(
			static function (): array {
				add_filter( 'query', array( self::class, 'refuse' ) );
				return array( 'text' => 'Rain' );
			}
		);
		$this->assertNull( ( new Runner( null, '__return_null' ) )->run( $pending->id() ) );
		$this->assertCount( 1, self::files( $pending ) );
		remove_filter( 'query', array( self::class, 'refuse' ) );

		$this->assertSame( array( 'text' => 'Rain' ), ( new JobManager() )->get( $pending->id() )->result() );
	}

	/**
	 * It takes what is small, and never this.
	 */
	public function test_a_result_that_the_database_never_takes_is_an_error(): void {
		$noted = self::noted();
		add_filter( 'query', array( self::class, 'refuse_results' ) );
		$job = ( new JobManager() )->get( $noted->id() );
		remove_filter( 'query', array( self::class, 'refuse_results' ) );

		$this->assertSame( array( Job::FAILED, 'internal', true ), array( $job->status(), $job->error()['code'], $job->error()['may_be_billed'] ) );
		$this->assertSame( array(), self::files( $noted ) );
	}

	/**
	 * A folder that cannot be written to is the usual way without a journal.
	 */
	public function test_without_a_folder_there_is_no_journal(): void {
		add_filter( 'wpaijobs_files_dir', array( self::class, 'no_folder' ) );
		$noted = self::noted();

		$this->assertSame( Job::PROCESSING, ( new JobManager() )->get( $noted->id() )->status() );
		remove_filter( 'wpaijobs_files_dir', array( self::class, 'no_folder' ) );
	}

	/**
	 * Where no folder can be made.
	 *
	 * @return string
	 */
	public static function no_folder(): string {
		return __FILE__ . '/folder';
	}

	/**
	 * Has every change of a job fail.
	 *
	 * @param string $statement SQL.
	 * @return string
	 */
	public static function refuse( string $statement ): string {
		return false !== strpos( $statement, 'wpaijobs' ) && 0 === strpos( $statement, 'UPDATE' ) ? 'UPDATE gone' : $statement;
	}

	/**
	 * Has every result fail.
	 *
	 * @param string $statement SQL.
	 * @return string
	 */
	public static function refuse_results( string $statement ): string {
		return false !== strpos( $statement, 'Rain' ) && 0 === strpos( $statement, 'UPDATE' ) ? 'UPDATE gone' : $statement;
	}
}
