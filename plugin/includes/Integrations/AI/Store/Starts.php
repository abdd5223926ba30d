<?php
/**
 * When a user started jobs.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Store;

defined( 'ABSPATH' ) || exit;

// Not get_option(): its cache would show what was true a moment ago.
// phpcs:disable WordPress.DB.DirectDatabaseQuery

/**
 * The times of a user's starts, apart from the jobs, which are deleted seconds after their result
 * has arrived. One option a user, never autoloaded; who writes it holds the user's lock (Quota).
 */
final class Starts {

	use QuietDatabase;

	private const PREFIX = 'wpaijobs_starts_';

	/**
	 * A user's starts.
	 *
	 * @param int $owner_id User id.
	 * @return int[] Milliseconds since the Unix epoch, oldest first.
	 * @throws StoreException When the database refuses.
	 */
	public static function read( int $owner_id ): array {
		global $wpdb;
		$value = self::ask(
			static function () use ( $wpdb, $owner_id ) {
				return $wpdb->get_var( $wpdb->prepare( "SELECT option_value FROM {$wpdb->options} WHERE option_name = %s", self::PREFIX . $owner_id ) );
			}
		);
		return self::decode( (string) $value );
	}

	/**
	 * Stores a user's starts in place of those before.
	 *
	 * @param int   $owner_id User id.
	 * @param int[] $starts   As read() gives them.
	 * @throws StoreException When the database refuses.
	 */
	public static function write( int $owner_id, array $starts ): void {
		global $wpdb;
		self::ask(
			static function () use ( $wpdb, $owner_id, $starts ) {
				return $wpdb->replace(
					$wpdb->options,
					array(
						'option_name'  => self::PREFIX . $owner_id,
						'option_value' => implode( ',', $starts ),
						'autoload'     => 'off',
					)
				);
			}
		);
	}

	/**
	 * Forgets a user.
	 *
	 * @param int $owner_id User id.
	 * @throws StoreException When the database refuses.
	 */
	public static function forget_owner( int $owner_id ): void {
		global $wpdb;
		self::ask(
			static function () use ( $wpdb, $owner_id ) {
				return $wpdb->delete( $wpdb->options, array( 'option_name' => self::PREFIX . $owner_id ) );
			}
		);
	}

	/**
	 * Forgets the users whose last start is long ago.
	 *
	 * @param int $before_ms Milliseconds since the Unix epoch.
	 */
	public static function forget( int $before_ms ): void {
		global $wpdb;
		$rows = $wpdb->get_results( $wpdb->prepare( "SELECT option_name, option_value FROM {$wpdb->options} WHERE option_name LIKE %s", $wpdb->esc_like( self::PREFIX ) . '%' ) );
		foreach ( (array) $rows as $row ) {
			if ( max( array_merge( array( 0 ), self::decode( $row->option_value ) ) ) < $before_ms ) {
				// By its value: the user may start a job at this moment.
				$wpdb->delete(
					$wpdb->options,
					array(
						'option_name'  => $row->option_name,
						'option_value' => $row->option_value,
					)
				);
			}
		}
	}

	/**
	 * Starts from an option's value. Earlier versions wrote a key behind a time, as in `1795514400000 5f3c…`.
	 *
	 * @param string $value The value.
	 * @return int[]
	 */
	private static function decode( string $value ): array {
		return array_map( 'intval', array_filter( explode( ',', $value ), 'strlen' ) );
	}
}
