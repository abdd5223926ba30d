<?php
/**
 * Jobs on the command line.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WP_CLI;
use WpAiJobs\Clock;

defined( 'ABSPATH' ) || exit;

/**
 * Runs and shows the AI jobs of this site.
 *
 * For a server whose own cron does what WP-Cron does elsewhere, once a minute:
 *
 *     * * * * * cd /srv/site && wp ai-jobs run --quiet
 */
final class Command {

	/** For how long jobs are begun, in seconds: the next run takes over. */
	private const RUN_FOR_S = 3600;

	/**
	 * Adds the command, where there is a command line.
	 */
	public static function register(): void {
		if ( defined( 'WP_CLI' ) && WP_CLI ) {
			WP_CLI::add_command( 'ai-jobs', self::class );
		}
	}

	/**
	 * Runs the jobs that wait, oldest first, until none does.
	 *
	 * ## EXAMPLES
	 *
	 *     $ wp ai-jobs run
	 *     0b5f4c5e-6d0f-4d5e-9a62-6f8f3f1f0c11 completed
	 *     Success: 1 run.
	 */
	public function run(): void {
		$count = 0;
		Scheduler::run_waiting(
			self::RUN_FOR_S,
			static function ( Job $job ) use ( &$count ): void {
				++$count;
				WP_CLI::log( $job->id() . ' ' . $job->status() );
			}
		);
		WP_CLI::success(
			/* translators: %d: how many jobs, or images of jobs */
			sprintf( _n( '%d run.', '%d run.', $count, 'wp-ai-jobs' ), $count )
		);
	}

	/**
	 * Lists the jobs that were created last, without their texts.
	 *
	 * ## OPTIONS
	 *
	 * [--limit=<number>]
	 * : At most so many.
	 * ---
	 * default: 20
	 * ---
	 *
	 * [--format=<format>]
	 * : How.
	 * ---
	 * default: table
	 * options:
	 *   - table
	 *   - csv
	 *   - json
	 *   - ids
	 * ---
	 *
	 * ## EXAMPLES
	 *
	 *     $ wp ai-jobs list --limit=5
	 *
	 * @subcommand list
	 * @param string[]             $args    None.
	 * @param array<string,string> $options `limit`, `format`.
	 */
	public function list_jobs( array $args, array $options ): void {
		$format = $options['format'] ?? 'table';
		$rows   = array_map(
			static function ( Job $job ): array {
				return array(
					'id'      => $job->id(),
					'type'    => $job->type(),
					'status'  => $job->status(),
					'owner'   => $job->owner_id(),
					'attempt' => $job->attempts(),
					'created' => Clock::iso( $job->created_at() ),
					'error'   => $job->stored_error()['code'] ?? '',
				);
			},
			( new JobManager() )->recent( max( 1, (int) ( $options['limit'] ?? 20 ) ) )
		);
		$rows   = 'ids' === $format ? array_column( $rows, 'id' ) : $rows;
		WP_CLI\Utils\format_items( $format, $rows, array( 'id', 'type', 'status', 'owner', 'attempt', 'created', 'error' ) );
	}

	/**
	 * Says how many run, how many places are free, and how many wait for one.
	 *
	 * ## EXAMPLES
	 *
	 *     $ wp ai-jobs status
	 */
	public function status(): void {
		$manager = new JobManager();
		$free    = $manager->queue()->free_places();
		WP_CLI\Utils\format_items(
			'table',
			array(
				array(
					'waiting'     => count( $manager->find_waiting( 1000 ) ),
					'in_queue'    => count( $manager->queue()->turns() ),
					'free_places' => PHP_INT_MAX === $free ? '∞' : $free,
					'runs_by'     => Scheduler::has_action_scheduler() ? 'Action Scheduler' : 'WP-Cron',
				),
			),
			array( 'waiting', 'in_queue', 'free_places', 'runs_by' )
		);
	}
}
