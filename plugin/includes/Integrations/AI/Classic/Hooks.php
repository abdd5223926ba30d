<?php
/**
 * The classic job queue's hooks.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Classic;

use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\Runner;
use WpAiJobs\Integrations\AI\RunnerLadder;
use WpAiJobs\Integrations\AI\Store\StoreException;

defined( 'ABSPATH' ) || exit;

/**
 * Listens to the hooks by which scripts and server crons run and clean up the classic queue.
 *
 * The names are another plugin's (Essential Blocks), which may be active too and schedules events
 * under them. So nothing here schedules or unschedules anything, and nothing is done for a job
 * that is not ours.
 */
final class Hooks {

	/** Runs the job whose id is its one argument. */
	public const PROCESS = 'eb_process_ai_job';

	/** Deletes the job whose id is its one argument, after its result was delivered. */
	public const CLEANUP_COMPLETED = 'eb_cleanup_completed_job';

	/** Deletes old jobs. */
	public const CLEANUP = 'eb_cleanup_ai_jobs';

	/** Ends jobs that are stuck. */
	public const CLEANUP_STUCK = 'eb_cleanup_stuck_ai_jobs';

	/**
	 * Listens.
	 */
	public static function register(): void {
		add_action( self::PROCESS, array( self::class, 'process' ) );
		add_action( self::CLEANUP_COMPLETED, array( self::class, 'clean_up_completed' ) );
		add_action( self::CLEANUP, array( self::class, 'clean_up' ) );
		add_action( self::CLEANUP_STUCK, array( self::class, 'end_stuck' ) );
	}

	/**
	 * Runs a job of ours.
	 *
	 * @param mixed $id Job id; whatever the event was scheduled with.
	 */
	public static function process( $id = '' ): void {
		self::quietly(
			static function () use ( $id ): void {
				$job = self::find( $id );
				if ( null === $job ) {
					return;
				}
				if ( wp_doing_cron() ) {
					// Not within the event: it would hold up the events of others.
					RunnerLadder::dispatch( $job );
					return;
				}
				$runner = new Runner();
				do {
					$ran = $runner->run( $job->id() );
				} while ( null !== $ran );
			}
		);
	}

	/**
	 * Deletes what was acknowledged, told by a job of ours. A result that nobody has acknowledged
	 * stays: the classic queue deleted it, and an answer that was lost took it along.
	 *
	 * @param mixed $id Job id; whatever the event was scheduled with.
	 */
	public static function clean_up_completed( $id = '' ): void {
		self::quietly(
			static function () use ( $id ): void {
				if ( null !== self::find( $id ) ) {
					( new JobManager() )->delete_finished();
				}
			}
		);
	}

	/**
	 * Deletes finished jobs whose time is over.
	 */
	public static function clean_up(): void {
		self::quietly(
			static function (): void {
				if ( ! Neighbors::are_on( self::CLEANUP, array( self::class, 'clean_up' ) ) ) {
					( new JobManager() )->delete_finished();
				}
			}
		);
	}

	/**
	 * Ends jobs that outlived their lifetime or their runner.
	 */
	public static function end_stuck(): void {
		self::quietly(
			static function (): void {
				if ( ! Neighbors::are_on( self::CLEANUP_STUCK, array( self::class, 'end_stuck' ) ) ) {
					( new JobManager() )->end_overdue();
				}
			}
		);
	}

	/**
	 * A job of ours that a client may know.
	 *
	 * @param mixed $id Its id.
	 * @return Job|null Null for anything else, also a part of a job.
	 */
	private static function find( $id ): ?Job {
		$job = is_string( $id ) && '' !== $id ? ( new JobManager() )->get( $id ) : null;
		return null === $job || null !== $job->parent_id() ? null : $job;
	}

	/**
	 * Does something in a process in which others have work to do too. When the database refuses,
	 * the plugin's own events and the next status check go on.
	 *
	 * @param callable():void $work What to do.
	 */
	private static function quietly( callable $work ): void {
		try {
			$work();
		} catch ( StoreException $e ) {
			return;
		}
	}
}
