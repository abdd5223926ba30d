<?php
/**
 * Which store a site has.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI\Store;

use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\Store\OptionStore;
use WpAiJobs\Integrations\AI\Store\Stores;
use WpAiJobs\Integrations\AI\Store\TableStore;
use WpAiJobs\Tests\Double\FailingDatabase;
use WpAiJobs\Tests\PluginTestCase;

/**
 * The table, and the options behind it.
 */
final class StoresTest extends PluginTestCase {

	/** A site of a network had no activation. */
	public function test_the_table_is_made_when_it_is_first_needed(): void {
		Stores::uninstall();
		$this->assertInstanceOf( TableStore::class, Stores::current() );
		$job = self::pending();
		$this->assertNotNull( ( new TableStore() )->find( $job->id() ) );
	}

	/** A database user without CREATE. */
	public function test_where_the_table_cannot_be_made_options_take_over(): void {
		Stores::uninstall();
		FailingDatabase::fail( 'CREATE TABLE', FailingDatabase::DENIED );
		$this->assertInstanceOf( OptionStore::class, Stores::current() );
		$this->assertInstanceOf( OptionStore::class, Stores::current(), 'It stays so.' );
		$job = self::pending();
		$this->assertNotNull( ( new OptionStore() )->find( $job->id() ) );
		$this->assertSame( 'completed', ( new JobManager() )->complete( ( new JobManager() )->claim( $job->id(), 'r', 1000 ), array( 'text' => 'x' ) )->status() );
	}

	/** An update of the plugin may change the table: the one of version 0.1 knew no parts. */
	public function test_an_older_table_is_updated_when_it_is_next_needed(): void {
		global $wpdb;
		$job = self::pending();
		foreach ( array( 'parent_id', 'part', 'part_count', 'queued_at' ) as $column ) {
			$wpdb->query( "ALTER TABLE {$wpdb->prefix}wpaijobs_jobs DROP COLUMN {$column}" );
		}
		update_option( Stores::OPTION, 'table-1' );

		$this->assertEquals( $job, Stores::current()->find( $job->id() ) );
		$this->assertSame( 'table-3', get_option( Stores::OPTION ) );
		$this->assertSame( 2, ( new JobManager() )->get( self::pending( array( 'part_count' => 2 ) )->id() )->part_count() );
	}
}
