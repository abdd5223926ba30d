<?php
/**
 * A passing fault changes nothing for good.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Field;

use WP_REST_Request;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\Store\Answers;
use WpAiJobs\Integrations\AI\Store\Lock;
use WpAiJobs\Integrations\AI\Store\MovingStore;
use WpAiJobs\Integrations\AI\Store\OptionStore;
use WpAiJobs\Integrations\AI\Store\Starts;
use WpAiJobs\Integrations\AI\Store\StoreException;
use WpAiJobs\Integrations\AI\Store\Stores;
use WpAiJobs\Integrations\AI\Store\TableStore;
use WpAiJobs\Integrations\AI\Store\UsedKeys;
use WpAiJobs\Tests\Double\FailingDatabase;
use WpAiJobs\Tests\Double\ReplicatedDatabase;
use WpAiJobs\Tests\PluginTestCase;
use WpAiJobs\Tests\Process;

/**
 * Which store a site has, whatever fails, whoever else is at it, and for how long.
 */
final class A4StoreTest extends PluginTestCase {

	private const ROUNDS = 20;
	private const HOUR   = 3600000;

	/** The database is as it was. */
	protected function tearDown(): void {
		global $wpdb;
		if ( $wpdb instanceof ReplicatedDatabase ) {
			$GLOBALS['wpdb'] = $wpdb->primary();
		}
		parent::tearDown();
	}

	/**
	 * A completed job, which is paid for.
	 *
	 * @return Job
	 */
	private static function paid(): Job {
		$manager = new JobManager();
		return $manager->complete( $manager->claim( self::pending()->id(), 'r', 1000 ), array( 'text' => 'Paid' ) );
	}

	/**
	 * Has the site be on the options, by a refusal.
	 *
	 * @return callable For FailingDatabase::stop(): the refusal lasts.
	 */
	private static function fall_back(): callable {
		Stores::uninstall();
		$denied = FailingDatabase::fail( 'CREATE TABLE', FailingDatabase::DENIED );
		self::assertInstanceOf( OptionStore::class, Stores::current() );
		return $denied;
	}

	/**
	 * What may fail while the table is made or changed.
	 *
	 * @return array<string,array{string,array{int,string}}>
	 */
	public static function passing_faults(): array {
		return array(
			'looking for the table'  => array( 'SHOW TABLES', FailingDatabase::LOCKED ),
			'looking at its columns' => array( 'SHOW COLUMNS|SHOW INDEX', FailingDatabase::DEADLOCK ),
			'a lock that lasts'      => array( 'ALTER TABLE|CREATE TABLE', FailingDatabase::LOCKED ),
			'a full disk'            => array( 'ALTER TABLE|CREATE TABLE', FailingDatabase::FULL ),
			'a server in its care'   => array( 'ALTER TABLE|CREATE TABLE|SHOW', FailingDatabase::READONLY ),
		);
	}

	/**
	 * An update of the plugin, and something fails just then.
	 *
	 * @dataProvider passing_faults
	 * @param string            $queries What fails.
	 * @param array{int,string} $failure How.
	 */
	public function test_a_fault_while_the_table_is_changed_loses_no_paid_result( string $queries, array $failure ): void {
		global $wpdb;
		self::register_type();
		self::log_in( 'admin' );
		$job = self::paid();
		$wpdb->query( "ALTER TABLE {$wpdb->prefix}wpaijobs_jobs DROP COLUMN queued_at" );
		update_option( Stores::OPTION, 'table-2' );

		$fault   = FailingDatabase::fail( $queries, $failure );
		$request = new WP_REST_Request( 'GET', '/wp-ai-jobs/v1/jobs' );
		$request->set_param( 'include', $job->id() );
		$answer = rest_do_request( $request );
		$this->assertSame( array( 500, true ), array( $answer->get_status(), $answer->get_data()['data']['retryable'] ) );
		$this->assertSame( 'table-2', get_option( Stores::OPTION ), 'Nothing is decided.' );

		FailingDatabase::stop( $fault );
		$this->assertSame( array( 'text' => 'Paid' ), ( new JobManager() )->get( $job->id() )->result() );
		$this->assertSame( 'table', Stores::facts()['store'] );
	}

	/**
	 * The first request of all.
	 *
	 * @dataProvider passing_faults
	 * @param string            $queries What fails.
	 * @param array{int,string} $failure How.
	 */
	public function test_a_fault_while_the_table_is_made_decides_nothing( string $queries, array $failure ): void {
		Stores::uninstall();
		$fault = FailingDatabase::fail( $queries, $failure );
		try {
			Stores::current();
			$this->fail( 'Undecided.' );
		} catch ( StoreException $e ) {
			$this->assertNull( Stores::facts()['store'] );
		}
		FailingDatabase::stop( $fault );
		$this->assertInstanceOf( TableStore::class, Stores::current() );
		$this->assertSame( 'table', Stores::facts()['store'] );
	}

	/** A user who lost the right to make tables, on a site that has one. */
	public function test_a_site_with_a_table_never_goes_to_the_options(): void {
		$job = self::paid();
		delete_option( Stores::OPTION );
		FailingDatabase::fail( 'CREATE TABLE|ALTER TABLE', FailingDatabase::DENIED );
		$this->assertInstanceOf( TableStore::class, Stores::current() );
		$this->assertSame( 'completed', ( new JobManager() )->get( $job->id() )->status() );
	}

	/** A table that is gone, and that nobody may make anew. */
	public function test_a_site_that_lost_its_table_for_good_goes_on_in_the_options(): void {
		( new TableStore() )->uninstall();
		FailingDatabase::fail( 'CREATE TABLE', FailingDatabase::DENIED );
		try {
			self::pending();
			$this->fail( 'This process was told of the table.' );
		} catch ( StoreException $e ) {
			$this->assertSame( 'options', Stores::facts()['store'] );
		}
		$this->assertSame( 'pending', ( new JobManager() )->get( self::pending()->id() )->status() );
	}

	/** It says why, and since when. */
	public function test_a_site_on_the_options_says_so_and_looks_again_each_hour(): void {
		$before = time();
		$denied = self::fall_back();
		$facts  = Stores::facts();
		$this->assertSame( 'options', $facts['store'] );
		$this->assertStringContainsString( 'command denied', $facts['why'] );
		$this->assertGreaterThanOrEqual( $before, $facts['since'] );
		$this->assertGreaterThanOrEqual( $before + 3600, $facts['look_again'] );

		FailingDatabase::stop( $denied );
		$this->assertInstanceOf( OptionStore::class, Stores::current(), 'Not with each request.' );
		$denied = FailingDatabase::fail( 'CREATE TABLE', FailingDatabase::DENIED );
		self::move_clock( self::HOUR );
		$this->assertInstanceOf( OptionStore::class, Stores::current(), 'Still refused.' );
		$this->assertSame( $facts['since'], Stores::facts()['since'] );
		FailingDatabase::stop( $denied );
		$this->assertInstanceOf( OptionStore::class, Stores::current() );
		self::move_clock( self::HOUR );
		$this->assertInstanceOf( MovingStore::class, Stores::current() );
		$this->assertSame( array( 'table', '', true ), array( Stores::facts()['store'], Stores::facts()['why'], Stores::facts()['is_moving'] ) );
	}

	/** Looking again must not take the site down. */
	public function test_a_fault_while_it_looks_again_leaves_it_where_it_is(): void {
		self::fall_back();
		self::move_clock( self::HOUR );
		FailingDatabase::fail( 'SHOW TABLES', FailingDatabase::LOCKED );
		$this->assertInstanceOf( OptionStore::class, Stores::current() );
		$this->assertSame( 'options', Stores::facts()['store'] );
	}

	/** Paid results, keys, queues, and what runs. */
	public function test_jobs_of_the_options_are_found_when_the_site_has_gone_to_the_table(): void {
		$denied  = self::fall_back();
		$paid    = self::paid();
		$waiting = self::pending( array( 'idempotency_key' => 'k' ) );
		$parted  = self::pending( array( 'part_count' => 2 ) );
		FailingDatabase::stop( $denied );
		Stores::install();

		$manager = new JobManager();
		$new     = self::pending( array( 'idempotency_key' => 'other' ) );
		$this->assertNotNull( ( new TableStore() )->find( $new->id() ) );
		$this->assertSame( array( 'text' => 'Paid' ), $manager->get( $paid->id() )->result() );
		$again = $manager->find_repeated( $manager->draft( array( 'idempotency_key' => 'k' ) + self::start() ) );
		$this->assertSame( $waiting->id(), $again->id() );
		$this->assertSame( $waiting->id(), $manager->create( $manager->draft( array( 'idempotency_key' => 'k' ) + self::start() ) )['job']->id() );
		$this->assertSame( 3, $manager->count_live( 1 ) );
		$this->assertSame( array( $waiting->id(), $parted->id(), $new->id() ), array_merge( array_diff( $manager->find_waiting( 9 ), array( $new->id() ) ), array( $new->id() ) ) );
		$this->assertCount( 4, $manager->recent( 9 ) );

		foreach ( array( $waiting->id(), $parted->id(), $parted->id(), $new->id() ) as $id ) {
			$this->assertNotNull( $manager->complete( $manager->claim( $id, 'r', 1000 ), array( 'text' => 'Done' ) ) );
			$this->assertSame( 2, count( $manager->get( $parted->id() )->parts() ) );
		}
		$this->assertNull( $manager->claim( $parted->id(), 'r', 1000 ) );
		foreach ( array( $paid, $waiting, $new ) as $job ) {
			$this->assertNotNull( $manager->acknowledge( $manager->get( $job->id() ) )->acknowledged_at() );
		}
		self::move_clock( 25 * self::HOUR );
		$manager->delete_finished();
		$this->assertTrue( ( new OptionStore() )->is_empty() );
		$this->assertInstanceOf( TableStore::class, Stores::current() );
		$this->assertFalse( Stores::facts()['is_moving'] );
	}

	/** It would be found by nobody, and its key be used twice. */
	public function test_a_process_that_was_told_of_the_options_starts_no_job_there_after_the_move(): void {
		$denied = self::fall_back();
		$late   = new JobManager();
		FailingDatabase::stop( $denied );
		Stores::install();
		$this->expectException( StoreException::class );
		self::pending( array(), $late );
	}

	/** One process knows of the options alone, the other of both: two real processes. */
	public function test_no_job_is_executed_twice_while_a_site_goes_to_the_table(): void {
		$denied = self::fall_back();
		$log    = (string) tempnam( sys_get_temp_dir(), 'runs' );
		FailingDatabase::stop( $denied );
		$runners = array( new Process( 'runner', array( 'option', $log ) ) );
		Stores::install();
		$runners[] = new Process( 'runner', array( 'site', $log ) );
		foreach ( $runners as $runner ) {
			$this->assertSame( 'ready', $runner->hear() );
		}
		$ids = array();
		for ( $round = 0; $round < self::ROUNDS; $round++ ) {
			$id    = self::pending( array(), new JobManager( new OptionStore() ) )->id();
			$ids[] = $id;
			foreach ( $runners as $runner ) {
				$runner->say( $id );
			}
			$heard = array( $runners[0]->hear(), $runners[1]->hear() );
			sort( $heard );
			$this->assertSame( array( Job::COMPLETED, 'none' ), $heard );
		}
		foreach ( $runners as $runner ) {
			$runner->end();
		}
		$this->assertSame( $ids, explode( "\n", trim( (string) file_get_contents( $log ) ) ) );
		unlink( $log );
	}

	/**
	 * What there is to be made.
	 *
	 * @return array<string,array{callable():void}>
	 */
	public static function work(): array {
		return array(
			'the table'          => array(
				static function (): void {
					( new TableStore() )->uninstall();
					delete_option( Stores::OPTION );
				},
			),
			'two of its columns' => array(
				static function (): void {
					global $wpdb;
					$wpdb->query( "ALTER TABLE {$wpdb->prefix}wpaijobs_jobs DROP COLUMN queued_at" );
					$wpdb->query( "ALTER TABLE {$wpdb->prefix}wpaijobs_jobs DROP COLUMN part" );
					update_option( Stores::OPTION, 'table-1' );
				},
			),
		);
	}

	/**
	 * Two requests after an update: real processes.
	 *
	 * @dataProvider work
	 * @param callable():void $undo Leaves something to be made.
	 */
	public function test_of_two_installers_one_is_at_work_and_both_get_the_table( callable $undo ): void {
		$installers = array( new Process( 'installer' ), new Process( 'installer' ) );
		foreach ( $installers as $installer ) {
			$this->assertSame( 'ready', $installer->hear() );
		}
		for ( $round = 0; $round < self::ROUNDS; $round++ ) {
			// The installers have changed what this process remembers.
			wp_cache_flush();
			$undo();
			foreach ( $installers as $installer ) {
				$installer->say( 'go' );
			}
			$worked = 0;
			foreach ( $installers as $installer ) {
				list( $store, $count ) = explode( ' ', $installer->hear() );
				$this->assertSame( 'TableStore', $store );
				$worked += $count > 0 ? 1 : 0;
			}
			$this->assertSame( 1, $worked );
		}
		foreach ( $installers as $installer ) {
			$installer->end();
		}
	}

	/** Somebody who holds the lock is at work. */
	public function test_who_cannot_wait_for_the_installer_is_told_to_try_again(): void {
		delete_option( Stores::OPTION );
		$lock = Lock::take( 'store', 60000, 0 );
		try {
			Stores::install( 0 );
			$this->fail( 'Another process is at work.' );
		} catch ( StoreException $e ) {
			$this->assertFalse( get_option( Stores::OPTION ) );
		}
		$lock->release();
		$this->assertInstanceOf( TableStore::class, Stores::current() );
	}

	/**
	 * What is decided on.
	 *
	 * @return array<string,array{callable():mixed,mixed}>
	 */
	public static function reads(): array {
		return array(
			'a claim'             => array(
				static function (): string {
					$manager = new JobManager( new TableStore() );
					return $manager->claim( self::pending( array(), $manager )->id(), 'r', 1000 )->status();
				},
				Job::PROCESSING,
			),
			'a claim, options'    => array(
				static function (): string {
					$manager = new JobManager( new OptionStore() );
					return $manager->claim( self::pending( array(), $manager )->id(), 'r', 1000 )->status();
				},
				Job::PROCESSING,
			),
			'a lock'              => array(
				static function (): bool {
					Lock::take( 'x', -1, 0 );
					return null !== Lock::take( 'x', 1000, 0 );
				},
				true,
			),
			'a key'               => array(
				static function (): bool {
					UsedKeys::add( 1, 'k' );
					return UsedKeys::has( 1, 'k' );
				},
				true,
			),
			'a quota'             => array(
				static function (): array {
					Starts::write( 1, array( 7 ) );
					return Starts::read( 1 );
				},
				array( 7 ),
			),
			'an answer'           => array(
				static function (): string {
					Answers::write( 'a.1', 'Paid' );
					$answer = Answers::read( 'a.1' );
					Answers::delete( 'a.1' );
					return $answer;
				},
				'Paid',
			),
			'which store'         => array(
				static function (): bool {
					update_option( Stores::OPTION, 'option-1' );
					return Stores::keeps_options();
				},
				true,
			),
		);
	}

	/**
	 * A drop-in that reads from a replica, which is behind.
	 *
	 * @dataProvider reads
	 * @param callable():mixed $read     Writes and reads.
	 * @param mixed            $expected What it wrote.
	 */
	public function test_what_is_decided_on_is_read_from_the_primary_database( callable $read, $expected ): void {
		$GLOBALS['wpdb'] = new ReplicatedDatabase( $GLOBALS['wpdb'] );
		$this->assertSame( $expected, $read() );
	}
}
