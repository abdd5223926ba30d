<?php
/**
 * The one clock of the plugin.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs;

/**
 * Time in milliseconds since the Unix epoch, UTC, from PHP and never from the database:
 * MySQL and SQLite disagree about time zones and about fractions of a second.
 */
final class Clock {

	/**
	 * Now, in milliseconds.
	 *
	 * @return int
	 */
	public static function now_ms(): int {
		/**
		 * Filters the plugin's idea of now. For tests.
		 *
		 * Example, a minute ahead: `add_filter( 'wp_ai_jobs_now_ms', fn( $ms ) => $ms + 60000 );`
		 *
		 * @param int $now_ms Milliseconds since the Unix epoch.
		 */
		return (int) apply_filters( 'wp_ai_jobs_now_ms', (int) floor( microtime( true ) * 1000 ) );
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
