<?php
/**
 * The OpenAI-compatible provider on a scripted network.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI\Provider;

use WP_Error;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\Provider\OpenAI;
use WpAiJobs\Integrations\AI\Provider\TextResult;
use WpAiJobs\Tests\ProviderTestCase;

/**
 * What it asks, and how it reads each answer.
 */
final class OpenAITest extends ProviderTestCase {

	/**
	 * An answer as OpenAI gives it.
	 *
	 * @param array<string,mixed> $choice Changes to its choice.
	 * @return array<string,mixed>
	 */
	private static function answer( array $choice = array() ): array {
		return array(
			'model'   => 'gpt-6.1-terra-2026-01-01',
			'choices' => array(
				array_merge(
					array(
						'message'       => array(
							'role'    => 'assistant',
							'content' => '# Rain',
							'refusal' => null,
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
	 * One request, to the address that is set, with model, key, instruction and prompt.
	 */
	public function test_asks_the_server_that_is_set(): void {
		$this->settings(
			array(
				'openai_base_url' => 'https://ai.example/api/v1',
				'openai_model'    => 'small:1',
				'openai_key'      => self::KEY,
			)
		);
		$this->network( 200, self::answer() );
		( new OpenAI() )->generate_text( $this->request( 100000, 'Rain "falls" — 雨' ) );

		$this->assertCount( 1, $this->requests );
		$request = $this->requests[0];
		$this->assertSame( 'https://ai.example/api/v1/chat/completions', $request['url'] );
		$this->assertSame( 'POST', $request['method'] );
		$this->assertSame( 'Bearer ' . self::KEY, $request['headers']['Authorization'] );
		$this->assertSame( 'application/json', $request['headers']['Content-Type'] );
		$this->assertSame(
			array(
				'model'    => 'small:1',
				'messages' => array(
					array(
						'role'    => 'system',
						'content' => 'Write.',
					),
					array(
						'role'    => 'user',
						'content' => 'Rain "falls" — 雨',
					),
				),
			),
			json_decode( $request['body'], true )
		);
	}

	/**
	 * OpenAI itself needs a key alone.
	 */
	public function test_asks_openai_by_default(): void {
		$this->settings( array( 'openai_key' => self::KEY ) );
		$this->network( 200, self::answer() );
		( new OpenAI() )->generate_text( $this->request() );

		$this->assertSame( 'https://api.openai.com/v1/chat/completions', $this->requests[0]['url'] );
		$this->assertSame( 'gpt-6.1-terra', json_decode( $this->requests[0]['body'], true )['model'] );
		$this->assertSame( 'OpenAI', ( new OpenAI() )->label() );
	}

	/**
	 * A server of one's own needs an address alone, and no key is made up for it.
	 */
	public function test_asks_a_server_without_a_key(): void {
		$this->settings( array( 'openai_base_url' => 'http://localhost:11434/v1/' ) );
		$this->network( 200, self::answer() );

		$this->assertTrue( ( new OpenAI() )->is_configured() );
		( new OpenAI() )->generate_text( $this->request() );
		$this->assertSame( 'http://localhost:11434/v1/chat/completions', $this->requests[0]['url'] );
		$this->assertArrayNotHasKey( 'Authorization', $this->requests[0]['headers'] );
		$this->assertSame( 'OpenAI-compatible server', ( new OpenAI() )->label() );
	}

	/**
	 * Neither key nor address.
	 */
	public function test_is_not_configured_by_itself(): void {
		$this->assertFalse( ( new OpenAI() )->is_configured() );
		$this->settings( array( 'openai_model' => 'small' ) );
		$this->assertFalse( ( new OpenAI() )->is_configured() );
	}

	/**
	 * Whether it is configured is known without asking anybody.
	 */
	public function test_knows_without_a_request_whether_it_is_configured(): void {
		$this->settings( array( 'openai_key' => self::KEY ) );
		$this->network( 200, self::answer() );
		$this->assertTrue( ( new OpenAI() )->is_configured() );
		$this->assertSame( array(), $this->requests );
	}

	/**
	 * A key that cannot be read is neither left out nor the demo's occasion: the job fails with it.
	 */
	public function test_fails_with_an_unreadable_key(): void {
		$this->settings(
			array(
				'openai_base_url' => 'https://ai.example/v1',
				'openai_key'      => self::KEY,
			)
		);
		add_filter(
			'salt',
			static function (): string {
				return 'changed';
			}
		);
		$this->assertTrue( ( new OpenAI() )->is_configured() );
		$this->assertJobError( 'provider_key_unreadable', false, false, ( new OpenAI() )->generate_text( $this->request() ) );
		$this->assertSame( array(), $this->requests );
	}

	/**
	 * The request may take what is left of the lifetime, less what storing takes.
	 */
	public function test_waits_for_what_is_left_of_the_lifetime(): void {
		$this->settings( array( 'openai_key' => self::KEY ) );
		$this->network( 200, self::answer() );
		( new OpenAI() )->generate_text( $this->request( Job::LIFETIME_MS ) );
		( new OpenAI() )->generate_text( $this->request( 12500 ) );

		$this->assertEqualsWithDelta( 298.0, $this->requests[0]['timeout'], 0.001 );
		$this->assertEqualsWithDelta( 10.5, $this->requests[1]['timeout'], 0.001 );
	}

	/**
	 * Without time nothing is asked, and nothing billed.
	 */
	public function test_asks_nothing_when_no_time_is_left(): void {
		$this->settings( array( 'openai_key' => self::KEY ) );
		$this->network( 200, self::answer() );
		$this->assertJobError( 'provider_timeout', true, false, ( new OpenAI() )->generate_text( $this->request( 2000 ) ) );
		$this->assertSame( array(), $this->requests );
	}

	/**
	 * The key follows no redirect, and an answer has an end.
	 */
	public function test_follows_no_redirect_and_limits_the_answer(): void {
		$this->settings( array( 'openai_key' => self::KEY ) );
		$this->network( 200, self::answer() );
		( new OpenAI() )->generate_text( $this->request() );

		$this->assertSame( 0, $this->requests[0]['redirection'] );
		$this->assertSame( 1048576, $this->requests[0]['limit_response_size'] );
	}

	/**
	 * Answers that are texts.
	 *
	 * @return array<string,array{array<string,mixed>,TextResult}>
	 */
	public static function texts(): array {
		$usage   = array(
			'input_tokens'  => 12,
			'output_tokens' => 34,
		);
		$model   = 'gpt-6.1-terra-2026-01-01';
		$bare    = array( 'choices' => array( array( 'message' => array( 'content' => 'Rain' ) ) ) );
		$message = static function ( $content ): array {
			return array( 'message' => array( 'content' => $content ) );
		};
		return array(
			'a whole answer'          => array( self::answer(), new TextResult( '# Rain', $model, $usage ) ),
			'a truncated answer'      => array( self::answer( array( 'finish_reason' => 'length' ) ), new TextResult( '# Rain', $model, $usage, true ) ),
			'a text in parts'         => array(
				self::answer(
					$message(
						array(
							array(
								'type' => 'text',
								'text' => 'Rain ',
							),
							array( 'type' => 'image' ),
							array(
								'type' => 'text',
								'text' => 'falls',
							),
						)
					)
				),
				new TextResult( 'Rain falls', $model, $usage ),
			),
			'no text'                 => array( self::answer( $message( null ) ), new TextResult( '', $model, $usage ) ),
			'neither model nor usage' => array( $bare, new TextResult( 'Rain' ) ),
			'usage that is none'      => array(
				$bare + array(
					'usage' => array( 'prompt_tokens' => 'many' ),
					'model' => 7,
				),
				new TextResult( 'Rain' ),
			),
		);
	}

	/**
	 * Reads a text.
	 *
	 * @dataProvider texts
	 * @param array<string,mixed> $answer   Answer.
	 * @param TextResult          $expected What it says.
	 */
	public function test_reads( array $answer, TextResult $expected ): void {
		$this->settings( array( 'openai_key' => self::KEY ) );
		$this->network( 200, $answer );
		$this->assertEquals( $expected, ( new OpenAI() )->generate_text( $this->request() ) );
	}

	/**
	 * Answers that are errors: status, body, code, retryable, may_be_billed.
	 *
	 * @return array<string,array{int|WP_Error,string|array,string,bool,bool}>
	 */
	public static function errors(): array {
		$error   = static function ( string $code, string $words = 'provider says: A secret prompt, sk-test-9a8b7c6d5e' ): array {
			return array(
				'error' => array(
					'message' => $words,
					'type'    => 'invalid_request_error',
					'code'    => $code,
				),
			);
		};
		$refusal = array(
			'message' => array(
				'content' => null,
				'refusal' => 'provider says no',
			),
		);
		$network = static function ( string $words ): WP_Error {
			return new WP_Error( 'http_request_failed', $words . ' provider says A secret prompt' );
		};
		return array(
			'401'                              => array( 401, $error( 'invalid_api_key' ), 'provider_auth', false, false ),
			'403'                              => array( 403, $error( 'forbidden' ), 'provider_auth', false, false ),
			'402'                              => array( 402, $error( 'no_credit' ), 'provider_quota', false, false ),
			'429, too fast'                    => array( 429, $error( 'rate_limit_exceeded' ), 'provider_rate_limited', true, false ),
			'429, quota'                       => array( 429, $error( 'insufficient_quota' ), 'provider_quota', false, false ),
			'429 in HTML'                      => array( 429, '<html>provider says slow down</html>', 'provider_rate_limited', true, false ),
			'400, content policy'              => array( 400, $error( 'content_policy_violation' ), 'provider_refused', false, false ),
			'400, content filter'              => array( 400, $error( 'content_filter' ), 'provider_refused', false, false ),
			'400, moderation'                  => array( 400, $error( 'moderation_blocked' ), 'provider_refused', false, false ),
			'400, usage policy'                => array( 400, $error( 'invalid_prompt', 'potentially violating our usage policy' ), 'provider_refused', false, false ),
			'400, too long'                    => array( 400, $error( 'context_length_exceeded' ), 'provider_too_long', false, false ),
			'400, otherwise'                   => array( 400, $error( 'unsupported_parameter' ), 'provider_rejected', false, false ),
			'404'                              => array( 404, $error( 'model_not_found' ), 'provider_model', false, false ),
			'408'                              => array( 408, '', 'provider_timeout', true, true ),
			'413'                              => array( 413, '', 'provider_too_long', false, false ),
			'422'                              => array( 422, $error( 'invalid' ), 'provider_rejected', false, false ),
			'302'                              => array( 302, '', 'provider_address', false, false ),
			'500'                              => array( 500, $error( 'server_error' ), 'provider_unavailable', true, false ),
			'502'                              => array( 502, '<html>provider says no</html>', 'provider_unavailable', true, false ),
			'503'                              => array( 503, '', 'provider_unavailable', true, false ),
			'504, the provider may go on'      => array( 504, '', 'provider_unavailable', true, true ),
			'529'                              => array( 529, '', 'provider_unavailable', true, false ),
			'200 in HTML'                      => array( 200, '<html>provider says hello</html>', 'provider_address', false, false ),
			'200 and nothing'                  => array( 200, '', 'provider_invalid_response', true, true ),
			'200 and a string'                 => array( 200, '"provider says"', 'provider_invalid_response', true, true ),
			'200 and half of the JSON'         => array( 200, '{"choices":[{"message":{"content":"provider says', 'provider_invalid_response', true, true ),
			'200 without choices'              => array( 200, array( 'choices' => array() ), 'provider_invalid_response', true, true ),
			'200 with a message of text'       => array( 200, array( 'choices' => array( array( 'message' => 'provider says' ) ) ), 'provider_invalid_response', true, true ),
			'200 with an error'                => array( 200, $error( 'odd' ), 'provider_invalid_response', true, true ),
			'a refusal'                        => array( 200, self::answer( $refusal ), 'provider_refused', false, true ),
			'stopped by the content filter'    => array( 200, self::answer( array( 'finish_reason' => 'content_filter' ) ), 'provider_refused', false, true ),
			'timeout of cURL'                  => array( $network( 'cURL error 28: Operation timed out after 298001 milliseconds with 0 bytes received' ), '', 'provider_timeout', true, true ),
			'timeout of PHP streams'           => array( $network( 'fsocket timed out' ), '', 'provider_timeout', true, true ),
			'no connection in time'            => array( $network( 'cURL error 28: Connection timed out after 10001 milliseconds' ), '', 'provider_unavailable', true, false ),
			'no name'                          => array( $network( 'cURL error 6: Could not resolve host: ai.example' ), '', 'provider_unavailable', true, false ),
			'refused connection'               => array( $network( 'cURL error 7: Failed to connect' ), '', 'provider_unavailable', true, false ),
			'connection lost while waiting'    => array( $network( 'cURL error 56: Recv failure: Connection reset by peer' ), '', 'provider_unavailable', true, true ),
			'connection closed without answer' => array( $network( 'cURL error 52: Empty reply from server' ), '', 'provider_unavailable', true, true ),
			'connection that ends otherwise'   => array( $network( 'cURL error 42: Callback aborted' ), '', 'provider_unavailable', true, true ),
			'no trust in its certificate'      => array( $network( 'cURL error 60: SSL certificate problem: unable to get local issuer certificate' ), '', 'provider_unavailable', true, false ),
			'requests blocked by the site'     => array( new WP_Error( 'http_request_not_executed', 'User has blocked requests through HTTP.' ), '', 'provider_blocked', false, false ),
		);
	}

	/**
	 * Reads an error, asks no second time, and tells nothing that the provider said.
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
		$log    = tempnam( sys_get_temp_dir(), 'log' );
		$former = ini_set( 'error_log', $log );
		$error  = ( new OpenAI() )->generate_text( $this->request() );
		ini_set( 'error_log', (string) $former );

		$this->assertJobError( $code, $retryable, $may_be_billed, $error );
		$this->assertCount( 1, $this->requests );
		$this->assertSame( '', file_get_contents( $log ) );
		unlink( $log );
	}
}
