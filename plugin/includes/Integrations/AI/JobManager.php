<?php
/**
 * The rules of a job's life.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WP_Error;
use WpAiJobs\Clock;
use WpAiJobs\Integrations\AI\Store\JobStore;
use WpAiJobs\Integrations\AI\Store\StoreException;
use WpAiJobs\Integrations\AI\Store\Stores;
use WpAiJobs\Integrations\AI\Store\UsedKeys;

/**
 * Creates jobs and moves them from status to status. Knows no HTTP, no user's rights and no
 * provider.
 *
 * Every transition is one compare-and-set of the store: two that try the same, or one that
 * comes late, find that the job is not any more what they saw, and change nothing. What the
 * database refuses is a StoreException.
 *
 * A job in parts is not claimed or completed itself: its parts are, and its own status follows
 * from theirs. Whoever looks at it brings it there, so a process that dies in between leaves
 * nothing undone. It becomes final after the last of its parts, unless it is cancelled; then it
 * stops them. Hooks fire for jobs, never for parts.
 */
final class JobManager {

	/** How long a result is kept that nobody acknowledged, in milliseconds: 24 h. */
	public const RETENTION_MS = 86400000;

	/** How long after its acknowledgement a job is deleted, in milliseconds. */
	public const DELETE_AFTER_ACKNOWLEDGEMENT_MS = 5000;

	/** How many overdue jobs are read at a time. */
	private const CLEANUP_BATCH = 500;

	/** How often an owner's wish is tried again when the job changed under it. */
	private const TRIES = 5;

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
	 * Who runs next.
	 *
	 * @var Queue
	 */
	private $queue;

	/**
	 * A manager over a store.
	 *
	 * @param JobStore|null $store Default: the site's.
	 */
	public function __construct( ?JobStore $store = null ) {
		$this->store = $store ?? Stores::current();
		$this->queue = new Queue( $this->store );
	}

	/**
	 * The queue of its jobs.
	 *
	 * @return Queue
	 */
	public function queue(): Queue {
		return $this->queue;
	}

	/**
	 * A job that is not stored yet.
	 *
	 * @param array{owner_id:int,type:string,input:array,context:array,idempotency_key:?string,id_prefix:string,part_count?:int} $start What to start; input and context are clean.
	 * @return Job
	 */
	public function draft( array $start ): Job {
		$now = Clock::now_ms();
		$key = $start['idempotency_key'];
		return new Job(
			array(
				'id'              => $start['id_prefix'] . wp_generate_uuid4(),
				'owner_id'        => $start['owner_id'],
				'post_id'         => $start['context']['post_id'] ?? 0,
				'type'            => $start['type'],
				// Hashed, since most databases' collations do not tell cases apart.
				'idempotency_key' => null === $key ? null : hash( 'sha256', $key ),
				'input_hash'      => hash( 'sha256', (string) wp_json_encode( array( $start['type'], $start['input'], $start['context'] ) ) ),
				'input'           => $start['input'],
				'context'         => $start['context'],
				'created_at'      => $now,
				'expires_at'      => $now + Job::LIFETIME_MS,
				'part_count'      => $start['part_count'] ?? 0,
			)
		);
	}

	/**
	 * The job that the draft's owner has started already under the same idempotency key.
	 *
	 * @param Job $draft A draft.
	 * @return Job|WP_Error|null Null: there is none. `ai_job_idempotency_conflict`: it is another one's.
	 *                           `ai_job_conflict`: it was acknowledged within UsedKeys::KEPT_MS and is gone, so
	 *                           the request was a long time on its way, and is answered already.
	 */
	public function find_repeated( Job $draft ) {
		$key = $draft->idempotency_key();
		if ( null === $key ) {
			return null;
		}
		$first = $this->store->find_by_key( $draft->owner_id(), $key );
		if ( null !== $first ) {
			// Nobody may have looked since it ended.
			$first = $this->settle( $first );
			if ( ! $this->is_gone( $first ) ) {
				return $this->as_repeat( $first, $draft );
			}
			$this->delete( $first );
		}
		// Behind the search for the job: whoever deletes it has noted its key before.
		return UsedKeys::has( $draft->owner_id(), $key ) ? Errors::conflict() : null;
	}

	/**
	 * Stores a draft; of several with one idempotency key, one.
	 *
	 * @param Job $draft A draft.
	 * @return array{job:Job,is_new:bool}|WP_Error `ai_job_idempotency_conflict`.
	 */
	public function create( Job $draft ) {
		$stored = $this->store->insert( $draft );
		if ( $stored->id() !== $draft->id() ) {
			$first = $this->as_repeat( $stored, $draft );
			return $first instanceof WP_Error ? $first : array(
				'job'    => $first,
				'is_new' => false,
			);
		}
		$job = $this->settle( $stored );

		/**
		 * Fires after a job was created.
		 *
		 * @param Job $job The pending job.
		 */
		do_action( 'wp_ai_jobs_created', $job );
		return array(
			'job'    => $this->enter( $job ),
			'is_new' => true,
		);
	}

	/**
	 * How many of an owner's jobs are live.
	 *
	 * @param int $owner_id User id.
	 * @return int
	 */
	public function count_live( int $owner_id ): int {
		return $this->store->count_live( $owner_id, Clock::now_ms() );
	}

	/**
	 * The job of an id as it is now.
	 *
	 * @param string $id Job id.
	 * @return Job|null
	 */
	public function get( string $id ): ?Job {
		return $this->get_many( array( $id ) )[ $id ] ?? null;
	}

	/**
	 * Several jobs as they are now.
	 *
	 * @param string[] $ids Job ids.
	 * @return array<string,Job> Those that exist, by id.
	 */
	public function get_many( array $ids ): array {
		$jobs = $this->settle_all( $this->store->find_many( $ids ) );
		return $this->queue->with_positions(
			array_filter(
				$jobs,
				function ( Job $job ): bool {
					return ! $this->is_gone( $job );
				}
			)
		);
	}

	/**
	 * An owner's jobs of a post that are live, or completed, failed or expired and not acknowledged.
	 *
	 * @param int $owner_id User id.
	 * @param int $post_id  Post id.
	 * @param int $limit    At most so many.
	 * @return Job[] Newest first.
	 */
	public function for_post( int $owner_id, int $post_id, int $limit ): array {
		$jobs = $this->queue->with_positions( $this->settle_all( $this->store->find_for_post( $owner_id, $post_id, $limit ) ) );
		return array_values(
			array_filter(
				$jobs,
				function ( Job $job ): bool {
					return ! $job->is_final() || ( Job::CANCELLED !== $job->status() && ! $this->is_gone( $job ) );
				}
			)
		);
	}

	/**
	 * The jobs that were created last, for the site's owner.
	 *
	 * @param int $limit At most so many.
	 * @return Job[] Newest first.
	 */
	public function recent( int $limit ): array {
		return $this->settle_all( $this->store->find_recent( $limit ) );
	}

	/**
	 * The jobs of which something waits for a runner.
	 *
	 * @param int $limit At most so many.
	 * @return string[] Their ids, oldest first.
	 */
	public function find_waiting( int $limit ): array {
		return $this->store->find_waiting( Clock::now_ms(), $limit );
	}

	/**
	 * Claims a pending job for a runner, or one of its parts that wait. Of all who try, one gets it.
	 * While others wait for a place, what is claimed may be another job: see Queue.
	 *
	 * @param string   $id       Job id.
	 * @param string   $runner   The runner's own name, as no other has.
	 * @param int|null $lease_ms How long the runner is taken to be alive without a sign, in milliseconds; null: as long as the job may live.
	 * @return Job|null The claimed job or part; null when there is nothing to do, or no place.
	 */
	public function claim( string $id, string $runner, ?int $lease_ms = null ): ?Job {
		$job = $this->get( $id );
		if ( null === $job || $job->is_final() || array() === $job->waiting() ) {
			return null;
		}
		return $this->queue->admit(
			$job,
			function ( string $id ) use ( $runner, $lease_ms ): ?Job {
				return $this->claim_piece( $id, $runner, $lease_ms );
			}
		);
	}

	/**
	 * Says that the runner is alive.
	 *
	 * @param Job $claimed  The job or part as its runner has it.
	 * @param int $lease_ms For how long, in milliseconds.
	 * @return Job|null Null: the job is not the runner's any more, and what it does is in vain.
	 */
	public function renew( Job $claimed, int $lease_ms ): ?Job {
		return $this->as_runner(
			$claimed,
			function ( Job $mine ) use ( $lease_ms ): ?Job {
				return $this->store->swap( $mine, array( 'lease_until' => Clock::now_ms() + $lease_ms ) );
			}
		);
	}

	/**
	 * Stores the result.
	 *
	 * @param Job                 $claimed The job or part as its runner has it.
	 * @param array<string,mixed> $result  The result.
	 * @return Job|null Null: too late, nothing was changed.
	 */
	public function complete( Job $claimed, array $result ): ?Job {
		return $this->settle_parent(
			$this->as_runner(
				$claimed,
				function ( Job $mine ) use ( $result ): ?Job {
					return $this->keep( $mine, $result );
				}
			)
		);
	}

	/**
	 * Ends a job or part with an error.
	 *
	 * @param Job                                                                 $claimed The job or part as its runner has it.
	 * @param array{code:string,message:string,retryable:bool,may_be_billed:bool} $error   See Errors::for_job().
	 * @return Job|null Null: too late, nothing was changed.
	 */
	public function fail( Job $claimed, array $error ): ?Job {
		return $this->settle_parent(
			$this->as_runner(
				$claimed,
				function ( Job $mine ) use ( $error ): ?Job {
					return $this->finish( $mine, Job::FAILED, array( 'error' => $error ) );
				}
			)
		);
	}

	/**
	 * Adds to the result of a part what became of it afterwards.
	 *
	 * @param Job                 $part     A completed part.
	 * @param array<string,mixed> $addition Fields of the result.
	 * @return Job|null Null when it had changed meanwhile.
	 */
	public function annotate( Job $part, array $addition ): ?Job {
		return $this->store->swap( $part, array( 'result' => array_merge( (array) $part->result(), $addition ) ) );
	}

	/**
	 * Stops a job, with the parts of it that live. Stopping a stopped one is harmless.
	 *
	 * @param Job $job The job as its owner sees it.
	 * @return Job|WP_Error `ai_job_conflict` when it has ended otherwise.
	 */
	public function cancel( Job $job ) {
		for ( $try = 0; $try < self::TRIES; $try++ ) {
			if ( Job::CANCELLED === $job->status() ) {
				return $job;
			}
			if ( $job->is_final() ) {
				return Errors::conflict();
			}
			$cancelled = $this->finish( $job, Job::CANCELLED );
			if ( null !== $cancelled ) {
				return $this->settle( $cancelled );
			}
			$again = $this->get( $job->id() );
			if ( null === $again ) {
				return Errors::not_found();
			}
			$job = $again;
		}
		return Errors::conflict();
	}

	/**
	 * Notes that the result has arrived. The job goes a few seconds later.
	 *
	 * @param Job $job The job as its owner sees it.
	 * @return Job|WP_Error `ai_job_conflict` when it is not final.
	 */
	public function acknowledge( Job $job ) {
		if ( ! $job->is_final() ) {
			return Errors::conflict();
		}
		if ( null !== $job->acknowledged_at() ) {
			return $job;
		}
		if ( null !== $job->idempotency_key() ) {
			// Before the job may go, so that the key is always found: with the job, or noted.
			UsedKeys::add( $job->owner_id(), $job->idempotency_key() );
		}
		$acknowledged = $this->store->swap( $job, array( 'acknowledged_at' => Clock::now_ms() ) );
		if ( null === $acknowledged ) {
			// Another tab was faster, or a retry was.
			$again = $this->get( $job->id() );
			return null !== $again && null !== $again->acknowledged_at() ? $again : Errors::conflict();
		}
		/**
		 * Fires after the owner's client said that a job's result has arrived.
		 *
		 * @param Job $job The job.
		 */
		do_action( 'wp_ai_jobs_acknowledged', $acknowledged );
		return $acknowledged;
	}

	/**
	 * Makes a failed or expired job pending again, with a fresh lifetime; of its parts those that
	 * may go better this time.
	 *
	 * @param Job $job The job as its owner sees it.
	 * @return Job|WP_Error `ai_job_conflict` when it cannot run again.
	 */
	public function retry( Job $job ) {
		if ( ! $job->is_retryable() ) {
			return Errors::conflict();
		}
		// Later than before in any case: that is how its parts are known to be of the last attempt.
		$expires_at = max( Clock::now_ms() + Job::LIFETIME_MS, $job->ends_at() + 1 );
		$pending    = $this->renew_lifetime( $job, $expires_at );
		return null === $pending ? Errors::conflict() : $this->enter( $this->settle( $pending ) );
	}

	/**
	 * Ends what outlived its lifetime or its runner.
	 *
	 * @return int How many jobs were overdue.
	 */
	public function end_overdue(): int {
		$count = 0;
		$seen  = array();
		do {
			$overdue = $this->store->find_overdue( Clock::now_ms(), self::CLEANUP_BATCH );
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
			$is_more = self::CLEANUP_BATCH === count( $overdue ) && $seen !== $found;
			$seen    = $found;
		} while ( $is_more );
		return $count;
	}

	/**
	 * Deletes what was acknowledged, and what nobody came for.
	 *
	 * @return int How many jobs were deleted.
	 */
	public function delete_finished(): int {
		$now                 = Clock::now_ms();
		$acknowledged_before = $now - self::DELETE_AFTER_ACKNOWLEDGEMENT_MS;
		$finished_before     = $now - self::RETENTION_MS;
		$count               = 0;
		do {
			$jobs    = $this->store->find_finished( $acknowledged_before, $finished_before, self::CLEANUP_BATCH );
			$count  += count( array_filter( array_map( array( $this, 'delete' ), $jobs ) ) );
			$is_more = self::CLEANUP_BATCH === count( $jobs );
		} while ( $is_more );
		return $count + $this->store->delete_finished( $acknowledged_before, $finished_before );
	}

	/**
	 * Deletes what interrupted deletions have left.
	 */
	public function delete_orphans(): void {
		$this->store->delete_orphans( Clock::now_ms() - self::RETENTION_MS );
	}

	/**
	 * Makes a runner's own move. Others may have corrected its lease meanwhile; as long as the job
	 * is the runner's, that makes no difference.
	 *
	 * @param Job                $claimed The job or part as its runner has it.
	 * @param callable(Job):?Job $move    Moves it from how it is seen.
	 * @return Job|null Null: the job is not the runner's any more, or its time is over.
	 */
	private function as_runner( Job $claimed, callable $move ): ?Job {
		$mine = $claimed;
		while ( null !== $mine && Job::PROCESSING === $mine->status() && $mine->runner() === $claimed->runner() && $mine->attempt() === $claimed->attempt() && ! $this->is_due( $mine ) ) {
			$after = $move( $mine );
			if ( null !== $after ) {
				return $after;
			}
			$seen = $mine->revision();
			$mine = $this->store->find( $claimed->id() );
			if ( null !== $mine && $mine->revision() === $seen ) {
				return null;
			}
		}
		return null;
	}

	/**
	 * Has a pending job wait for a place if there is none.
	 *
	 * @param Job $job The pending job with its parts.
	 * @return Job As it is now.
	 */
	private function enter( Job $job ): Job {
		if ( array() === $job->waiting() || ! $this->queue->is_full() ) {
			return $job;
		}
		$this->queue->line_up( $job );
		return $this->get( $job->id() ) ?? $job;
	}

	/**
	 * Claims a job, or one of its parts that wait.
	 *
	 * @param string   $id       Job id.
	 * @param string   $runner   The runner's name.
	 * @param int|null $lease_ms See claim().
	 * @return Job|null
	 */
	private function claim_piece( string $id, string $runner, ?int $lease_ms ): ?Job {
		$job = $this->get( $id );
		if ( null === $job || $job->is_final() ) {
			return null;
		}
		foreach ( $job->waiting() as $piece ) {
			$now = Clock::now_ms();
			// The lifetime of what had to wait for its place begins now.
			$expires_at = null === $piece->queued_at() ? $piece->expires_at() : $now + Job::LIFETIME_MS;
			$claimed    = $this->move(
				$piece,
				array(
					'status'      => Job::PROCESSING,
					'attempt'     => $piece->attempt() + 1,
					'runner'      => $runner,
					'started_at'  => $now,
					'queued_at'   => null,
					'expires_at'  => $expires_at,
					'lease_until' => $now + ( $lease_ms ?? $expires_at - $now + Heartbeat::GRACE_MS ),
				)
			);
			if ( null !== $claimed ) {
				$this->settle_parent( $claimed );
				return $claimed;
			}
		}
		return null;
	}

	/**
	 * Deletes a job if it is still as it was read, and then what belongs to it.
	 *
	 * @param Job $seen The job as it was read.
	 * @return bool Whether this call deleted it.
	 */
	private function delete( Job $seen ): bool {
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
	 * Whether a job's time is over, though no clean-up has come by yet: WP-Cron may be late.
	 *
	 * @param Job $job The job.
	 * @return bool
	 */
	private function is_gone( Job $job ): bool {
		$now = Clock::now_ms();
		return $job->is_final() && (
			( null !== $job->acknowledged_at() && $job->acknowledged_at() + self::DELETE_AFTER_ACKNOWLEDGEMENT_MS <= $now )
			|| ( null !== $job->finished_at() && $job->finished_at() + self::RETENTION_MS <= $now )
		);
	}

	/**
	 * What a second start under a key is answered with.
	 *
	 * @param Job $first The job that was there first.
	 * @param Job $draft The second start.
	 * @return Job|WP_Error
	 */
	private function as_repeat( Job $first, Job $draft ) {
		return hash_equals( $first->input_hash(), $draft->input_hash() )
			? $this->settle( $first )
			: Errors::request( 'ai_job_idempotency_conflict', __( 'This request was already used to start another job.', 'wp-ai-jobs' ), 409 );
	}

	/**
	 * Brings jobs up to the present, with their parts.
	 *
	 * @param Job[] $jobs Jobs as they were read.
	 * @return Job[] As they are now, under the same keys.
	 */
	private function settle_all( array $jobs ): array {
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
	private function settle( Job $job ): Job {
		return $this->settle_all( array( $job ) )[0];
	}

	/**
	 * Has a job follow one of its parts that has just changed.
	 *
	 * @param Job|null $changed The part; or a job without parts, or nothing, and there is nothing to do.
	 * @return Job|null What was given.
	 */
	private function settle_parent( ?Job $changed ): ?Job {
		if ( null !== $changed && null !== $changed->parent_id() ) {
			$this->get( $changed->parent_id() );
		}
		return $changed;
	}

	/**
	 * Brings a part, or a job without parts, up to the present: expired when its lifetime is
	 * over, failed when its runner is gone; completed when its result is in the journal, or can be
	 * recovered. A provider call that may be billed is not repeated.
	 *
	 * @param Job $piece As it was read.
	 * @return Job As it is now.
	 */
	private function settle_piece( Job $piece ): Job {
		$result = Job::PROCESSING === $piece->status() ? Journal::read( $piece ) : null;
		if ( null === $result && ! $this->is_due( $piece ) ) {
			return $this->shorten_lease( $piece );
		}
		$ended = null !== $result ? $this->keep( $piece, $result ) : $this->recover( $piece ) ?? $this->give_up( $piece, $piece );
		if ( null !== $ended && $ended->is_final() ) {
			Journal::forget( $piece );
		}
		// Somebody else was faster: theirs is the truth.
		return $ended ?? $this->store->find( $piece->id() ) ?? $piece;
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
			return $this->keep( $mine, $outcome );
		}
		if ( ! ImageFiles::is_without_room( $outcome ) ) {
			return $this->give_up( $mine, $piece );
		}
		// There may be room the next time.
		return $try < self::RECOVERIES ? $mine : $this->finish( $mine, Job::FAILED, array( 'error' => Errors::for_job( ImageFiles::no_room( true ) ) ) );
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
			? $this->finish(
				$mine,
				Job::FAILED,
				array(
					'error'       => Errors::of( 'interrupted' ),
					'finished_at' => $lease_until,
				)
			)
			: $this->finish(
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
	 * Makes a job or part completed, or failed where its result is too large for the database.
	 *
	 * @param Job                 $piece  As it was read.
	 * @param array<string,mixed> $result The result.
	 * @return Job|null Null when it had changed meanwhile.
	 * @throws StoreException When the database takes nothing at all.
	 */
	private function keep( Job $piece, array $result ): ?Job {
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
			$after = $this->move( $job, $changes );
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
		return $this->renew_lifetime( $part, $job->expires_at() ) ?? $this->store->find( $part->id() ) ?? $part;
	}

	/**
	 * Makes a failed or expired job or part pending again.
	 *
	 * @param Job $seen       As it was read.
	 * @param int $expires_at When its new lifetime ends.
	 * @return Job|null Null when it had changed meanwhile.
	 */
	private function renew_lifetime( Job $seen, int $expires_at ): ?Job {
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

	/**
	 * Stops a part of a cancelled job, unless it has ended.
	 *
	 * @param Job $part The part as it was read.
	 * @return Job As it is now.
	 */
	private function stop( Job $part ): Job {
		while ( ! $part->is_final() ) {
			$part = $this->finish( $part, Job::CANCELLED ) ?? $this->store->find( $part->id() ) ?? $part->with( array( 'status' => Job::CANCELLED ) );
		}
		return $part;
	}

	/**
	 * Whether a live job's lifetime is over, or its runner's lease.
	 *
	 * @param Job $job The job.
	 * @return bool
	 */
	private function is_due( Job $job ): bool {
		$now = Clock::now_ms();
		return ! $job->is_final() && ( $job->expires_at() <= $now || ( null !== $job->lease_until() && $job->lease_until() <= $now ) );
	}

	/**
	 * Makes a job or part final.
	 *
	 * @param Job                 $seen    The job as it was read.
	 * @param string              $status  A final status.
	 * @param array<string,mixed> $changes What changes besides.
	 * @return Job|null Null when it had changed meanwhile.
	 */
	private function finish( Job $seen, string $status, array $changes = array() ): ?Job {
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
			do_action( 'wp_ai_jobs_place_freed' );
		}
		return $after;
	}

	/**
	 * One transition, and its hook, unless it is a part's.
	 *
	 * @param Job                 $seen    The job or part as it was read.
	 * @param array<string,mixed> $changes Fields by column.
	 * @return Job|null Null when it had changed meanwhile.
	 */
	private function move( Job $seen, array $changes ): ?Job {
		$after = $this->store->swap( $seen, $changes );
		if ( null !== $after && null === $after->parent_id() ) {
			/**
			 * Fires after a job went from one status to another.
			 *
			 * Example, count what failed: `add_action( 'wp_ai_jobs_status_changed', fn( $job ) => 'failed' === $job->status() && count_one(), 10, 2 );`
			 *
			 * @param Job    $after The job as it is now.
			 * @param string $from  The status that it left.
			 */
			do_action( 'wp_ai_jobs_status_changed', $after, $seen->status() );
		}
		return $after;
	}
}
