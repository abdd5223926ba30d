<?php
/**
 * Jobs on the command line.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI;

use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Tests\PluginTestCase;
use WpAiJobs\Tests\Process;

/**
 * The command's methods, in a process that takes itself for WP-CLI.
 */
final class CommandTest extends PluginTestCase {

	/**
	 * What a command prints.
	 *
	 * @param string ...$arguments Its method and options.
	 * @return string[] Lines.
	 */
	private static function lines( string ...$arguments ): array {
		$process = new Process( 'command', $arguments );
		$lines   = array();
		for ( $line = $process->hear(); '' !== $line; $line = $process->hear() ) {
			$lines[] = $line;
		}
		$process->end();
		return $lines;
	}

	/** A server's cron. */
	public function test_run_runs_what_waits_until_nothing_does(): void {
		$jobs = array( self::pending()->id(), self::pending()->id() );
		$this->assertEqualsCanonicalizing( array( $jobs[0] . ' completed', $jobs[1] . ' completed', 'Success: 2 run.' ), self::lines( 'run' ) );
		$this->assertSame( array( 'Success: 0 run.' ), self::lines( 'run' ) );
		$this->assertSame( Job::COMPLETED, ( new JobManager() )->get( $jobs[0] )->status() );
	}

	/** No prompt, no result. */
	public function test_list_shows_the_last_jobs_without_their_texts(): void {
		self::pending();
		self::move_clock( 1000 );
		$last = self::pending();
		$line = self::lines( 'list_jobs', 'limit=1', 'format=json' )[0];
		list( $format, $rows ) = json_decode( $line, true );
		$this->assertSame( array( 'json', array( $last->id() ), array( 'pending' ) ), array( $format, array_column( $rows, 'id' ), array_column( $rows, 'status' ) ) );
		$this->assertStringNotContainsString( 'Rain', $line );
	}

	/** At a glance. */
	public function test_status_counts_what_waits_and_what_is_free(): void {
		self::pending();
		$manager = new JobManager();
		$manager->claim( self::pending()->id(), 'runner' );
		list( , $rows ) = json_decode( self::lines( 'status' )[0], true );
		$this->assertSame( array( 1, 0, 3, 'WP-Cron' ), array_values( $rows[0] ) );
	}

	/** Nowhere else. */
	public function test_there_is_no_command_outside_of_wp_cli(): void {
		\WpAiJobs\Integrations\AI\Command::register();
		$this->assertFalse( class_exists( 'WP_CLI', false ) );
	}
}
