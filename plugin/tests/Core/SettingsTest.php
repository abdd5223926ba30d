<?php
/**
 * What is set, and where.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Core;

use WpAiJobs\Core\Setting;
use WpAiJobs\Core\Settings;
use WpAiJobs\Tests\Process;
use WpAiJobs\Tests\ProviderTestCase;

/**
 * Constant, environment, option, default.
 */
final class SettingsTest extends ProviderTestCase {

	/**
	 * What a site says whose wp-config.php defines constants.
	 *
	 * @param string[] $constants `NAME=value`.
	 * @return array<string,mixed>
	 */
	private static function with_constants( array $constants ): array {
		$process = new Process( 'settings', $constants );
		$said    = json_decode( $process->hear(), true );
		$process->end();
		return $said;
	}

	/**
	 * Value, source and name of a setting.
	 *
	 * @param Setting $setting Setting.
	 * @return array{string,string,string}
	 */
	private static function parts( Setting $setting ): array {
		return array( $setting->value(), $setting->source(), $setting->name() );
	}

	/**
	 * Nothing is set.
	 */
	public function test_has_defaults(): void {
		$this->assertSame( array( 'https://api.openai.com/v1', 'default', '' ), self::parts( Settings::openai_base_url() ) );
		$this->assertSame( array( 'gpt-6.1-terra', 'default', '' ), self::parts( Settings::openai_model() ) );
		$this->assertSame( array( 'gpt-image-2', 'default', '' ), self::parts( Settings::openai_image_model() ) );
		$this->assertSame( array( '', 'default', '' ), self::parts( Settings::openai_key() ) );
		$this->assertFalse( Settings::openai_key()->is_set() );
		$this->assertTrue( Settings::is_demo_on() );
	}

	/**
	 * The settings page set something.
	 */
	public function test_reads_the_option(): void {
		$this->settings(
			array(
				'openai_base_url'    => 'https://ai.example/v1',
				'openai_model'       => 'small',
				'openai_image_model' => 'colourful',
				'openai_key'         => self::KEY,
				'demo'               => false,
			)
		);
		$this->assertSame( array( 'https://ai.example/v1', 'option', '' ), self::parts( Settings::openai_base_url() ) );
		$this->assertSame( array( 'small', 'option', '' ), self::parts( Settings::openai_model() ) );
		$this->assertSame( array( 'colourful', 'option', '' ), self::parts( Settings::openai_image_model() ) );
		$this->assertSame( array( self::KEY, 'option', '' ), self::parts( Settings::openai_key() ) );
		$this->assertFalse( Settings::openai_key()->is_fixed() );
		$this->assertFalse( Settings::is_demo_on() );
	}

	/**
	 * The environment comes before the option; empty, it is not there.
	 */
	public function test_prefers_the_environment(): void {
		$this->settings(
			array(
				'openai_base_url' => 'https://ai.example/v1',
				'openai_model'    => 'small',
				'openai_key'      => self::KEY,
			)
		);
		putenv( 'WPAIJOBS_OPENAI_API_KEY=sk-environment' );
		putenv( 'WPAIJOBS_OPENAI_BASE_URL=http://localhost:1234/v1' );
		putenv( 'WPAIJOBS_OPENAI_MODEL= ' );
		putenv( 'WPAIJOBS_OPENAI_IMAGE_MODEL=colourful' );

		$this->assertSame( array( 'colourful', 'environment', 'WPAIJOBS_OPENAI_IMAGE_MODEL' ), self::parts( Settings::openai_image_model() ) );
		$this->assertSame( array( 'sk-environment', 'environment', 'WPAIJOBS_OPENAI_API_KEY' ), self::parts( Settings::openai_key() ) );
		$this->assertTrue( Settings::openai_key()->is_fixed() );
		$this->assertSame( array( 'http://localhost:1234/v1', 'environment', 'WPAIJOBS_OPENAI_BASE_URL' ), self::parts( Settings::openai_base_url() ) );
		$this->assertSame( array( 'small', 'option', '' ), self::parts( Settings::openai_model() ) );
	}

	/**
	 * Constants come before everything.
	 */
	public function test_prefers_constants(): void {
		$this->settings(
			array(
				'openai_base_url' => 'https://ai.example/v1',
				'openai_key'      => self::KEY,
			)
		);
		putenv( 'WPAIJOBS_OPENAI_API_KEY=sk-environment' );
		putenv( 'WPAIJOBS_OPENAI_MODEL=environment' );
		putenv( 'WPAIJOBS_DEMO_DELAY_MS=1' );

		$this->assertSame(
			array(
				'demo_delay_ms'      => 7,
				'openai_base_url'    => array( 'https://constant.example/v1', 'constant', 'WPAIJOBS_OPENAI_BASE_URL' ),
				'openai_model'       => array( 'constant', 'constant', 'WPAIJOBS_OPENAI_MODEL' ),
				'openai_image_model' => array( 'colourful', 'constant', 'WPAIJOBS_OPENAI_IMAGE_MODEL' ),
				'openai_key'         => array( 'sk-constant', 'constant', 'WPAIJOBS_OPENAI_API_KEY' ),
			),
			self::with_constants(
				array(
					'WPAIJOBS_OPENAI_API_KEY=sk-constant',
					'WPAIJOBS_OPENAI_BASE_URL=https://constant.example/v1',
					'WPAIJOBS_OPENAI_MODEL=constant',
					'WPAIJOBS_OPENAI_IMAGE_MODEL=colourful',
					'WPAIJOBS_DEMO_DELAY_MS=7',
				)
			)
		);
	}

	/**
	 * An empty constant is not there.
	 */
	public function test_reads_on_after_an_empty_constant(): void {
		putenv( 'WPAIJOBS_OPENAI_API_KEY=sk-environment' );
		$this->assertSame( array( 'sk-environment', 'environment', 'WPAIJOBS_OPENAI_API_KEY' ), self::with_constants( array( 'WPAIJOBS_OPENAI_API_KEY=' ) )['openai_key'] );
	}

	/**
	 * A key of the server's does not go where the settings page says.
	 */
	public function test_keeps_a_key_of_the_server_from_an_address_of_the_settings(): void {
		$this->settings( array( 'openai_base_url' => 'https://collector.example/v1' ) );
		putenv( 'WPAIJOBS_OPENAI_API_KEY=sk-environment' );
		$this->assertSame( Settings::DEFAULT_BASE_URL, Settings::openai_base_url()->value() );
	}

	/**
	 * A key that the salts do not open any more.
	 */
	public function test_knows_that_a_key_is_unreadable(): void {
		$this->settings( array( 'openai_key' => self::KEY ) );
		$this->assertFalse( Settings::is_key_unreadable() );
		add_filter(
			'salt',
			static function (): string {
				return 'changed';
			}
		);
		$this->assertTrue( Settings::is_key_unreadable() );
		$this->assertSame( '', Settings::openai_key()->value() );

		putenv( 'WPAIJOBS_OPENAI_API_KEY=sk-environment' );
		$this->assertFalse( Settings::is_key_unreadable() );
	}

	/**
	 * Whatever the option holds.
	 */
	public function test_survives_an_option_that_is_none_of_ours(): void {
		update_option( Settings::OPTION, 'nonsense' );
		$this->assertFalse( Settings::openai_key()->is_set() );
		update_option(
			Settings::OPTION,
			array(
				'openai_sealed_key' => array(),
				'openai_model'      => 7,
			)
		);
		$this->assertFalse( Settings::openai_key()->is_set() );
		$this->assertSame( Settings::DEFAULT_MODEL, Settings::openai_model()->value() );
	}

	/**
	 * Nothing stays behind.
	 */
	public function test_is_removed_with_the_plugin(): void {
		$this->settings( array( 'openai_key' => self::KEY ) );
		Settings::uninstall();
		$this->assertFalse( get_option( Settings::OPTION ) );
	}
}
