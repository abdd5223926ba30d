<?php
/**
 * The OpenAI-compatible provider against a real server.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI\Provider;

use WpAiJobs\Integrations\AI\Provider\OpenAI;
use WpAiJobs\Integrations\AI\Provider\TextResult;
use WpAiJobs\Tests\ProviderServer;
use WpAiJobs\Tests\ProviderTestCase;

/**
 * What a scripted network cannot show: time, size, redirects and the lack of a server.
 *
 * @group once
 */
final class OpenAIServerTest extends ProviderTestCase {

	/**
	 * The server; a new one for each test, because PHP's answers one request at a time.
	 *
	 * @var ProviderServer
	 */
	private $server;

	/** {@inheritDoc} */
	protected function setUp(): void {
		parent::setUp();
		$this->server = new ProviderServer();
	}

	/** {@inheritDoc} */
	protected function tearDown(): void {
		$this->server->stop();
		parent::tearDown();
	}

	/**
	 * Asks the server.
	 *
	 * @param string $behaviour What the server is to do.
	 * @param int    $left_ms   What is left of the job's lifetime, in milliseconds.
	 * @return mixed
	 */
	private function ask( string $behaviour, int $left_ms = 100000 ) {
		$this->settings(
			array(
				'openai_base_url' => $this->server->url( $behaviour ),
				'openai_model'    => 'small',
				'openai_key'      => self::KEY,
			)
		);
		return ( new OpenAI() )->generate_text( $this->request( $left_ms ) );
	}

	/**
	 * The whole way, with the key.
	 */
	public function test_gets_a_text(): void {
		$this->assertEquals( new TextResult( 'Rain', 'small' ), $this->ask( 'plain' ) );
		$this->assertSame( array( array( '/plain/chat/completions', 'Bearer ' . self::KEY ) ), $this->server->asked() );
	}

	/**
	 * An answer that takes longer than WordPress waits by itself.
	 */
	public function test_waits_longer_than_the_sites_own_limit(): void {
		add_filter(
			'http_request_timeout',
			static function (): int {
				return 1;
			}
		);
		$this->assertEquals( new TextResult( 'Rain', 'small' ), $this->ask( 'slow' ) );
	}

	/**
	 * An answer that does not come within the lifetime.
	 */
	public function test_gives_up_with_the_lifetime(): void {
		$this->assertJobError( 'provider_timeout', true, true, $this->ask( 'silent', 3000 ) );
		$this->assertCount( 1, $this->server->asked() );
	}

	/**
	 * A redirect takes the key nowhere.
	 */
	public function test_follows_no_redirect(): void {
		$this->assertJobError( 'provider_address', false, false, $this->ask( 'redirect' ) );
		$this->assertSame( array( array( '/redirect/chat/completions', 'Bearer ' . self::KEY ) ), $this->server->asked() );
	}

	/**
	 * An answer without an end is cut off, and is no answer then.
	 */
	public function test_reads_no_more_than_a_text_can_be(): void {
		$this->assertJobError( 'provider_invalid_response', true, true, $this->ask( 'huge' ) );
	}

	/**
	 * Nobody there.
	 */
	public function test_finds_nobody(): void {
		$this->settings( array( 'openai_base_url' => 'http://' . ProviderServer::free_address() ) );
		$this->assertJobError( 'provider_unavailable', true, false, ( new OpenAI() )->generate_text( $this->request() ) );
	}
}
