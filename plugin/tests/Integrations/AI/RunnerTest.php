<?php
/**
 * Executing a job.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI;

use WP_Error;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\Runner;
use WpAiJobs\Integrations\AI\Store\OptionStore;
use WpAiJobs\Integrations\AI\Store\TableStore;
use WpAiJobs\Tests\PluginTestCase;
use WpAiJobs\Tests\Process;

/**
 * What a handler does, and what becomes of the job.
 */
final class RunnerTest extends PluginTestCase {

	/** It works. */
	public function test_a_result_completes_the_job(): void {
		$handler = self::register_type();
		$job     = ( new Runner() )->run( self::pending()->id() );
		$this->assertSame( array( Job::COMPLETED, array( 'text' => 'Done 🌈' ) ), array( $job->status(), $job->result() ) );
		$this->assertCount( 1, $handler->executed );
		$this->assertNull( ( new Runner() )->run( $job->id() ), 'It runs once.' );
		$this->assertCount( 1, $handler->executed );
	}

	/** Nothing to do. */
	public function test_an_unknown_job_is_not_run(): void {
		$this->assertNull( ( new Runner() )->run( wp_generate_uuid4() ) );
	}

	/** The handler tells why. */
	public function test_a_handlers_error_is_the_jobs(): void {
		self::register_type(
			static function (): WP_Error {
				return new WP_Error( 'provider_refused', 'No rain today.', array( 'may_be_billed' => true ) );
			}
		);
		$job = ( new Runner() )->run( self::pending()->id() );
		$this->assertSame( Job::FAILED, $job->status() );
		$this->assertSame(
			array(
				'code'          => 'provider_refused',
				'message'       => 'No rain today.',
				'retryable'     => false,
				'may_be_billed' => true,
			),
			$job->error()
		);
	}

	/** What is thrown may hold a key. */
	public function test_what_a_handler_throws_fails_the_job_and_is_not_told(): void {
		self::register_type(
			static function (): void {
				throw new \Error( 'sk-secret' );
			}
		);
		$job = ( new Runner() )->run( self::pending()->id() );
		$this->assertSame( array( Job::FAILED, 'internal', true ), array( $job->status(), $job->error()['code'], $job->error()['may_be_billed'] ) );
		$this->assertStringNotContainsString( 'secret', (string) wp_json_encode( $job->to_row() ) );
	}

	/**
	 * Answers that are none.
	 *
	 * @return array<string,array{mixed}>
	 */
	public static function no_results(): array {
		return array(
			'null'                     => array( null ),
			'a string'                 => array( 'text' ),
			'what JSON cannot express' => array( array( 'ratio' => INF ) ),
		);
	}

	/**
	 * A handler that breaks its contract.
	 *
	 * @dataProvider no_results
	 * @param mixed $answer The handler's.
	 */
	public function test_what_is_no_result_fails_the_job( $answer ): void {
		self::register_type(
			static function () use ( $answer ) {
				return $answer;
			}
		);
		$job = ( new Runner() )->run( self::pending()->id() );
		$this->assertSame( array( Job::FAILED, 'internal' ), array( $job->status(), $job->error()['code'] ) );
	}

	/** A plugin was switched off. */
	public function test_a_type_that_is_gone_fails_the_job_for_good(): void {
		$job = ( new Runner() )->run( self::pending()->id() );
		$this->assertSame( array( 'internal', false ), array( $job->error()['code'], $job->error()['retryable'] ) );
	}

	/** Nobody sees that the runner was somebody else. */
	public function test_a_job_is_executed_as_its_owner_and_in_their_language(): void {
		$editor = self::user( 'editor' );
		update_user_meta( $editor, 'locale', 'en_US' );
		add_filter(
			'locale',
			static function (): string {
				return 'de_DE';
			},
			1
		);
		$seen = array();
		self::register_type(
			static function () use ( &$seen ): array {
				$seen = array( get_current_user_id(), get_locale() );
				return array();
			}
		);
		self::log_in( 'admin' );
		( new Runner() )->run( self::pending( array( 'owner_id' => $editor ) )->id() );
		delete_user_meta( $editor, 'locale' );

		$this->assertSame( array( $editor, 'en_US' ), $seen );
		$this->assertSame( array( self::user( 'admin' ), 'de_DE' ), array( get_current_user_id(), get_locale() ) );
	}

	/** Stopped while the provider was asked. */
	public function test_a_job_that_was_stopped_meanwhile_stays_stopped(): void {
		self::register_type(
			static function ( Job $job ): array {
				( new JobManager() )->cancel( $job );
				return array( 'text' => 'Late' );
			}
		);
		$job = ( new Runner() )->run( self::pending()->id() );
		$this->assertSame( array( Job::CANCELLED, null ), array( $job->status(), $job->result() ) );
	}

	/** Its time was over, and nobody was told so. */
	public function test_a_late_result_completes_a_job_of_which_nobody_has_seen_the_end(): void {
		self::register_type(
			static function (): array {
				self::move_clock( Job::LIFETIME_MS );
				return array( 'text' => 'Late' );
			}
		);
		$job = ( new Runner() )->run( self::pending()->id() );
		$this->assertSame( array( Job::COMPLETED, array( 'text' => 'Late' ) ), array( $job->status(), $job->result() ) );
	}

	/** Its time was over, and its author was told so, however much later. */
	public function test_a_job_that_was_seen_to_expire_stays_expired_since_its_time_was_over(): void {
		$pending = self::pending();
		self::register_type(
			static function () use ( $pending ): array {
				self::move_clock( Job::LIFETIME_MS + 60000 );
				( new JobManager() )->get( $pending->id() );
				return array( 'text' => 'Late' );
			}
		);
		$job = ( new Runner() )->run( $pending->id() );
		$this->assertSame(
			array( Job::EXPIRED, null, $pending->expires_at(), true ),
			array( $job->status(), $job->result(), $job->finished_at(), $job->error()['may_be_billed'] )
		);
	}

	/** The database takes no large packet. */
	public function test_a_result_that_cannot_be_stored_fails_the_job(): void {
		self::register_type();
		add_filter(
			'query',
			static function ( string $query ): string {
				return false === strpos( $query, 'Done' ) ? $query : 'SELECT refused FROM no_such_table';
			}
		);
		$job = ( new Runner() )->run( self::pending()->id() );
		$this->assertSame( array( Job::FAILED, 'internal', true ), array( $job->status(), $job->error()['code'], $job->error()['may_be_billed'] ) );
	}

	/** Only this site can make it. */
	public function test_a_lease_lasts_as_long_as_the_job_may_live(): void {
		$lease_ms = 0;
		self::register_type(
			static function ( Job $job ) use ( &$lease_ms ): array {
				$lease_ms = $job->lease_until() - $job->expires_at();
				return array();
			}
		);
		( new Runner() )->run( self::pending()->id() );
		$this->assertGreaterThan( 0, $lease_ms );
		$this->assertLessThan( 60000, $lease_ms );
	}

	/**
	 * Ways in which a process ends in the middle, and stores.
	 *
	 * @return array<string,array{string,string,JobManager}>
	 */
	public static function deaths(): array {
		$table   = new JobManager( new TableStore() );
		$options = new JobManager( new OptionStore() );
		return array(
			'out of memory, table'   => array( 'memory', 'table', $table ),
			'out of memory, options' => array( 'memory', 'option', $options ),
			'time limit, table'      => array( 'time', 'table', $table ),
			'exit, table'            => array( 'exit', 'table', $table ),
			'exit, options'          => array( 'exit', 'option', $options ),
		);
	}

	/**
	 * A dying process says so.
	 *
	 * @dataProvider deaths
	 * @param string     $death   The way to die.
	 * @param string     $store   The store's name.
	 * @param JobManager $manager Over the same store.
	 */
	public function test_a_fatal_error_or_exit_fails_the_job_at_once( string $death, string $store, JobManager $manager ): void {
		$id     = self::pending( array(), $manager )->id();
		$runner = new Process( 'dying_runner', array( $store, $id, $death ) );
		$this->assertSame( 'begun', $runner->hear() );
		$runner->end();

		$job = $manager->get( $id );
		$this->assertSame( array( Job::FAILED, 'interrupted', true, true ), array( $job->status(), $job->error()['code'], $job->error()['retryable'], $job->error()['may_be_billed'] ) );
	}

	/** A killed process says nothing. */
	public function test_a_killed_runners_job_ends_within_its_lease_and_is_not_repeated(): void {
		$handler = self::register_type();
		$id      = self::pending()->id();
		$runner  = new Process( 'dying_runner', array( 'table', $id, 'wait' ) );
		$this->assertSame( 'begun', $runner->hear() );
		$runner->kill();

		$manager = new JobManager();
		$job     = $manager->get( $id );
		$this->assertSame( Job::PROCESSING, $job->status() );
		self::move_clock( $job->lease_until() - $job->started_at() );
		$this->assertTrue( $manager->get( $id )->is_final() );
		$this->assertNull( ( new Runner() )->run( $id ) );
		$this->assertSame( array(), $handler->executed );
	}

	/**
	 * Has the database refuse what would change a job, for a while.
	 *
	 * @param int $times How often.
	 */
	private static function refuse_changes( int $times ): void {
		add_filter(
			'query',
			static function ( string $query ) use ( &$times ): string {
				return 1 === preg_match( '/^\s*UPDATE\b.*wpaijobs/s', $query ) && 0 < $times-- ? 'SELECT refused FROM no_such_table' : $query;
			}
		);
	}

	/** Read-only for some seconds: a replica takes over, a disk is made larger. */
	public function test_a_database_that_takes_nothing_for_a_while_is_waited_for(): void {
		$waits   = array();
		$handler = self::register_type(
			static function (): array {
				self::refuse_changes( 6 );
				return array( 'text' => 'Paid' );
			}
		);
		$runner  = new Runner(
			null,
			static function ( int $seconds ) use ( &$waits ): void {
				$waits[] = $seconds;
			}
		);
		$job     = $runner->run( self::pending()->id() );
		$this->assertSame( array( Job::COMPLETED, array( 'text' => 'Paid' ) ), array( $job->status(), $job->result() ) );
		$this->assertSame( array( 1, 2, 4 ), $waits );
		$this->assertCount( 1, $handler->executed );
	}

	/** An error is worth as much: it says whether it may be billed. */
	public function test_an_error_is_stored_when_the_database_is_back(): void {
		self::register_type(
			static function (): WP_Error {
				self::refuse_changes( 2 );
				return new WP_Error( 'provider_refused', 'No.' );
			}
		);
		$job = ( new Runner( null, '__return_null' ) )->run( self::pending()->id() );
		$this->assertSame( array( Job::FAILED, 'provider_refused', false ), array( $job->status(), $job->error()['code'], $job->error()['may_be_billed'] ) );
	}

	/** For longer than a runner waits. */
	public function test_a_result_survives_a_database_that_stays_away_and_nothing_is_repeated(): void {
		$handler = self::register_type(
			static function (): array {
				self::refuse_changes( 1000 );
				return array( 'text' => 'Paid' );
			}
		);
		$id      = self::pending()->id();
		$this->assertNull( ( new Runner( null, '__return_null' ) )->run( $id ) );
		remove_all_filters( 'query' );
		$this->assertSame( array( Job::COMPLETED, array( 'text' => 'Paid' ) ), array( ( new JobManager() )->get( $id )->status(), ( new JobManager() )->get( $id )->result() ) );
		$this->assertCount( 1, $handler->executed );
	}

	/** WordPress's own query would end the process. */
	public function test_a_connection_that_was_lost_in_the_call_is_made_again(): void {
		global $wpdb;
		self::register_type(
			static function () use ( $wpdb ): array {
				if ( $wpdb->dbh instanceof \mysqli ) {
					$other = mysqli_connect( null, DB_USER, DB_PASSWORD, DB_NAME, 0, substr( (string) strstr( DB_HOST, ':' ), 1 ) );
					mysqli_query( $other, 'KILL ' . mysqli_thread_id( $wpdb->dbh ) );
					mysqli_close( $other );
				}
				return array( 'text' => 'Paid' );
			}
		);
		$job = ( new Runner( null, '__return_null' ) )->run( self::pending()->id() );
		$this->assertSame( array( Job::COMPLETED, array( 'text' => 'Paid' ) ), array( $job->status(), $job->result() ) );
	}

	/** A table that is changed by an update of the plugin, in another process, while a job runs. */
	public function test_an_update_of_the_table_while_a_job_runs_changes_nothing_for_it(): void {
		self::register_type(
			static function (): array {
				update_option( \WpAiJobs\Integrations\AI\Store\Stores::OPTION, 'table-2' );
				\WpAiJobs\Integrations\AI\Store\Stores::current();
				return array( 'text' => 'Done' );
			}
		);
		$this->assertSame( Job::COMPLETED, ( new Runner() )->run( self::pending()->id() )->status() );
	}
}
