<?php
/**
 * A provider that is set up and cannot be used just now.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Field;

use WordPress\AiClient\AiClient;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\Provider\CoreConnection;
use WpAiJobs\Integrations\AI\Provider\ImageProviders;
use WpAiJobs\Integrations\AI\Provider\TextProviders;
use WpAiJobs\Integrations\AI\Runner;
use WpAiJobs\Tests\CoreProviderTestCase;
use WpAiJobs\Tests\Double\BrokenProvider;

/**
 * The demo never answers in its place: its jobs fail, and say why.
 */
final class A6ConfiguredProviderTest extends CoreProviderTestCase {

	/** {@inheritDoc} */
	protected function tearDown(): void {
		if ( $this->has_core ) {
			BrokenProvider::$is_broken = false;
		}
		parent::tearDown();
	}

	/** The security keys in wp-config.php are replaced, as plugins and hosts do after a break-in. */
	private static function rotate_salts(): void {
		add_filter(
			'salt',
			static function (): string {
				return 'changed';
			}
		);
	}

	/** Nothing is connected to core. */
	private function disconnect(): void {
		if ( $this->has_core ) {
			AiClient::defaultRegistry()->setProviderRequestAuthentication( 'example', new \WordPress\AiClient\Providers\Http\DTO\ApiKeyRequestAuthentication( '' ) );
		}
		add_filter( 'wp_supports_ai', '__return_false' );
	}

	/**
	 * What is stored of the server, and which providers it stands for.
	 *
	 * @return array<string,array{array<string,mixed>,string|null,string|null}>
	 */
	public static function settings_of_sites(): array {
		$key = array( 'openai_key' => self::KEY );
		return array(
			'a key for OpenAI'                 => array( $key, 'openai', 'openai' ),
			'a key for another server'         => array( array( 'openai_base_url' => 'https://ai.example/v1' ) + $key, 'openai', null ),
			'a key and a model for images'     => array( array( 'openai_base_url' => 'https://ai.example/v1', 'openai_image_model' => 'flux-2' ) + $key, 'openai', 'openai' ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing.AssociativeArrayFound -- A row of a table.
			'a server without a key, no model' => array( array( 'openai_base_url' => 'http://localhost:11434/v1' ), 'openai', null ),
		);
	}

	/**
	 * Salts that were rotated change nothing about who is asked.
	 *
	 * @dataProvider settings_of_sites
	 * @param array<string,mixed> $settings Settings.
	 * @param string|null         $text     Who writes texts.
	 * @param string|null         $image    Who makes images.
	 */
	public function test_the_demo_does_not_answer_in_its_place( array $settings, ?string $text, ?string $image ): void {
		$this->disconnect();
		$this->settings( $settings );
		self::rotate_salts();
		$texts  = TextProviders::current();
		$images = ImageProviders::current();
		$this->assertSame( array( $text, $image ), array( null === $texts ? null : $texts->id(), null === $images ? null : $images->id() ) );
	}

	/**
	 * The job ends with the reason, nothing is sent, and nobody is billed.
	 */
	public function test_a_key_that_cannot_be_read_fails_the_job_with_that_reason(): void {
		$this->disconnect();
		$this->settings( array( 'openai_key' => self::KEY ) );
		self::rotate_salts();
		$this->network( 200, array() );
		$job = ( new Runner() )->run( self::pending( array( 'type' => 'content' ) )->id() );
		$this->assertInstanceOf( Job::class, $job );
		$error = (array) $job->error();
		$this->assertSame( array( Job::FAILED, 'provider_key_unreadable', false, false ), array( $job->status(), $error['code'], $error['retryable'], $error['may_be_billed'] ) );
		$this->assertSame( array(), $this->requests );
	}

	/**
	 * What is connected to core has no model for it, or cannot be reached when it is first asked
	 * which models it has.
	 */
	public function test_a_connector_without_a_model_is_not_replaced_by_the_demo(): void {
		if ( ! $this->has_core ) {
			$this->assertSame( 'demo', TextProviders::current()->id() );
			return;
		}
		$this->models = array();
		$this->assertNull( TextProviders::current() );
		$this->assertNull( ImageProviders::current() );
	}

	/**
	 * Another plugin's connector that throws is told as what it is, and takes no other along.
	 */
	public function test_a_broken_connector_is_not_replaced_by_the_demo(): void {
		if ( ! $this->has_core ) {
			$this->assertSame( 'demo', TextProviders::current()->id() );
			return;
		}
		$registry = AiClient::defaultRegistry();
		if ( ! $registry->hasProvider( 'broken' ) ) {
			$registry->registerProvider( BrokenProvider::class );
		}
		$this->models              = array( array( 'id' => 'example-small' ) );
		BrokenProvider::$is_broken = true;
		$connected                 = CoreConnection::connected();
		$this->assertSame( array( 'example', 'broken' ), array_keys( $connected ) );
		$this->assertNull( TextProviders::current() );
		$this->assertNull( ImageProviders::current() );
	}
}
