<?php
/**
 * Providers' answers for which the disk has no room.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Store;

defined( 'ABSPATH' ) || exit;

// Not get_option(): large, read once, and not to be kept in any cache.
// phpcs:disable WordPress.DB.DirectDatabaseQuery

/**
 * One option an answer, never autoloaded, until there is room for what is in it: see Recording.
 */
final class Answers {

	use QuietDatabase;

	private const PREFIX = 'wpaijobs_answer_';

	/**
	 * Keeps an answer.
	 *
	 * @param string $name Its name: that of its job, a dot, and what else tells it from others.
	 * @param string $body Its body.
	 * @throws StoreException When the database does not take it.
	 */
	public static function write( string $name, string $body ): void {
		global $wpdb;
		if ( ! Connection::is_there() ) {
			// WordPress would end this process, which has the answer.
			throw new StoreException( 'The database is gone.' );
		}
		if ( ! Stores::exists() ) {
			throw new StoreException( 'The plugin was uninstalled.' );
		}
		self::ask(
			static function () use ( $wpdb, $name, $body ) {
				return $wpdb->insert(
					$wpdb->options,
					array(
						'option_name'  => self::PREFIX . $name,
						'option_value' => $body,
						'autoload'     => 'off',
					)
				);
			}
		);
	}

	/**
	 * An answer.
	 *
	 * @param string $name Its name.
	 * @return string '' when it is not there.
	 * @throws StoreException When the database cannot be read.
	 */
	public static function read( string $name ): string {
		global $wpdb;
		return (string) self::ask(
			static function () use ( $wpdb, $name ): ?string {
				return $wpdb->get_var( $wpdb->prepare( "SELECT option_value FROM {$wpdb->options} WHERE option_name = %s", self::PREFIX . $name ) );
			}
		);
	}

	/**
	 * The answers whose names begin in a way.
	 *
	 * @param string $beginning Of their names.
	 * @return string[] Names.
	 * @throws StoreException When the database cannot be read.
	 */
	public static function names( string $beginning = '' ): array {
		global $wpdb;
		$names = self::ask(
			static function () use ( $wpdb, $beginning ): array {
				return $wpdb->get_col( $wpdb->prepare( "SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE %s", $wpdb->esc_like( self::PREFIX . $beginning ) . '%' ) );
			}
		);
		return array_map(
			static function ( string $name ): string {
				return substr( $name, strlen( self::PREFIX ) );
			},
			$names
		);
	}

	/**
	 * Deletes the answers whose names begin in a way. One that stays is swept later.
	 *
	 * @param string $beginning Of their names.
	 */
	public static function delete( string $beginning ): void {
		global $wpdb;
		self::quietly(
			static function () use ( $wpdb, $beginning ) {
				return $wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->options} WHERE option_name LIKE %s", $wpdb->esc_like( self::PREFIX . $beginning ) . '%' ) );
			}
		);
	}
}
