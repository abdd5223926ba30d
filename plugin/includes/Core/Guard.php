<?php
/**
 * Keeps the exceptions of others from doing harm.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Core;

use Throwable;
use WpAiJobs\Integrations\AI\Store\StoreException;

defined( 'ABSPATH' ) || exit;

/**
 * Other plugins listen to this plugin's actions and filters. What they throw there must not end a
 * request, or leave a claimed job without its runner.
 */
final class Guard {

	/**
	 * Calls a function and survives what it throws, which is logged. What a database refuses is
	 * not: whoever comes next tries again.
	 *
	 *     Guard::call( static fn() => do_action( 'wpaijobs_created', $job ) );
	 *     $max = Guard::call( static fn() => (int) apply_filters( 'wpaijobs_max_running', 4 ), 4 );
	 *
	 * @template Value
	 * @param callable():Value $work      The function.
	 * @param mixed            $otherwise What is returned when it throws. For filters that limit what
	 *                                    is spent or who may do something, never the default.
	 * @return Value|mixed
	 */
	public static function call( callable $work, $otherwise = null ) {
		$hooks = $GLOBALS['wp_current_filter'];
		try {
			return $work();
		} catch ( Throwable $e ) {
			// phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited -- WordPress takes a hook off this list only when it ends without an exception.
			$GLOBALS['wp_current_filter'] = $hooks;
			if ( ! $e instanceof StoreException ) {
				// Without its message, which may hold an author's text.
				wp_trigger_error( '', sprintf( 'AI Jobs: %s in %s, line %d', get_class( $e ), basename( $e->getFile() ), $e->getLine() ), E_USER_WARNING );
			}
			return $otherwise;
		}
	}
}
