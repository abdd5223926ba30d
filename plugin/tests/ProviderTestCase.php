<?php
/**
 * What tests around providers share.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests;

use WP_Error;
use WpAiJobs\Core\Secret;
use WpAiJobs\Core\Settings;
use WpAiJobs\Integrations\AI\Errors;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\Provider\ImageRequest;
use WpAiJobs\Integrations\AI\Provider\TextRequest;

/**
 * A site on which nothing is configured, whose clock stands still, and whose network can be a
 * script.
 */
abstract class ProviderTestCase extends PluginTestCase {

	protected const KEY = 'sk-test-9a8b7c6d5e';

	private const ENVIRONMENT = array( 'WPAIJOBS_OPENAI_API_KEY', 'WPAIJOBS_OPENAI_BASE_URL', 'WPAIJOBS_OPENAI_MODEL', 'WPAIJOBS_OPENAI_IMAGE_MODEL', 'WPAIJOBS_DEMO_DELAY_MS' );

	/** Now, in milliseconds since the Unix epoch. */
	protected const NOW_MS = 1795000000000;

	/**
	 * Requests that went out: their arguments, and `url`.
	 *
	 * @var array<int,array<string,mixed>>
	 */
	protected $requests = array();

	/**
	 * The environment before the test.
	 *
	 * @var array<string,string|false>
	 */
	private $environment = array();

	/** {@inheritDoc} */
	protected function setUp(): void {
		parent::setUp();
		foreach ( self::ENVIRONMENT as $name ) {
			$this->environment[ $name ] = getenv( $name );
			putenv( $name );
		}
		delete_option( Settings::OPTION );
		add_filter(
			'wpaijobs_now_ms',
			static function (): int {
				return self::NOW_MS;
			}
		);
	}

	/** {@inheritDoc} */
	protected function tearDown(): void {
		foreach ( $this->environment as $name => $value ) {
			putenv( false === $value ? $name : "$name=$value" );
		}
		delete_option( Settings::OPTION );
		parent::tearDown();
	}

	/**
	 * Stores settings as the settings page does.
	 *
	 * @param array<string,mixed> $settings `openai_base_url`, `openai_model`, `openai_image_model`, `demo`; `openai_key` in clear.
	 */
	protected function settings( array $settings ): void {
		if ( isset( $settings['openai_key'] ) ) {
			$settings['openai_sealed_key'] = Secret::seal( $settings['openai_key'] );
			unset( $settings['openai_key'] );
		}
		update_option( Settings::OPTION, $settings );
	}

	/**
	 * Answers every request with this.
	 *
	 * @param int|WP_Error        $status  HTTP status, or why there is no answer.
	 * @param string|array        $body    Body; an array becomes JSON.
	 * @param array<string,mixed> $headers Headers.
	 */
	protected function network( $status, $body = '', array $headers = array() ): void {
		$respond = function ( $response, array $args, string $url ) use ( $status, $body, $headers ) {
			$this->requests[] = $args + array( 'url' => $url );
			if ( $status instanceof WP_Error ) {
				return $status;
			}
			$answer = self::response( $status, $body, $headers );
			if ( ! empty( $args['stream'] ) ) {
				file_put_contents( $args['filename'], $answer['body'] );
				$answer['body'] = '';
			}
			return $answer;
		};
		add_filter( 'pre_http_request', $respond, 10, 3 );
		// The names that it answers for lead nowhere.
		add_filter( 'http_request_host_is_external', '__return_true' );
	}

	/**
	 * An answer as WordPress's HTTP API gives it.
	 *
	 * @param int                 $status  HTTP status.
	 * @param string|array        $body    Body; an array becomes JSON.
	 * @param array<string,mixed> $headers Headers.
	 * @return array<string,mixed>
	 */
	protected static function response( int $status, $body, array $headers = array() ): array {
		return array(
			'headers'  => $headers,
			'body'     => is_array( $body ) ? wp_json_encode( $body ) : $body,
			'response' => array(
				'code'    => $status,
				'message' => '',
			),
			'cookies'  => array(),
			'filename' => null,
		);
	}

	/**
	 * A question.
	 *
	 * @param int    $left_ms What is left of the job's lifetime, in milliseconds.
	 * @param string $prompt  Prompt.
	 * @return TextRequest
	 */
	protected function request( int $left_ms = 100000, string $prompt = 'A secret prompt' ): TextRequest {
		return new TextRequest( 'Write.', $prompt, $prompt, self::NOW_MS + $left_ms );
	}

	/**
	 * A question for an image.
	 *
	 * @param array<string,mixed> $input   What differs from a prompt alone.
	 * @param int                 $left_ms What is left of the job's lifetime, in milliseconds.
	 * @param string|null         $file    Path of the reference image.
	 * @return ImageRequest
	 */
	protected function image_request( array $input = array(), int $left_ms = 100000, ?string $file = null ): ImageRequest {
		return new ImageRequest( $input + array( 'prompt' => 'A secret prompt' ), 0, self::NOW_MS + $left_ms, $file );
	}

	/**
	 * A claimed job of type `content`.
	 *
	 * @param array<string,mixed> $input   Input.
	 * @param array<string,mixed> $context Context.
	 * @return Job
	 */
	protected function job( array $input, array $context = array() ): Job {
		return new Job(
			array(
				'id'         => 'b5a1f0c2-6d0f-4d5e-9a62-6f8f3f1f0c11',
				'type'       => 'content',
				'status'     => Job::PROCESSING,
				'attempt'    => 1,
				'input'      => $input,
				'context'    => $context,
				'created_at' => self::NOW_MS,
				'expires_at' => self::NOW_MS + Job::LIFETIME_MS,
			)
		);
	}

	/**
	 * Asserts what a job's error will be, and that it tells nothing that it must not.
	 *
	 * @param string $code          Code.
	 * @param bool   $retryable     Whether it pays to try again.
	 * @param bool   $may_be_billed Whether it may cost something.
	 * @param mixed  $error         What the provider returned.
	 */
	protected function assertJobError( string $code, bool $retryable, bool $may_be_billed, $error ): void {
		$this->assertInstanceOf( WP_Error::class, $error );
		$stored = Errors::for_job( $error );
		$this->assertSame(
			array( $code, $retryable, $may_be_billed ),
			array( $stored['code'], $stored['retryable'], $stored['may_be_billed'] )
		);
		$everything = (string) wp_json_encode( array( $stored, $error->get_error_messages(), $error->get_all_error_data() ) );
		foreach ( array( self::KEY, 'secret', 'provider says' ) as $private ) {
			$this->assertStringNotContainsString( $private, $everything );
		}
	}
}
