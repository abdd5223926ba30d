<?php
/**
 * The provider over WordPress's own AI Client.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI\Provider;

use WP_Error;
use WpAiJobs\Integrations\AI\ContentHandler;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\Provider\CoreAiClient;
use WpAiJobs\Integrations\AI\Provider\TextProviders;
use WpAiJobs\Integrations\AI\Provider\TextResult;
use WpAiJobs\Tests\CoreProviderTestCase;

/**
 * Texts of a provider that is registered with core.
 */
final class CoreAiClientTest extends CoreProviderTestCase {

	/** {@inheritDoc} */
	protected function setUp(): void {
		$this->body   = self::completion( array() );
		$this->models = array( array( 'id' => 'example-small' ), array( 'id' => 'example-large' ) );
		parent::setUp();
	}

	/**
	 * Whether core is not there; then that it does no harm.
	 *
	 * @return bool
	 */
	private function is_missing(): bool {
		if ( ! $this->has_core ) {
			$this->assertFalse( ( new CoreAiClient() )->is_configured() );
		}
		return ! $this->has_core;
	}

	/**
	 * A chat completion.
	 *
	 * @param array<string,mixed> $choice Changes to its choice.
	 * @return array<string,mixed>
	 */
	private static function completion( array $choice ): array {
		return array(
			'id'      => 'x',
			'choices' => array(
				array_merge(
					array(
						'message'       => array(
							'role'              => 'assistant',
							'reasoning_content' => 'Hm.',
							'content'           => '# Rain',
						),
						'finish_reason' => 'stop',
					),
					$choice
				),
			),
			'usage'   => array(
				'prompt_tokens'     => 12,
				'completion_tokens' => 34,
				'total_tokens'      => 46,
			),
		);
	}

	/**
	 * Before 7.0 it is not there and does no harm; from then on it comes first.
	 */
	public function test_comes_first_where_core_has_it(): void {
		$this->settings( array( 'openai_key' => self::KEY ) );

		$this->assertSame( $this->has_core, ( new CoreAiClient() )->is_configured() );
		$this->assertSame( $this->has_core ? 'core' : 'openai', TextProviders::current()->id() );
	}

	/**
	 * Authors read the name of what is connected.
	 */
	public function test_is_called_after_what_is_connected(): void {
		$this->assertSame( $this->has_core ? 'Example AI' : 'WordPress AI Client', ( new CoreAiClient() )->label() );
		$this->assertSame( $this->has_core ? 'Example AI' : 'Demo', ( new ContentHandler() )->capabilities()['label'] );
	}

	/**
	 * A site can switch AI off, and nothing is asked then.
	 */
	public function test_is_not_configured_where_ai_is_switched_off(): void {
		add_filter( 'wp_supports_ai', '__return_false' );
		$this->assertFalse( ( new CoreAiClient() )->is_configured() );
		$this->assertSame( array(), $this->requests );
	}

	/**
	 * Nothing that can write texts is connected.
	 */
	public function test_is_not_configured_without_a_model_for_texts(): void {
		$this->models = array();
		$this->assertFalse( ( new CoreAiClient() )->is_configured() );
	}

	/**
	 * The author does not wait for core to ask its providers at every start.
	 */
	public function test_remembers_what_core_said(): void {
		( new CoreAiClient() )->is_configured();
		$asked = count( $this->requests );
		wp_cache_flush();
		( new CoreAiClient() )->is_configured();

		$this->assertSame( $this->has_core ? 1 : 0, $asked );
		$this->assertCount( $asked, $this->requests );
	}

	/**
	 * A provider that is down does not hand its jobs to the demo.
	 */
	public function test_stays_configured_while_its_provider_is_down(): void {
		( new CoreAiClient() )->is_configured();
		wp_cache_flush();
		$this->models = array();
		$this->assertSame( $this->has_core ? 'core' : 'demo', TextProviders::current()->id() );
	}

	/**
	 * The whole way: text, model, usage; what the model thought stays out.
	 */
	public function test_gets_a_text(): void {
		if ( $this->is_missing() ) {
			return;
		}
		$this->assertEquals(
			new TextResult(
				'# Rain',
				'example-small',
				array(
					'input_tokens'  => 12,
					'output_tokens' => 34,
				)
			),
			( new CoreAiClient() )->generate_text( $this->request( 100000, 'Rain falls' ) )
		);
		$sent = $this->requests_to( '/chat/completions' );
		$this->assertCount( 1, $sent );
		$this->assertSame( 'Bearer ' . self::KEY, $sent[0]['headers']['Authorization'] );
		$this->assertStringContainsString( 'Rain falls', $sent[0]['body'] );
		$this->assertStringContainsString( 'Write.', $sent[0]['body'] );
	}

	/**
	 * Core's 30 s give way to what is left of the lifetime; the key follows no redirect.
	 */
	public function test_waits_for_what_is_left_of_the_lifetime(): void {
		if ( $this->is_missing() ) {
			return;
		}
		( new CoreAiClient() )->generate_text( $this->request( Job::LIFETIME_MS ) );
		( new CoreAiClient() )->generate_text( $this->request( 12500 ) );
		$sent = $this->requests_to( '/chat/completions' );

		$this->assertEqualsWithDelta( 298.0, $sent[0]['timeout'], 0.001 );
		$this->assertEqualsWithDelta( 10.5, $sent[1]['timeout'], 0.001 );
		$this->assertSame( 0, $sent[0]['redirection'] );
	}

	/**
	 * Without time nothing is asked.
	 */
	public function test_asks_nothing_when_no_time_is_left(): void {
		$this->assertJobError( 'provider_timeout', true, false, ( new CoreAiClient() )->generate_text( $this->request( 1000 ) ) );
		$this->assertSame( array(), $this->requests );
	}

	/**
	 * A site prefers a model.
	 */
	public function test_takes_the_model_that_a_site_prefers(): void {
		if ( $this->is_missing() ) {
			return;
		}
		add_filter(
			'wpaijobs_model_preference',
			static function (): array {
				return array( 'unknown', 'example-large' );
			}
		);
		$this->assertSame( 'example-large', ( new CoreAiClient() )->generate_text( $this->request() )->model() );
	}

	/**
	 * Core says 0 tokens where a provider tells none; a truncated text is one.
	 */
	public function test_reads_what_is_left_out_and_cut_off(): void {
		if ( $this->is_missing() ) {
			return;
		}
		$this->body = self::completion( array( 'finish_reason' => 'length' ) );
		unset( $this->body['usage'] );
		$this->assertEquals( new TextResult( '# Rain', 'example-small', null, true ), ( new CoreAiClient() )->generate_text( $this->request() ) );
	}

	/**
	 * Failures: status, body, code, retryable, may_be_billed.
	 *
	 * @return array<string,array{int|WP_Error,mixed,string,bool,bool}>
	 */
	public static function errors(): array {
		return array(
			'401'                       => array( 401, self::error_body(), 'provider_auth', false, false ),
			'403'                       => array( 403, self::error_body(), 'provider_auth', false, false ),
			'429'                       => array( 429, self::error_body(), 'provider_rate_limited', true, false ),
			'429, quota'                => array( 429, self::error_body( 'You exceeded your current quota' ), 'provider_quota', false, false ),
			'400, content policy'       => array( 400, self::error_body( 'content management policy' ), 'provider_refused', false, false ),
			'400, too long'             => array( 400, self::error_body( 'maximum context length' ), 'provider_too_long', false, false ),
			'400, otherwise'            => array( 400, self::error_body(), 'provider_rejected', false, false ),
			'302'                       => array( 302, '', 'provider_invalid_response', true, true ),
			'500'                       => array( 500, self::error_body(), 'provider_unavailable', true, false ),
			'503 in HTML'               => array( 503, '<html>provider says no</html>', 'provider_unavailable', true, false ),
			'504'                       => array( 504, '', 'provider_unavailable', true, true ),
			'200 in HTML'               => array( 200, '<html>provider says hello</html>', 'provider_invalid_response', true, true ),
			'200 without choices'       => array( 200, array( 'choices' => array() ), 'provider_invalid_response', true, true ),
			'stopped by content filter' => array( 200, self::completion( array( 'finish_reason' => 'content_filter' ) ), 'provider_refused', false, true ),
			'timeout of cURL'           => array( self::no_answer( 'cURL error 28: Operation timed out after 298001 milliseconds with 0 bytes received' ), '', 'provider_timeout', true, true ),
			'timeout of PHP streams'    => array( self::no_answer( 'fsocket timed out' ), '', 'provider_timeout', true, true ),
			'no connection'             => array( self::no_answer( 'cURL error 7: Failed to connect' ), '', 'provider_unavailable', true, false ),
			'connection lost'           => array( self::no_answer( 'cURL error 52: Empty reply from server' ), '', 'provider_unavailable', true, true ),
		);
	}

	/**
	 * Reads core's error, asks no second time, and tells nothing that the provider said.
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
		$this->assertJobError( $code, $retryable, $may_be_billed, ( new CoreAiClient() )->generate_text( $this->request() ) );
		$this->assertCount( 1, $this->requests_to( '/chat/completions' ) );
	}

	/**
	 * A plugin forbids this one prompt.
	 */
	public function test_says_that_a_site_does_not_allow_it(): void {
		if ( $this->is_missing() ) {
			return;
		}
		add_filter( 'wp_ai_client_prevent_prompt', '__return_true' );
		$this->assertJobError( 'no_provider', false, false, ( new CoreAiClient() )->generate_text( $this->request() ) );
		$this->assertSame( array(), $this->requests );
	}

	/**
	 * The models are gone since the start.
	 */
	public function test_says_that_no_model_is_left(): void {
		if ( $this->is_missing() ) {
			return;
		}
		$this->models = array();
		$this->assertJobError( 'no_provider', true, false, ( new CoreAiClient() )->generate_text( $this->request() ) );
	}
}
