<?php
/**
 * What tests over WordPress's own AI Client share.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests;

use WordPress\AiClient\AiClient;
use WordPress\AiClient\Providers\Http\DTO\ApiKeyRequestAuthentication;
use WP_Error;
use WpAiJobs\Integrations\AI\Provider\CoreAiClient;
use WpAiJobs\Integrations\AI\Provider\CoreImages;
use WpAiJobs\Tests\Double\CoreProvider;

/**
 * On WordPress 7.0 and later a site with a provider that is registered there, whose server is a
 * script; before, one without. Each test asserts what holds on the WordPress that runs it.
 */
abstract class CoreProviderTestCase extends ProviderTestCase {

	private const BASE_URL = 'https://core-provider.example/v1';

	/**
	 * Whether core has an AI Client.
	 *
	 * @var bool
	 */
	protected $has_core;

	/**
	 * What the provider's server answers a prompt: HTTP status, or why there is no answer.
	 *
	 * @var int|WP_Error
	 */
	protected $status = 200;

	/**
	 * And the body.
	 *
	 * @var mixed
	 */
	protected $body;

	/**
	 * The models that it names, see Double\CoreModels.
	 *
	 * @var array<int,array<string,mixed>>
	 */
	protected $models = array();

	/** {@inheritDoc} */
	protected function setUp(): void {
		parent::setUp();
		$this->has_core = function_exists( 'wp_ai_client_prompt' );
		remove_filter( 'wp_supports_ai', '__return_false' );
		self::forget();
		wp_cache_flush();
		if ( $this->has_core ) {
			$this->connect();
		}
	}

	/** {@inheritDoc} */
	protected function tearDown(): void {
		self::forget();
		parent::tearDown();
	}

	/** Forgets what core was found to support. */
	private static function forget(): void {
		CoreAiClient::uninstall();
		CoreImages::uninstall();
	}

	/** Registers the provider, gives it a key and scripts its server. */
	private function connect(): void {
		require_once __DIR__ . '/Double/core-provider.php';
		$registry = AiClient::defaultRegistry();
		if ( ! $registry->hasProvider( 'example' ) ) {
			$registry->registerProvider( CoreProvider::class );
		}
		$registry->setProviderRequestAuthentication( 'example', new ApiKeyRequestAuthentication( self::KEY ) );

		$respond = function ( $response, array $args, string $url ) {
			if ( 0 !== strpos( $url, self::BASE_URL . '/' ) ) {
				return $response;
			}
			$this->requests[] = $args + array( 'url' => $url );
			$is_list          = self::BASE_URL . '/models' === $url;
			$status           = $is_list ? 200 : $this->status;
			$body             = $is_list ? array( 'data' => $this->models ) : $this->body;
			return $status instanceof WP_Error ? $status : self::response( $status, $body, array( 'content-type' => 'application/json' ) );
		};
		add_filter( 'pre_http_request', $respond, 10, 3 );
	}

	/**
	 * Requests that went to an address.
	 *
	 * @param string $path Path below /v1.
	 * @return array<int,array<string,mixed>>
	 */
	protected function requests_to( string $path ): array {
		return array_values(
			array_filter(
				$this->requests,
				static function ( array $request ) use ( $path ): bool {
					return self::BASE_URL . $path === $request['url'];
				}
			)
		);
	}

	/**
	 * An error's body, with what it must not tell.
	 *
	 * @param string $words More of it.
	 * @return array<string,array<string,string>>
	 */
	protected static function error_body( string $words = '' ): array {
		return array( 'error' => array( 'message' => 'provider says: A secret prompt, ' . self::KEY . ' ' . $words ) );
	}

	/**
	 * Why there is no answer.
	 *
	 * @param string $words As WordPress says it.
	 * @return WP_Error
	 */
	protected static function no_answer( string $words ): WP_Error {
		return new WP_Error( 'http_request_failed', $words );
	}
}
