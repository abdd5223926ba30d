<?php
/**
 * A1: a process that has waited writes what it read before.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Field;

use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Tests\PluginTestCase;
use WpAiJobs\Tests\Process;

/**
 * WordPress keeps all events in one option, which each process reads once and writes as a whole.
 *
 * @group once
 */
final class A1StaleCronTest extends PluginTestCase {

	/** A site at rest: its events are scheduled, and none is due. */
	protected function setUp(): void {
		parent::setUp();
		add_filter(
			'wpaijobs_max_running',
			static function (): int {
				return 1;
			}
		);
		_set_cron_array( array() );
		$next = time() + HOUR_IN_SECONDS;
		foreach ( array( 'wpaijobs_process', 'wpaijobs_cleanup_delivered', 'wpaijobs_cleanup_stuck', 'wpaijobs_cleanup' ) as $hook ) {
			wp_schedule_event( ++$next, 'hourly', $hook );
		}
	}

	/** Leaves nothing. */
	protected function tearDown(): void {
		foreach ( get_posts( array( 'post_status' => 'any', 'title' => 'Tomorrow', 'numberposts' => -1 ) ) as $post ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing.AssociativeArrayFound -- A query.
			wp_delete_post( $post->ID, true );
		}
		wp_cache_flush();
		_set_cron_array( array() );
		parent::tearDown();
	}

	/**
	 * Kinds of requests that run jobs, and how often each is tried.
	 *
	 * @return array<string,array{string,int}>
	 */
	public static function requests(): array {
		return array(
			'a loopback request that frees a place' => array( 'loopback', 50 ),
			'wp-cron.php'                          => array( 'wp-cron', 20 ),
			'the command line'                     => array( 'command line', 3 ),
			'a request that frees a place before others have ended it' => array( 'request', 3 ),
			'another plugin schedules in it afterwards' => array( 'another plugin', 3 ),
			'a job that starts another one'        => array( 'starts another', 3 ),
		);
	}

	/**
	 * Real processes.
	 *
	 * @dataProvider requests
	 * @param string $kind  The kind.
	 * @param int    $times How often.
	 */
	public function test_a_post_that_is_scheduled_while_a_runner_waits_is_published( string $kind, int $times ): void {
		$posts = array();
		for ( $count = 0; $count < $times; $count++ ) {
			$job = self::only_job();
			if ( 'wp-cron' === $kind ) {
				self::make_due();
			}
			$runner = new Process( 'patient_runner', array( $kind, $job->id() ) );
			$this->assertSame( 'waiting', $runner->hear() );
			$next    = self::pending();
			$this->assertTrue( $next->is_queued(), 'There is somebody to free the place for.' );
			$posts[] = self::schedule_post();
			$runner->say( 'go on' );
			$writes = json_decode( $runner->hear(), true );
			$runner->end();

			$this->assertCount( 'another plugin' === $kind ? 1 : 0, (array) $writes, 'Nothing of ours is written afterwards.' );
			$this->assertSame( Job::COMPLETED, ( new JobManager() )->get( $job->id() )->status() );
			wp_cache_flush();
			$this->assertNotFalse( wp_next_scheduled( 'publish_future_post', array( end( $posts ) ) ), "The {$count}th post is lost." );
		}
		self::let_a_day_pass();
		$cron = new Process( 'wp_cron' );
		$cron->end();
		wp_cache_flush();
		$this->assertSame( array( 'publish' ), array_values( array_unique( array_map( 'get_post_status', $posts ) ) ) );
	}

	/**
	 * A job that is to be run.
	 *
	 * @return Job
	 */
	private static function only_job(): Job {
		global $wpdb;
		$wpdb->query( "DELETE FROM {$wpdb->prefix}wpaijobs_jobs" );
		$job = self::pending();
		wp_cache_flush();
		return $job;
	}

	/**
	 * Has WP-Cron's event be due, and another plugin's behind it.
	 */
	private static function make_due(): void {
		wp_unschedule_hook( 'wpaijobs_process' );
		wp_schedule_event( time() - 20, 'hourly', 'wpaijobs_process' );
		wp_schedule_single_event( time() - 10, 'another_plugins_event' );
	}

	/**
	 * Somebody schedules a post.
	 *
	 * @return int Its id.
	 */
	private static function schedule_post(): int {
		wp_cache_flush();
		return wp_insert_post(
			array(
				'post_title'    => 'Tomorrow',
				'post_status'   => 'future',
				'post_date'     => gmdate( 'Y-m-d H:i:s', time() + DAY_IN_SECONDS ),
				'post_date_gmt' => gmdate( 'Y-m-d H:i:s', time() + DAY_IN_SECONDS ),
			)
		);
	}

	/**
	 * Moves scheduled posts and their events a day back.
	 */
	private static function let_a_day_pass(): void {
		global $wpdb;
		wp_cache_flush();
		$yesterday = gmdate( 'Y-m-d H:i:s', time() - HOUR_IN_SECONDS );
		$wpdb->query( $wpdb->prepare( "UPDATE {$wpdb->posts} SET post_date = %s, post_date_gmt = %s WHERE post_status = 'future'", $yesterday, $yesterday ) );
		$later = array();
		foreach ( _get_cron_array() as $at => $events ) {
			$later[ $at - DAY_IN_SECONDS - HOUR_IN_SECONDS ] = $events;
		}
		_set_cron_array( $later );
		wp_cache_flush();
	}
}
