<?php
/**
 * The options.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI\Store;

use WpAiJobs\Integrations\AI\Store\JobStore;
use WpAiJobs\Integrations\AI\Store\OptionStore;

/**
 * Jobs in the options table.
 */
final class OptionStoreTest extends StoreTestCase {

	/** {@inheritDoc} */
	protected function create_store(): JobStore {
		return new OptionStore();
	}

	/** They would be read by every page of the site. */
	public function test_jobs_are_never_autoloaded(): void {
		$job = $this->store->insert( self::job( array( 'idempotency_key' => 'k' ) ) );
		$this->store->swap( $job, array( 'status' => 'processing' ) );
		$loaded = preg_grep( '/^wpaijobs_(job|key)_/', array_keys( wp_load_alloptions( true ) ) );
		$this->assertSame( array(), $loaded );
	}

	/** It was killed between the two rows that a start writes. */
	public function test_a_start_whose_process_died_leaves_no_second_job_behind(): void {
		global $wpdb;
		$dead = self::job( array( 'idempotency_key' => 'k' ) );
		$this->store->insert( $dead );
		$wpdb->delete( $wpdb->options, array( 'option_name' => 'wpaijobs_job_' . $dead->id() ) );
		$this->assertNull( $this->store->find_by_key( 7, 'k' ) );

		$again = self::job( array( 'idempotency_key' => 'k' ) );
		$this->assertSame( $again, $this->store->insert( $again ) );
		$this->assertEquals( $again, $this->store->find_by_key( 7, 'k' ) );
		$this->assertEquals( $again, $this->store->insert( self::job( array( 'idempotency_key' => 'k' ) ) ) );
	}

	/** It was slow between the two, and another took its key. */
	public function test_a_start_that_was_taken_for_dead_gives_way(): void {
		$other = null;
		$slow  = self::job( array( 'idempotency_key' => 'k' ) );
		$steal = function ( string $query ) use ( &$steal, &$other, $slow ): string {
			if ( false !== strpos( $query, 'INSERT' ) && false !== strpos( $query, 'wpaijobs_job_' . $slow->id() ) ) {
				remove_filter( 'query', $steal );
				$other = $this->store->insert( self::job( array( 'idempotency_key' => 'k' ) ) );
			}
			return $query;
		};
		add_filter( 'query', $steal );
		$this->assertEquals( $this->store->insert( $slow ), $other );
		$this->assertNotSame( $slow->id(), $other->id() );
		$this->assertCount( 1, $this->store->find_recent( 10 ) );
	}
}
