<?php
/**
 * Which store a site has.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Store;

defined( 'ABSPATH' ) || exit;

/**
 * Finds the current site's store, and makes it when it is not there: a site of a network that
 * was created after the plugin was activated has had no other occasion.
 */
final class Stores {

	/** Says which store the site has, and of which version: one of the constants below. */
	public const OPTION = 'wpaijobs_store';

	/** Goes up with every change of the table, which is then made when it is next needed. */
	private const TABLE = 'table-3';

	private const OPTIONS = 'option-1';

	/**
	 * The current site's store.
	 *
	 * @return JobStore
	 */
	public static function current(): JobStore {
		$installed = get_option( self::OPTION );
		if ( self::TABLE === $installed ) {
			return new TableStore();
		}
		if ( self::OPTIONS === $installed ) {
			return new OptionStore();
		}
		return self::install();
	}

	/**
	 * Makes the table; where the database refuses, takes the options.
	 *
	 * @return JobStore
	 */
	public static function install(): JobStore {
		$table = new TableStore();
		if ( $table->install() ) {
			update_option( self::OPTION, self::TABLE, true );
			return $table;
		}
		update_option( self::OPTION, self::OPTIONS, true );
		return new OptionStore();
	}

	/**
	 * Removes both, whichever was used.
	 */
	public static function uninstall(): void {
		( new TableStore() )->uninstall();
		( new OptionStore() )->uninstall();
		delete_option( self::OPTION );
	}
}
