<?php
/**
 * How jobs ended lately.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Core\Health;

use WpAiJobs\Clock;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\Store\QuietDatabase;

defined( 'ABSPATH' ) || exit;

// Not by the options API: its cache would show what was true when this process began, minutes ago.
// phpcs:disable WordPress.DB.DirectDatabaseQuery

/**
 * Counts how jobs end, since a job is deleted seconds after its author has seen its error: by
 * error code, without texts, users or ids. One option for ten minutes and code, never
 * autoloaded, incremented by the database, and deleted after an hour, so that there are dozens
 * at most, whatever the number of jobs.
 */
final class Outcomes {

	use QuietDatabase;

	public const COMPLETED = 'completed';

	private const PREFIX = 'wpaijobs_ended_';

	/** How long one counter counts, in milliseconds. */
	private const SPAN_MS = 10 * MINUTE_IN_SECONDS * 1000;

	/** How many of them make an hour, and the one that has just begun. */
	private const KEPT = 7;

	/**
	 * Listens to what ends.
	 */
	public static function register(): void {
		add_action(
			'wpaijobs_status_changed',
			static function ( Job $job ): void {
				$error = $job->error();
				if ( Job::COMPLETED === $job->status() ) {
					self::count( self::COMPLETED );
				} elseif ( null !== $error && in_array( $job->status(), array( Job::FAILED, Job::EXPIRED ), true ) ) {
					self::count( $error['code'] );
				}
			}
		);
	}

	/**
	 * How jobs ended within the last hour.
	 *
	 * @return array<string,int> Numbers of jobs, by `completed` or the code of their error; the largest first.
	 */
	public static function last_hour(): array {
		global $wpdb;
		$rows   = self::quietly(
			static function () use ( $wpdb ) {
				return $wpdb->get_results( $wpdb->prepare( "SELECT option_name, option_value FROM {$wpdb->options} WHERE option_name LIKE %s AND option_name >= %s", $wpdb->esc_like( self::PREFIX ) . '%', self::PREFIX . self::oldest() ) );
			}
		);
		$counts = array();
		foreach ( (array) $rows as $row ) {
			$code            = substr( $row->option_name, strlen( self::PREFIX . self::oldest() . '_' ) );
			$counts[ $code ] = ( $counts[ $code ] ?? 0 ) + (int) $row->option_value;
		}
		arsort( $counts );
		return $counts;
	}

	/**
	 * Counts one.
	 *
	 * @param string $code `completed` or an error's code.
	 */
	private static function count( string $code ): void {
		global $wpdb;
		$name = self::PREFIX . self::span() . '_' . $code;
		self::quietly(
			static function () use ( $wpdb, $name ): void {
				$increment = $wpdb->prepare( "UPDATE {$wpdb->options} SET option_value = option_value + 1 WHERE option_name = %s", $name );
				if ( 0 !== $wpdb->query( $increment ) ) { // phpcs:ignore WordPress.DB.PreparedSQL -- Prepared above.
					return;
				}
				$added = $wpdb->insert(
					$wpdb->options,
					array(
						'option_name'  => $name,
						'option_value' => '1',
						'autoload'     => 'off',
					)
				);
				if ( false === $added ) {
					// Another process has added it at this moment.
					$wpdb->query( $increment ); // phpcs:ignore WordPress.DB.PreparedSQL -- Prepared above.
				}
				$wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->options} WHERE option_name LIKE %s AND option_name < %s", $wpdb->esc_like( self::PREFIX ) . '%', self::PREFIX . self::oldest() ) );
			}
		);
	}

	/** The number of the current span. It has seven digits until the year 2160, so that names sort by it. */
	private static function span(): int {
		return intdiv( Clock::now_ms(), self::SPAN_MS );
	}

	/** The number of the oldest span that is kept. */
	private static function oldest(): int {
		return self::span() - self::KEPT + 1;
	}
}
