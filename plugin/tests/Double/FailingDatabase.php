<?php
/**
 * A database that fails.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Double;

/**
 * Has queries fail as MySQL fails them: with its number where the tests run on MariaDB, and with
 * its words on SQLite, too.
 */
final class FailingDatabase {

	/** Number and words of what fails. */
	public const DENIED   = array( 1142, 'CREATE command denied to user' );
	public const LOCKED   = array( 1205, 'Lock wait timeout exceeded; try restarting transaction' );
	public const DEADLOCK = array( 1213, 'Deadlock found when trying to get lock' );
	public const FULL     = array( 1114, 'The table is full' );
	public const READONLY = array( 1290, 'The server is running with the read-only option' );

	/**
	 * Has queries fail until the test is over, or stop() is called.
	 *
	 * @param string            $pattern Regular expression of what they begin with.
	 * @param array{int,string} $failure One of the constants.
	 * @return callable Give it to stop().
	 */
	public static function fail( string $pattern, array $failure ): callable {
		$filter = static function ( string $query ) use ( $pattern, $failure ): string {
			if ( 1 !== preg_match( '/^\s*(?:' . $pattern . ')/i', $query ) ) {
				return $query;
			}
			return 'mariadb' === getenv( 'WP_TESTS_DATABASE' )
				? sprintf( "SIGNAL SQLSTATE '42000' SET MYSQL_ERRNO = %d, MESSAGE_TEXT = '%s'", $failure[0], $failure[1] )
				: sprintf( 'SELECT * FROM `%s`', $failure[1] );
		};
		add_filter( 'query', $filter );
		return $filter;
	}

	/**
	 * Has them succeed again.
	 *
	 * @param callable $filter What fail() returned.
	 */
	public static function stop( callable $filter ): void {
		remove_filter( 'query', $filter );
	}
}
