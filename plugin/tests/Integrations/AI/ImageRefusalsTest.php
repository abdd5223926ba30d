<?php
/**
 * What a provider may send, and what becomes of it.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI;

use WP_Error;
use WpAiJobs\Integrations\AI\JobService;
use WpAiJobs\Tests\Double\Images;
use WpAiJobs\Tests\MediaLibrary;
use WpAiJobs\Tests\ProviderServer;
use WpAiJobs\Tests\ProviderTestCase;

/**
 * From a provider's server to the media library: a job of two images, of which the first is none.
 */
final class ImageRefusalsTest extends ProviderTestCase {

	use MediaLibrary;

	/**
	 * The server.
	 *
	 * @var ProviderServer
	 */
	private $server;

	/** {@inheritDoc} */
	protected function setUp(): void {
		parent::setUp();
		self::log_in( 'editor' );
		$this->server = new ProviderServer();
		$this->settings(
			array(
				'openai_base_url'    => $this->server->url( 'answers' ),
				'openai_image_model' => 'gpt-image-2',
				'openai_key'         => self::KEY,
			)
		);
		add_filter(
			'http_allowed_safe_ports',
			function ( array $ports ): array {
				$ports[] = $this->server->port();
				return $ports;
			}
		);
		add_filter(
			'wpaijobs_max_image_bytes',
			static function (): int {
				return 200000;
			}
		);
	}

	/** {@inheritDoc} */
	protected function tearDown(): void {
		$this->server->stop();
		self::delete_attachments();
		parent::tearDown();
	}

	/**
	 * What is sent: part of the sentence that the author reads, and either bytes, sent in base64 and
	 * from an address, or the address itself; `{server}` is the server's.
	 *
	 * @return array<string,array{string,string,string}>
	 */
	public static function refused(): array {
		$image = Images::image( 'png', 320, 200 );
		$noise = '';
		for ( $number = 0; $number < 10001; $number++ ) {
			$noise .= sha1( (string) $number, true );
		}
		$bytes = array(
			'a PNG that is HTML'  => array( 'no image', Images::html() ),
			'an SVG'              => array( 'no image', Images::svg() ),
			'60 megapixels'       => array( 'megapixels', Images::large_png( 8000, 7500 ) ),
			'a truncated image'   => array( 'incomplete', substr( $image, 0, -20 ) ),
			'a body beyond limit' => array( 'too large', Images::png_of( array( array( 'IDAT', $noise ), array( 'IEND', '' ) ) ) ),
		);
		$cases = array(
			'a private address'               => array( 'public internet', '', 'http://10.0.0.1/a.png' ),
			'the metadata of a cloud'         => array( 'public internet', '', 'http://169.254.169.254/a.png' ),
			'a redirect to a private address' => array( 'public internet', '', '{server}file-elsewhere/a.png' ),
		);
		foreach ( $bytes as $name => list( $reason, $content ) ) {
			$cases[ $name . ', in base64' ]        = array( $reason, $content, '' );
			$cases[ $name . ', from its address' ] = array( $reason, $content, '{server}file/a.png' );
		}
		return $cases;
	}

	/**
	 * It is a clear error of that image alone; nothing of it gets into the library, the other one does.
	 *
	 * @dataProvider refused
	 * @param string $reason Part of the sentence.
	 * @param string $bytes  Bytes.
	 * @param string $url    Address.
	 */
	public function test_refuses_one_image_and_keeps_the_other( string $reason, string $bytes, string $url ): void {
		$bad = '' === $url ? array( 'b64_json' => base64_encode( $bytes ) ) : array( 'url' => str_replace( '{server}', $this->server->url(), $url ) );
		$this->server->put( 'a.png', $bytes );
		$this->server->put( 'elsewhere', 'http://10.0.0.1/a.png' );
		$this->server->put( 'answer-1', (string) wp_json_encode( array( 'data' => array( $bad ) ) ) );
		$this->server->put( 'answer-2', (string) wp_json_encode( array( 'data' => array( array( 'b64_json' => base64_encode( Images::image( 'png', 320, 200 ) ) ) ) ) ) );
		$service = new JobService();
		$id      = $service->start(
			array(
				'type'            => 'image',
				'input'           => array(
					'prompt' => 'Rain',
					'count'  => 2,
				),
				'context'         => null,
				'idempotency_key' => null,
			)
		)['job']->id();
		$service->run( $id );
		$job    = $service->run( $id )->snapshot();
		$result = $job['result'];

		$this->assertSame( 'completed', $job['status'] );
		$this->assertSame( array( 1 ), array_column( $result['images'], 'index' ) );
		$this->assertSame( array( 0 ), array_column( $result['failures'], 'index' ) );
		$this->assertSame( 'provider_invalid_response', $result['failures'][0]['code'] );
		$this->assertStringContainsString( $reason, $result['failures'][0]['message'] );
		$this->assertTrue( $result['failures'][0]['may_be_billed'] );

		$refused = $service->import_image( $id, '0', array() );
		$this->assertInstanceOf( WP_Error::class, $refused );
		$this->assertSame( 'ai_job_image_not_found', $refused->get_error_code() );
		$this->assertSame( array(), self::attachments() );
		$this->assertSame( array( $service->import_image( $id, '1', array() )['attachment_id'] ), self::attachments() );
	}
}
