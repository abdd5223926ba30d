<?php
/**
 * Why a provider refuses.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Field;

use WpAiJobs\Integrations\AI\Errors;
use WpAiJobs\Integrations\AI\Provider\OpenAI;
use WpAiJobs\Integrations\AI\Provider\ProviderError;
use WpAiJobs\Tests\ProviderTestCase;

/**
 * Each reason has a code of its own, because each is mended by somebody else, somewhere else.
 * The words are those of public servers.
 */
final class D12ProviderReasonsTest extends ProviderTestCase {

	/**
	 * Refusals: status, body, code.
	 *
	 * @return array<string,array{int,string,string}>
	 */
	public static function refusals(): array {
		$openai = static function ( string $message, ?string $code = null, string $type = 'invalid_request_error' ): string {
			return (string) wp_json_encode( array( 'error' => compact( 'message', 'type', 'code' ) ) );
		};
		return array(
			// Money.
			'OpenAI: no credit'              => array( 429, $openai( 'You exceeded your current quota, please check your plan and billing details.', 'insufficient_quota', 'insufficient_quota' ), 'provider_quota' ),
			'OpenAI: a limit of one\'s own'  => array( 400, $openai( 'Billing hard limit has been reached', 'billing_hard_limit_reached' ), 'provider_quota' ),
			'OpenRouter: no credit'          => array( 402, '{"error":{"message":"Insufficient credits. Add more using https://openrouter.ai/credits","code":402}}', 'provider_quota' ),
			'DeepSeek: no balance'           => array( 402, $openai( 'Insufficient Balance', 'invalid_request_error', 'unknown_error' ), 'provider_quota' ),
			'too fast'                       => array( 429, $openai( 'Rate limit reached for requests', 'rate_limit_exceeded' ), 'provider_rate_limited' ),

			// Account.
			'OpenAI: not verified'           => array( 403, $openai( 'Your organization must be verified to use the model `gpt-image-1`.' ), 'provider_account' ),
			'OpenAI: deactivated'            => array( 401, $openai( 'The account associated with this API key has been deactivated.', 'account_deactivated' ), 'provider_account' ),
			'OpenAI: country'                => array( 403, $openai( 'Country, region, or territory not supported', 'unsupported_country_region_territory', 'request_forbidden' ), 'provider_account' ),
			'a wrong key'                    => array( 401, $openai( 'Incorrect API key provided.', 'invalid_api_key' ), 'provider_auth' ),
			'a key without the right'        => array( 403, $openai( 'You have insufficient permissions for this operation.' ), 'provider_auth' ),

			// Model.
			'OpenAI: no such model'          => array( 404, $openai( 'The model `gpt-9` does not exist or you do not have access to it.', 'model_not_found' ), 'provider_model' ),
			'OpenAI: model of others'        => array( 403, $openai( 'Project `proj_1` does not have access to model `gpt-image-2`', 'model_not_found' ), 'provider_model' ),
			'Ollama: not pulled'             => array( 404, '{"error":{"message":"model \"llama9\" not found, try pulling it first","type":"api_error"}}', 'provider_model' ),
			'Groq: retired'                  => array( 400, $openai( 'The model `mixtral-8x7b-32768` has been decommissioned and is no longer supported.', 'model_decommissioned' ), 'provider_model' ),
			'OpenRouter: no such model'      => array( 400, '{"error":{"message":"gpt-9 is not a valid model ID","code":400}}', 'provider_model' ),

			// Content.
			'OpenRouter: flagged'            => array( 403, '{"error":{"code":403,"message":"Input was flagged","metadata":{"reasons":["violence"]}}}', 'provider_refused' ),
			'OpenAI: policy'                 => array( 400, $openai( 'Your request was rejected as a result of our safety system.', 'content_policy_violation' ), 'provider_refused' ),
			'Azure: filter'                  => array( 400, $openai( 'The response was filtered due to the prompt triggering content management policy.', 'content_filter' ), 'provider_refused' ),

			// Length.
			'OpenAI: too long'               => array( 400, $openai( 'This model\'s maximum context length is 8192 tokens.', 'context_length_exceeded' ), 'provider_too_long' ),
			'a proxy: too large'             => array( 413, '<html>413 Request Entity Too Large</html>', 'provider_too_long' ),
			'Anthropic: too long'            => array( 400, $openai( 'prompt is too long: 250000 tokens > 200000 maximum' ), 'provider_too_long' ),

			// Address: see B5WrongAddressTest.
			'no such page'                   => array( 404, '<html>404 Not Found</html>', 'provider_address' ),

			// What nobody knows.
			'a parameter'                    => array( 400, $openai( 'Unsupported parameter: max_tokens is not supported with this model.', 'unsupported_parameter' ), 'provider_rejected' ),
		);
	}

	/**
	 * Nothing is billed, and trying again does not help: only waiting for a busy provider does.
	 *
	 * @dataProvider refusals
	 * @param int    $status HTTP status.
	 * @param string $body   Body.
	 * @param string $code   Job error code.
	 */
	public function test_each_reason_has_a_code_of_its_own( int $status, string $body, string $code ): void {
		$this->settings( array( 'openai_key' => self::KEY ) );
		$this->network( $status, $body );
		$this->assertJobError( $code, 'provider_rate_limited' === $code, false, ( new OpenAI() )->generate_text( $this->request() ) );
	}

	/** Each is told in a sentence of its own. */
	public function test_each_code_has_a_sentence_of_its_own(): void {
		$codes     = array_unique( array_column( self::refusals(), 2 ) );
		$codes[]   = 'provider_blocked';
		$codes[]   = 'provider_key_unreadable';
		$sentences = array_map( array( Errors::class, 'sentence' ), $codes );
		$this->assertNotContains( Errors::sentence( 'internal' ), $sentences );
		$this->assertSame( $sentences, array_unique( $sentences ) );
	}

	/** A prompt that is repeated in the error is not taken for its reason. */
	public function test_what_else_an_error_repeats_is_not_read(): void {
		$body = (string) wp_json_encode(
			array(
				'error'  => array( 'message' => 'Bad value.' ),
				'prompt' => 'The model was not found, insufficient_quota, moderation.',
			)
		);
		$this->assertSame( 'provider_rejected', ProviderError::of_status( 400, $body )->get_error_code() );
	}
}
