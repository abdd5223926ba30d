<?php
/**
 * The connection to the database.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Store;

defined( 'ABSPATH' ) || exit;

/**
 * Looks whether the database is there, for a process that must not end now: WordPress's own query
 * ends it with an error page when a lost connection cannot be made again.
 */
final class Connection {

	/**
	 * Has the rest of this request read from the primary database, where a drop-in (HyperDB,
	 * LudicrousDB, WordPress.com's) spreads reads over replicas.
	 */
	public static function use_primary(): void {
		global $wpdb;
		if ( method_exists( $wpdb, 'send_reads_to_masters' ) ) {
			$wpdb->send_reads_to_masters();
		}
	}

	/**
	 * Whether the database is there; makes a lost connection again, for which WordPress takes up to
	 * five seconds.
	 *
	 * @return bool
	 */
	public static function is_there(): bool {
		global $wpdb;
		$hidden = $wpdb->suppress_errors( true );
		$shown  = $wpdb->hide_errors();
		// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged -- A connection that is refused warns.
		$is_there = (bool) @$wpdb->check_connection( false );
		$wpdb->show_errors( $shown );
		$wpdb->suppress_errors( $hidden );
		return $is_there;
	}
}
