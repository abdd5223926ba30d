<?php
/**
 * The demo provider of images.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI\Provider;

use WpAiJobs\Integrations\AI\Provider\DemoImages;
use WpAiJobs\Integrations\AI\Provider\ImageAnswer;
use WpAiJobs\Integrations\AI\Provider\ImageRequest;
use WpAiJobs\Integrations\AI\Provider\PixelFont;
use WpAiJobs\Tests\ProviderTestCase;

/**
 * A picture that says that it is an example.
 */
final class DemoImagesTest extends ProviderTestCase {

	/**
	 * Where the picture goes.
	 *
	 * @var string
	 */
	private $file;

	/** {@inheritDoc} */
	protected function setUp(): void {
		parent::setUp();
		$this->file = (string) tempnam( sys_get_temp_dir(), 'demo' );
	}

	/** {@inheritDoc} */
	protected function tearDown(): void {
		array_map( 'unlink', (array) glob( $this->file . '*' ) );
		parent::tearDown();
	}

	/**
	 * The bytes of a picture.
	 *
	 * @param ImageRequest $request Question.
	 * @return string
	 */
	private function picture( ImageRequest $request ): string {
		$this->assertEquals( new ImageAnswer( 'demo' ), ( new DemoImages() )->generate_image( $request, $this->file ) );
		$this->assertSame( array( $this->file ), glob( $this->file . '*' ) );
		return (string) file_get_contents( $this->file );
	}

	/**
	 * The same question, the same picture; another image of the same job is another picture.
	 */
	public function test_is_deterministic(): void {
		$first = $this->picture( $this->image_request() );

		$this->assertSame( $first, $this->picture( $this->image_request() ) );
		$this->assertNotSame( $first, $this->picture( $this->image_request( array( 'prompt' => 'Another' ) ) ) );
		$this->assertNotSame( $first, $this->picture( $this->image_request( array( 'style' => 'photo' ) ) ) );
		$this->assertNotSame( $first, $this->picture( new ImageRequest( array( 'prompt' => 'A secret prompt' ), 1, self::NOW_MS + 100000 ) ) );
	}

	/**
	 * Each ratio that it offers is exact.
	 */
	public function test_has_the_ratio_that_was_asked_for(): void {
		foreach ( ( new DemoImages() )->options()['aspect_ratio'] as $ratio ) {
			$this->picture( $this->image_request( array( 'aspect_ratio' => $ratio ) ) );
			list( $width, $height )   = (array) getimagesize( $this->file );
			list( $across, $upwards ) = explode( ':', $ratio );

			$this->assertSame( $height * (int) $across, $width * (int) $upwards, $ratio );
			$this->assertGreaterThanOrEqual( 864, min( $width, $height ) );
		}
	}

	/**
	 * The word is in the picture: its points are white where the font has them, in large letters.
	 */
	public function test_is_labelled_a_demo_in_the_picture(): void {
		$this->assertTrue( ( new DemoImages() )->is_demo() );
		$this->picture( $this->image_request() );
		$image = imagecreatefrompng( $this->file );

		// Of the letters, 4 px a dot and 256 / 60 dots a point, both rounded down.
		$size  = 16;
		$top   = 4 * intdiv( 256, 6 ) + 4 * 5;
		$left  = 4 * intdiv( 256 - PixelFont::width( 'DEMO 1' ) * 4, 2 );
		$drawn = array();
		for ( $y = 0; $y < PixelFont::HEIGHT; $y++ ) {
			for ( $x = 0; $x < PixelFont::width( 'DEMO 1' ); $x++ ) {
				$colour = imagecolorsforindex( $image, imagecolorat( $image, $left + $x * $size + 8, $top + $y * $size + 8 ) );
				if ( 255 === $colour['red'] && 255 === $colour['green'] && 255 === $colour['blue'] ) {
					$drawn[] = array( $x, $y );
				}
			}
		}
		$points = PixelFont::points( 'DEMO 1' );
		sort( $points );
		sort( $drawn );
		$this->assertSame( $points, $drawn );
	}

	/**
	 * The prompt is spelt in capitals, whatever its script, on as many lines as it takes.
	 */
	public function test_spells_the_prompt(): void {
		$this->assertSame( array( 'A RED "UMBRELLA",', 'UBER 2' ), PixelFont::lines( " A red \n“umbrella”,  über 2", 18 ) );
		$this->assertSame( array( extension_loaded( 'intl' ) ? 'DETI' : '?' ), PixelFont::lines( 'дети', 18 ) );
		$this->assertSame( array( 'A?B' ), PixelFont::lines( 'a🌧b', 18 ) );
		$this->assertSame( array( 'ABC', 'DEF' ), PixelFont::lines( 'abcdef', 3 ) );
		$this->assertSame( array( '' ), PixelFont::lines( '', 3 ) );
	}

	/**
	 * A prompt of any length leaves room for the picture.
	 */
	public function test_cuts_a_long_prompt(): void {
		$this->assertNotSame(
			$this->picture( $this->image_request( array( 'prompt' => str_repeat( 'rain ', 800 ) ) ) ),
			$this->picture( $this->image_request( array( 'prompt' => 'rain' ) ) )
		);
		$this->assertSame( array( 1024, 1024 ), array_slice( (array) getimagesize( $this->file ), 0, 2 ) );
	}

	/**
	 * A transparent background is one.
	 */
	public function test_leaves_the_background_out(): void {
		foreach ( array( 'opaque' => 0, 'transparent' => 127 ) as $background => $alpha ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing.AssociativeArrayFound -- A list of two.
			$this->picture( $this->image_request( array( 'background' => $background ) ) );
			$image = imagecreatefrompng( $this->file );
			$this->assertSame( $alpha, imagecolorsforindex( $image, imagecolorat( $image, 0, 0 ) )['alpha'] );
		}
	}

	/**
	 * Each format that it offers is what comes.
	 */
	public function test_has_the_format_that_was_asked_for(): void {
		$formats = ( new DemoImages() )->options()['output_format'];
		$this->assertContains( 'jpeg', $formats );
		foreach ( $formats as $format ) {
			$this->picture( $this->image_request( array( 'output_format' => $format ) ) );
			$this->assertSame( 'image/' . $format, getimagesize( $this->file )['mime'] );
		}
	}

	/**
	 * A site whose image editor cannot convert has PNG.
	 */
	public function test_offers_no_format_that_the_site_cannot_make(): void {
		add_filter( 'wp_image_editors', '__return_empty_array' );
		$this->assertSame( array( 'png' ), ( new DemoImages() )->options()['output_format'] );

		$this->assertJobError( 'internal', true, false, ( new DemoImages() )->generate_image( $this->image_request( array( 'output_format' => 'webp' ) ), $this->file ) );
		$this->assertFileDoesNotExist( $this->file );
	}

	/**
	 * A reference makes another picture.
	 */
	public function test_takes_a_reference(): void {
		$plain = $this->picture( $this->image_request() );
		$this->assertNotSame( $plain, $this->picture( $this->image_request( array(), 100000, __FILE__ ) ) );
	}

	/**
	 * It can be switched off.
	 */
	public function test_can_be_switched_off(): void {
		$this->assertTrue( ( new DemoImages() )->is_configured() );
		$this->settings( array( 'demo' => false ) );
		$this->assertFalse( ( new DemoImages() )->is_configured() );
	}

	/**
	 * A delay beyond the lifetime is a provider that did not answer in time.
	 */
	public function test_times_out_with_the_lifetime(): void {
		remove_filter( 'wpaijobs_demo_delay_ms', '__return_zero' );
		$this->assertJobError( 'provider_timeout', true, false, ( new DemoImages() )->generate_image( $this->image_request( array(), 5000 ), $this->file ) );
	}
}
