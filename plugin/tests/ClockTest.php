<?php
/**
 * The one clock.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests;

use WpAiJobs\Clock;

/**
 * Web servers whose clocks differ, and clocks that are set.
 */
final class ClockTest extends PluginTestCase {

	/** Asks for the right time again. */
	protected function tearDown(): void {
		self::set_database( null );
		Clock::synchronise();
		parent::tearDown();
	}

	/**
	 * Sets the database's clock, for this connection.
	 *
	 * @param int|null $time Unix time in seconds; null: the right one.
	 * @return bool Whether it has one.
	 */
	private static function set_database( ?int $time ): bool {
		global $wpdb;
		if ( ! $wpdb->dbh instanceof \mysqli ) {
			return false;
		}
		$wpdb->query( 'SET timestamp = ' . ( $time ?? 'DEFAULT' ) );
		return true;
	}

	/** Where both agree. */
	public function test_it_is_now(): void {
		Clock::synchronise();
		$this->assertEqualsWithDelta( microtime( true ) * 1000, Clock::now_ms(), 2000 );
		$before = Clock::now_ms();
		usleep( 3000 );
		$this->assertGreaterThan( $before, Clock::now_ms() );
	}

	/** Whatever this machine's own clock says. */
	public function test_it_is_the_databases_time_where_that_has_one(): void {
		$has_clock = self::set_database( 1900000000 );
		Clock::synchronise();
		$this->assertEqualsWithDelta( $has_clock ? 1900000000000 : microtime( true ) * 1000, Clock::now_ms(), 2000 );
	}

	/** Between two looks at the database, time goes on by itself. */
	public function test_a_clock_that_is_set_moves_nobody_in_the_middle_of_their_work(): void {
		Clock::synchronise();
		self::set_database( 1900000000 );
		$this->assertEqualsWithDelta( microtime( true ) * 1000, Clock::now_ms(), 2000 );
	}
}
