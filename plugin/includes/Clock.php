<?php
/**
 * The one clock of the plugin.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs;

use mysqli;
use WpAiJobs\Integrations\AI\Store\Connection;

defined( 'ABSPATH' ) || exit;

/**
 * Time in milliseconds since the Unix epoch, UTC: the database's, which all web servers of a site
 * share, whatever their own clocks say. It is asked once in a process, and by every sign of life
 * of a runner; in between, time goes on as the machine counts it, not as its clock is set. SQLite
 * has no clock but the machine's.
 */
final class Clock {

	/**
	 * What to add to the machine's count, in milliseconds; null: not asked yet.
	 *
	 * @var int|null
	 */
	private static $offset_ms = null;

	/**
	 * Now, in milliseconds.
	 *
	 * @return int
	 */
	public static function now_ms(): int {
		if ( null === self::$offset_ms ) {
			self::synchronise();
		}
		/**
		 * Filters the plugin's idea of now. For tests.
		 *
		 * Example, a minute ahead: `add_filter( 'wpaijobs_now_ms', fn( $ms ) => $ms + 60000 );`
		 *
		 * @param int $now_ms Milliseconds since the Unix epoch.
		 */
		return (int) apply_filters( 'wpaijobs_now_ms', self::count_ms() + self::$offset_ms );
	}

	/**
	 * Asks the database for the time. Where it gives none, the machine's clock has to do.
	 */
	public static function synchronise(): void {
		global $wpdb;
		$now = null;
		if ( $wpdb->dbh instanceof mysqli ) {
			// A replica has a clock of its own.
			Connection::use_primary();
			$hidden = $wpdb->suppress_errors( true );
			// In UTC, since a local hour may come twice a year.
			$now = $wpdb->get_var( "SELECT TIMESTAMPDIFF( MICROSECOND, '1970-01-01', UTC_TIMESTAMP( 6 ) )" ); // phpcs:ignore WordPress.DB.DirectDatabaseQuery -- A cache knows no time.
			$wpdb->suppress_errors( $hidden );
		}
		$now_ms          = is_numeric( $now ) ? intdiv( (int) $now, 1000 ) : (int) floor( microtime( true ) * 1000 );
		self::$offset_ms = $now_ms - self::count_ms();
	}

	/**
	 * What the machine counts, from a beginning of its own.
	 *
	 * @return int Milliseconds.
	 */
	private static function count_ms(): int {
		list( $seconds, $nanoseconds ) = hrtime();
		return $seconds * 1000 + intdiv( $nanoseconds, 1000000 );
	}

	/**
	 * ISO 8601 in UTC with milliseconds and a `Z`, or null for null.
	 *
	 * @param int|null $ms Milliseconds since the Unix epoch.
	 * @return string|null
	 */
	public static function iso( ?int $ms ): ?string {
		if ( null === $ms ) {
			return null;
		}
		return sprintf( '%s.%03dZ', gmdate( 'Y-m-d\TH:i:s', intdiv( $ms, 1000 ) ), $ms % 1000 );
	}
}
