<?php
/**
 * How a job goes from status to status.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WpAiJobs\Clock;
use WpAiJobs\Core\Guard;
use WpAiJobs\Integrations\AI\Store\JobStore;
use WpAiJobs\Integrations\AI\Store\StoreException;

defined( 'ABSPATH' ) || exit;

/**
 * Each transition is one compare-and-set of the store: two that try the same, or one that comes
 * late, find that the job is not any more what they saw, and change nothing. Hooks fire for jobs,
 * never for parts.
 */
final class Transitions {

	/**
	 * The store.
	 *
	 * @var JobStore
	 */
	private $store;

	/**
	 * The transitions of a store's jobs.
	 *
	 * @param JobStore $store The store.
	 */
	public function __construct( JobStore $store ) {
		$this->store = $store;
	}

	/**
	 * One transition, and its hook, unless it is a part's.
	 *
	 * @param Job                 $seen    The job or part as it was read.
	 * @param array<string,mixed> $changes Fields by column.
	 * @return Job|null Null when it had changed meanwhile.
	 */
	public function move( Job $seen, array $changes ): ?Job {
		$after = $this->store->swap( $seen, $changes );
		if ( null !== $after && null === $after->parent_id() ) {
			/**
			 * Fires after a job went from one status to another.
			 *
			 * Example, count what failed: `add_action( 'wpaijobs_status_changed', fn( $job ) => 'failed' === $job->status() && count_one(), 10, 2 );`
			 *
			 * @param Job    $after The job as it is now.
			 * @param string $from  The status that it left.
			 */
			Guard::call( static fn() => do_action( 'wpaijobs_status_changed', $after, $seen->status() ) );
		}
		return $after;
	}

	/**
	 * Makes a job or part final.
	 *
	 * @param Job                 $seen    The job as it was read.
	 * @param string              $status  A final status.
	 * @param array<string,mixed> $changes What changes besides.
	 * @return Job|null Null when it had changed meanwhile.
	 */
	public function finish( Job $seen, string $status, array $changes = array() ): ?Job {
		$after = $this->move(
			$seen,
			array_merge(
				array( 'finished_at' => Clock::now_ms() ),
				$changes,
				array(
					'status'      => $status,
					'lease_until' => null,
					'queued_at'   => null,
				)
			)
		);
		if ( null !== $after && Job::PROCESSING === $seen->status() && 0 === $seen->part_count() ) {
			/**
			 * Fires after a place has become free for a job that waits.
			 */
			Guard::call( static fn() => do_action( 'wpaijobs_place_freed' ) );
		}
		return $after;
	}

	/**
	 * Makes a job or part completed, or failed where its result is too large for the database.
	 *
	 * @param Job                 $piece  As it was read.
	 * @param array<string,mixed> $result The result.
	 * @return Job|null Null when it had changed meanwhile.
	 * @throws StoreException When the database takes nothing at all.
	 */
	public function keep( Job $piece, array $result ): ?Job {
		try {
			return $this->finish( $piece, Job::COMPLETED, array( 'result' => $result ) );
		} catch ( StoreException $e ) {
			// If it takes what is small, it is back, or it is the result that it does not take.
			$piece = $this->store->swap( $piece, array( 'lease_until' => $piece->lease_until() ) );
		}
		try {
			return null === $piece ? null : $this->finish( $piece, Job::COMPLETED, array( 'result' => $result ) );
		} catch ( StoreException $e ) {
			return $this->finish( $piece, Job::FAILED, array( 'error' => Errors::of( 'internal', true ) ) );
		}
	}

	/**
	 * Makes a failed or expired job or part pending again.
	 *
	 * @param Job $seen       As it was read.
	 * @param int $expires_at When its new lifetime ends.
	 * @return Job|null Null when it had changed meanwhile.
	 */
	public function revive( Job $seen, int $expires_at ): ?Job {
		return $this->move(
			$seen,
			array(
				'status'          => Job::PENDING,
				'runner'          => '',
				'error'           => null,
				'started_at'      => null,
				'finished_at'     => null,
				'acknowledged_at' => null,
				'lease_until'     => null,
				'queued_at'       => null,
				'expires_at'      => $expires_at,
			)
		);
	}
}
