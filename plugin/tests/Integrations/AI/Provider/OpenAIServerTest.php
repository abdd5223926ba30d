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
use WpAiJobs\Tests\ProviderTestCase;

/**
 * What a scripted network cannot show: time, size, redirects and the lack of a server.
 */
final class OpenAIServerTest extends ProviderTestCase {

	/**
	 * The server; a new one for each test, because PHP's answers one request at a time.
	 *
	 * @var resource
	 */
	private $server;

	/**
	 * Host and port.
	 *
	 * @var string
	 */
	private $address;

	/**
	 * Where the server writes what it was asked.
	 *
	 * @var string
	 */
	private $log;

	/** Starts the server and waits until it listens. */
	protected function setUp(): void {
		parent::setUp();
		$this->address = self::free_address();
		$this->log     = (string) tempnam( sys_get_temp_dir(), 'provider' );
		$nothing       = array( 'file', '/dev/null', 'w' );
		$pipes         = array();
		$this->server  = proc_open(
			array( PHP_BINARY, '-S', $this->address, dirname( __DIR__, 3 ) . '/Double/provider-server.php' ),
			array( array( 'file', '/dev/null', 'r' ), $nothing, $nothing ),
			$pipes,
			null,
			array( 'PROVIDER_LOG' => $this->log )
		);
		$until         = microtime( true ) + 10;
		do {
			// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged -- It warns until the server listens.
			$connection = @stream_socket_client( 'tcp://' . $this->address, $number, $message, 0.1 );
		} while ( false === $connection && microtime( true ) < $until );
		$this->assertNotFalse( $connection );
		fclose( $connection );
	}

	/** Ends the server. */
	protected function tearDown(): void {
		proc_terminate( $this->server, 9 );
		proc_close( $this->server );
		unlink( $this->log );
		parent::tearDown();
	}

	/**
	 * An address at which nobody listens.
	 *
	 * @return string
	 */
	private static function free_address(): string {
		$socket  = stream_socket_server( 'tcp://127.0.0.1:0' );
		$address = stream_socket_get_name( $socket, false );
		fclose( $socket );
		return $address;
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
				'openai_base_url' => 'http://' . $this->address . '/' . $behaviour,
				'openai_model'    => 'small',
				'openai_key'      => self::KEY,
			)
		);
		return ( new OpenAI() )->generate_text( $this->request( $left_ms ) );
	}

	/**
	 * What the server was asked.
	 *
	 * @return array<int,array{string,?string}> Path and key.
	 */
	private function asked(): array {
		return array_map(
			static function ( string $line ): array {
				return json_decode( $line, true );
			},
			file( $this->log )
		);
	}

	/**
	 * The whole way, with the key.
	 */
	public function test_gets_a_text(): void {
		$this->assertEquals( new TextResult( 'Rain', 'small' ), $this->ask( 'plain' ) );
		$this->assertSame( array( array( '/plain/chat/completions', 'Bearer ' . self::KEY ) ), $this->asked() );
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
		$this->assertCount( 1, $this->asked() );
	}

	/**
	 * A redirect takes the key nowhere.
	 */
	public function test_follows_no_redirect(): void {
		$this->assertJobError( 'provider_invalid_response', false, false, $this->ask( 'redirect' ) );
		$this->assertSame( array( array( '/redirect/chat/completions', 'Bearer ' . self::KEY ) ), $this->asked() );
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
		$this->settings( array( 'openai_base_url' => 'http://' . self::free_address() ) );
		$this->assertJobError( 'provider_unavailable', true, false, ( new OpenAI() )->generate_text( $this->request() ) );
	}
}
