<?php
/**
 * What every store promises.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI\Store;

use WpAiJobs\Clock;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\Store\JobStore;
use WpAiJobs\Tests\PluginTestCase;

/**
 * One suite for both stores.
 */
abstract class StoreTestCase extends PluginTestCase {

	/**
	 * The store.
	 *
	 * @var JobStore
	 */
	protected $store;

	/** Makes the store. */
	protected function setUp(): void {
		parent::setUp();
		$this->store = $this->create_store();
		$this->assertTrue( $this->store->install() );
	}

	/**
	 * The store to test.
	 *
	 * @return JobStore
	 */
	abstract protected function create_store(): JobStore;

	/**
	 * A new job, not stored yet.
	 *
	 * @param array<string,mixed> $fields What differs.
	 * @return Job
	 */
	protected static function job( array $fields = array() ): Job {
		$now = Clock::now_ms();
		return new Job(
			$fields + array(
				'id'         => wp_generate_uuid4(),
				'owner_id'   => 7,
				'type'       => 'test',
				'input'      => array( 'prompt' => "Rain 🌧 'quoted' \\ %s \"" ),
				'created_at' => $now,
				'expires_at' => $now + Job::LIFETIME_MS,
			)
		);
	}

	/**
	 * The ids of jobs.
	 *
	 * @param Job[] $jobs Jobs.
	 * @return string[]
	 */
	protected static function ids( array $jobs ): array {
		return array_values(
			array_map(
				static function ( Job $job ): string {
					return $job->id();
				},
				$jobs
			)
		);
	}

	/** What goes in comes out. */
	public function test_a_job_is_found_as_it_was_stored(): void {
		$job = self::job(
			array(
				'post_id'         => 12,
				'idempotency_key' => str_repeat( 'a', 64 ),
				'input_hash'      => str_repeat( 'b', 64 ),
				'context'         => array( 'title' => 'Wetter' ),
			)
		);
		$this->assertSame( $job, $this->store->insert( $job ) );
		$this->assertEquals( $job, $this->store->find( $job->id() ) );
		$this->assertNull( $this->store->find( wp_generate_uuid4() ) );
	}

	/** A long result, with every kind of character. */
	public function test_a_large_result_survives(): void {
		$text   = str_repeat( "Ünï¢ode 🌦 <p class=\"x\">\\n'</p>\n", 10000 );
		$job    = $this->store->insert( self::job() );
		$after  = $this->store->swap( $job, array( 'result' => array( 'content' => $text ) ) );
		$stored = $this->store->find( $job->id() );
		$this->assertSame( array( 'content' => $text ), $stored->result() );
		$this->assertEquals( $after, $stored );
	}

	/** Many ids at once. */
	public function test_several_jobs_are_found_by_id(): void {
		$first  = $this->store->insert( self::job() );
		$second = $this->store->insert( self::job() );
		$found  = $this->store->find_many( array( $second->id(), wp_generate_uuid4(), $first->id() ) );
		$this->assertCount( 2, $found );
		$this->assertEquals( $first, $found[ $first->id() ] );
		$this->assertSame( array(), $this->store->find_many( array() ) );
	}

	/** One owner and key, one job. */
	public function test_the_second_job_under_a_key_is_the_first(): void {
		$first = $this->store->insert( self::job( array( 'idempotency_key' => 'k' ) ) );
		$again = $this->store->insert( self::job( array( 'idempotency_key' => 'k' ) ) );
		$this->assertEquals( $first, $again );
		$this->assertCount( 1, $this->store->find_recent( 10 ) );
		$this->assertEquals( $first, $this->store->find_by_key( 7, 'k' ) );
	}

	/** A key is its owner's. */
	public function test_another_owner_may_use_the_same_key(): void {
		$this->store->insert( self::job( array( 'idempotency_key' => 'k' ) ) );
		$other = self::job(
			array(
				'idempotency_key' => 'k',
				'owner_id'        => 8,
			)
		);
		$this->assertSame( $other, $this->store->insert( $other ) );
		$this->assertNull( $this->store->find_by_key( 9, 'k' ) );
	}

	/** Who saw the job as it is changes it. */
	public function test_a_swap_changes_only_what_is_as_it_was_seen(): void {
		$seen  = $this->store->insert( self::job() );
		$after = $this->store->swap( $seen, array( 'status' => Job::PROCESSING ) );
		$this->assertSame( Job::PROCESSING, $after->status() );
		$this->assertEquals( $after, $this->store->find( $seen->id() ) );

		$this->assertNull( $this->store->swap( $seen, array( 'status' => Job::CANCELLED ) ) );
		$this->assertEquals( $after, $this->store->find( $seen->id() ) );
	}

	/** Status, attempt and revision are all looked at. */
	public function test_a_swap_compares_status_attempt_and_revision(): void {
		$seen = $this->store->insert( self::job() );
		foreach ( array( 'status' => Job::FAILED, 'attempt' => 3, 'revision' => 3 ) as $field => $value ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing.AssociativeArrayFound -- A list of three.
			$this->assertNull( $this->store->swap( $seen->with( array( $field => $value ) ), array( 'status' => Job::CANCELLED ) ), $field );
		}
		$this->assertNull( $this->store->swap( self::job(), array( 'status' => Job::CANCELLED ) ), 'A job that is not there.' );
	}

	/** A key is free again when its job is gone. */
	public function test_deleting_frees_the_key(): void {
		$job = $this->store->insert( self::job( array( 'idempotency_key' => 'k' ) ) );
		$this->assertTrue( $this->store->delete( $job ) );
		$this->assertFalse( $this->store->delete( $job ) );
		$next = self::job( array( 'idempotency_key' => 'k' ) );
		$this->assertSame( $next, $this->store->insert( $next ) );
	}

	/** A retried job is not deleted for what it was. */
	public function test_a_changed_job_is_not_deleted(): void {
		$seen = $this->store->insert( self::job() );
		$this->store->swap( $seen, array( 'lease_until' => 5 ) );
		$this->assertFalse( $this->store->delete( $seen ) );
		$this->assertNotNull( $this->store->find( $seen->id() ) );
	}

	/** What an editor picks up when it is opened again. */
	public function test_a_post_lists_its_owners_live_and_unacknowledged_jobs_newest_first(): void {
		$of_post = static function ( array $fields ): Job {
			return self::job( $fields + array( 'post_id' => 5 ) );
		};
		$pending   = $this->store->insert( $of_post( array( 'created_at' => 1000 ) ) );
		$completed = $this->store->insert(
			$of_post(
				array(
					'created_at' => 2000,
					'status'     => Job::COMPLETED,
				)
			)
		);
		$failed = $this->store->insert(
			$of_post(
				array(
					'created_at' => 500,
					'status'     => Job::FAILED,
				)
			)
		);
		$this->store->insert( $of_post( array( 'status' => Job::CANCELLED ) ) );
		$this->store->insert( $of_post( array( 'owner_id' => 8 ) ) );
		$this->store->insert( self::job( array( 'post_id' => 6 ) ) );
		$this->store->insert(
			$of_post(
				array(
					'status'          => Job::COMPLETED,
					'acknowledged_at' => 1,
				)
			)
		);

		$this->assertSame( self::ids( array( $completed, $pending, $failed ) ), self::ids( $this->store->find_for_post( 7, 5, 50 ) ) );
		$this->assertSame( self::ids( array( $completed ) ), self::ids( $this->store->find_for_post( 7, 5, 1 ) ) );
	}

	/** Newest first. */
	public function test_recent_jobs_are_everybodys_newest_first(): void {
		$old = $this->store->insert( self::job( array( 'created_at' => 1 ) ) );
		$new = $this->store->insert(
			self::job(
				array(
					'created_at' => 2,
					'owner_id'   => 8,
				)
			)
		);
		$this->assertSame( self::ids( array( $new, $old ) ), self::ids( $this->store->find_recent( 2 ) ) );
		$this->assertSame( self::ids( array( $new ) ), self::ids( $this->store->find_recent( 1 ) ) );
	}

	/** Live, in time, and the owner's. */
	public function test_live_jobs_are_counted(): void {
		$this->store->insert( self::job( array( 'expires_at' => 100 ) ) );
		$this->store->insert(
			self::job(
				array(
					'expires_at' => 100,
					'status'     => Job::PROCESSING,
				)
			)
		);
		$this->store->insert( self::job( array( 'expires_at' => 50 ) ) );
		$this->store->insert(
			self::job(
				array(
					'expires_at' => 100,
					'status'     => Job::COMPLETED,
				)
			)
		);
		$this->store->insert(
			self::job(
				array(
					'expires_at' => 100,
					'owner_id'   => 8,
				)
			)
		);
		$this->assertSame( 2, $this->store->count_live( 7, 50 ) );
		$this->assertSame( 0, $this->store->count_live( 9, 50 ) );
	}

	/** Overdue is what lives and should not. */
	public function test_overdue_jobs_are_live_ones_past_lifetime_or_lease(): void {
		$outlived = $this->store->insert( self::job( array( 'expires_at' => 100 ) ) );
		$orphaned = $this->store->insert(
			self::job(
				array(
					'status'      => Job::PROCESSING,
					'lease_until' => 100,
				)
			)
		);
		$this->store->insert(
			self::job(
				array(
					'status'      => Job::COMPLETED,
					'expires_at'  => 100,
					'lease_until' => 100,
				)
			)
		);
		$this->store->insert( self::job() );

		$expected = self::ids( array( $outlived, $orphaned ) );
		$found    = self::ids( $this->store->find_overdue( 100, 10 ) );
		sort( $expected );
		sort( $found );
		$this->assertSame( $expected, $found );
		$this->assertCount( 1, $this->store->find_overdue( 100, 1 ) );
		$this->assertSame( array(), $this->store->find_overdue( 99, 10 ) );
	}

	/** A clean-up deletes what it is asked to, and nothing else. */
	public function test_a_clean_up_deletes_only_old_final_jobs(): void {
		$final = static function ( array $fields ): Job {
			return self::job( $fields + array( 'status' => Job::COMPLETED ) );
		};
		$this->store->insert(
			$final(
				array(
					'finished_at'     => 900,
					'acknowledged_at' => 1000,
					'idempotency_key' => 'gone',
				)
			)
		);
		$this->store->insert( $final( array( 'finished_at' => 500 ) ) );
		$kept = array(
			$this->store->insert(
				$final(
					array(
						'finished_at'     => 900,
						'acknowledged_at' => 1001,
					)
				)
			),
			$this->store->insert( $final( array( 'finished_at' => 501 ) ) ),
			$this->store->insert( self::job() ),
			$this->store->insert( self::job( array( 'status' => Job::PROCESSING ) ) ),
		);

		$this->assertSame( 1, $this->store->delete_finished( 1000, 500, 1 ) );
		$this->assertSame( 1, $this->store->delete_finished( 1000, 500, 10 ) );
		$this->assertSame( 0, $this->store->delete_finished( 1000, 500, 10 ) );
		$this->assertEqualsCanonicalizing( self::ids( $kept ), self::ids( $this->store->find_recent( 10 ) ) );
		$this->assertNull( $this->store->find_by_key( 7, 'gone' ) );
	}

	/**
	 * A stored job in two parts, both stored as well.
	 *
	 * @param array<string,mixed> $fields What differs, of all three.
	 * @return Job With its parts.
	 */
	private function in_parts( array $fields = array() ): Job {
		$job   = $this->store->insert( self::job( array( 'part_count' => 2 ) + $fields ) );
		$parts = array();
		foreach ( array_keys( $job->part_ids() ) as $part ) {
			$parts[] = $this->store->insert( $job->draft_part( $part )->with( $fields ) );
		}
		return $job->with_parts( $parts );
	}

	/** Nobody but a runner sees them. */
	public function test_parts_are_in_no_list_and_no_count(): void {
		$job = $this->in_parts(
			array(
				'post_id'    => 5,
				'expires_at' => 100,
			)
		);
		$this->assertSame( 1, $this->store->count_live( 7, 50 ) );
		$this->assertSame( self::ids( array( $job ) ), self::ids( $this->store->find_for_post( 7, 5, 50 ) ) );
		$this->assertSame( self::ids( array( $job ) ), self::ids( $this->store->find_recent( 10 ) ) );
		$this->assertEquals( $job->parts(), array_values( $this->store->find_many( $job->part_ids() ) ) );
		$this->assertCount( 3, $this->store->find_overdue( 100, 10 ), 'Each has its own lease.' );
	}

	/** Several requests may find that it is missing. */
	public function test_a_part_is_stored_once(): void {
		$job   = $this->in_parts();
		$first = $this->store->swap( $job->parts()[1], array( 'status' => Job::PROCESSING ) );
		$this->assertEquals( $first, $this->store->insert( $job->draft_part( 1 ) ) );
		$this->assertEquals( $first, $this->store->find( $job->part_ids()[1] ) );
	}

	/** They go with their job, and not before. */
	public function test_finished_jobs_in_parts_are_found_and_their_parts_deleted(): void {
		$final = static function ( array $fields ): array {
			return $fields + array( 'status' => Job::COMPLETED );
		};
		$old          = $this->in_parts( $final( array( 'finished_at' => 500 ) ) );
		$acknowledged = $this->in_parts(
			$final(
				array(
					'finished_at'     => 500,
					'acknowledged_at' => 1000,
				)
			)
		);
		$kept         = $this->in_parts( $final( array( 'finished_at' => 501 ) ) );
		$this->store->insert( self::job( $final( array( 'finished_at' => 500 ) ) ) );
		$this->in_parts();

		$this->assertEqualsCanonicalizing( self::ids( array( $old, $acknowledged ) ), self::ids( $this->store->find_finished( 1000, 500, 10 ) ) );
		$this->assertCount( 1, $this->store->find_finished( 1000, 500, 1 ) );
		$this->assertSame( 1, $this->store->delete_finished( 1000, 500, 10 ), 'Parts, and jobs in parts, are left alone.' );
		$this->assertCount( 2, $this->store->find_many( $old->part_ids() ) );

		$this->store->delete_parts( $old );
		$this->assertSame( array(), $this->store->find_many( $old->part_ids() ) );
		$this->assertCount( 2, $this->store->find_many( $kept->part_ids() ) );
	}

	/** A process died while it deleted a job. */
	public function test_final_parts_without_a_job_are_deleted(): void {
		$fields = array(
			'status'      => Job::COMPLETED,
			'finished_at' => 500,
		);
		$gone   = $this->in_parts( $fields );
		$kept   = $this->in_parts( $fields );
		$this->store->delete( $gone );
		$this->store->delete_orphans( 499 );
		$this->assertCount( 2, $this->store->find_many( $gone->part_ids() ) );
		$this->store->delete_orphans( 500 );
		$this->assertSame( array(), $this->store->find_many( $gone->part_ids() ) );
		$this->assertCount( 2, $this->store->find_many( $kept->part_ids() ) );
	}

	/** What a failed query holds stays out of logs. */
	public function test_a_refused_query_is_neither_logged_nor_shown(): void {
		global $wpdb;
		$shown = $wpdb->show_errors( true );
		$log   = (string) tempnam( sys_get_temp_dir(), 'log' );
		$old   = ini_set( 'error_log', $log );
		$job   = $this->store->insert( self::job() );
		$this->break_database();
		$refused = 0;
		foreach ( array( 'find', 'insert', 'swap' ) as $method ) {
			try {
				$arguments = array(
					'find'   => array( $job->id() ),
					'insert' => array( self::job() ),
					'swap'   => array( $job, array( 'result' => array( 'content' => 'Rain 🌧' ) ) ),
				);
				$this->store->$method( ...$arguments[ $method ] );
			} catch ( \WpAiJobs\Integrations\AI\Store\StoreException $e ) {
				++$refused;
				$this->assertStringNotContainsString( 'Rain', $e->getMessage() );
			}
		}
		ini_set( 'error_log', (string) $old );
		$wpdb->show_errors( $shown );
		$this->mend_database();

		$this->assertSame( 3, $refused );
		$this->assertSame( '', file_get_contents( $log ) );
		$this->expectOutputString( '' );
		unlink( $log );
	}

	/**
	 * Makes every query of the store fail.
	 */
	private function break_database(): void {
		add_filter( 'query', array( self::class, 'spoil' ) );
	}

	/**
	 * Makes them work again.
	 */
	private function mend_database(): void {
		remove_filter( 'query', array( self::class, 'spoil' ) );
	}

	/**
	 * Turns a query into one that every database refuses.
	 *
	 * @param string $query SQL.
	 * @return string
	 */
	public static function spoil( string $query ): string {
		return false === strpos( $query, 'wpaijobs' ) ? $query : 'SELECT refused FROM no_such_table /* ' . $query . ' */';
	}

	/** Nothing stays. */
	public function test_uninstalling_removes_every_job(): void {
		$job = $this->store->insert( self::job( array( 'idempotency_key' => 'k' ) ) );
		$this->store->uninstall();
		$this->store->install();
		$this->assertNull( $this->store->find( $job->id() ) );
		$this->assertNull( $this->store->find_by_key( 7, 'k' ) );
	}
}
