<?php
/**
 * A picture that the demo draws.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Provider;

defined( 'ABSPATH' ) || exit;

/**
 * A landscape of large dots, in colours and shapes that follow from a seed, with words on it.
 *
 * Drawn and encoded here, without GD: that way it looks the same everywhere, and nobody takes
 * it for an AI's work.
 */
final class DemoPicture {

	/** So many pixels are one dot; the sizes are multiples of it. */
	private const DOT = 4;

	/** Dots around words. */
	private const MARGIN = 5;

	/** Where colours are in the palette: first the shades of the sky. */
	private const SKY_SHADES = 24;
	private const SUN        = 24;
	private const HILLS      = array( 25, 26, 27 );
	private const BAND       = 28;
	private const INK        = 29;

	/**
	 * Width in dots.
	 *
	 * @var int
	 */
	private $width;

	/**
	 * Height in dots.
	 *
	 * @var int
	 */
	private $height;

	/**
	 * Bytes that follow from the seed.
	 *
	 * @var int[]
	 */
	private $chance;

	/**
	 * Whether the sky is left out.
	 *
	 * @var bool
	 */
	private $is_transparent;

	/**
	 * The dots: a string a line, a byte a dot, which is its place in the palette.
	 *
	 * @var string[]
	 */
	private $lines = array();

	/**
	 * Draws the landscape.
	 *
	 * @param int    $width          Width in pixels.
	 * @param int    $height         Height in pixels.
	 * @param string $seed           What it follows from.
	 * @param bool   $is_transparent Whether the sky is left out.
	 */
	public function __construct( int $width, int $height, string $seed, bool $is_transparent ) {
		$this->width          = intdiv( $width, self::DOT );
		$this->height         = intdiv( $height, self::DOT );
		$this->chance         = array_values( (array) unpack( 'C*', sha1( $seed, true ) ) );
		$this->is_transparent = $is_transparent;
		for ( $y = 0; $y < $this->height; $y++ ) {
			$this->lines[] = str_repeat( chr( intdiv( $y * self::SKY_SHADES, $this->height ) ), $this->width );
		}
		$this->draw_sun();
		foreach ( self::HILLS as $number => $colour ) {
			$this->draw_hills( $number, $colour );
		}
	}

	/**
	 * Writes on it.
	 *
	 * @param string $title   In large letters.
	 * @param string $caption Below the title.
	 * @param string $text    At the foot, as much of it as four lines hold.
	 */
	public function write( string $title, string $caption, string $text ): void {
		$large = max( 3, intdiv( $this->width, 60 ) );
		$title = array_slice( self::lines( $title, $this->width, $large ), 0, 1 );
		$words = self::lines( $caption, $this->width, 2 );
		$text  = array_slice( self::lines( $text, $this->width, 1 ), 0, 4 );

		$top = intdiv( $this->height, 6 );
		$this->draw_text( $words, $this->draw_text( $title, $top, $large ), 2 );
		$this->draw_text( $text, $this->height - self::height( $text, 1 ), 1 );
	}

	/**
	 * The picture's bytes.
	 *
	 * @return string A PNG.
	 */
	public function png(): string {
		$pixels = array();
		foreach ( $this->palette() as $place => $colour ) {
			$opacity                 = $this->is_transparent && $place < self::SKY_SHADES ? 0 : 255;
			$pixels[ chr( $place ) ] = str_repeat( pack( 'C4', $colour[0], $colour[1], $colour[2], $opacity ), self::DOT );
		}
		$rows = '';
		foreach ( $this->lines as $line ) {
			$rows .= str_repeat( "\0" . strtr( $line, $pixels ), self::DOT );
		}
		return "\x89PNG\r\n\x1a\n"
			// 8 bits each of red, green, blue and opacity: not every library converts a palette.
			. self::chunk( 'IHDR', pack( 'NNC5', $this->width * self::DOT, $this->height * self::DOT, 8, 6, 0, 0, 0 ) )
			. self::chunk( 'IDAT', (string) gzcompress( $rows ) )
			. self::chunk( 'IEND', '' );
	}

	/**
	 * One chunk of a PNG.
	 *
	 * @param string $type Its type.
	 * @param string $data What it holds.
	 * @return string
	 */
	private static function chunk( string $type, string $data ): string {
		return pack( 'N', strlen( $data ) ) . $type . $data . pack( 'N', crc32( $type . $data ) );
	}

	/**
	 * The colours: two hues, one for the sky and one for the land.
	 *
	 * @return array<int,int[]> Red, green and blue, 0 to 255.
	 */
	private function palette(): array {
		$sky    = $this->chance[0] / 255;
		$land   = fmod( $sky + 0.3 + $this->chance[1] / 640, 1 );
		$colour = array();
		for ( $shade = 0; $shade < self::SKY_SHADES; $shade++ ) {
			$colour[] = self::rgb( $sky, 0.55, 0.35 + 0.5 * $shade / self::SKY_SHADES );
		}
		$colour[] = self::rgb( fmod( $sky + 0.5, 1 ), 0.9, 0.8 );
		$colour[] = self::rgb( $land, 0.4, 0.5 );
		$colour[] = self::rgb( $land, 0.45, 0.4 );
		$colour[] = self::rgb( $land, 0.5, 0.3 );
		$colour[] = array( 30, 30, 30 );
		$colour[] = array( 255, 255, 255 );
		return $colour;
	}

	/**
	 * A colour.
	 *
	 * @param float $hue        0 to 1.
	 * @param float $saturation 0 to 1.
	 * @param float $lightness  0 to 1.
	 * @return int[] Red, green and blue, 0 to 255.
	 */
	private static function rgb( float $hue, float $saturation, float $lightness ): array {
		$rgb = array();
		foreach ( array( 0, 8, 4 ) as $offset ) {
			$k     = fmod( $offset + $hue * 12, 12 );
			$rgb[] = (int) round( 255 * ( $lightness - $saturation * min( $lightness, 1 - $lightness ) * max( -1, min( $k - 3, 9 - $k, 1 ) ) ) );
		}
		return $rgb;
	}

	/** Draws the sun. */
	private function draw_sun(): void {
		$radius = intdiv( min( $this->width, $this->height ), 7 ) + $this->chance[2] % 6;
		$middle = intdiv( $this->width * ( 30 + $this->chance[3] % 140 ), 200 );
		$centre = intdiv( $this->height, 2 );
		for ( $y = -$radius; $y <= $radius; $y++ ) {
			$half = (int) sqrt( $radius ** 2 - $y ** 2 );
			$this->draw_run( $middle - $half, $centre + $y, 2 * $half + 1, self::SUN );
		}
	}

	/**
	 * Draws a chain of hills.
	 *
	 * @param int $number Which, from 0, the farthest.
	 * @param int $colour Place in the palette.
	 */
	private function draw_hills( int $number, int $colour ): void {
		$phase = $this->chance[ 4 + $number ] / 20;
		$waves = 1.5 + $this->chance[ 7 + $number ] / 100;
		for ( $x = 0; $x < $this->width; $x++ ) {
			$angle = $phase + 6.283 * $waves * $x / $this->width;
			$top   = (int) ( $this->height * ( 0.55 + 0.12 * $number + 0.05 * sin( $angle ) + 0.02 * sin( 2.7 * $angle ) ) );
			for ( $y = max( 0, $top ); $y < $this->height; $y++ ) {
				$this->lines[ $y ][ $x ] = chr( $colour );
			}
		}
	}

	/**
	 * Draws lines of words on a band, centred.
	 *
	 * @param string[] $lines Lines of PixelFont::lines().
	 * @param int      $top   First line of dots.
	 * @param int      $size  So many dots are a point of the font.
	 * @return int The line of dots after the last.
	 */
	private function draw_text( array $lines, int $top, int $size ): int {
		$bottom = $top + self::height( $lines, $size );
		for ( $y = $top; $y < $bottom; $y++ ) {
			$this->draw_run( 0, $y, $this->width, self::BAND );
		}
		foreach ( $lines as $number => $line ) {
			$left  = intdiv( $this->width - PixelFont::width( $line ) * $size, 2 );
			$above = $top + self::MARGIN + $number * self::height( array( '' ), $size );
			foreach ( PixelFont::points( $line ) as list( $x, $y ) ) {
				for ( $dot = 0; $dot < $size; $dot++ ) {
					$this->draw_run( $left + $x * $size, $above + $y * $size + $dot, $size, self::INK );
				}
			}
		}
		return $bottom;
	}

	/**
	 * Breaks a text into lines.
	 *
	 * @param string $text  Text.
	 * @param int    $width Dots.
	 * @param int    $size  So many dots are a point of the font.
	 * @return string[]
	 */
	private static function lines( string $text, int $width, int $size ): array {
		return PixelFont::lines( $text, intdiv( $width - 2 * self::MARGIN, ( PixelFont::WIDTH + 1 ) * $size ) );
	}

	/**
	 * How high lines of words are, in dots.
	 *
	 * @param string[] $lines Lines.
	 * @param int      $size  So many dots are a point of the font.
	 * @return int
	 */
	private static function height( array $lines, int $size ): int {
		return count( $lines ) * ( PixelFont::HEIGHT * $size + 2 * self::MARGIN );
	}

	/**
	 * Draws dots side by side, as far as they are in the picture.
	 *
	 * @param int $left   First dot.
	 * @param int $y      Line.
	 * @param int $length Dots.
	 * @param int $colour Place in the palette.
	 */
	private function draw_run( int $left, int $y, int $length, int $colour ): void {
		$from = max( 0, $left );
		$to   = min( $this->width, $left + $length );
		if ( isset( $this->lines[ $y ] ) && $to > $from ) {
			$this->lines[ $y ] = substr_replace( $this->lines[ $y ], str_repeat( chr( $colour ), $to - $from ), $from, $to - $from );
		}
	}
}
