<?php
/**
 * The folder that is this site's alone.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WpAiJobs\Clock;
use WpAiJobs\Integrations\AI\Store\Lock;
use WpAiJobs\Integrations\AI\Store\QuietDatabase;
use WpAiJobs\Integrations\AI\Store\StoreException;
use WpAiJobs\Integrations\AI\Store\Stores;

defined( 'ABSPATH' ) || exit;

// phpcs:disable WordPress.WP.AlternativeFunctions -- WP_Filesystem may ask for a password, and a runner has nobody to ask.

/**
 * Knows what the folder of this site's files is called, and whether all of its web servers see
 * the same one.
 *
 * The name is random and kept in the database: nobody guesses it, and it outlives new salts. It
 * goes with the database that it was made for. A copy of a site has the rows of the original, and
 * with its name it would sweep the original's files; so a copy gets a name of its own, by which
 * it still finds, but never deletes, what the rows that it copied speak of.
 */
final class PrivateFolder {

	use QuietDatabase;

	/** JSON: `name`, `of` (what it was made for), `before` (the name that came with the rows, or null). */
	private const OPTION = 'wpaijobs_files';

	/** `folder`: path; `marks`: when each was seen in it, so which servers have one of their own. Not autoloaded. */
	private const SEEN = 'wpaijobs_files_seen';

	/** The file in the folder by which servers know that they see the same one. */
	public const MARK = '.mark';

	/** How long a process makes a name at most, and how long another waits for it, in milliseconds. */
	private const HOLD_MS = 10000;
	private const WAIT_MS = 5000;

	/** How often a mark is noted, and how long it says something, in seconds. */
	private const NOTE_AFTER_S = 60;
	private const COUNTS_S     = HOUR_IN_SECONDS;

	/**
	 * What the folder is called.
	 *
	 * @return string
	 * @throws StoreException When the database cannot be read, or written where there is no name yet.
	 */
	public static function name(): string {
		return self::known()['name'] ?? self::make()['name'];
	}

	/**
	 * The same where there is one.
	 *
	 * @return string|null
	 */
	public static function existing_name(): ?string {
		return self::known()['name'] ?? null;
	}

	/**
	 * What it was called before the site was copied or moved.
	 *
	 * @return string|null Null: never anything else.
	 */
	public static function earlier_name(): ?string {
		return self::known()['before'] ?? null;
	}

	/**
	 * Whether this server's folder is, as far as one can tell, that of the others: two servers
	 * with one each are found out when the second of them is about to do its second job. Known
	 * by a mark in the folder; a folder that somebody emptied gets a new one, and the old one is
	 * not seen again.
	 *
	 * @param string $folder Path of the folder, which is there.
	 * @return bool
	 */
	public static function is_shared( string $folder ): bool {
		$mark = self::mark( $folder );
		$now  = intdiv( Clock::now_ms(), 1000 );
		$seen = get_option( self::SEEN );
		$seen = array_filter(
			// Another folder was chosen: what was seen of the one before says nothing.
			is_array( $seen ) && $folder === $seen['folder'] ? $seen['marks'] : array(),
			static function ( array $at ) use ( $now ): bool {
				return $now - $at['last'] < self::COUNTS_S;
			}
		);
		$own = $seen[ $mark ] ?? array(
			'first' => $now,
			'last'  => 0,
		);
		unset( $seen[ $mark ] );
		if ( $now - $own['last'] >= self::NOTE_AFTER_S ) {
			update_option(
				self::SEEN,
				array(
					'folder' => $folder,
					'marks'  => array( $mark => array( 'last' => $now ) + $own ) + $seen,
				),
				false
			);
		}
		return array() === $seen || max( array_column( $seen, 'last' ) ) <= $own['first'];
	}

	/**
	 * Reads the folder's mark, or makes it.
	 *
	 * @param string $folder Path.
	 * @return string
	 */
	private static function mark( string $folder ): string {
		$file = $folder . '/' . self::MARK;
		// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged -- It is there in nearly every case, which warns.
		$new = @fopen( $file, 'xb' );
		if ( false !== $new ) {
			fwrite( $new, bin2hex( random_bytes( 8 ) ) );
			fclose( $new );
			ImageFiles::seal( $file );
		}
		return (string) file_get_contents( $file );
	}

	/**
	 * What is known of the name, if it was made for this site.
	 *
	 * @return array{name:string,of:string,before:?string}|null
	 */
	private static function known(): ?array {
		return self::read( get_option( self::OPTION ) );
	}

	/**
	 * Makes a name. Of several processes one does.
	 *
	 * @return array{name:string,of:string,before:?string}
	 * @throws StoreException When the database cannot be read or written.
	 */
	private static function make(): array {
		global $wpdb;
		if ( ! Stores::exists() ) {
			throw new StoreException( 'The plugin was uninstalled.' );
		}
		$lock = Lock::take( 'files', self::HOLD_MS, self::WAIT_MS );
		if ( null === $lock ) {
			throw new StoreException( 'Another process is at it.' );
		}
		try {
			// Past the cache: another process may have been first.
			$stored = self::ask(
				static function () use ( $wpdb ) {
					return $wpdb->get_var( $wpdb->prepare( "SELECT option_value FROM {$wpdb->options} WHERE option_name = %s", self::OPTION ) ); // phpcs:ignore WordPress.DB.DirectDatabaseQuery -- As above.
				}
			);
			$known  = self::read( $stored );
			if ( null === $known ) {
				$foreign = is_string( $stored ) ? json_decode( $stored, true ) : null;
				$known   = array(
					'name'   => 'wp-ai-jobs-' . bin2hex( random_bytes( 16 ) ),
					'of'     => self::fingerprint(),
					'before' => $foreign['name'] ?? null,
				);
				$json    = (string) wp_json_encode( $known );
				self::ask(
					static function () use ( $wpdb, $json ) {
						return $wpdb->replace( // phpcs:ignore WordPress.DB.DirectDatabaseQuery -- It says whether it was written.
							$wpdb->options,
							array(
								'option_name'  => self::OPTION,
								'option_value' => $json,
								'autoload'     => 'off',
							)
						);
					}
				);
			}
			wp_cache_delete( self::OPTION, 'options' );
			wp_cache_delete( 'notoptions', 'options' );
			return $known;
		} finally {
			$lock->release();
		}
	}

	/**
	 * Reads what is stored.
	 *
	 * @param mixed $stored JSON.
	 * @return array{name:string,of:string,before:?string}|null Null: nothing, or it was made for another site.
	 */
	private static function read( $stored ): ?array {
		$known = is_string( $stored ) ? json_decode( $stored, true ) : null;
		return is_array( $known ) && self::fingerprint() === ( $known['of'] ?? null ) ? $known : null;
	}

	/**
	 * What tells this site from a copy of it: database, prefix, and address as the database has it,
	 * which neither a constant nor the request's host changes; without its scheme, which sites change.
	 *
	 * @return string
	 */
	private static function fingerprint(): string {
		global $wpdb;
		$address = (string) ( wp_load_alloptions()['siteurl'] ?? '' );
		// Not wpdb's: a drop-in that spreads tables over databases changes it from query to query.
		return md5( ( defined( 'DB_NAME' ) ? DB_NAME : '' ) . '|' . $wpdb->prefix . '|' . preg_replace( '#^https?://#i', '', $address ) );
	}
}
