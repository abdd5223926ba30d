<?php
/**
 * The provider of images over WordPress's own AI Client.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI\Provider;

use WP_Error;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\Provider\CoreImages;
use WpAiJobs\Integrations\AI\Provider\ImageAnswer;
use WpAiJobs\Integrations\AI\Provider\ImageProvider;
use WpAiJobs\Integrations\AI\Provider\ImageProviders;
use WpAiJobs\Integrations\AI\Provider\ImageSizes;
use WpAiJobs\Tests\CoreProviderTestCase;
use WpAiJobs\Tests\Double\Images;

/**
 * Images of a provider that is registered with core.
 */
final class CoreImagesTest extends CoreProviderTestCase {

	/**
	 * Where the image goes.
	 *
	 * @var string
	 */
	private $file;

	/** {@inheritDoc} */
	protected function setUp(): void {
		$this->body   = array( 'data' => array( array( 'b64_json' => base64_encode( Images::image( 'png', 640, 480 ) ) ) ) );
		$this->models = array(
			array( 'id' => 'example-text' ),
			array(
				'id'    => 'example-image',
				'image' => array(
					'ratios'    => array( '1:1', '3:2', '2:3', '7:4' ),
					'types'     => array( 'image/png', 'image/webp', 'image/avif' ),
					'reference' => true,
				),
			),
			array(
				'id'    => 'example-plain',
				'image' => array(),
			),
			array(
				'id'    => 'example-any',
				'image' => array(
					'ratios' => null,
					'types'  => null,
				),
			),
		);
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
	 * Requests for images.
	 *
	 * @return array<int,array<string,mixed>>
	 */
	private function sent(): array {
		return $this->requests_to( '/images/generations' );
	}

	/**
	 * Whether core is not there; then that it does no harm.
	 *
	 * @return bool
	 */
	private function is_missing(): bool {
		if ( ! $this->has_core ) {
			$this->assertFalse( ( new CoreImages() )->is_configured() );
			$this->assertSame( array( '1:1' ), ( new CoreImages() )->options()['aspect_ratio'] );
		}
		return ! $this->has_core;
	}

	/**
	 * Prefers a model.
	 *
	 * @param string $id Id.
	 */
	private static function prefer( string $id ): void {
		add_filter(
			'wpaijobs_image_model_preference',
			static function () use ( $id ): array {
				return array( 'unknown', $id );
			}
		);
	}

	/**
	 * Core's, the server that is set, the demo.
	 */
	public function test_comes_first_where_core_has_it(): void {
		$ids = array_map(
			static function ( ImageProvider $provider ): string {
				return $provider->id();
			},
			ImageProviders::all()
		);
		$this->assertSame( array( 'core', 'openai', 'demo' ), $ids );
		$this->settings( array( 'openai_key' => self::KEY ) );
		$this->assertSame( $this->has_core ? 'core' : 'openai', ImageProviders::current()->id() );
		$this->assertSame( $this->has_core ? 'Example AI' : 'OpenAI', ImageProviders::current()->label() );
	}

	/**
	 * What is connected writes texts alone, or AI is switched off.
	 */
	public function test_is_not_configured_without_a_model_for_images(): void {
		$this->models = array( array( 'id' => 'example-text' ) );
		$this->assertFalse( ( new CoreImages() )->is_configured() );
		add_filter( 'wp_supports_ai', '__return_false' );
		$this->requests = array();
		$this->assertFalse( ( new CoreImages() )->is_configured() );
		$this->assertSame( array(), $this->requests );
	}

	/**
	 * The author does not wait for core to ask its providers at every start, and a provider that is
	 * down does not hand its jobs to the demo.
	 */
	public function test_remembers_the_model(): void {
		( new CoreImages() )->is_configured();
		$asked = count( $this->requests );
		wp_cache_flush();
		$this->models = array();

		$this->assertSame( $this->has_core, ( new CoreImages() )->is_configured() );
		$this->assertSame( $this->has_core ? 1 : 0, $asked );
		$this->assertCount( $asked, $this->requests );
		$this->assertSame( $this->has_core ? 'core' : 'demo', ImageProviders::current()->id() );
	}

	/**
	 * What a model says of itself, in the words of the wire.
	 */
	public function test_offers_what_the_model_can_do(): void {
		if ( $this->is_missing() ) {
			return;
		}
		$options = ( new CoreImages() )->options();
		$this->assertSame( array( '1:1', '3:2', '2:3' ), $options['aspect_ratio'] );
		$this->assertSame( array( 'png', 'webp' ), $options['output_format'] );
		$this->assertTrue( $options['reference'] );
		$this->assertSame( array( array(), array() ), array( $options['quality'], $options['background'] ) );

		self::prefer( 'example-any' );
		$options = ( new CoreImages() )->options();
		$this->assertSame( ImageSizes::ratios(), $options['aspect_ratio'] );
		$this->assertSame( array( 'png', 'jpeg', 'webp' ), $options['output_format'] );
		$this->assertFalse( $options['reference'] );
	}

	/**
	 * The whole way.
	 */
	public function test_gets_an_image(): void {
		if ( $this->is_missing() ) {
			return;
		}
		$request = $this->image_request(
			array(
				'prompt'        => 'Rain falls',
				'aspect_ratio'  => '16:9',
				'style'         => 'painting',
				'output_format' => 'webp',
			)
		);
		$this->assertEquals( new ImageAnswer( 'example-image' ), ( new CoreImages() )->generate_image( $request, $this->file ) );
		$this->assertSame( Images::image( 'png', 640, 480 ), file_get_contents( $this->file ) );
		$this->assertCount( 1, $this->sent() );
		$this->assertSame( 'Bearer ' . self::KEY, $this->sent()[0]['headers']['Authorization'] );
		$this->assertSame(
			array(
				'model'           => 'example-image',
				'prompt'          => "Rain falls\n\nStyle: a painting with visible brush strokes.",
				'response_format' => 'b64_json',
				'output_format'   => 'webp',
				'size'            => '1536x1024',
			),
			json_decode( $this->sent()[0]['body'], true )
		);
	}

	/**
	 * A model whose default is its dearest quality is always told which one.
	 *
	 * @testWith [null, "medium"]
	 *           ["standard", "medium"]
	 *           ["high", "high"]
	 *
	 * @param string|null $chosen What the author chose.
	 * @param string      $said   What the model is told.
	 */
	public function test_says_the_quality( ?string $chosen, string $said ): void {
		if ( $this->is_missing() ) {
			return;
		}
		$this->models = array(
			array(
				'id'    => 'gpt-image-2',
				'image' => array( 'custom' => true ),
			),
		);
		$this->assertSame( array( 'standard', 'high' ), ( new CoreImages() )->options()['quality'] );
		( new CoreImages() )->generate_image( $this->image_request( array_filter( array( 'quality' => $chosen ) ) ), $this->file );
		$this->assertSame( $said, json_decode( $this->sent()[0]['body'], true )['quality'] );
	}

	/**
	 * A model that knows neither ratio nor format is told of neither.
	 */
	public function test_asks_for_nothing_that_the_model_has_not(): void {
		if ( $this->is_missing() ) {
			return;
		}
		self::prefer( 'example-plain' );
		$answer = ( new CoreImages() )->generate_image(
			$this->image_request(
				array(
					'aspect_ratio'  => '3:2',
					'output_format' => 'jpeg',
				)
			),
			$this->file
		);
		$this->assertSame( 'example-plain', $answer->model() );
		$this->assertSame( array( 'model', 'prompt', 'response_format' ), array_keys( json_decode( $this->sent()[0]['body'], true ) ) );
	}

	/**
	 * The image to change goes along.
	 */
	public function test_sends_an_image_to_change(): void {
		if ( $this->is_missing() ) {
			return;
		}
		$reference = $this->file . '.reference';
		file_put_contents( $reference, Images::image( 'webp' ) );
		$this->assertInstanceOf( ImageAnswer::class, ( new CoreImages() )->generate_image( $this->image_request( array(), 100000, $reference ), $this->file ) );
		$this->assertSame( 'data:image/webp;base64,' . base64_encode( Images::image( 'webp' ) ), json_decode( $this->sent()[0]['body'], true )['reference'] );

		file_put_contents( $reference, Images::svg() );
		$this->assertJobError( 'internal', false, false, ( new CoreImages() )->generate_image( $this->image_request( array(), 100000, $reference ), $this->file ) );
		$this->assertCount( 1, $this->sent() );
	}

	/**
	 * Core's 30 s give way to what is left of the lifetime; the key follows no redirect; no answer
	 * is larger than an image can be.
	 */
	public function test_waits_for_what_is_left_of_the_lifetime(): void {
		if ( $this->is_missing() ) {
			return;
		}
		( new CoreImages() )->generate_image( $this->image_request( array(), Job::LIFETIME_MS ), $this->file );
		$sent = $this->sent()[0];
		$this->assertEqualsWithDelta( 295.0, $sent['timeout'], 0.001 );
		$this->assertSame( 0, $sent['redirection'] );
		$this->assertGreaterThan( 64 * MB_IN_BYTES, $sent['limit_response_size'] );
		$this->assertFalse( has_filter( 'http_request_args' ) );
	}

	/**
	 * Without time nothing is asked.
	 */
	public function test_asks_nothing_when_no_time_is_left(): void {
		$this->assertJobError( 'provider_timeout', true, false, ( new CoreImages() )->generate_image( $this->image_request( array(), 5000 ), $this->file ) );
		$this->assertSame( array(), $this->requests );
	}

	/**
	 * An address is opened as any other provider's.
	 */
	public function test_opens_no_private_address(): void {
		if ( $this->is_missing() ) {
			return;
		}
		$this->body = array( 'data' => array( array( 'url' => 'http://169.254.169.254/a.png' ) ) );
		$error      = ( new CoreImages() )->generate_image( $this->image_request(), $this->file );
		$this->assertJobError( 'provider_invalid_response', true, true, $error );
		$this->assertStringContainsString( 'public internet', $error->get_error_message() );
		$this->assertFileDoesNotExist( $this->file );
	}

	/**
	 * Failures: status, body, code, retryable, may_be_billed.
	 *
	 * @return array<string,array{int|WP_Error,mixed,string,bool,bool}>
	 */
	public static function errors(): array {
		return array(
			'a key that is refused' => array( 401, self::error_body(), 'provider_auth', false, false ),
			'a busy provider'       => array( 429, self::error_body(), 'provider_rate_limited', true, false ),
			'content policy'        => array( 400, self::error_body( 'rejected by the safety system' ), 'provider_refused', false, false ),
			'otherwise wrong'       => array( 400, self::error_body(), 'provider_rejected', false, false ),
			'out of order'          => array( 503, '<html>provider says no</html>', 'provider_unavailable', true, false ),
			'a page'                => array( 200, '<html>provider says hello</html>', 'provider_invalid_response', true, true ),
			'no images'             => array( 200, array( 'data' => array() ), 'provider_invalid_response', true, true ),
			'an image in no base64' => array( 200, array( 'data' => array( array( 'b64_json' => '*' ) ) ), 'provider_invalid_response', true, true ),
			'timeout'               => array( self::no_answer( 'cURL error 28: Operation timed out after 295001 milliseconds with 0 bytes received' ), '', 'provider_timeout', true, true ),
			'no connection'         => array( self::no_answer( 'cURL error 7: Failed to connect' ), '', 'provider_unavailable', true, false ),
		);
	}

	/**
	 * Reads core's error, asks no second time, and leaves nothing.
	 *
	 * @dataProvider errors
	 * @param int|WP_Error $status        Status, or why there is no answer.
	 * @param mixed        $body          Body.
	 * @param string       $code          Job error code.
	 * @param bool         $retryable     Whether it pays to try again.
	 * @param bool         $may_be_billed Whether it may cost something.
	 */
	public function test_reads_an_error( $status, $body, string $code, bool $retryable, bool $may_be_billed ): void {
		if ( $this->is_missing() ) {
			return;
		}
		$this->status = $status;
		$this->body   = $body;
		$this->assertJobError( $code, $retryable, $may_be_billed, ( new CoreImages() )->generate_image( $this->image_request(), $this->file ) );
		$this->assertCount( 1, $this->sent() );
		$this->assertSame( array(), glob( $this->file . '*' ) );
	}

	/**
	 * The models are gone since the start.
	 */
	public function test_says_that_no_model_is_left(): void {
		if ( $this->is_missing() ) {
			return;
		}
		( new CoreImages() )->is_configured();
		wp_cache_flush();
		$this->models = array( array( 'id' => 'example-text' ) );
		$error        = ( new CoreImages() )->generate_image( $this->image_request(), $this->file );
		$this->assertJobError( 'no_provider', true, false, $error );
		$this->assertStringContainsString( 'can make images', $error->get_error_message() );
	}
}
