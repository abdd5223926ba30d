<?php
/**
 * Which store a site has.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Store;

use WpAiJobs\Clock;
use WpAiJobs\Core\Cron;

defined( 'ABSPATH' ) || exit;

/**
 * Finds the current site's store, and makes it when it is not there: a site of a network that
 * was created after the plugin was activated has had no other occasion.
 *
 * The decision is made by one process at a time and is only ever about what lasts: the table
 * wherever there is one or one can be made, the options where the database refuses to make one.
 * After any other failure nothing is decided, and the next request looks again.
 */
final class Stores {

	use QuietDatabase;

	/** Says which store the site has, and of which version: one of the constants below. */
	public const OPTION = 'wpaijobs_store';

	/** Goes up with every change of the table, which is then made when it is next needed. */
	private const TABLE = 'table-3';

	private const OPTIONS = 'option-1';

	/** Behind TABLE: the options may still hold jobs from before. */
	private const MOVING = '-moving';

	/** Since when, why, and when the table was last tried; not autoloaded. */
	private const FACTS = 'wpaijobs_store_facts';

	/** How long a site stays with the options before the table is tried again, in milliseconds. */
	private const LOOK_AGAIN_MS = 3600000;

	/** How long an installer holds the lock at most, and how long another one waits for it, in milliseconds. */
	private const HOLD_MS = 120000;
	private const WAIT_MS = 5000;

	/**
	 * The current site's store.
	 *
	 * @return JobStore
	 * @throws StoreException When it is not decided yet and the database fails, or another process is
	 *                        making the table right now: trying again helps. When the plugin was
	 *                        uninstalled while this process ran a job.
	 */
	public static function current(): JobStore {
		$state = get_option( self::OPTION );
		if ( self::TABLE === $state || self::TABLE . self::MOVING === $state ) {
			return self::store( $state );
		}
		if ( self::OPTIONS !== $state ) {
			if ( false === $state && Cron::has_run_a_job() ) {
				// There was a store when it began.
				throw new StoreException( 'The plugin was uninstalled.' );
			}
			return self::install();
		}
		if ( self::is_time_to_look() ) {
			try {
				return self::install( 0 );
			} catch ( StoreException $e ) {
				return self::store( $state );
			}
		}
		return self::store( $state );
	}

	/**
	 * Makes the table, or brings it up to date; where the database refuses and there is none, takes
	 * the options.
	 *
	 * @param int $wait_ms How long to wait for another process that does the same, in milliseconds.
	 * @return JobStore
	 * @throws StoreException See current().
	 */
	public static function install( int $wait_ms = self::WAIT_MS ): JobStore {
		$lock = Lock::take( 'store', self::HOLD_MS, $wait_ms );
		if ( null === $lock ) {
			throw new StoreException( 'Another process is making the store.' );
		}
		try {
			$before = self::read();
			$table  = new TableStore();
			if ( $table->install() ) {
				// Processes that were told of the options may still be at work in them.
				$was_elsewhere = self::OPTIONS === $before || self::MOVING === substr( $before, -strlen( self::MOVING ) );
				$state         = $was_elsewhere ? self::TABLE . self::MOVING : self::TABLE;
			} else {
				$state = self::OPTIONS;
			}
			self::write( $before, $state, $table->refusal() );
			return self::store( $state );
		} finally {
			$lock->release();
		}
	}

	/**
	 * Whether the site keeps its jobs in the options at this moment, past every cache: a process
	 * that was told so a while ago must not start a job there after the site has gone to the table.
	 *
	 * @return bool
	 * @throws StoreException When the database cannot be read.
	 */
	public static function keeps_options(): bool {
		$is_so = self::OPTIONS === self::read();
		if ( ! $is_so ) {
			self::forget_cache();
		}
		return $is_so;
	}

	/**
	 * Whether there is a store, past every cache. After the plugin was uninstalled there is none, and
	 * a process that still waits for a provider must not make anything again.
	 *
	 * @return bool
	 * @throws StoreException When the database cannot be read.
	 */
	public static function exists(): bool {
		return '' !== self::read();
	}

	/**
	 * Notes that no job of the options is left, unless the move has just begun: a process may be
	 * about to insert one there that had asked keeps_options() before.
	 */
	public static function finish_move(): void {
		if ( Clock::now_ms() - self::details()['looked_at_ms'] > self::HOLD_MS ) {
			self::write( self::TABLE . self::MOVING, self::TABLE, '' );
		}
	}

	/**
	 * What Site Health tells of the store.
	 *
	 *     Stores::facts()['store']; // 'table'
	 *
	 * @return array{store:?string,since:?int,why:string,look_again:?int,is_moving:bool} `store`: `table`,
	 *         `options`, or null while it is undecided; `since`: Unix time in seconds; `why`: what the
	 *         database said when it refused the table, for administrators; `look_again`: when the table
	 *         is tried again, in seconds; `is_moving`: the options still hold jobs from before.
	 */
	public static function facts(): array {
		$state = (string) get_option( self::OPTION, '' );
		$facts = self::details();
		$store = 0 === strpos( $state, 'table-' ) ? 'table' : ( self::OPTIONS === $state ? 'options' : null );
		return array(
			'store'      => $store,
			'since'      => null === $store ? null : $facts['since'],
			'why'        => $facts['why'],
			'look_again' => 'options' === $store ? intdiv( $facts['looked_at_ms'] + self::LOOK_AGAIN_MS, 1000 ) : null,
			'is_moving'  => self::TABLE . self::MOVING === $state,
		);
	}

	/**
	 * Removes both, whichever was used.
	 */
	public static function uninstall(): void {
		( new TableStore() )->uninstall();
		( new OptionStore() )->uninstall();
		delete_option( self::OPTION );
		delete_option( self::FACTS );
	}

	/**
	 * The store of a decision.
	 *
	 * @param string $state What OPTION says.
	 * @return JobStore
	 */
	private static function store( string $state ): JobStore {
		if ( self::OPTIONS === $state ) {
			return new OptionStore( array( self::class, 'keeps_options' ) );
		}
		return self::TABLE === $state ? new TableStore() : new MovingStore( new TableStore(), new OptionStore() );
	}

	/**
	 * Whether a site that is on the options tries the table now. Of several processes one does, and
	 * it says so before it tries: what hangs is not tried by each request.
	 *
	 * @return bool
	 */
	private static function is_time_to_look(): bool {
		$facts = self::details();
		$now   = Clock::now_ms();
		if ( abs( $now - $facts['looked_at_ms'] ) < self::LOOK_AGAIN_MS ) {
			return false;
		}
		update_option( self::FACTS, array( 'looked_at_ms' => $now ) + $facts, false );
		return true;
	}

	/**
	 * What is noted beside the decision.
	 *
	 * @return array{since:?int,why:string,looked_at_ms:int}
	 */
	private static function details(): array {
		$facts = get_option( self::FACTS );
		return ( is_array( $facts ) ? $facts : array() ) + array(
			'since'        => null,
			'why'          => '',
			'looked_at_ms' => 0,
		);
	}

	/**
	 * Writes a decision.
	 *
	 * @param string $before The one before.
	 * @param string $state  The new one.
	 * @param string $why    Why the table was refused.
	 */
	private static function write( string $before, string $state, string $why ): void {
		self::forget_cache();
		// One letter tells them apart.
		$is_other = substr( $before, 0, 1 ) !== substr( $state, 0, 1 );
		$now      = Clock::now_ms();
		update_option(
			self::FACTS,
			array(
				'since'        => $is_other ? intdiv( $now, 1000 ) : self::details()['since'],
				'why'          => $why,
				'looked_at_ms' => $now,
			),
			false
		);
		update_option( self::OPTION, $state, true );
	}

	/**
	 * The decision, past every cache.
	 *
	 * @return string '' when there is none.
	 * @throws StoreException When the database cannot be read.
	 */
	private static function read(): string {
		return (string) self::ask(
			static function () {
				global $wpdb;
				return $wpdb->get_var( $wpdb->prepare( "SELECT option_value FROM {$wpdb->options} WHERE option_name = %s", self::OPTION ) ); // phpcs:ignore WordPress.DB.DirectDatabaseQuery -- Past the cache.
			}
		);
	}

	/**
	 * Has options be read from the database again: a cache that processes share may be behind it.
	 */
	private static function forget_cache(): void {
		foreach ( array( 'alloptions', 'notoptions', self::OPTION, self::FACTS ) as $key ) {
			wp_cache_delete( $key, 'options' );
		}
	}
}
