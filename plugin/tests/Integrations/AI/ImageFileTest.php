<?php
/**
 * Whether bytes are an image.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI;

use WP_Error;
use WpAiJobs\Integrations\AI\Errors;
use WpAiJobs\Integrations\AI\ImageFile;
use WpAiJobs\Tests\Double\Images;
use WpAiJobs\Tests\PluginTestCase;

/**
 * By what is in the file, whatever it is called.
 */
final class ImageFileTest extends PluginTestCase {

	/**
	 * The file.
	 *
	 * @var string
	 */
	private $file;

	/** {@inheritDoc} */
	protected function setUp(): void {
		parent::setUp();
		$this->file = (string) tempnam( sys_get_temp_dir(), 'image' );
	}

	/** {@inheritDoc} */
	protected function tearDown(): void {
		if ( is_file( $this->file ) ) {
			unlink( $this->file );
		}
		parent::tearDown();
	}

	/**
	 * Checks bytes.
	 *
	 * @param string $bytes Bytes.
	 * @return ImageFile|WP_Error
	 */
	private function check( string $bytes ) {
		file_put_contents( $this->file, $bytes );
		return ImageFile::check( $this->file );
	}

	/**
	 * Asserts that bytes are refused.
	 *
	 * @param string $reason Part of the sentence.
	 * @param string $bytes  Bytes.
	 * @param string $name   What they are.
	 */
	private function assertRefused( string $reason, string $bytes, string $name = '' ): void {
		$error = $this->check( $bytes );
		$this->assertInstanceOf( WP_Error::class, $error, $name );
		$this->assertSame( 'ai_job_image_unusable', $error->get_error_code() );
		$this->assertSame( 422, $error->get_error_data()['status'] );
		$this->assertStringContainsString( $reason, $error->get_error_message(), $name );
	}

	/**
	 * Formats: extension and MIME type.
	 *
	 * @return array<string,array{string,string,string}>
	 */
	public static function formats(): array {
		return array(
			'PNG'  => array( 'png', 'png', 'image/png' ),
			'JPEG' => array( 'jpeg', 'jpg', 'image/jpeg' ),
			'WebP' => array( 'webp', 'webp', 'image/webp' ),
		);
	}

	/**
	 * What an image is.
	 *
	 * @dataProvider formats
	 * @param string $format    Format.
	 * @param string $extension Extension.
	 * @param string $mime_type MIME type.
	 */
	public function test_tells_what_an_image_is( string $format, string $extension, string $mime_type ): void {
		$bytes = Images::image( $format, 48, 32 );
		$image = $this->check( $bytes );

		$this->assertInstanceOf( ImageFile::class, $image );
		$this->assertSame(
			array( 48, 32, strlen( $bytes ), $extension, $mime_type ),
			array( $image->width(), $image->height(), $image->bytes(), $image->extension(), $image->mime_type() )
		);
	}

	/**
	 * What is missing at the end is missed, be it one byte or half the picture.
	 *
	 * @dataProvider formats
	 * @param string $format Format.
	 */
	public function test_refuses_a_truncated_image( string $format ): void {
		$bytes = Images::image( $format, 320, 200 );
		foreach ( array( 1, 2, 5, 13, intdiv( strlen( $bytes ), 2 ) ) as $missing ) {
			$this->assertRefused( 'incomplete', substr( $bytes, 0, -$missing ), "$missing bytes less" );
		}
	}

	/**
	 * What a server appends does no harm.
	 *
	 * @dataProvider formats
	 * @param string $format Format.
	 */
	public function test_takes_an_image_with_something_after_its_end( string $format ): void {
		$this->assertInstanceOf( ImageFile::class, $this->check( Images::image( $format ) . "\r\n" ) );
	}

	/**
	 * A JPEG may be stored in several scans, and hold a preview that has an end of its own.
	 */
	public function test_finds_the_end_of_a_jpeg_behind_its_previews(): void {
		$image = imagecreatetruecolor( 320, 200 );
		imagefilledellipse( $image, 100, 100, 90, 60, 0x3366FF );
		// PHP 7.4 wants a number and PHP 8 a yes: like this either does.
		call_user_func( 'imageinterlace', $image, true );
		ob_start();
		imagejpeg( $image );
		$scans   = (string) ob_get_clean();
		$preview = Images::image( 'jpeg' );
		$nested  = "\xFF\xD8\xFF\xE2" . pack( 'n', strlen( $preview ) + 2 ) . $preview . substr( $scans, 2 );

		$this->assertInstanceOf( ImageFile::class, $this->check( $scans ) );
		$this->assertInstanceOf( ImageFile::class, $this->check( $nested ) );
		$this->assertRefused( 'incomplete', substr( $nested, 0, -2 ) );
		$this->assertRefused( 'incomplete', substr( $nested, 0, -300 ) );
	}

	/**
	 * A PNG's checksums find what changed on the way.
	 */
	public function test_refuses_a_damaged_png(): void {
		$bytes        = Images::image( 'png', 320, 200 );
		$at           = (int) strpos( $bytes, 'IDAT' ) + 9;
		$bytes[ $at ] = chr( ord( $bytes[ $at ] ) ^ 1 );
		$this->assertRefused( 'damaged', $bytes );
	}

	/**
	 * A file that has all the marks and no picture.
	 */
	public function test_refuses_an_image_without_a_picture(): void {
		$this->assertRefused( 'incomplete', Images::png_of( array( array( 'IEND', '' ) ) ) );
		$this->assertRefused( 'incomplete', Images::png_of( array( array( 'IDAT', '' ), array( 'IEND', '' ) ) ) );
		$this->assertRefused( 'incomplete', substr( Images::image( 'jpeg' ), 0, (int) strpos( Images::image( 'jpeg' ), "\xFF\xDA" ) ) . "\xFF\xD9" );
	}

	/**
	 * A file that is all parts does not keep the site busy for minutes.
	 */
	public function test_refuses_an_image_of_endless_parts(): void {
		$this->assertRefused( 'incomplete', Images::png_of( array_merge( array_fill( 0, 50001, array( 'teXt', '' ) ), array( array( 'IDAT', 'x' ), array( 'IEND', '' ) ) ) ) );
	}

	/**
	 * What is no image, whatever it is called.
	 */
	public function test_refuses_what_is_no_image(): void {
		$others = array(
			'HTML'                     => Images::html(),
			'HTML that begins as PNG'  => "\x89PNG\r\n\x1a\n" . Images::html(),
			'HTML that begins as JPEG' => "\xFF\xD8\xFF\xE0" . Images::html(),
			'HTML that begins as WebP' => 'RIFF' . pack( 'V', 90 ) . 'WEBP' . Images::html(),
			'SVG'                      => Images::svg(),
			'GIF'                      => base64_decode( 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7' ),
			'text'                     => 'A red umbrella',
			'JSON'                     => '{"error":{"message":"no"}}',
			'nothing but a signature'  => "\x89PNG\r\n\x1a\n",
		);
		foreach ( $others as $name => $bytes ) {
			$this->check( $bytes );
			$error = ImageFile::check( $this->file );
			$this->assertInstanceOf( WP_Error::class, $error, $name );
			$this->assertSame( 'ai_job_image_unusable', $error->get_error_code(), $name );
		}
		$this->assertRefused( 'no image', Images::html() );
		$this->assertRefused( 'no image', Images::svg() );
	}

	/**
	 * Nothing at all.
	 */
	public function test_refuses_nothing(): void {
		$this->assertRefused( 'empty', '' );
		unlink( $this->file );
		$this->assertInstanceOf( WP_Error::class, ImageFile::check( $this->file ) );
		$this->assertInstanceOf( WP_Error::class, ImageFile::check( sys_get_temp_dir() ) );
	}

	/**
	 * 60 megapixels in 7 KB would be 240 MB when somebody decodes them.
	 */
	public function test_refuses_more_pixels_than_a_site_can_work_with(): void {
		$this->assertRefused( '8,000 × 7,500', Images::large_png( 8000, 7500 ) );
		$this->assertInstanceOf( ImageFile::class, $this->check( Images::large_png( 8000, 6250 ) ) );

		add_filter(
			'wpaijobs_max_image_pixels',
			static function ( int $max_pixels ): int {
				return $max_pixels + 10000000;
			}
		);
		$this->assertInstanceOf( ImageFile::class, $this->check( Images::large_png( 8000, 7500 ) ) );
	}

	/**
	 * Bytes, too.
	 */
	public function test_refuses_more_bytes_than_a_site_wants(): void {
		$bytes = Images::image();
		add_filter(
			'wpaijobs_max_image_bytes',
			static function () use ( $bytes ): int {
				return strlen( $bytes );
			}
		);
		$this->assertInstanceOf( ImageFile::class, $this->check( $bytes ) );
		$this->assertRefused( 'at most', $bytes . ' ' );
	}

	/**
	 * As a job's error it keeps its sentence; the provider may charge for it.
	 */
	public function test_is_an_error_of_the_job(): void {
		$error  = $this->check( Images::html() );
		$stored = Errors::for_job( ImageFile::job_error( $error ) );

		$this->assertSame( 'provider_invalid_response', $stored['code'] );
		$this->assertSame( $error->get_error_message(), $stored['message'] );
		$this->assertTrue( $stored['retryable'] && $stored['may_be_billed'] );
	}
}
