<?php
/**
 * Who answers.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI\Provider;

use WpAiJobs\Integrations\AI\Provider\TextProvider;
use WpAiJobs\Integrations\AI\Provider\TextProviders;
use WpAiJobs\Tests\Double\ScriptedTextProvider;
use WpAiJobs\Tests\ProviderTestCase;

/**
 * The order, and what a host adds to it.
 */
final class TextProvidersTest extends ProviderTestCase {

	/**
	 * Core's, the server that is set, the demo.
	 */
	public function test_has_three_in_order(): void {
		$ids = array_map(
			static function ( TextProvider $provider ): string {
				return $provider->id();
			},
			TextProviders::all()
		);
		$this->assertSame( array( 'core', 'openai', 'demo' ), $ids );
	}

	/**
	 * The first that is configured.
	 */
	public function test_takes_the_first_that_is_configured(): void {
		$this->assertSame( 'demo', TextProviders::current()->id() );
		$this->settings( array( 'openai_key' => self::KEY ) );
		$this->assertSame( 'openai', TextProviders::current()->id() );
	}

	/**
	 * None, without key and demo.
	 */
	public function test_has_none_when_nothing_is_configured(): void {
		$this->settings( array( 'demo' => false ) );
		$this->assertNull( TextProviders::current() );
	}

	/**
	 * A host's own comes where the host puts it; what is none is left out.
	 */
	public function test_takes_a_hosts_own(): void {
		$own = new ScriptedTextProvider();
		add_filter(
			'wpaijobs_text_providers',
			static function ( array $providers ) use ( $own ): array {
				return array_merge( array( 'nonsense', new ScriptedTextProvider( null, false ), $own ), $providers );
			}
		);
		$this->assertSame( $own, TextProviders::current() );
		$this->assertCount( 5, TextProviders::all() );
	}

	/**
	 * A filter that returns nothing leaves none.
	 */
	public function test_survives_a_filter_that_returns_nothing(): void {
		add_filter( 'wpaijobs_text_providers', '__return_null' );
		$this->assertNull( TextProviders::current() );
	}
}
