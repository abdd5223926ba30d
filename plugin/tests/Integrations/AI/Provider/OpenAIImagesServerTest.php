<?php
/**
 * The OpenAI-compatible provider of images against a real server.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI\Provider;

use WP_Error;
use WpAiJobs\Integrations\AI\ImageFile;
use WpAiJobs\Integrations\AI\Provider\ImageAnswer;
use WpAiJobs\Integrations\AI\Provider\OpenAIImages;
use WpAiJobs\Tests\Double\Images;
use WpAiJobs\Tests\FullDisk;
use WpAiJobs\Tests\ProviderServer;
use WpAiJobs\Tests\ProviderTestCase;

/**
 * What a scripted network cannot show: files, addresses, sizes, time and redirects.
 *
 * @group once
 */
final class OpenAIImagesServerTest extends ProviderTestCase {

	/**
	 * The server; a new one for each test, because PHP's answers one request at a time.
	 *
	 * @var ProviderServer
	 */
	private $server;

	/**
	 * Where the image goes.
	 *
	 * @var string
	 */
	private $file;

	/** {@inheritDoc} */
	protected function setUp(): void {
		parent::setUp();
		$this->server = new ProviderServer();
		$this->file   = (string) tempnam( sys_get_temp_dir(), 'image' );
		unlink( $this->file );
	}

	/** {@inheritDoc} */
	protected function tearDown(): void {
		$this->server->stop();
		array_map( 'unlink', (array) glob( $this->file . '*' ) );
		parent::tearDown();
	}

	/**
	 * Asks the server.
	 *
	 * @param string      $behaviour What the server is to do.
	 * @param int         $left_ms   What is left of the job's lifetime, in milliseconds.
	 * @param string|null $reference Path of the image to change.
	 * @param string      $model     Model.
	 * @return mixed
	 */
	private function ask( string $behaviour, int $left_ms = 100000, ?string $reference = null, string $model = 'gpt-image-1' ) {
		$this->settings(
			array(
				'openai_base_url'    => $this->server->url( $behaviour ),
				'openai_image_model' => $model,
				'openai_key'         => self::KEY,
			)
		);
		$answer = ( new OpenAIImages() )->generate_image( $this->image_request( array(), $left_ms, $reference ), $this->file );

		// Nothing is left beside the image; with an error, not even that.
		$this->assertSame( $answer instanceof WP_Error ? array() : array( $this->file ), glob( $this->file . '*' ) );
		return $answer;
	}

	/**
	 * Asks a server that answers with an address.
	 *
	 * @param string $url     Address.
	 * @param int    $left_ms What is left of the job's lifetime, in milliseconds.
	 * @return mixed
	 */
	private function ask_for_address( string $url, int $left_ms = 100000 ) {
		$this->server->put( 'address', $url );
		return $this->ask( 'address', $left_ms );
	}

	/**
	 * Lets WordPress take the test's server for one of the public internet, on its port.
	 */
	private function open_server(): void {
		add_filter(
			'http_allowed_safe_ports',
			function ( array $ports ): array {
				$ports[] = $this->server->port();
				return $ports;
			}
		);
	}

	/**
	 * It was made, and may be paid for.
	 */
	public function test_an_image_that_the_disk_has_no_room_for_is_not_the_providers_fault(): void {
		$this->server->put( 'image', Images::image( 'png', 640, 480 ) );
		FullDisk::during_requests( 100 );

		$this->assertJobError( 'internal', true, true, $this->ask( 'plain' ) );
	}

	/**
	 * In base64, with the key.
	 */
	public function test_gets_an_image_in_base64(): void {
		$this->server->put( 'image', Images::image( 'png', 640, 480 ) );

		$this->assertEquals( new ImageAnswer( 'gpt-image-1', 'Rain, revised' ), $this->ask( 'plain' ) );
		$this->assertSame( Images::image( 'png', 640, 480 ), file_get_contents( $this->file ) );
		$this->assertSame( array( array( '/plain/images/generations', 'Bearer ' . self::KEY ) ), $this->server->asked() );
		$this->assertSame( '{"model":"gpt-image-1","prompt":"A secret prompt","size":"1024x1024","quality":"medium"}', $this->server->last_body() );
	}

	/**
	 * In chunks, as most servers send what they make while they send it.
	 */
	public function test_gets_an_answer_in_chunks(): void {
		$this->server->put( 'image', Images::image( 'png', 640, 480 ) );

		$this->assertInstanceOf( ImageAnswer::class, $this->ask( 'chunked' ) );
		$this->assertSame( Images::image( 'png', 640, 480 ), file_get_contents( $this->file ) );
	}

	/**
	 * With an image to change, as a form with a file.
	 */
	public function test_sends_an_image_to_change(): void {
		$reference = $this->file . '.reference';
		$bytes     = Images::image( 'webp', 64, 64 );
		file_put_contents( $reference, $bytes );
		$this->server->put( 'image', Images::image( 'jpeg' ) );
		$this->settings(
			array(
				'openai_base_url'    => $this->server->url( 'plain' ),
				'openai_image_model' => 'gpt-image-2',
				'openai_key'         => self::KEY,
			)
		);
		$answer = ( new OpenAIImages() )->generate_image( $this->image_request( array( 'prompt' => "Rain; name=\"x\"\r\n\r\nü" ), 100000, $reference ), $this->file );

		$this->assertEquals( new ImageAnswer( 'gpt-image-2', 'Rain, revised' ), $answer );
		$this->assertSame( array( array( '/plain/images/edits', 'Bearer ' . self::KEY ) ), $this->server->asked() );
		$this->assertSame(
			array(
				'fields' => array(
					'model'   => 'gpt-image-2',
					'prompt'  => "Rain; name=\"x\"\r\n\r\nü",
					'size'    => '1024x1024',
					'quality' => 'medium',
				),
				'file'   => 'image.webp image/webp ' . sha1( $bytes ),
			),
			json_decode( $this->server->last_body(), true )
		);
		$this->assertSame( Images::image( 'jpeg' ), file_get_contents( $this->file ) );
	}

	/**
	 * What is no image is not sent to be changed.
	 */
	public function test_sends_nothing_that_is_no_image(): void {
		$reference = (string) tempnam( sys_get_temp_dir(), 'reference' );
		file_put_contents( $reference, Images::svg() );
		$error = $this->ask( 'plain', 100000, $reference );
		unlink( $reference );

		$this->assertJobError( 'internal', false, false, $error );
		$this->assertStringContainsString( 'no image', $error->get_error_message() );
		$this->assertSame( array(), $this->server->asked() );
	}

	/**
	 * From an address, to which the key does not go.
	 */
	public function test_gets_an_image_from_an_address(): void {
		$this->open_server();
		$this->server->put( 'a.png', Images::image( 'png', 640, 480 ) );
		foreach ( array( 'file/a.png', 'moved-file/a.png' ) as $path ) {
			$this->assertEquals( new ImageAnswer( 'gpt-image-1' ), $this->ask_for_address( $this->server->url( $path ) ) );
			$this->assertSame( Images::image( 'png', 640, 480 ), file_get_contents( $this->file ) );
			unlink( $this->file );
		}
		$this->assertSame(
			array(
				array( '/address/images/generations', 'Bearer ' . self::KEY ),
				array( '/file/a.png', null ),
				array( '/address/images/generations', 'Bearer ' . self::KEY ),
				array( '/moved-file/a.png', null ),
				array( '/file/a.png', null ),
			),
			$this->server->asked()
		);
	}

	/**
	 * Addresses that are none of the public internet.
	 *
	 * @return array<string,array{string}>
	 */
	public static function private_addresses(): array {
		return array(
			'a private network'      => array( 'http://10.0.0.1/a.png' ),
			'a home network'         => array( 'http://192.168.1.1/a.png' ),
			'a company network'      => array( 'http://172.20.0.1/a.png' ),
			'the metadata of clouds' => array( 'http://169.254.169.254/latest/meta-data/' ),
			'the host of Azure'      => array( 'http://168.63.129.16/a.png' ),
			'this machine'           => array( 'http://127.0.0.2/a.png' ),
			'this machine by name'   => array( 'http://localhost/a.png' ),
			'this machine in IPv6'   => array( 'http://[::1]/a.png' ),
			'a port of this machine' => array( 'http://127.0.0.1:3306/' ),
			'a user and a password'  => array( 'http://user:pass@example.org/a.png' ),
			'a file'                 => array( 'file:///etc/passwd' ),
			'PHP'                    => array( 'php://filter/resource=/etc/passwd' ),
			'no address'             => array( 'a.png' ),
		);
	}

	/**
	 * They are not opened.
	 *
	 * @dataProvider private_addresses
	 * @param string $url Address.
	 */
	public function test_opens_no_private_address( string $url ): void {
		$error = $this->ask_for_address( $url );

		$this->assertJobError( 'provider_invalid_response', true, true, $error );
		$this->assertStringContainsString( 'public internet', $error->get_error_message() );
		$this->assertCount( 1, $this->server->asked() );
	}

	/**
	 * Nor by a detour.
	 *
	 * @dataProvider private_addresses
	 * @param string $url Address.
	 */
	public function test_follows_no_redirect_to_a_private_address( string $url ): void {
		if ( 'a.png' === $url ) {
			$url = 'http://10.0.0.1:80/';
		}
		$this->open_server();
		$this->server->put( 'elsewhere', $url );
		$error = $this->ask_for_address( $this->server->url( 'file-elsewhere/a.png' ) );

		$this->assertJobError( 'provider_invalid_response', true, true, $error );
		$this->assertStringContainsString( 'public internet', $error->get_error_message() );
		$this->assertCount( 2, $this->server->asked() );
	}

	/**
	 * An address behind which nothing is, and a chain of redirects.
	 */
	public function test_says_that_an_image_could_not_be_fetched(): void {
		$this->open_server();
		$this->server->put( 'elsewhere', $this->server->url( 'file-elsewhere/a.png' ) );
		foreach ( array( 'missing-file/a.png', 'file-elsewhere/a.png' ) as $path ) {
			$error = $this->ask_for_address( $this->server->url( $path ) );
			$this->assertJobError( 'provider_invalid_response', true, true, $error );
			$this->assertStringContainsString( 'could not fetch', $error->get_error_message() );
		}
		$this->assertLessThan( 10, count( $this->server->asked() ) );
	}

	/**
	 * An image without an end, either way: it is broken off soon, not when the lifetime is over.
	 */
	public function test_breaks_off_what_is_larger_than_the_limit(): void {
		$this->open_server();
		add_filter(
			'wpaijobs_max_image_bytes',
			static function (): int {
				return 100000;
			}
		);
		foreach ( array( $this->ask( 'endless' ), $this->ask_for_address( $this->server->url( 'endless-file/a.png' ) ) ) as $error ) {
			$this->assertJobError( 'provider_invalid_response', true, true, $error );
			$this->assertStringContainsString( 'too large', $error->get_error_message() );
		}
	}

	/**
	 * An image that never ends although something comes all the time.
	 */
	public function test_gives_up_with_the_lifetime(): void {
		$this->open_server();
		$this->assertJobError( 'provider_timeout', true, true, $this->ask( 'silent', 6500 ) );
		$this->restart();
		$this->assertJobError( 'provider_timeout', true, true, $this->ask( 'drip', 6500 ) );
		$this->restart();
		$this->assertJobError( 'provider_timeout', true, true, $this->ask_for_address( $this->server->url( 'slow-file/a.png' ), 6500 ) );
	}

	/** A new server in place of one that is still busy. */
	private function restart(): void {
		$this->server->stop();
		$this->server = new ProviderServer();
	}

	/**
	 * A redirect takes the key nowhere.
	 */
	public function test_follows_no_redirect_with_the_key(): void {
		$this->assertJobError( 'provider_address', false, false, $this->ask( 'redirect' ) );
		$this->assertCount( 1, $this->server->asked() );
	}

	/**
	 * A connection that ends in mid-image.
	 */
	public function test_leaves_nothing_of_an_answer_that_broke_off(): void {
		$this->server->put( 'image', Images::image( 'png', 640, 480 ) );
		$this->assertJobError( 'provider_invalid_response', true, true, $this->ask( 'broken' ) );
	}

	/**
	 * What is no image comes through as it is, and is found by its bytes.
	 */
	public function test_hands_on_what_it_got_to_be_checked(): void {
		$this->open_server();
		$this->server->put( 'a.png', Images::html() );
		$this->server->put( 'image', Images::svg() );
		$this->assertInstanceOf( ImageAnswer::class, $this->ask_for_address( $this->server->url( 'file/a.png' ) ) );
		$this->assertInstanceOf( WP_Error::class, ImageFile::check( $this->file ) );
		$this->assertInstanceOf( ImageAnswer::class, $this->ask( 'plain' ) );
		$this->assertInstanceOf( WP_Error::class, ImageFile::check( $this->file ) );
	}

	/**
	 * Nobody there.
	 */
	public function test_finds_nobody(): void {
		$this->settings(
			array(
				'openai_base_url'    => 'http://' . ProviderServer::free_address(),
				'openai_image_model' => 'gpt-image-2',
			)
		);
		$this->assertJobError( 'provider_unavailable', true, false, ( new OpenAIImages() )->generate_image( $this->image_request(), $this->file ) );
	}
}
