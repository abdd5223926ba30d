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
use WpAiJobs\Core\Guard;
use WpAiJobs\Integrations\AI\Store\JobStore;
use WpAiJobs\Integrations\AI\Store\Stores;
use WpAiJobs\Integrations\AI\Store\UsedKeys;

defined( 'ABSPATH' ) || exit;

/**
 * Creates jobs and moves them from status to status. Knows no HTTP, no user's rights and no
 * provider.
 *
 * What its owner, its runner and the site do with a job begins here; how a status changes is in
 * Transitions, what becomes of a job by itself in Settlement, when it goes in Deletion. What the
 * database refuses is a StoreException.
 *
 * A job in parts is not claimed or completed itself: its parts are, and its own status follows
 * from theirs.
 */
final class JobManager {

	/** How long a result is kept that nobody acknowledged, in milliseconds: 24 h. */
	public const RETENTION_MS = 86400000;

	/** How long after its acknowledgement a job is deleted, in milliseconds. */
	public const DELETE_AFTER_ACKNOWLEDGEMENT_MS = 5000;

	/** How often an owner's wish is tried again when the job changed under it. */
	private const TRIES = 5;

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
	 * How jobs go from status to status.
	 *
	 * @var Transitions
	 */
	private $transitions;

	/**
	 * What becomes of them by themselves.
	 *
	 * @var Settlement
	 */
	private $settlement;

	/**
	 * When they go.
	 *
	 * @var Deletion
	 */
	private $deletion;

	/**
	 * A manager over a store.
	 *
	 * @param JobStore|null $store Default: the site's.
	 */
	public function __construct( ?JobStore $store = null ) {
		$this->store       = $store ?? Stores::current();
		$this->queue       = new Queue( $this->store );
		$this->transitions = new Transitions( $this->store );
		$this->settlement  = new Settlement( $this->store, $this->transitions );
		$this->deletion    = new Deletion( $this->store );
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
			$first = $this->settlement->settle( $first );
			if ( ! $this->deletion->is_gone( $first ) ) {
				return $this->as_repeat( $first, $draft );
			}
			$this->deletion->delete( $first );
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
		$job = $this->settlement->settle( $stored );

		/**
		 * Fires after a job was created.
		 *
		 * @param Job $job The pending job.
		 */
		Guard::call( static fn() => do_action( 'wpaijobs_created', $job ) );
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
		$jobs = $this->settlement->settle_all( $this->store->find_many( $ids ) );
		return $this->queue->with_positions(
			array_filter(
				$jobs,
				function ( Job $job ): bool {
					return ! $this->deletion->is_gone( $job );
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
		$jobs = $this->queue->with_positions( $this->settlement->settle_all( $this->store->find_for_post( $owner_id, $post_id, $limit ) ) );
		return array_values(
			array_filter(
				$jobs,
				function ( Job $job ): bool {
					return ! $job->is_final() || ( Job::CANCELLED !== $job->status() && ! $this->deletion->is_gone( $job ) );
				}
			)
		);
	}

	/**
	 * An owner's jobs as they are stored, without their parts.
	 *
	 * @param int $owner_id User id.
	 * @param int $limit    At most so many.
	 * @param int $offset   How many are left out before them.
	 * @return Job[] Newest first.
	 */
	public function of_owner( int $owner_id, int $limit, int $offset = 0 ): array {
		return $this->store->find_of_owner( $owner_id, $limit, $offset );
	}

	/**
	 * The users who have jobs.
	 *
	 * @param int $after Only those with a higher id.
	 * @param int $limit At most so many.
	 * @return int[] Their ids, lowest first.
	 */
	public function owners( int $after, int $limit ): array {
		return $this->store->find_owners( $after, $limit );
	}

	/**
	 * The jobs that were created last, for the site's owner.
	 *
	 * @param int $limit At most so many.
	 * @return Job[] Newest first.
	 */
	public function recent( int $limit ): array {
		return $this->settlement->settle_all( $this->store->find_recent( $limit ) );
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
					return $this->transitions->keep( $mine, $result );
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
					return $this->transitions->finish( $mine, Job::FAILED, array( 'error' => $error ) );
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
			$cancelled = $this->transitions->finish( $job, Job::CANCELLED );
			if ( null !== $cancelled ) {
				return $this->settlement->settle( $cancelled );
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
	 * Ends a live job whose owner may not have it any more, and removes its texts and images. Its
	 * runner, if it has one, finds that nothing is its any more.
	 *
	 * @param Job      $job    The live job.
	 * @param WP_Error $reason See JobTypes::check_owner().
	 * @return bool Whether it is final now.
	 */
	public function withdraw( Job $job, WP_Error $reason ): bool {
		for ( $try = 0; $try < self::TRIES; $try++ ) {
			$now = $this->get( $job->id() );
			if ( null === $now || $now->is_final() ) {
				return true;
			}
			$ended = $this->transitions->finish(
				$now,
				Job::FAILED,
				array(
					'error'   => array_merge( Errors::for_job( $reason ), array( 'may_be_billed' => $now->attempts() > 0 ) ),
					'input'   => array(),
					'context' => array(),
				)
			);
			if ( null !== $ended ) {
				$this->deletion->delete_belongings( $ended );
				return true;
			}
		}
		return false;
	}

	/**
	 * Deletes a job at once, live or not, with everything that belongs to it.
	 *
	 * @param Job $job The job.
	 * @return bool Whether it is gone.
	 */
	public function erase( Job $job ): bool {
		for ( $try = 0; $try < self::TRIES; $try++ ) {
			// Stopped first, so that whoever follows it is told.
			if ( ! $job->is_final() ) {
				$this->cancel( $job );
			}
			$now = $this->store->find( $job->id() );
			if ( null === $now || $this->deletion->delete( $now ) ) {
				$this->deletion->delete_belongings( $job );
				return true;
			}
			$job = $now;
		}
		return false;
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
		Guard::call( static fn() => do_action( 'wpaijobs_acknowledged', $acknowledged ) );
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
		$pending    = $this->transitions->revive( $job, $expires_at );
		return null === $pending ? Errors::conflict() : $this->enter( $this->settlement->settle( $pending ) );
	}

	/**
	 * Ends what outlived its lifetime or its runner.
	 *
	 * @return int How many jobs were overdue.
	 */
	public function end_overdue(): int {
		return $this->settlement->end_overdue();
	}

	/**
	 * Deletes what was acknowledged, and what nobody came for; of very many, some.
	 *
	 * @return int How many jobs were deleted.
	 */
	public function delete_finished(): int {
		return $this->deletion->delete_finished();
	}

	/**
	 * Deletes some of the jobs whose acknowledgement is long enough ago.
	 *
	 * @param int $limit At most so many.
	 */
	public function delete_acknowledged( int $limit ): void {
		$this->deletion->delete_acknowledged( $limit );
	}

	/**
	 * Whether there is an acknowledged job that has not been deleted yet.
	 *
	 * @return bool
	 */
	public function has_acknowledged(): bool {
		return array() !== $this->store->find_acknowledged( PHP_INT_MAX, 1 );
	}

	/**
	 * Deletes what interrupted deletions have left.
	 */
	public function delete_orphans(): void {
		$this->deletion->delete_orphans();
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
		while ( null !== $mine && Job::PROCESSING === $mine->status() && $mine->runner() === $claimed->runner() && $mine->attempt() === $claimed->attempt() && ! $mine->is_due() ) {
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
			$claimed    = $this->transitions->move(
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
	 * What a second start under a key is answered with.
	 *
	 * @param Job $first The job that was there first.
	 * @param Job $draft The second start.
	 * @return Job|WP_Error
	 */
	private function as_repeat( Job $first, Job $draft ) {
		return hash_equals( $first->input_hash(), $draft->input_hash() )
			? $this->settlement->settle( $first )
			: Errors::request( 'ai_job_idempotency_conflict', __( 'This request was already used to start another job.', 'wp-ai-jobs' ), 409 );
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
}
