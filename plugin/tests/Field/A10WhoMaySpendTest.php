<?php
/**
 * Row A10: who may spend, and whose key is spent.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Field;

use WpAiJobs\Core\Settings;
use WpAiJobs\Integrations\AI\Provider\OpenAIServer;
use WpAiJobs\Tests\ProviderTestCase;

/**
 * A key that is on the server for another program, and users who can't use what they would pay for.
 */
final class A10WhoMaySpendTest extends ProviderTestCase {

	/** {@inheritDoc} */
	protected function tearDown(): void {
		array_map( 'putenv', array( 'OPENAI_API_KEY', 'OPENAI_BASE_URL', 'OPENAI_MODEL', 'OPENAI_IMAGE_MODEL' ) );
		parent::tearDown();
	}

	/**
	 * Variables of another program's.
	 *
	 * @return array<string,array{string,callable():string,string}>
	 */
	public static function foreign_variables(): array {
		$value = static function ( string $setting ): callable {
			return static function () use ( $setting ): string {
				return Settings::$setting()->value();
			};
		};
		return array(
			'its key'              => array( 'OPENAI_API_KEY', $value( 'openai_key' ), '' ),
			'its address'          => array( 'OPENAI_BASE_URL', $value( 'openai_base_url' ), Settings::DEFAULT_BASE_URL ),
			'its model'            => array( 'OPENAI_MODEL', $value( 'openai_model' ), Settings::DEFAULT_MODEL ),
			'its model for images' => array( 'OPENAI_IMAGE_MODEL', $value( 'openai_image_model' ), Settings::DEFAULT_IMAGE_MODEL ),
		);
	}

	/**
	 * They change nothing, and nothing is sent.
	 *
	 * @dataProvider foreign_variables
	 * @param string            $name     Environment variable.
	 * @param callable():string $read     Reads the setting.
	 * @param string            $expected What it is.
	 */
	public function test_a_variable_of_another_program_is_not_read( string $name, callable $read, string $expected ): void {
		putenv( $name . '=sk-of-another-program' );
		$this->assertSame( $expected, $read() );
		$this->assertFalse( OpenAIServer::is_configured() );
		$this->assertStringNotContainsString( 'sk-of-another-program', (string) wp_json_encode( OpenAIServer::headers() ) );
	}

	/** Ours is. */
	public function test_a_key_of_ours_in_the_environment_is_used(): void {
		putenv( 'WPAIJOBS_OPENAI_API_KEY=' . self::KEY );
		$this->assertTrue( OpenAIServer::is_configured() );
		$this->assertSame( 'Bearer ' . self::KEY, OpenAIServer::headers()['Authorization'] );
	}
}
