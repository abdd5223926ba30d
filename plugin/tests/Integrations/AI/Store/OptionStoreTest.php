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
		$loaded = preg_grep( '/^wp_ai_jobs_(job|key)_/', array_keys( wp_load_alloptions( true ) ) );
		$this->assertSame( array(), $loaded );
	}
}
