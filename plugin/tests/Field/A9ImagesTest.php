<?php
/**
 * Images from and to odd places.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Field;

use WP_Error;
use WpAiJobs\Integrations\AI\ImageFile;
use WpAiJobs\Integrations\AI\ImageImport;
use WpAiJobs\Tests\Double\Images;
use WpAiJobs\Tests\Double\SiteImageProvider;
use WpAiJobs\Tests\ImageTestCase;

/**
 * What reaches the media library of what a provider sent, and what reaches a provider of a media
 * library that is not on this server.
 */
final class A9ImagesTest extends ImageTestCase {

	private const PAYLOAD = '<?php echo "owned"; ?>';

	/**
	 * Inserts bytes.
	 *
	 * @param string $image Bytes.
	 * @param int    $at    Where.
	 * @param string $more  What.
	 * @return string
	 */
	private static function insert( string $image, int $at, string $more ): string {
		return substr( $image, 0, $at ) . $more . substr( $image, $at );
	}

	/**
	 * A chunk of a PNG.
	 *
	 * @param string $type Its type.
	 * @param string $data What it holds.
	 * @return string
	 */
	private static function png_chunk( string $type, string $data ): string {
		return pack( 'N', strlen( $data ) ) . $type . $data . pack( 'N', crc32( $type . $data ) );
	}

	/**
	 * A segment of a JPEG.
	 *
	 * @param int    $marker The second byte of its marker.
	 * @param string $data   What it holds.
	 * @return string
	 */
	private static function segment( int $marker, string $data ): string {
		return "\xFF" . chr( $marker ) . pack( 'n', strlen( $data ) + 2 ) . $data;
	}

	/**
	 * An extended WebP of the chunks of a simple one and others behind them.
	 *
	 * @param string $webp  A simple one.
	 * @param int    $flags What it says that it has.
	 * @param string $more  Chunks.
	 * @return string
	 */
	private static function extended( string $webp, int $flags, string $more ): string {
		$body = 'WEBPVP8X' . pack( 'V', 10 ) . chr( $flags ) . "\0\0\0" . substr( pack( 'V', 47 ), 0, 3 ) . substr( pack( 'V', 31 ), 0, 3 ) . substr( $webp, 12 ) . $more;
		return 'RIFF' . pack( 'V', strlen( $body ) ) . $body;
	}

	/**
	 * Exif with one entry: how the picture is to be turned.
	 *
	 * @param int $turn 1: not at all.
	 * @return string
	 */
	private static function exif( int $turn ): string {
		return "Exif\0\0MM\0*" . pack( 'N', 8 ) . pack( 'n', 1 ) . pack( 'nnNnn', 0x0112, 3, 1, $turn, 0 ) . pack( 'N', 0 ) . self::PAYLOAD;
	}

	/**
	 * Images with something in them that is no picture, and what is to be left of them.
	 *
	 * @return array<string,array{string,string}>
	 */
	public static function polyglots(): array {
		$png    = Images::image( 'png' );
		$jpeg   = Images::image( 'jpeg' );
		$webp   = Images::image( 'webp' );
		$zip    = "PK\x03\x04" . self::PAYLOAD;
		$xmp    = self::png_chunk( 'iTXt', "XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta/>" );
		$signed = self::insert( self::insert( $png, 33, self::png_chunk( 'caBX', 'jumbf' ) ), 33, self::png_chunk( 'tEXt', "Software\0x" ) );
		$app    = self::segment( 0xE1, "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>" ) . self::segment( 0xE2, "ICC_PROFILE\0\1\1x" );
		$prompt = self::png_chunk( 'tEXt', "parameters\0A secret prompt" );
		// What the encoder itself says of itself is free text, too.
		$plain = self::rewritten( $jpeg );
		$exif  = 'EXIF' . pack( 'V', 4 ) . 'MM*?';
		$chunk = 'XMP ' . pack( 'V', 12 ) . '<x:xmpmeta/>';
		return array(
			'PNG, an archive behind it'     => array( $png . $zip, $png ),
			'JPEG, an archive behind it'    => array( $plain . $zip, $plain ),
			'WebP, an archive behind it'    => array( $webp . $zip, $webp ),
			'PNG, a prompt in it'           => array( self::insert( $png, 33, $prompt ), $png ),
			'PNG, a program in it'          => array( self::insert( $png, 33, self::png_chunk( 'prVt', self::PAYLOAD ) ), $png ),
			'PNG, XMP'                      => array( self::insert( $png, 33, $xmp ), self::insert( $png, 33, $xmp ) ),
			'PNG, signed'                   => array( $signed . $zip, $signed ),
			'JPEG, a comment'               => array( self::insert( $plain, 2, self::segment( 0xFE, self::PAYLOAD ) ), $plain ),
			'JPEG, Exif'                    => array( self::insert( $plain, 2, self::segment( 0xE1, self::exif( 1 ) ) ), $plain ),
			'JPEG, Exif that turns it'      => array( self::insert( $plain, 2, self::segment( 0xE1, self::exif( 6 ) ) ), self::insert( $plain, 2, self::segment( 0xE1, self::exif( 6 ) ) ) ),
			'JPEG, XMP and colors'          => array( self::insert( $plain, 2, $app ), self::insert( $plain, 2, $app ) ),
			'WebP, Exif'                    => array( self::extended( $webp, 0x08, $exif ), self::extended( $webp, 0, '' ) ),
			'WebP, XMP and an own chunk'    => array( self::extended( $webp, 0x04, $chunk . 'EVIL' . pack( 'V', 4 ) . 'evil' ), self::extended( $webp, 0x04, $chunk ) ),
		);
	}

	/**
	 * An image as it is written anew.
	 *
	 * @param string $bytes An image.
	 * @return string
	 */
	private static function rewritten( string $bytes ): string {
		$file = (string) wp_tempnam( 'image' );
		file_put_contents( $file, $bytes );
		$image = ImageFile::check( $file );
		$copy  = $image instanceof ImageFile && $image->copy( $file, $file . '.copy' ) ? (string) file_get_contents( $file . '.copy' ) : '';
		array_map( 'wp_delete_file', array( $file, $file . '.copy' ) );
		return $copy;
	}

	/**
	 * Byte for byte, and it is an image still.
	 *
	 * @dataProvider polyglots
	 * @param string $image    What a provider sent.
	 * @param string $expected What is to be left.
	 */
	public function test_an_image_is_written_anew_up_to_its_end( string $image, string $expected ): void {
		$copy = self::rewritten( $image );
		$this->assertTrue( $expected === $copy, strlen( $image ) . ' bytes, ' . strlen( $copy ) . ' left of which ' . strlen( $expected ) . ' were to be' );
		$this->assertSame( array( 48, 32 ), array_slice( (array) getimagesizefromstring( $copy ), 0, 2 ) );
	}

	/** All the way. */
	public function test_nothing_of_it_reaches_the_media_library(): void {
		self::log_in( 'admin' );
		new SiteImageProvider( array( Images::image( 'png' ) . self::PAYLOAD, self::insert( Images::image( 'png' ), 33, self::png_chunk( 'tEXt', self::PAYLOAD ) ) ) );
		$job = self::run_all( self::image_job() );
		foreach ( array( 0, 1 ) as $index ) {
			$imported = ImageImport::import( $job, $index, self::files( $job )[ $index ], array(), null );
			$this->assertIsArray( $imported );
			$file = get_attached_file( $imported['attachment_id'] );
			$this->assertStringNotContainsString( 'owned', (string) file_get_contents( $file ) );
			$this->assertSame( filesize( $file ), wp_get_attachment_metadata( $imported['attachment_id'] )['filesize'] );
			wp_delete_attachment( $imported['attachment_id'], true );
		}
	}

	/**
	 * An image of the media library.
	 *
	 * @return int
	 */
	private static function attachment(): int {
		$upload = wp_upload_bits( 'reference.png', null, Images::image( 'png', 40, 40 ) );
		return (int) wp_insert_attachment( array( 'post_mime_type' => 'image/png' ), $upload['file'] );
	}

	/**
	 * Has a provider change an image.
	 *
	 * @param int $id The image.
	 * @return array{string,string} The job's status or its error's sentence; what the provider was given.
	 */
	private static function change( int $id ): array {
		self::log_in( 'admin' );
		$given    = '';
		$provider = new SiteImageProvider();
		$provider->look = static function ( $request ) use ( &$given ): void {
			$given = (string) file_get_contents( (string) $request->reference_file() );
		};

		$job   = self::image_job(
			array(
				'count'                   => 1,
				'reference_attachment_id' => $id,
			)
		);
		$after = self::run_all( $job );
		self::assertSame( array(), (array) glob( \WpAiJobs\Integrations\AI\ImageFiles::folder() . '/' . $job->id() . '/*.reference' ), 'Its copy is gone.' );
		return array( 'completed' === $after->status() ? 'completed' : $after->error()['message'], $given );
	}

	/** A plugin moved it to Amazon S3, and answers for its address. */
	public function test_an_image_that_is_not_on_this_server_is_fetched_from_its_address(): void {
		$id    = self::attachment();
		$file  = (string) get_attached_file( $id );
		$asked = array();
		$bytes = (string) file_get_contents( $file );
		unlink( $file );
		add_filter(
			'wp_get_attachment_url',
			static function (): string {
				return 'https://cdn.example.com/reference.png';
			}
		);
		add_filter( 'http_request_host_is_external', '__return_true' );
		add_filter(
			'pre_http_request',
			static function ( $response, array $arguments, string $url ) use ( &$asked, $bytes ): array {
				$asked[] = array( $url, $arguments['reject_unsafe_urls'] );
				file_put_contents( $arguments['filename'], $bytes );
				return array(
					'headers'  => array(),
					'body'     => '',
					'response' => array(
						'code'    => 200,
						'message' => 'OK',
					),
					'cookies'  => array(),
				);
			},
			10,
			3
		);
		$this->assertSame( array( 'completed', $bytes ), self::change( $id ) );
		$this->assertSame( array( array( 'https://cdn.example.com/reference.png', true ) ), $asked );
		wp_delete_attachment( $id, true );
	}

	/** The media library is a stream: its files cannot be read from any place in them. */
	public function test_an_image_in_a_stream_is_brought_here(): void {
		$id    = self::attachment();
		$bytes = (string) file_get_contents( (string) get_attached_file( $id ) );
		add_filter(
			'get_attached_file',
			static function () use ( $bytes ): string {
				return 'data://image/png;base64,' . base64_encode( $bytes );
			}
		);
		add_filter(
			'wp_get_original_image_path',
			static function (): string {
				return '';
			}
		);
		list( , $given ) = self::change( $id );
		remove_all_filters( 'get_attached_file' );
		$this->assertSame( $bytes, $given );
		wp_delete_attachment( $id, true );
	}

	/** Neither here nor there. */
	public function test_an_image_that_cannot_be_had_is_said_so_before_a_provider_is_asked(): void {
		$id = self::attachment();
		unlink( (string) get_attached_file( $id ) );
		add_filter(
			'pre_http_request',
			static function (): WP_Error {
				return new WP_Error( 'http_request_failed', 'cURL error 6: Could not resolve host' );
			}
		);
		list( $said, $given ) = self::change( $id );
		$this->assertStringContainsString( 'not on this server', $said );
		$this->assertSame( '', $given );
		wp_delete_attachment( $id, true );
	}
}
