<?php
/**
 * How long the demo seems to work.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Provider;

use WpAiJobs\Core\Guard;

defined( 'ABSPATH' ) || exit;

/**
 * Lets the demo's texts and images take a while, as an AI's do.
 */
final class DemoDelay {

	/** Long enough to see a job wait, in milliseconds. */
	private const DEFAULT_MS = 3000;

	/**
	 * Waits.
	 *
	 * @param int $left_ms How long an answer is still of use, in milliseconds.
	 * @return bool Whether the answer is still of use.
	 */
	public static function wait( int $left_ms ): bool {
		$delay_ms = self::ms();
		usleep( min( $delay_ms, $left_ms ) * 1000 );
		return $delay_ms <= $left_ms;
	}

	/**
	 * How long the demo seems to work, in milliseconds.
	 *
	 * @return int
	 */
	private static function ms(): int {
		$configured = defined( 'WPAIJOBS_DEMO_DELAY_MS' ) ? constant( 'WPAIJOBS_DEMO_DELAY_MS' ) : ( function_exists( 'getenv' ) ? getenv( 'WPAIJOBS_DEMO_DELAY_MS' ) : false );
		$delay_ms   = is_numeric( $configured ) ? (int) $configured : self::DEFAULT_MS;
		/**
		 * Filters how long the demo provider seems to work.
		 *
		 * Example, at once: `add_filter( 'wpaijobs_demo_delay_ms', '__return_zero' );`
		 *
		 * @param int $delay_ms Milliseconds. Default: the constant, else the environment variable
		 *                      `WPAIJOBS_DEMO_DELAY_MS`, else 3000.
		 */
		return max( 0, Guard::call( static fn() => (int) apply_filters( 'wpaijobs_demo_delay_ms', $delay_ms ), $delay_ms ) );
	}
}
