<?php
/**
 * The examples of the documentation.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests;

use WpAiJobs\Integrations\AI\Provider\ImageProviders;
use WpAiJobs\Integrations\AI\Provider\TextProviders;

/**
 * What docs/providers.md shows works as it stands there.
 */
final class ExamplesTest extends PluginTestCase {

	/** A provider of a host's own answers before all others. */
	public function test_the_providers_of_the_documentation_come_first(): void {
		require_once dirname( __DIR__, 2 ) . '/docs/examples/acme-text-provider.php';
		require_once dirname( __DIR__, 2 ) . '/docs/examples/acme-image-provider.php';
		$this->assertNotSame( 'acme', TextProviders::current()->id(), 'Without a key it is not configured.' );

		define( 'ACME_KEY', 'test' );
		$this->assertSame( 'acme', TextProviders::current()->id() );
		$this->assertSame( 'acme', ImageProviders::current()->id() );
		$this->assertSame( 4, ImageProviders::current()->options()['max_count'] );
	}
}
