<?php
/**
 * A wrong address of the provider.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Field;

use WpAiJobs\Integrations\AI\Errors;
use WpAiJobs\Integrations\AI\Provider\OpenAI;
use WpAiJobs\Integrations\AI\Provider\OpenAIImages;
use WpAiJobs\Tests\ProviderTestCase;

/**
 * It is told as what it is, whatever status it answers with: nothing was generated, so nothing is
 * billed and trying again does not help.
 */
final class B5WrongAddressTest extends ProviderTestCase {

	/**
	 * What is at such addresses.
	 *
	 * @return array<string,array{int,string}>
	 */
	public static function addresses(): array {
		return array(
			'LM Studio without /v1'     => array( 200, '{"error":"Unexpected endpoint or method. (POST /chat/completions)"}' ),
			'Ollama\'s front page'      => array( 200, 'Ollama is running' ),
			'a website'                 => array( 200, "\n<!doctype html><title>Welcome</title>" ),
			'an error of 404 in a 200'  => array( 200, '{"error":{"code":404,"message":"Not Found"}}' ),
			'FastAPI'                   => array( 404, '{"detail":"Not Found"}' ),
			'OpenAI without /v1'        => array( 404, '{"error":{"message":"Invalid URL (POST /chat/completions)","type":"invalid_request_error","code":null}}' ),
			'a web server'              => array( 405, '<html>405 Not Allowed</html>' ),
			'Express'                   => array( 404, 'Cannot POST /chat/completions' ),
			'a redirect to https'       => array( 301, '' ),
		);
	}

	/**
	 * Texts.
	 *
	 * @dataProvider addresses
	 * @param int    $status HTTP status.
	 * @param string $body   Body.
	 */
	public function test_a_text_is_not_asked_for_there( int $status, string $body ): void {
		$this->settings( array( 'openai_base_url' => 'http://localhost:1234' ) );
		$this->network( $status, $body );
		$this->assertJobError( 'provider_address', false, false, ( new OpenAI() )->generate_text( $this->request() ) );
	}

	/**
	 * Images.
	 *
	 * @dataProvider addresses
	 * @param int    $status HTTP status.
	 * @param string $body   Body.
	 */
	public function test_an_image_is_not_asked_for_there( int $status, string $body ): void {
		$this->settings(
			array(
				'openai_base_url'    => 'http://localhost:1234',
				'openai_image_model' => 'flux-2',
			)
		);
		$this->network( $status, $body );
		$file = get_temp_dir() . wp_generate_uuid4();
		$this->assertJobError( 'provider_address', false, false, ( new OpenAIImages() )->generate_image( $this->image_request(), $file ) );
		$this->assertSame( array(), glob( $file . '*' ) );
	}

	/** The way out is named. */
	public function test_v1_is_offered(): void {
		$this->assertStringContainsString( '/v1', Errors::sentence( 'provider_address' ) );
	}

	/**
	 * What only looks like it: an answer that broke off, one that is a stream, none.
	 *
	 * @testWith ["{\"choices\":[{\"mess"]
	 *           ["data: {\"choices\":[]}"]
	 *           [""]
	 *
	 * @param string $body Body of a 200.
	 */
	public function test_an_answer_that_cannot_be_read_may_be_billed( string $body ): void {
		$this->settings( array( 'openai_base_url' => 'http://localhost:1234/v1' ) );
		$this->network( 200, $body );
		$this->assertJobError( 'provider_invalid_response', true, true, ( new OpenAI() )->generate_text( $this->request() ) );
	}
}
