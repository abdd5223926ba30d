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
 *
 * All that is asked this way is asked of the primary database: a replica may be seconds behind,
 * and what it says of a job, a lock or a key would be decided on.
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
		Connection::use_primary();
		$hidden = $wpdb->suppress_errors( true );
		try {
			return $work();
		} finally {
			$wpdb->suppress_errors( $hidden );
		}
	}

	/**
	 * Asks the database quietly.
	 *
	 * @template Value
	 * @param callable():Value $query One query.
	 * @return Value
	 * @throws StoreException When it failed.
	 */
	private static function ask( callable $query ) {
		global $wpdb;
		// What fails before it is a query, as with no connection, leaves the error of the one before.
		$wpdb->last_error = '';
		$answer           = self::quietly( $query );
		if ( false === $answer || '' !== $wpdb->last_error ) {
			throw new StoreException( 'The database refused.' );
		}
		return $answer;
	}
}
