<?php
/**
 * Who makes images.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI\Provider;

use WpAiJobs\Integrations\AI\Provider\ImageProvider;
use WpAiJobs\Integrations\AI\Provider\ImageProviders;
use WpAiJobs\Tests\Double\ScriptedImageProvider;
use WpAiJobs\Tests\ProviderTestCase;

/**
 * The order, and what a host adds to it.
 */
final class ImageProvidersTest extends ProviderTestCase {

	/**
	 * None, without key and demo.
	 */
	public function test_has_none_when_nothing_is_configured(): void {
		$this->settings( array( 'demo' => false ) );
		$this->assertNull( ImageProviders::current() );
	}

	/**
	 * A host's own comes where the host puts it; what is none is left out.
	 */
	public function test_takes_a_hosts_own(): void {
		$own    = new ScriptedImageProvider();
		$before = count( ImageProviders::all() );
		add_filter(
			'wpaijobs_image_providers',
			static function ( array $providers ) use ( $own ): array {
				return array_merge( array( 'nonsense', new ScriptedImageProvider( array(), false ), $own ), $providers );
			}
		);
		$this->assertSame( $own, ImageProviders::current() );
		$this->assertCount( $before + 2, ImageProviders::all() );
	}

	/**
	 * A filter that returns nothing leaves none.
	 */
	public function test_survives_a_filter_that_returns_nothing(): void {
		add_filter( 'wpaijobs_image_providers', '__return_null' );
		$this->assertNull( ImageProviders::current() );
	}

	/**
	 * Every provider offers values of the wire, one ratio and one image at least.
	 */
	public function test_offers_what_the_wire_knows(): void {
		$known = array(
			'aspect_ratio'  => array( '1:1', '3:2', '2:3', '4:3', '3:4', '16:9', '9:16' ),
			'quality'       => array( 'standard', 'high' ),
			'style'         => array( 'natural', 'vivid', 'photo', 'illustration', 'drawing', 'painting' ),
			'background'    => array( 'auto', 'opaque', 'transparent' ),
			'output_format' => array( 'png', 'jpeg', 'webp' ),
		);
		foreach ( ImageProviders::all() as $provider ) {
			$this->assertInstanceOf( ImageProvider::class, $provider );
			$options = $provider->options();
			$this->assertSame( array( 'aspect_ratio', 'quality', 'style', 'background', 'output_format', 'max_count', 'reference' ), array_keys( $options ), $provider->id() );
			foreach ( $known as $option => $values ) {
				$this->assertSame( array(), array_diff( $options[ $option ], $values ), $provider->id() );
			}
			$this->assertNotSame( array(), $options['aspect_ratio'] );
			$this->assertContains( $options['max_count'], array( 1, 2, 3, 4 ) );
			$this->assertIsBool( $options['reference'] );
		}
	}
}
