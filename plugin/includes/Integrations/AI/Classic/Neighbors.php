<?php
/**
 * Other plugins on the same hook.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Classic;

defined( 'ABSPATH' ) || exit;

/**
 * Knows whether another plugin has a callback on a hook. Asked when the hook fires, so that it
 * does not matter which of the two plugins was loaded first.
 */
final class Neighbors {

	/**
	 * Whether others listen.
	 *
	 * @param string   $hook Hook.
	 * @param callable $own  Our own callback on it.
	 * @return bool
	 */
	public static function are_on( string $hook, callable $own ): bool {
		foreach ( $GLOBALS['wp_filter'][ $hook ]->callbacks ?? array() as $callbacks ) {
			foreach ( $callbacks as $callback ) {
				if ( $callback['function'] !== $own ) {
					return true;
				}
			}
		}
		return false;
	}
}
