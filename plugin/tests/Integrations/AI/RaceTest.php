<?php
/**
 * Several processes and one job.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI;

use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\Store\OptionStore;
use WpAiJobs\Integrations\AI\Store\TableStore;
use WpAiJobs\Tests\PluginTestCase;
use WpAiJobs\Tests\Process;

/**
 * Real processes, on both stores.
 */
final class RaceTest extends PluginTestCase {

	private const ROUNDS   = 200;
	private const STARTERS = 20;

	/**
	 * The stores.
	 *
	 * @return array<string,array{string,JobManager}>
	 */
	public static function stores(): array {
		return array(
			'table'   => array( 'table', new JobManager( new TableStore() ) ),
			'options' => array( 'option', new JobManager( new OptionStore() ) ),
		);
	}

	/**
	 * Runners that wait for the id of a job.
	 *
	 * @param int    $count How many.
	 * @param string $store The store's name.
	 * @param string $log   Path of the file for what they execute.
	 * @return Process[]
	 */
	private function runners( int $count, string $store, string $log ): array {
		$runners = array();
		while ( count( $runners ) < $count ) {
			$runners[] = new Process( 'runner', array( $store, $log ) );
		}
		foreach ( $runners as $runner ) {
			$this->assertSame( 'ready', $runner->hear() );
		}
		return $runners;
	}

	/**
	 * Of two runners, one executes.
	 *
	 * @dataProvider stores
	 * @param string     $store   The store's name.
	 * @param JobManager $manager Over the same store.
	 */
	public function test_two_runners_race_for_each_of_200_jobs_and_one_executes_it( string $store, JobManager $manager ): void {
		$log     = (string) tempnam( sys_get_temp_dir(), 'runs' );
		$runners = $this->runners( 2, $store, $log );

		$ids  = array();
		$wins = array( 0, 0 );
		for ( $round = 0; $round < self::ROUNDS; $round++ ) {
			$id    = self::pending( array(), $manager )->id();
			$ids[] = $id;
			foreach ( $runners as $runner ) {
				$runner->say( $id );
			}
			$heard = array( $runners[0]->hear(), $runners[1]->hear() );
			$wins[ (int) array_search( Job::COMPLETED, $heard, true ) ]++;
			sort( $heard );
			$this->assertSame( array( Job::COMPLETED, 'none' ), $heard );
			$this->assertSame( 1, $manager->get( $id )->attempt() );
		}
		foreach ( $runners as $runner ) {
			$runner->end();
		}

		$this->assertSame( $ids, explode( "\n", trim( (string) file_get_contents( $log ) ) ) );
		$this->assertGreaterThan( 0, min( $wins ), 'Both runners took part.' );
		unlink( $log );
	}

	/**
	 * Four runners, four parts.
	 *
	 * @dataProvider stores
	 * @param string     $store   The store's name.
	 * @param JobManager $manager Over the same store.
	 */
	public function test_four_runners_race_for_the_four_parts_of_50_jobs_and_each_part_is_executed_once( string $store, JobManager $manager ): void {
		$log     = (string) tempnam( sys_get_temp_dir(), 'runs' );
		$runners = $this->runners( 4, $store, $log );
		$parts = array();
		for ( $round = 0; $round < self::ROUNDS / 4; $round++ ) {
			$job   = self::pending( array( 'part_count' => 4 ), $manager );
			$parts = array_merge( $parts, $job->part_ids() );
			foreach ( $runners as $runner ) {
				$runner->say( $job->id() );
			}
			foreach ( $runners as $runner ) {
				$this->assertContains( $runner->hear(), array( Job::PROCESSING, Job::COMPLETED ) );
			}
			$after = $manager->get( $job->id() );
			$this->assertSame( array( Job::COMPLETED, 4 ), array( $after->status(), $after->attempts() ) );
		}
		foreach ( $runners as $runner ) {
			$runner->end();
		}
		$this->assertEqualsCanonicalizing( $parts, explode( "\n", trim( (string) file_get_contents( $log ) ) ) );
		unlink( $log );
	}

	/**
	 * An owner who stops a job while its parts are claimed and completed.
	 *
	 * @dataProvider stores
	 * @param string     $store   The store's name.
	 * @param JobManager $manager Over the same store.
	 */
	public function test_a_job_that_is_stopped_in_the_middle_has_no_live_part_and_loses_none_that_is_finished( string $store, JobManager $manager ): void {
		$log     = (string) tempnam( sys_get_temp_dir(), 'runs' );
		$runners = $this->runners( 4, $store, $log );
		$seen = array();
		for ( $round = 0; $round < self::ROUNDS / 4; $round++ ) {
			$job = self::pending( array( 'part_count' => 4 ), $manager );
			foreach ( $runners as $number => $runner ) {
				$runner->say( $job->id() );
				if ( $number === $round % 4 ) {
					$manager->cancel( $job );
				}
			}
			foreach ( $runners as $runner ) {
				$this->assertContains( $runner->hear(), array( 'none', Job::PROCESSING, Job::COMPLETED, Job::CANCELLED ) );
			}
			$after    = $manager->get( $job->id() );
			$statuses = array();
			foreach ( $after->parts() as $part ) {
				$statuses[] = $part->status();
			}
			$this->assertContains( $after->status(), array( Job::CANCELLED, Job::COMPLETED ) );
			$this->assertSame( array(), array_diff( $statuses, array( Job::CANCELLED, Job::COMPLETED ) ), implode( ', ', $statuses ) );
			if ( Job::COMPLETED === $after->status() ) {
				$this->assertNotContains( Job::CANCELLED, $statuses );
			}
			$seen[] = $after->status();
		}
		foreach ( $runners as $runner ) {
			$runner->end();
		}
		$executed = array_count_values( explode( "\n", trim( (string) file_get_contents( $log ) ) ) );
		$this->assertSame( 1, max( $executed ), 'No part was executed twice.' );
		$this->assertContains( Job::CANCELLED, $seen );
		unlink( $log );
	}

	/**
	 * Of many starts with one key, one makes a job.
	 *
	 * @dataProvider stores
	 * @param string     $store   The store's name.
	 * @param JobManager $manager Over the same store.
	 */
	public function test_20_processes_start_with_one_key_and_make_one_job( string $store, JobManager $manager ): void {
		$starters = array();
		for ( $count = 0; $count < self::STARTERS; $count++ ) {
			$starters[] = new Process( 'starter', array( $store ) );
		}
		foreach ( $starters as $starter ) {
			$this->assertSame( 'ready', $starter->hear() );
		}
		foreach ( $starters as $starter ) {
			$starter->say( 'one-key' );
		}
		$ids = array();
		foreach ( $starters as $starter ) {
			$ids[] = $starter->hear();
			$starter->end();
		}

		$this->assertCount( 1, array_unique( $ids ), implode( ', ', $ids ) );
		$recent = $manager->recent( self::STARTERS );
		$this->assertSame( array( $ids[0] ), array_map( array( $this, 'id' ), $recent ) );
	}

	/**
	 * A job's id.
	 *
	 * @param Job $job The job.
	 * @return string
	 */
	public function id( Job $job ): string {
		return $job->id();
	}
}
