<?php
/**
 * The table.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI\Store;

use WpAiJobs\Integrations\AI\Store\JobStore;
use WpAiJobs\Integrations\AI\Store\TableStore;

/**
 * Jobs in a table of their own.
 */
final class TableStoreTest extends StoreTestCase {

	/** {@inheritDoc} */
	protected function create_store(): JobStore {
		return new TableStore();
	}

	/** Updates may run it any number of times. */
	public function test_installing_again_keeps_the_jobs(): void {
		$job = $this->store->insert( self::job() );
		$this->assertTrue( $this->store->install() );
		$this->assertEquals( $job, $this->store->find( $job->id() ) );
	}

	/** A backup that knew no such table. */
	public function test_a_table_that_went_missing_is_made_anew(): void {
		$this->store->uninstall();
		$this->assertNull( $this->store->find( wp_generate_uuid4() ) );
		$this->store->uninstall();
		$job = $this->store->insert( self::job( array( 'idempotency_key' => 'k' ) ) );
		$this->assertEquals( $job, $this->store->find( $job->id() ) );
	}

	/** A check is one read by primary key, a clean-up a range of an index. */
	public function test_its_queries_use_their_indexes(): void {
		global $wpdb;
		if ( 'mariadb' !== getenv( 'WP_TESTS_DATABASE' ) ) {
			$indexes = $wpdb->get_col( "SHOW INDEX FROM {$wpdb->prefix}wpaijobs_jobs", 2 );
			$this->assertEqualsCanonicalizing( array( 'PRIMARY', 'owner_key', 'owner_post', 'status_expires', 'finished', 'acknowledged' ), array_unique( $indexes ) );
			return;
		}
		for ( $count = 0; $count < 200; $count++ ) {
			$job = $this->store->insert(
				self::job(
					array(
						'status'      => 'completed',
						'finished_at' => $count,
						'post_id'     => $count,
						'owner_id'    => $count,
					)
				)
			);
		}
		$wpdb->query( "ANALYZE TABLE {$wpdb->prefix}wpaijobs_jobs" );
		$key_of = static function ( string $condition ) use ( $wpdb ): string {
			return (string) $wpdb->get_row( "EXPLAIN SELECT * FROM {$wpdb->prefix}wpaijobs_jobs {$condition}" )->key;
		};
		$this->assertSame( 'PRIMARY', $key_of( "WHERE id IN ('{$job->id()}')" ) );
		$this->assertSame( 'owner_post', $key_of( "WHERE owner_id = 7 AND post_id = 7 AND ( status IN ('pending','processing') OR ( status = 'completed' AND acknowledged_at IS NULL ) ) AND parent_id IS NULL" ) );
		foreach ( array( 'part_count = 0', 'part_count > 0' ) as $parts ) {
			$this->assertSame( 'acknowledged', $key_of( "WHERE acknowledged_at <= 5 AND status NOT IN ('pending','processing') AND {$parts} AND parent_id IS NULL" ) );
			$this->assertSame( 'finished', $key_of( "WHERE finished_at <= 5 AND status NOT IN ('pending','processing') AND {$parts}" ) );
		}
		$this->assertSame( 'status_expires', $key_of( "WHERE status IN ('pending','processing') AND ( expires_at <= 5 OR lease_until <= 5 )" ) );
	}
}
