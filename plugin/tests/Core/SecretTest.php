<?php
/**
 * Secrets in the database.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Core;

use WpAiJobs\Core\Secret;
use WpAiJobs\Tests\PluginTestCase;

/**
 * What can be opened, and by whom.
 */
final class SecretTest extends PluginTestCase {

	/**
	 * There and back.
	 */
	public function test_opens_what_it_sealed(): void {
		foreach ( array( 'sk-1', 'ü 雨 😀', str_repeat( 'x', 5000 ), '' ) as $secret ) {
			$this->assertSame( $secret, Secret::open( Secret::seal( $secret ) ) );
		}
	}

	/**
	 * What is stored shows neither the secret nor whether it is the same as another.
	 */
	public function test_shows_nothing(): void {
		$sealed = Secret::seal( 'sk-secret' );

		$this->assertMatchesRegularExpression( '#^v1:[A-Za-z0-9+/=]+$#D', $sealed );
		$this->assertStringNotContainsString( 'secret', $sealed . base64_decode( substr( $sealed, 3 ) ) );
		$this->assertNotSame( $sealed, Secret::seal( 'sk-secret' ) );
	}

	/**
	 * Another site's salts, or new ones.
	 */
	public function test_opens_nothing_with_other_salts(): void {
		$sealed = Secret::seal( 'sk-secret' );
		add_filter(
			'salt',
			static function ( string $salt ): string {
				return $salt . 'changed';
			}
		);
		$this->assertNull( Secret::open( $sealed ) );
	}

	/**
	 * What was changed, cut off or never sealed.
	 */
	public function test_opens_nothing_that_it_did_not_seal(): void {
		$sealed    = Secret::seal( 'sk-secret' );
		$bytes     = base64_decode( substr( $sealed, 3 ) );
		$bytes[30] = chr( ord( $bytes[30] ) ^ 1 );

		$this->assertNull( Secret::open( 'v1:' . base64_encode( $bytes ) ) );
		$this->assertNull( Secret::open( substr( $sealed, 0, 20 ) ) );
		$this->assertNull( Secret::open( 'v2:' . substr( $sealed, 3 ) ) );
		$this->assertNull( Secret::open( 'v1:' ) );
		$this->assertNull( Secret::open( 'v1:***' ) );
		$this->assertNull( Secret::open( 'sk-secret' ) );
		$this->assertNull( Secret::open( '' ) );
	}
}
