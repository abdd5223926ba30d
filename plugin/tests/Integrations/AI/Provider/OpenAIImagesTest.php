<?php
/**
 * The OpenAI-compatible provider of images.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI\Provider;

use WP_Error;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\Provider\ImageAnswer;
use WpAiJobs\Integrations\AI\Provider\ImageProviders;
use WpAiJobs\Integrations\AI\Provider\OpenAIImages;
use WpAiJobs\Tests\Double\Images;
use WpAiJobs\Tests\ProviderTestCase;

/**
 * Who is asked, for what, and how its answers are read.
 */
final class OpenAIImagesTest extends ProviderTestCase {

	/**
	 * Where the image goes.
	 *
	 * @var string
	 */
	private $file;

	/** {@inheritDoc} */
	protected function setUp(): void {
		parent::setUp();
		$this->file = (string) tempnam( sys_get_temp_dir(), 'image' );
		unlink( $this->file );
	}

	/** {@inheritDoc} */
	protected function tearDown(): void {
		array_map( 'unlink', (array) glob( $this->file . '*' ) );
		parent::tearDown();
	}

	/**
	 * An answer.
	 *
	 * @param array<string,mixed> $image Its image; default: one in base64.
	 * @return array<string,mixed>
	 */
	private static function answer( array $image = array() ): array {
		return array( 'data' => array( array() === $image ? array( 'b64_json' => base64_encode( Images::image() ) ) : $image ) );
	}

	/**
	 * Settings, and whether they are enough for images.
	 *
	 * @return array<string,array{array<string,mixed>,bool}>
	 */
	public static function settings_of_sites(): array {
		return array(
			'nothing'                      => array( array(), false ),
			'a key'                        => array( array( 'openai_key' => self::KEY ), true ),
			'a server'                     => array( array( 'openai_base_url' => 'http://localhost:1234/v1' ), false ),
			'a server and a key'           => array(
				array(
					'openai_base_url' => 'https://ai.example/v1',
					'openai_key'      => self::KEY,
				),
				false,
			),
			'a server that makes images'   => array(
				array(
					'openai_base_url'    => 'http://localhost:1234/v1',
					'openai_image_model' => 'flux-2',
				),
				true,
			),
			'a model that nobody has'      => array( array( 'openai_image_model' => 'flux-2' ), false ),
			'OpenAI by its address, alone' => array( array( 'openai_base_url' => 'https://api.openai.com/v1' ), true ),
		);
	}

	/**
	 * A server for texts alone makes no images, and the demo makes none in its place.
	 *
	 * @dataProvider settings_of_sites
	 * @param array<string,mixed> $settings      Settings.
	 * @param bool                $is_configured Whether they are enough.
	 */
	public function test_is_configured_where_images_are( array $settings, bool $is_configured ): void {
		$this->settings( $settings );
		$this->assertSame( $is_configured, ( new OpenAIImages() )->is_configured() );
		$current = ImageProviders::current();
		$this->assertSame( array() === array_intersect_key( $settings, array( 'openai_base_url' => 1, 'openai_key' => 1 ) ) ? 'demo' : ( $is_configured ? 'openai' : null ), null === $current ? null : $current->id() );
	}

	/**
	 * What it can do is what its model can do.
	 */
	public function test_offers_what_its_model_can_do(): void {
		$this->assertContains( '16:9', ( new OpenAIImages() )->options()['aspect_ratio'] );
		putenv( 'WPAIJOBS_OPENAI_IMAGE_MODEL=gpt-image-1.5' );
		$this->assertNotContains( '16:9', ( new OpenAIImages() )->options()['aspect_ratio'] );
	}

	/**
	 * Waits for what is left of the lifetime less what storing takes; the key follows no redirect.
	 */
	public function test_asks_once_with_the_key_and_the_time_that_is_left(): void {
		$this->settings( array( 'openai_key' => self::KEY ) );
		$this->network( 200, self::answer() );

		$this->assertEquals( new ImageAnswer( 'gpt-image-2' ), ( new OpenAIImages() )->generate_image( $this->image_request( array(), Job::LIFETIME_MS ), $this->file ) );
		$this->assertCount( 1, $this->requests );
		$this->assertSame( 'https://api.openai.com/v1/images/generations', $this->requests[0]['url'] );
		$this->assertSame( 'Bearer ' . self::KEY, $this->requests[0]['headers']['Authorization'] );
		$this->assertEqualsWithDelta( 295.0, $this->requests[0]['timeout'], 0.001 );
		$this->assertSame( 0, $this->requests[0]['redirection'] );
		$this->assertTrue( $this->requests[0]['stream'] );
		$this->assertSame( Images::image(), file_get_contents( $this->file ) );
	}

	/**
	 * A model that answers by another name than it was asked by.
	 */
	public function test_tells_the_model_that_answered(): void {
		$this->settings( array( 'openai_key' => self::KEY ) );
		$this->network( 200, self::answer() + array( 'model' => 'gpt-image-2-2026-04-21' ) );
		$this->assertSame( 'gpt-image-2-2026-04-21', ( new OpenAIImages() )->generate_image( $this->image_request(), $this->file )->model() );
	}

	/**
	 * Without time nothing is asked.
	 */
	public function test_asks_nothing_when_no_time_is_left(): void {
		$this->settings( array( 'openai_key' => self::KEY ) );
		$this->network( 200, self::answer() );
		$this->assertJobError( 'provider_timeout', true, false, ( new OpenAIImages() )->generate_image( $this->image_request( array(), 5000 ), $this->file ) );
		$this->assertSame( array(), $this->requests );
	}

	/**
	 * Failures: status, body, code, retryable, may_be_billed.
	 *
	 * @return array<string,array{int|WP_Error,string|array,string,bool,bool}>
	 */
	public static function errors(): array {
		$error   = static function ( string $code, string $words = '' ): array {
			return array(
				'error' => array(
					'code'    => $code,
					'message' => 'provider says: A secret prompt, sk-test-9a8b7c6d5e ' . $words,
				),
			);
		};
		$network = static function ( string $words ): WP_Error {
			return new WP_Error( 'http_request_failed', $words );
		};
		return array(
			'a key that is refused'            => array( 401, $error( 'invalid_api_key' ), 'provider_auth', false, false ),
			'an organization not verified'     => array( 403, $error( '', 'Your organization must be verified to use the model.' ), 'provider_account', false, false ),
			'a busy provider'                  => array( 429, $error( 'rate_limit_exceeded' ), 'provider_rate_limited', true, false ),
			'no money left'                    => array( 400, $error( 'billing_hard_limit_reached', 'Billing hard limit has been reached.' ), 'provider_quota', false, false ),
			'content policy'                   => array( 400, $error( 'moderation_blocked', 'Your request was rejected by the safety system.' ), 'provider_refused', false, false ),
			'content policy of Azure'          => array( 400, $error( 'contentFilter' ), 'provider_refused', false, false ),
			'content policy of another server' => array( 422, $error( 'content_policy_violation' ), 'provider_refused', false, false ),
			'a model that is gone'             => array( 404, $error( 'model_not_found' ), 'provider_model', false, false ),
			'a size that it does not have'     => array( 400, $error( 'invalid_value' ), 'provider_rejected', false, false ),
			'an image to change too large'     => array( 413, '', 'provider_too_long', false, false ),
			'a redirect'                       => array( 302, '', 'provider_address', false, false ),
			'out of order'                     => array( 500, '<html>provider says no</html>', 'provider_unavailable', true, false ),
			'a gateway that gave up'           => array( 504, '', 'provider_unavailable', true, true ),
			'nothing'                          => array( 200, '', 'provider_invalid_response', true, true ),
			'a page'                           => array( 200, '<html>provider says hello</html>', 'provider_address', false, false ),
			'no images'                        => array( 200, array( 'data' => array() ), 'provider_invalid_response', true, true ),
			'an image that is nothing'         => array( 200, self::answer( array( 'b64_json' => null ) ), 'provider_invalid_response', true, true ),
			'an image that is empty'           => array( 200, self::answer( array( 'b64_json' => '' ) ), 'provider_invalid_response', true, true ),
			'an image that is no base64'       => array( 200, self::answer( array( 'b64_json' => '*' ) ), 'provider_invalid_response', true, true ),
			'an address that is a list'        => array( 200, self::answer( array( 'url' => array( 'https://images.example' ) ) ), 'provider_invalid_response', true, true ),
			'timeout'                          => array( $network( 'cURL error 28: Operation timed out after 295001 milliseconds with 0 bytes received' ), '', 'provider_timeout', true, true ),
			'no connection'                    => array( $network( 'cURL error 7: Failed to connect' ), '', 'provider_unavailable', true, false ),
			'connection lost'                  => array( $network( 'cURL error 56: Recv failure: Connection reset by peer' ), '', 'provider_unavailable', true, true ),
			'requests blocked by the site'     => array( new WP_Error( 'http_request_not_executed', 'User has blocked requests through HTTP.' ), '', 'provider_blocked', false, false ),
		);
	}

	/**
	 * Reads an error, asks no second time, and leaves nothing.
	 *
	 * @dataProvider errors
	 * @param int|WP_Error $status        Status, or why there is no answer.
	 * @param string|array $body          Body.
	 * @param string       $code          Job error code.
	 * @param bool         $retryable     Whether it pays to try again.
	 * @param bool         $may_be_billed Whether it may cost something.
	 */
	public function test_reads_an_error( $status, $body, string $code, bool $retryable, bool $may_be_billed ): void {
		$this->settings( array( 'openai_key' => self::KEY ) );
		$this->network( $status, $body );

		$this->assertJobError( $code, $retryable, $may_be_billed, ( new OpenAIImages() )->generate_image( $this->image_request(), $this->file ) );
		$this->assertCount( 1, $this->requests );
		$this->assertSame( array(), glob( $this->file . '*' ) );
	}
}
