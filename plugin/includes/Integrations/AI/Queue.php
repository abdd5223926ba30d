<?php
/**
 * Who runs next.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WpAiJobs\Clock;
use WpAiJobs\Core\Guard;
use WpAiJobs\Integrations\AI\Store\JobStore;
use WpAiJobs\Integrations\AI\Store\Lock;

defined( 'ABSPATH' ) || exit;

/**
 * The places of a site: so many pieces (jobs without parts, and parts) are executed at once, the
 * others wait.
 *
 * Claims go one after the other, under a lock, so the number holds however many runners come at
 * once; one that dies in between holds the others up for HOLD_MS. A runner that comes while
 * others wait takes the piece whose turn it is, whatever it came for: so a runner that was lost
 * is made up for by any other, and nobody overtakes.
 *
 * The turn is with the user of whom the fewest pieces run; of one user's pieces, with the one
 * that has waited longest. A batch of one user does not keep another's job waiting.
 */
final class Queue {

	/** How many pieces run at once. PHP-FPM's stock pool has five workers; one is left for the rest of the site. */
	public const MAX_RUNNING = 4;

	/** How long a piece waits for its place at most, in milliseconds: 30 min, for dozens of jobs before it. */
	public const MAX_WAIT_MS = 1800000;

	/** How long a claim takes at most, in milliseconds. */
	private const HOLD_MS = 3000;

	/** How long a claim waits for others, in milliseconds: until one that has died is out of the way. */
	private const WAIT_MS = 5000;

	/**
	 * The store.
	 *
	 * @var JobStore
	 */
	private $store;

	/**
	 * The queue of a store.
	 *
	 * @param JobStore $store Where jobs are kept.
	 */
	public function __construct( JobStore $store ) {
		$this->store = $store;
	}

	/**
	 * How many places are free.
	 *
	 * @return int
	 */
	public function free_places(): int {
		$max = self::max_running();
		return $max < 1 ? PHP_INT_MAX : max( 0, $max - array_sum( $this->store->count_running( Clock::now_ms() ) ) );
	}

	/**
	 * Whether somebody who comes now has to wait: those who wait need all the places that are free.
	 *
	 * @return bool
	 */
	public function is_full(): bool {
		return self::max_running() > 0 && $this->free_places() <= count( $this->store->find_queued( Clock::now_ms() ) );
	}

	/**
	 * Lets a runner claim what it came for, or else what has waited longer.
	 *
	 * @param Job                   $job   The job that the runner came for.
	 * @param callable(string):?Job $claim Claims a piece of the job of an id.
	 * @return Job|null What was claimed. Null: there is no place, and the job waits for one; or there is nothing to do.
	 */
	public function admit( Job $job, callable $claim ): ?Job {
		if ( self::max_running() < 1 ) {
			return $claim( $job->id() );
		}
		$lock = Lock::take( 'places', self::HOLD_MS, self::WAIT_MS );
		if ( null === $lock ) {
			return null;
		}
		try {
			if ( ! $this->is_full() ) {
				return $claim( $job->id() );
			}
			$this->line_up( $job );
			foreach ( 0 < $this->free_places() ? array_unique( $this->turns() ) : array() as $id ) {
				$claimed = $claim( $id );
				if ( null !== $claimed ) {
					return $claimed;
				}
			}
			return null;
		} finally {
			$lock->release();
		}
	}

	/**
	 * Has a job wait for a place, with all of it that is not begun.
	 *
	 * @param Job $job The job with its parts.
	 */
	public function line_up( Job $job ): void {
		$is_new = false;
		foreach ( $job->waiting() as $piece ) {
			if ( null === $piece->queued_at() ) {
				$now    = Clock::now_ms();
				$is_new = null !== $this->store->swap(
					$piece,
					array(
						'queued_at'  => $now,
						'expires_at' => $now + self::MAX_WAIT_MS,
					)
				) || $is_new;
			}
		}
		if ( $is_new ) {
			/**
			 * Fires after a job had to wait, since as many run as the site runs at once.
			 *
			 * @param Job $job The job as it was before.
			 */
			Guard::call( static fn() => do_action( 'wpaijobs_queued', $job ) );
		}
	}

	/**
	 * Jobs with their place in the queue, where they have one.
	 *
	 * @param Job[] $jobs Jobs with their parts.
	 * @return Job[] Under the same keys.
	 */
	public function with_positions( array $jobs ): array {
		$waits = static function ( Job $job ): bool {
			return Job::PENDING === $job->status() && $job->is_queued();
		};
		if ( array() === array_filter( $jobs, $waits ) ) {
			return $jobs;
		}
		$positions = array_flip( array_values( array_unique( $this->turns() ) ) );
		return array_map(
			static function ( Job $job ) use ( $positions, $waits ): Job {
				return $waits( $job ) && isset( $positions[ $job->id() ] ) ? $job->with_queue_position( $positions[ $job->id() ] + 1 ) : $job;
			},
			$jobs
		);
	}

	/**
	 * Whose turn it is, piece by piece.
	 *
	 * @return string[] The ids of their jobs: one in parts comes as often as parts of it wait.
	 */
	public function turns(): array {
		$now   = Clock::now_ms();
		$turns = $this->store->count_running( $now );
		$order = array();
		foreach ( $this->store->find_queued( $now ) as $place => $piece ) {
			$owner           = $piece->owner_id();
			$turns[ $owner ] = ( $turns[ $owner ] ?? 0 ) + 1;
			$order[]         = array( $turns[ $owner ], $place, $piece->parent_id() ?? $piece->id() );
		}
		sort( $order );
		return array_column( $order, 2 );
	}

	/**
	 * How many pieces may run at once.
	 *
	 * @return int 0: any number.
	 */
	private static function max_running(): int {
		/**
		 * Filters how many jobs run at once on the site; each part of a job in parts counts, as
		 * the images of an image job do. Each holds a PHP process while it waits for its provider.
		 *
		 * Example, on a server with fifty workers: `add_filter( 'wpaijobs_max_running', fn() => 40 );`
		 *
		 * @param int $max Default 4; 0: any number.
		 */
		return Guard::call( static fn() => (int) apply_filters( 'wpaijobs_max_running', self::MAX_RUNNING ), self::MAX_RUNNING );
	}
}
