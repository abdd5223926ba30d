<?php
/**
 * A database that keeps its failures to itself.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Store;

defined( 'ABSPATH' ) || exit;

/**
 * What wpdb logs or shows of a failed query holds the query, and with it a prompt or a result.
 * The stores report by StoreException instead, which holds neither.
 */
trait QuietDatabase {

	/**
	 * Does something with the database without a word of it in a log or on a page.
	 *
	 * @template Value
	 * @param callable():Value $work What to do.
	 * @return Value
	 */
	private static function quietly( callable $work ) {
		global $wpdb;
		$hidden = $wpdb->suppress_errors( true );
		try {
			return $work();
		} finally {
			$wpdb->suppress_errors( $hidden );
		}
	}
}
