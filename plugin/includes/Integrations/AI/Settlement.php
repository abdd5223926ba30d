<?php
/**
 * What becomes of jobs by themselves.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WpAiJobs\Clock;
use WpAiJobs\Integrations\AI\Store\JobStore;

defined( 'ABSPATH' ) || exit;

/**
 * Brings jobs up to the present, whoever looks whenever: what outlived its lifetime or its runner
 * has ended, and a job in parts follows its parts. A process that dies in between leaves nothing
 * undone. Such a job becomes final after the last of its parts, unless it is cancelled; then it
 * stops them.
 */
final class Settlement {

	/** How many overdue jobs are read at a time. */
	private const BATCH = 500;

	/** How often it is tried to recover what a dead runner had: a process may be killed over that, too. */
	private const RECOVERIES = 3;

	/** How long one has for that, in milliseconds. It takes milliseconds. */
	private const RECOVERY_MS = 60000;

	/** What the runner is called that recovers, before the number of its try. */
	private const RECOVERER = 'recovery-';

	/**
	 * The store.
	 *
	 * @var JobStore
	 */
	private $store;

	/**
	 * The transitions.
	 *
	 * @var Transitions
	 */
	private $transitions;

	/**
	 * The settlement of a store's jobs.
	 *
	 * @param JobStore    $store       The store.
	 * @param Transitions $transitions Its jobs' transitions.
	 */
	public function __construct( JobStore $store, Transitions $transitions ) {
		$this->store       = $store;
		$this->transitions = $transitions;
	}

	/**
	 * Brings jobs up to the present, with their parts.
	 *
	 * @param Job[] $jobs Jobs as they were read.
	 * @return Job[] As they are now, under the same keys.
	 */
	public function settle_all( array $jobs ): array {
		$ids = array();
		foreach ( $jobs as $job ) {
			$ids = array_merge( $ids, $job->part_ids() );
		}
		$parts = $this->store->find_many( $ids );
		return array_map(
			function ( Job $job ) use ( $parts ): Job {
				$own = array();
				foreach ( $job->part_ids() as $number => $id ) {
					if ( isset( $parts[ $id ] ) ) {
						$own[ $number ] = $parts[ $id ];
					}
				}
				return 0 === $job->part_count() ? $this->settle_piece( $job ) : $this->settle_in_parts( $job->with_parts( $own ) );
			},
			$jobs
		);
	}

	/**
	 * Brings a job up to the present. Never touches a final one.
	 *
	 * @param Job $job The job as it was read.
	 * @return Job As it is now, with its parts.
	 */
	public function settle( Job $job ): Job {
		return $this->settle_all( array( $job ) )[0];
	}

	/**
	 * Brings a part, or a job without parts, up to the present: expired when its lifetime is
	 * over, failed when its runner is gone; completed when its result is in the journal, or can be
	 * recovered. A provider call that may be billed is not repeated.
	 *
	 * @param Job $piece As it was read.
	 * @return Job As it is now.
	 */
	public function settle_piece( Job $piece ): Job {
		$result = Job::PROCESSING === $piece->status() ? Journal::read( $piece ) : null;
		if ( null === $result && ! $piece->is_due() ) {
			return $this->shorten_lease( $piece );
		}
		$ended = null !== $result ? $this->transitions->keep( $piece, $result ) : $this->recover( $piece ) ?? $this->give_up( $piece, $piece );
		if ( null !== $ended && $ended->is_final() ) {
			Journal::forget( $piece );
		}
		// Somebody else was faster: theirs is the truth.
		return $ended ?? $this->store->find( $piece->id() ) ?? $piece;
	}

	/**
	 * Brings those up to the present at which nobody looks.
	 *
	 * @return int How many jobs were overdue.
	 */
	public function end_overdue(): int {
		$count = 0;
		$seen  = array();
		do {
			$overdue = $this->store->find_overdue( Clock::now_ms(), self::BATCH );
			$jobs    = array();
			$parents = array();
			$found   = array();
			foreach ( $overdue as $job ) {
				$found[] = $job->id();
				if ( null === $job->parent_id() ) {
					$jobs[ $job->id() ] = $job;
				} else {
					// A part that has lost its job is seen to by nobody else.
					$this->settle_piece( $job );
					$parents[] = $job->parent_id();
				}
			}
			$jobs += $this->store->find_many( array_diff( array_unique( $parents ), array_keys( $jobs ) ) );
			$this->settle_all( $jobs );
			$count += count( $jobs );
			// A job in parts lives on when they had to wait, and would be found again and again.
			$is_more = self::BATCH === count( $overdue ) && $seen !== $found;
			$seen    = $found;
		} while ( $is_more );
		return $count;
	}

	/**
	 * Ends a piece whose runner is gone by what can be recovered of it, or leaves it to be tried again. Of all who try, one does.
	 *
	 * @param Job $piece As it was read, due.
	 * @return Job|null As it is now; null when there is nothing to recover, or it had changed meanwhile.
	 */
	private function recover( Job $piece ): ?Job {
		$try = 0 === strpos( $piece->runner(), self::RECOVERER ) ? 1 + (int) substr( $piece->runner(), strlen( self::RECOVERER ) ) : 1;
		if ( Job::PROCESSING !== $piece->status() || $try > self::RECOVERIES || ! Recovery::is_possible( $piece ) ) {
			return null;
		}
		$until = Clock::now_ms() + self::RECOVERY_MS;
		$mine  = $this->store->swap(
			$piece,
			array(
				'runner'      => self::RECOVERER . $try,
				'lease_until' => $until,
				'expires_at'  => max( $piece->expires_at(), $until ),
			)
		);
		if ( null === $mine ) {
			return null;
		}
		$outcome = Recovery::outcome( $mine );
		if ( is_array( $outcome ) ) {
			return $this->transitions->keep( $mine, $outcome );
		}
		if ( ! ImageFiles::is_without_room( $outcome ) ) {
			return $this->give_up( $mine, $piece );
		}
		// There may be room the next time.
		return $try < self::RECOVERIES ? $mine : $this->transitions->finish( $mine, Job::FAILED, array( 'error' => Errors::for_job( ImageFiles::no_room( true ) ) ) );
	}

	/**
	 * Ends what outlived its lifetime or its runner.
	 *
	 * @param Job $mine As it is now.
	 * @param Job $due  As it was when it was found due: what was over first counts, and when it was, whoever looks whenever.
	 * @return Job|null Null when it had changed meanwhile.
	 */
	private function give_up( Job $mine, Job $due ): ?Job {
		$lease_until = $due->lease_until();
		return null !== $lease_until && $lease_until < $due->expires_at()
			? $this->transitions->finish(
				$mine,
				Job::FAILED,
				array(
					'error'       => Errors::of( 'interrupted' ),
					'finished_at' => $lease_until,
				)
			)
			: $this->transitions->finish(
				$mine,
				Job::EXPIRED,
				array(
					'error'       => Errors::of( 'expired', $due->attempt() > 0 ),
					'finished_at' => $due->expires_at(),
				)
			);
	}

	/**
	 * Brings a lease back that lasts longer than any does: the clock was set back, by hours perhaps,
	 * and a dead runner's job would hang for as long. A living one renews it.
	 *
	 * @param Job $piece As it was read, not due.
	 * @return Job As it is now.
	 */
	private function shorten_lease( Job $piece ): Job {
		$longest = Clock::now_ms() + Job::LIFETIME_MS + 2 * Heartbeat::GRACE_MS;
		if ( Job::PROCESSING !== $piece->status() || $piece->lease_until() <= $longest ) {
			return $piece;
		}
		return $this->store->swap( $piece, array( 'lease_until' => Clock::now_ms() + Job::LIFETIME_MS + Heartbeat::GRACE_MS ) ) ?? $this->store->find( $piece->id() ) ?? $piece;
	}

	/**
	 * Brings a job in parts up to the present, and its parts first.
	 *
	 * @param Job $job The job and its parts as they were read.
	 * @return Job As it is now.
	 */
	private function settle_in_parts( Job $job ): Job {
		if ( Job::CANCELLED === $job->status() ) {
			return $job->with_parts( array_map( array( $this, 'stop' ), $job->parts() ) );
		}
		if ( $job->is_final() ) {
			return $job;
		}
		$parts = array();
		foreach ( array_keys( $job->part_ids() ) as $number ) {
			// Made here, not when the job is: so it makes no difference when that process dies.
			$part    = $job->parts()[ $number ] ?? $this->store->insert( $job->draft_part( $number ) );
			$parts[] = $this->settle_piece( PartedJob::is_to_be_repeated( $part, $job ) ? $this->repeat( $part, $job ) : $part );
		}
		$job = $job->with_parts( $parts );
		if ( ! PartedJob::has_stopped_part( $job ) ) {
			$changes = PartedJob::next( $job );
			if ( null === $changes ) {
				return $job;
			}
			$after = $this->transitions->move( $job, $changes );
			if ( null !== $after ) {
				return $this->settle_in_parts( $after );
			}
		}
		// Somebody else was faster: theirs is the truth.
		$again = $this->store->find( $job->id() );
		return null === $again || $again->revision() === $job->revision() ? $job : $this->settle( $again );
	}

	/**
	 * Makes a part of an earlier attempt pending again.
	 *
	 * @param Job $part The part.
	 * @param Job $job  Its live job.
	 * @return Job The part as it is now.
	 */
	private function repeat( Job $part, Job $job ): Job {
		return $this->transitions->revive( $part, $job->expires_at() ) ?? $this->store->find( $part->id() ) ?? $part;
	}

	/**
	 * Stops a part of a cancelled job, unless it has ended.
	 *
	 * @param Job $part The part as it was read.
	 * @return Job As it is now.
	 */
	private function stop( Job $part ): Job {
		while ( ! $part->is_final() ) {
			$part = $this->transitions->finish( $part, Job::CANCELLED ) ?? $this->store->find( $part->id() ) ?? $part->with( array( 'status' => Job::CANCELLED ) );
		}
		return $part;
	}
}
