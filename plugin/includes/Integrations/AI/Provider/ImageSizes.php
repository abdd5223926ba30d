<?php
/**
 * The sizes of images.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Provider;

defined( 'ABSPATH' ) || exit;

/**
 * What an aspect ratio is in pixels: each ratio exact, each side a multiple of 16, which models
 * want, and about 1.2 megapixels, which is what they cost least for.
 */
final class ImageSizes {

	/** Width and height by ratio. */
	private const PIXELS = array(
		'1:1'  => array( 1024, 1024 ),
		'3:2'  => array( 1536, 1024 ),
		'2:3'  => array( 1024, 1536 ),
		'4:3'  => array( 1280, 960 ),
		'3:4'  => array( 960, 1280 ),
		'16:9' => array( 1536, 864 ),
		'9:16' => array( 864, 1536 ),
	);

	/**
	 * All ratios of docs/wire.md.
	 *
	 * @return string[]
	 */
	public static function ratios(): array {
		return array_keys( self::PIXELS );
	}

	/**
	 * A size in pixels.
	 *
	 * @param string $ratio Ratio; the square for one that is unknown.
	 * @return int[] Width and height.
	 */
	public static function pixels( string $ratio ): array {
		return self::PIXELS[ $ratio ] ?? self::PIXELS['1:1'];
	}

	/**
	 * The nearest of some ratios: a job may have been started when another provider answered.
	 *
	 * @param string   $ratio  Ratio.
	 * @param string[] $ratios Those that there are; one at least.
	 * @return string
	 */
	public static function nearest( string $ratio, array $ratios ): string {
		usort(
			$ratios,
			static function ( string $one, string $other ) use ( $ratio ): int {
				return self::distance( $one, $ratio ) <=> self::distance( $other, $ratio );
			}
		);
		return $ratios[0];
	}

	/**
	 * How far apart two ratios are: twice as wide is as far as half as wide.
	 *
	 * @param string $one   Ratio.
	 * @param string $other Ratio.
	 * @return float
	 */
	private static function distance( string $one, string $other ): float {
		list( $width, $height )             = self::pixels( $one );
		list( $other_width, $other_height ) = self::pixels( $other );
		return abs( log( $width / $height ) - log( $other_width / $other_height ) );
	}
}
