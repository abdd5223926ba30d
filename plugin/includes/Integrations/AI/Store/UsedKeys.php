<?php
/**
 * The idempotency keys of jobs that are deleted, or soon will be.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Store;

use WpAiJobs\Clock;

defined( 'ABSPATH' ) || exit;

// Not get_option(): its cache would show what was true a moment ago.
// phpcs:disable WordPress.DB.DirectDatabaseQuery

/**
 * A job is found by its key as long as it is there; behind that, the key is found here for an hour:
 * a start may still be on its way that was sent twice. One option a key, never autoloaded, so that
 * a key is noted by one statement, and nobody's is lost to somebody who writes at the same time.
 */
final class UsedKeys {

	use QuietDatabase;

	/** How long a start may be on its way, in milliseconds. */
	public const KEPT_MS = 3600000;

	private const PREFIX = 'wpaijobs_used_';

	/**
	 * Notes a key, or notes it anew.
	 *
	 * @param int    $owner_id User id.
	 * @param string $key      Idempotency key, hashed.
	 * @throws StoreException When the database refuses.
	 */
	public static function add( int $owner_id, string $key ): void {
		global $wpdb;
		self::ask(
			static function () use ( $wpdb, $owner_id, $key ) {
				return $wpdb->replace(
					$wpdb->options,
					array(
						'option_name'  => self::name( $owner_id, $key ),
						'option_value' => (string) Clock::now_ms(),
						'autoload'     => 'off',
					)
				);
			}
		);
	}

	/**
	 * Whether a key was noted within KEPT_MS.
	 *
	 * @param int    $owner_id User id.
	 * @param string $key      Idempotency key, hashed.
	 * @return bool
	 * @throws StoreException When the database refuses.
	 */
	public static function has( int $owner_id, string $key ): bool {
		global $wpdb;
		$at = self::ask(
			static function () use ( $wpdb, $owner_id, $key ) {
				return $wpdb->get_var( $wpdb->prepare( "SELECT option_value FROM {$wpdb->options} WHERE option_name = %s", self::name( $owner_id, $key ) ) );
			}
		);
		// As far ahead as back: the clocks of web servers differ, and may be set.
		return null !== $at && abs( Clock::now_ms() - (int) $at ) < self::KEPT_MS;
	}

	/**
	 * Forgets a user's keys.
	 *
	 * @param int $owner_id User id.
	 * @return int How many there were.
	 * @throws StoreException When the database refuses.
	 */
	public static function forget_owner( int $owner_id ): int {
		global $wpdb;
		return (int) self::ask(
			static function () use ( $wpdb, $owner_id ) {
				// As many as one user starts within KEPT_MS, at most.
				return $wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->options} WHERE option_name LIKE %s", $wpdb->esc_like( self::PREFIX . $owner_id . '_' ) . '%' ) );
			}
		);
	}

	/**
	 * How many of a user's keys are noted.
	 *
	 * @param int $owner_id User id.
	 * @return int
	 * @throws StoreException When the database refuses.
	 */
	public static function count( int $owner_id ): int {
		global $wpdb;
		return (int) self::ask(
			static function () use ( $wpdb, $owner_id ) {
				return $wpdb->get_var( $wpdb->prepare( "SELECT COUNT(*) FROM {$wpdb->options} WHERE option_name LIKE %s", $wpdb->esc_like( self::PREFIX . $owner_id . '_' ) . '%' ) );
			}
		);
	}

	/**
	 * Forgets the keys that are free again.
	 */
	public static function forget(): void {
		global $wpdb;
		self::quietly(
			static function () use ( $wpdb ) {
				// As texts, all of which are of one length until the year 2286.
				return $wpdb->query(
					$wpdb->prepare(
						"DELETE FROM {$wpdb->options} WHERE option_name LIKE %s AND option_value <= %s",
						$wpdb->esc_like( self::PREFIX ) . '%',
						(string) ( Clock::now_ms() - self::KEPT_MS )
					)
				);
			}
		);
	}

	/**
	 * The name of a key's option.
	 *
	 * @param int    $owner_id User id.
	 * @param string $key      Idempotency key, hashed.
	 * @return string
	 */
	private static function name( int $owner_id, string $key ): string {
		return self::PREFIX . $owner_id . '_' . $key;
	}
}
