<?php
/**
 * When jobs go.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WpAiJobs\Clock;
use WpAiJobs\Integrations\AI\Store\JobStore;

defined( 'ABSPATH' ) || exit;

/**
 * Deletes jobs whose time is over: what was acknowledged, and what nobody came for.
 */
final class Deletion {

	/** How many jobs are read, or deleted by one statement, at a time. */
	private const BATCH = 500;

	/** How many a clean-up deletes. It is an event of WP-Cron, which keeps other plugins' events waiting. */
	private const MAX_AT_ONCE = 5000;

	/**
	 * The store.
	 *
	 * @var JobStore
	 */
	private $store;

	/**
	 * The deletion of a store's jobs.
	 *
	 * @param JobStore $store The store.
	 */
	public function __construct( JobStore $store ) {
		$this->store = $store;
	}

	/**
	 * Whether a job's time is over, though no clean-up has come by yet: WP-Cron may be late.
	 *
	 * @param Job $job The job.
	 * @return bool
	 */
	public function is_gone( Job $job ): bool {
		$now = Clock::now_ms();
		return $job->is_final() && (
			( null !== $job->acknowledged_at() && $job->acknowledged_at() + JobManager::DELETE_AFTER_ACKNOWLEDGEMENT_MS <= $now )
			|| ( null !== $job->finished_at() && $job->finished_at() + JobManager::RETENTION_MS <= $now )
		);
	}

	/**
	 * Deletes a job if it is still as it was read, and then what belongs to it.
	 *
	 * @param Job $seen The job as it was read.
	 * @return bool Whether this call deleted it.
	 */
	public function delete( Job $seen ): bool {
		if ( ! $this->store->delete( $seen ) ) {
			return false;
		}
		$this->store->delete_parts( $seen );
		$handler = JobTypes::get( $seen->type() );
		if ( $handler instanceof PartedJobHandler ) {
			$handler->discard( $seen );
		}
		return true;
	}

	/**
	 * Deletes what a job has besides its own row, also what a runner has noted that is still at work.
	 *
	 * @param Job $job The job.
	 */
	public function delete_belongings( Job $job ): void {
		$this->store->delete_parts( $job );
		$handler = JobTypes::get( $job->type() );
		if ( $handler instanceof PartedJobHandler ) {
			$handler->discard( $job );
		}
		Recording::forget_job( $job );
		ImageFiles::delete( $job->id() );
	}

	/**
	 * Deletes those whose time is over; what is left goes with the next clean-up.
	 *
	 * @param int $limit At most so many.
	 * @return int How many jobs were deleted.
	 */
	public function delete_finished( int $limit = self::MAX_AT_ONCE ): int {
		$now                 = Clock::now_ms();
		$acknowledged_before = $now - JobManager::DELETE_AFTER_ACKNOWLEDGEMENT_MS;
		$finished_before     = $now - JobManager::RETENTION_MS;
		$count               = 0;
		do {
			$batch   = min( self::BATCH, $limit - $count );
			$jobs    = $this->store->find_finished( $acknowledged_before, $finished_before, $batch );
			$deleted = count( array_filter( array_map( array( $this, 'delete' ), $jobs ) ) );
			$count  += $deleted;
			// One that cannot be deleted now would be found again and again.
		} while ( $deleted === $batch && $count < $limit );
		while ( $count < $limit ) {
			$batch   = min( self::BATCH, $limit - $count );
			$deleted = $this->store->delete_finished( $acknowledged_before, $finished_before, $batch );
			$count  += $deleted;
			if ( $deleted < $batch ) {
				break;
			}
		}
		return $count;
	}

	/**
	 * Deletes some of the jobs whose acknowledgement is long enough ago.
	 *
	 * @param int $limit At most so many.
	 */
	public function delete_acknowledged( int $limit ): void {
		$before = Clock::now_ms() - JobManager::DELETE_AFTER_ACKNOWLEDGEMENT_MS;
		array_map( array( $this, 'delete' ), $this->store->find_acknowledged( $before, $limit ) );
	}

	/**
	 * Deletes what interrupted deletions have left.
	 */
	public function delete_orphans(): void {
		$this->store->delete_orphans( Clock::now_ms() - JobManager::RETENTION_MS );
	}
}
