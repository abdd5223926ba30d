<?php
/**
 * Reading an answer that holds an image.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI\Provider;

use WpAiJobs\Integrations\AI\Provider\ImageResponse;
use WpAiJobs\Tests\PluginTestCase;

/**
 * As json_decode() would, and without its memory.
 */
final class ImageResponseTest extends PluginTestCase {

	/**
	 * The answer.
	 *
	 * @var string
	 */
	private $file;

	/**
	 * The image.
	 *
	 * @var string
	 */
	private $image;

	/** {@inheritDoc} */
	protected function setUp(): void {
		parent::setUp();
		$this->file  = (string) tempnam( sys_get_temp_dir(), 'answer' );
		$this->image = $this->file . '.image';
	}

	/** {@inheritDoc} */
	protected function tearDown(): void {
		array_map( 'unlink', (array) glob( $this->file . '*' ) );
		parent::tearDown();
	}

	/**
	 * Reads an answer.
	 *
	 * @param string $json JSON.
	 * @return array<string,mixed>|null
	 */
	private function read( string $json ): ?array {
		file_put_contents( $this->file, $json );
		return ImageResponse::read( $this->file, $this->image );
	}

	/**
	 * Bytes in which every value occurs, and no two pieces are alike.
	 *
	 * @param int $length How many.
	 * @return string
	 */
	private static function bytes( int $length ): string {
		$bytes = '';
		for ( $number = 0; strlen( $bytes ) < $length; $number++ ) {
			$bytes .= sha1( (string) $number, true );
		}
		return substr( $bytes, 0, $length );
	}

	/**
	 * Every way in which JSON may spell base64, around the limits of what is read at once.
	 *
	 * @return array<string,array{int,callable(string):string}>
	 */
	public static function spellings(): array {
		$plain   = static function ( string $base64 ): string {
			return $base64;
		};
		$slashes = static function ( string $base64 ): string {
			return str_replace( '/', '\\/', $base64 );
		};
		$escapes = static function ( string $base64 ): string {
			return str_replace( array( '+', '/' ), array( '\\u002B', '\\u002f' ), $base64 );
		};
		$lines   = static function ( string $base64 ): string {
			return str_replace( "\n", '\\r\\n', chunk_split( $base64, 76, "\n" ) );
		};
		$address = static function ( string $base64 ): string {
			return 'data:image/png;base64,' . $base64;
		};
		$bare    = static function ( string $base64 ): string {
			return rtrim( $base64, '=' );
		};
		$cases   = array();
		foreach ( array( 1, 2, 3, 49151, 49152, 49153, 200000 ) as $length ) {
			foreach ( compact( 'plain', 'slashes', 'escapes', 'lines', 'address', 'bare' ) as $name => $spell ) {
				$cases[ "$length bytes, $name" ] = array( $length, $spell );
			}
		}
		return $cases;
	}

	/**
	 * The image comes out as it went in, the rest as json_decode() has it.
	 *
	 * @dataProvider spellings
	 * @param int      $length How many bytes the image has.
	 * @param callable $spell  How its base64 is spelt.
	 */
	public function test_writes_the_image_and_returns_the_rest( int $length, callable $spell ): void {
		$bytes  = self::bytes( $length );
		$answer = $this->read( '{"created": 1, "data": [ {"b64_json" : "' . $spell( base64_encode( $bytes ) ) . '", "revised_prompt": "\\"Rain\\" \\u2602"} ], "usage": {"b": [1, null]}}' );

		$this->assertSame( $bytes, file_get_contents( $this->image ) );
		$this->assertSame(
			array(
				'created' => 1,
				'data'    => array(
					array(
						'b64_json'       => '',
						'revised_prompt' => '"Rain" ☂',
					),
				),
				'usage'   => array( 'b' => array( 1, null ) ),
			),
			$answer
		);
	}

	/**
	 * Escapes stay together wherever the pieces are cut.
	 */
	public function test_reads_escapes_across_every_cut(): void {
		$bytes  = self::bytes( 300 );
		$base64 = str_replace( array( '+', '/' ), array( '\\u002B', '\\/' ), base64_encode( $bytes ) );
		for ( $shift = 0; $shift < 60; $shift++ ) {
			$answer = $this->read( '{"padding":"' . str_repeat( 'x', 65536 - 60 - $shift * 7 ) . '","data":[{"b64_json":"' . $base64 . '"}]}' );
			$this->assertSame( $bytes, file_get_contents( $this->image ), (string) $shift );
			$this->assertSame( 65536 - 60 - $shift * 7, strlen( $answer['padding'] ) );
		}
	}

	/**
	 * Of several images the first is taken.
	 */
	public function test_takes_the_first_image(): void {
		$answer = $this->read( '{"data":[{"b64_json":"' . base64_encode( 'one' ) . '"},{"b64_json":"' . base64_encode( 'two' ) . '"}]}' );
		$this->assertSame( 'one', file_get_contents( $this->image ) );
		$this->assertCount( 2, $answer['data'] );
	}

	/**
	 * An address is no image.
	 */
	public function test_leaves_an_address_in_the_answer(): void {
		$this->assertSame(
			array(
				'data' => array(
					array(
						'b64_json' => null,
						'url'      => 'https://images.example/a.png?x="1"',
					),
				),
			),
			$this->read( '{"data":[{"b64_json":null,"url":"https:\\/\\/images.example\\/a.png?x=\\"1\\""}]}' )
		);
		$this->assertFileDoesNotExist( $this->image );
	}

	/**
	 * An image inside an address is one.
	 */
	public function test_takes_an_image_out_of_an_address(): void {
		$this->assertSame( array( 'data' => array( array( 'url' => '' ) ) ), $this->read( '{"data":[{"url":"data:image/png;base64,' . base64_encode( 'one' ) . '"}]}' ) );
		$this->assertSame( 'one', file_get_contents( $this->image ) );
	}

	/**
	 * What is no answer leaves no image, not even one of before.
	 */
	public function test_leaves_nothing_of_what_is_no_answer(): void {
		$long = str_repeat( 'QUJD', 50000 );
		$none = array(
			'nothing'                  => '',
			'HTML'                     => '<html lang="en">no</html>',
			'a number'                 => '7',
			'no base64'                => '{"data":[{"b64_json":"*** no ***"}]}',
			'no base64 later'          => '{"data":[{"b64_json":"' . $long . '*' . $long . '"}]}',
			'no base64 at the end'     => '{"data":[{"b64_json":"' . $long . 'Q"}]}',
			'cut off in the image'     => '{"data":[{"b64_json":"' . $long,
			'cut off after the image'  => '{"data":[{"b64_json":"' . $long . '"',
			'cut off before the image' => '{"data":[{"b64_json":"',
			'cut off in an escape'     => '{"data":[{"b64_json":"QUJD\\u00',
			'a line feed in a string'  => "{\"data\":[{\"b64_json\":\"QUJD\\x\"}]}",
			'an endless string'        => '{"padding":"' . str_repeat( 'x', MB_IN_BYTES + 1 ) . '"}',
			'an endless list'          => '[' . str_repeat( '1,', MB_IN_BYTES ) . '1]',
		);
		foreach ( $none as $name => $json ) {
			file_put_contents( $this->image, 'before' );
			$this->assertNull( $this->read( $json ), $name );
			$this->assertFileDoesNotExist( $this->image, $name );
		}
		unlink( $this->file );
		$this->assertNull( ImageResponse::read( $this->file, $this->image ) );
	}
}
