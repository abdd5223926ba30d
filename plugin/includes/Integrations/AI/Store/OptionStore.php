<?php
/**
 * Jobs in the options table.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Store;

use WpAiJobs\Integrations\AI\Job;

defined( 'ABSPATH' ) || exit;

// Not get_option(): its cache would show a claim what was true a moment ago.
// phpcs:disable WordPress.DB.DirectDatabaseQuery

/**
 * The store where the database refuses a new table. One option a job, never autoloaded, and one
 * that leads from an idempotency key to its job. Made for few jobs: its searches read them all.
 */
final class OptionStore implements JobStore {

	use QuietDatabase;

	private const JOB = 'wpaijobs_job_';
	private const KEY = 'wpaijobs_key_';

	/** How often it is looked for the job of a key, and how long is waited in between, in milliseconds. */
	private const TRIES    = 5;
	private const PAUSE_MS = 20;

	/**
	 * Whether the site still keeps its jobs here, or null: it does.
	 *
	 * @var callable():bool|null
	 */
	private $is_current;

	/**
	 * The store.
	 *
	 * @param callable():bool|null $is_current Whether the site still keeps its jobs here; asked before a new one
	 *                                         is stored. Default: it does.
	 */
	public function __construct( ?callable $is_current = null ) {
		$this->is_current = $is_current;
	}

	/** {@inheritDoc} */
	public function install(): bool {
		return true;
	}

	/** {@inheritDoc} */
	public function uninstall(): void {
		global $wpdb;
		foreach ( array( self::JOB, self::KEY ) as $prefix ) {
			$wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->options} WHERE option_name LIKE %s", $wpdb->esc_like( $prefix ) . '%' ) );
		}
	}

	/** {@inheritDoc} */
	public function insert( Job $job ): Job {
		// A part belongs where its job is, wherever new jobs go meanwhile.
		if ( null === $job->parent_id() && null !== $this->is_current && ! ( $this->is_current )() ) {
			throw new StoreException( 'The site keeps its jobs elsewhere now.' );
		}
		// The key stands before its job: a process that dies in between leaves no job that would
		// run beside the one that its client starts again.
		$key  = $job->idempotency_key();
		$name = null === $key ? null : $this->key_name( $job->owner_id(), $key );
		if ( null !== $name && ! $this->add( $name, $job->id() ) ) {
			$first = $this->wait_for_first( $name );
			if ( null !== $first ) {
				return $first;
			}
			$this->take_over( $name, $job->id() );
		}
		if ( ! $this->add( self::JOB . $job->id(), (string) wp_json_encode( $job->to_row() ) ) ) {
			$first = $this->find( $job->id() );
			if ( null === $first ) {
				throw new StoreException( 'The job could not be inserted.' );
			}
			return $first;
		}
		if ( null === $name || $this->read( $name ) === $job->id() ) {
			return $job;
		}
		// This process was slow and taken for dead.
		$this->remove( self::JOB . $job->id() );
		$first = $this->wait_for_first( $name );
		if ( null === $first ) {
			throw new StoreException( 'The job could not be inserted.' );
		}
		return $first;
	}

	/**
	 * The job that a key leads to, which whoever wrote the key may be about to insert.
	 *
	 * @param string $name The key's option.
	 * @return Job|null Null: its process has died.
	 */
	private function wait_for_first( string $name ): ?Job {
		for ( $try = 0; $try < self::TRIES; $try++ ) {
			$id    = $this->read( $name );
			$first = null === $id ? null : $this->find( $id );
			if ( null !== $first ) {
				return $first;
			}
			usleep( self::PAUSE_MS * 1000 );
		}
		return null;
	}

	/**
	 * Has a key lead to another job than the one that was never inserted.
	 *
	 * @param string $name The key's option.
	 * @param string $id   The other job's id.
	 * @throws StoreException When somebody else did, or the database refuses.
	 */
	private function take_over( string $name, string $id ): void {
		global $wpdb;
		$dead = $this->read( $name );
		$done = null !== $dead && null === $this->find( $dead ) && 1 === self::quietly(
			static function () use ( $wpdb, $name, $dead, $id ) {
				return $wpdb->update(
					$wpdb->options,
					array( 'option_value' => $id ),
					array(
						'option_name'  => $name,
						'option_value' => $dead,
					)
				);
			}
		);
		if ( ! $done ) {
			throw new StoreException( 'The job could not be inserted.' );
		}
	}

	/** {@inheritDoc} */
	public function find( string $id ): ?Job {
		$raw = $this->read( self::JOB . $id );
		return null === $raw ? null : $this->decode( $raw );
	}

	/** {@inheritDoc} */
	public function find_many( array $ids ): array {
		$jobs = array();
		foreach ( $ids as $id ) {
			$job = $this->find( $id );
			if ( null !== $job ) {
				$jobs[ $id ] = $job;
			}
		}
		return $jobs;
	}

	/** {@inheritDoc} */
	public function find_by_key( int $owner_id, string $key ): ?Job {
		$id = $this->read( $this->key_name( $owner_id, $key ) );
		return null === $id ? null : $this->find( $id );
	}

	/** {@inheritDoc} */
	public function count_live( int $owner_id, int $now_ms ): int {
		$live = $this->select(
			static function ( Job $job ) use ( $owner_id, $now_ms ): bool {
				return $job->owner_id() === $owner_id && ! $job->is_final() && $job->expires_at() > $now_ms;
			}
		);
		return count( self::job_ids( $live ) );
	}

	/** {@inheritDoc} */
	public function count_running( int $now_ms ): array {
		$running = $this->select(
			static function ( Job $job ) use ( $now_ms ): bool {
				return 0 === $job->part_count() && Job::PROCESSING === $job->status() && $job->lease_until() > $now_ms;
			}
		);
		return array_count_values(
			array_map(
				static function ( Job $job ): int {
					return $job->owner_id();
				},
				$running
			)
		);
	}

	/** {@inheritDoc} */
	public function find_queued( int $now_ms ): array {
		$queued = $this->select(
			static function ( Job $job ) use ( $now_ms ): bool {
				return Job::PENDING === $job->status() && null !== $job->queued_at() && $job->expires_at() > $now_ms;
			}
		);
		usort(
			$queued,
			static function ( Job $a, Job $b ): int {
				return array( $a->queued_at(), $a->id() ) <=> array( $b->queued_at(), $b->id() );
			}
		);
		return $queued;
	}

	/** {@inheritDoc} */
	public function find_waiting( int $now_ms, int $limit ): array {
		$waiting = $this->select(
			static function ( Job $job ) use ( $now_ms ): bool {
				return Job::PENDING === $job->status() && $job->expires_at() > $now_ms;
			}
		);
		return array_slice( self::job_ids( array_reverse( $waiting ) ), 0, $limit );
	}

	/** {@inheritDoc} */
	public function find_for_post( int $owner_id, int $post_id, int $limit ): array {
		return $this->select(
			static function ( Job $job ) use ( $owner_id, $post_id ): bool {
				return null === $job->parent_id() && $job->owner_id() === $owner_id && $job->post_id() === $post_id
					&& ( ! $job->is_final() || ( Job::CANCELLED !== $job->status() && null === $job->acknowledged_at() ) );
			},
			$limit
		);
	}

	/** {@inheritDoc} */
	public function find_overdue( int $now_ms, int $limit ): array {
		return $this->select(
			static function ( Job $job ) use ( $now_ms ): bool {
				return ! $job->is_final()
					&& ( $job->expires_at() <= $now_ms || ( null !== $job->lease_until() && $job->lease_until() <= $now_ms ) );
			},
			$limit
		);
	}

	/** {@inheritDoc} */
	public function find_recent( int $limit ): array {
		return $this->select(
			static function ( Job $job ): bool {
				return null === $job->parent_id();
			},
			$limit
		);
	}

	/** {@inheritDoc} */
	public function find_of_owner( int $owner_id, int $limit, int $offset = 0 ): array {
		$jobs = $this->select(
			static function ( Job $job ) use ( $owner_id ): bool {
				return null === $job->parent_id() && $job->owner_id() === $owner_id;
			},
			$offset + $limit
		);
		return array_slice( $jobs, $offset );
	}

	/** {@inheritDoc} */
	public function find_owners( int $after, int $limit ): array {
		$owners = array();
		$this->select(
			static function ( Job $job ) use ( $after, &$owners ): bool {
				if ( $job->owner_id() > $after ) {
					$owners[ $job->owner_id() ] = true;
				}
				return false;
			}
		);
		ksort( $owners );
		return array_slice( array_keys( $owners ), 0, $limit );
	}

	/** {@inheritDoc} */
	public function swap( Job $seen, array $changes ): ?Job {
		global $wpdb;
		$raw  = $this->read( self::JOB . $seen->id() );
		$here = null === $raw ? null : $this->decode( $raw );
		if ( null === $here || $here->revision() !== $seen->revision() || $here->status() !== $seen->status() || $here->attempt() !== $seen->attempt() ) {
			return null;
		}
		$after   = $seen->with( array_merge( $changes, array( 'revision' => $seen->revision() + 1 ) ) );
		$changed = self::ask(
			static function () use ( $wpdb, $seen, $after, $raw ) {
				return $wpdb->update(
					$wpdb->options,
					array( 'option_value' => (string) wp_json_encode( $after->to_row() ) ),
					array(
						'option_name'  => self::JOB . $seen->id(),
						'option_value' => $raw,
					)
				);
			}
		);
		return 1 === $changed ? $after : null;
	}

	/** {@inheritDoc} */
	public function delete( Job $seen ): bool {
		$here = $this->find( $seen->id() );
		if ( null === $here || $here->revision() !== $seen->revision() || ! $this->remove( self::JOB . $seen->id() ) ) {
			return false;
		}
		if ( null !== $seen->idempotency_key() ) {
			$this->remove( $this->key_name( $seen->owner_id(), $seen->idempotency_key() ) );
		}
		return true;
	}

	/** {@inheritDoc} */
	public function find_finished( int $acknowledged_before, int $finished_before, int $limit ): array {
		return $this->select(
			static function ( Job $job ) use ( $acknowledged_before, $finished_before ): bool {
				return $job->part_count() > 0 && self::is_finished( $job, $acknowledged_before, $finished_before );
			},
			$limit
		);
	}

	/** {@inheritDoc} */
	public function find_acknowledged( int $before, int $limit ): array {
		return $this->select(
			static function ( Job $job ) use ( $before ): bool {
				return null === $job->parent_id() && $job->is_final() && null !== $job->acknowledged_at() && $job->acknowledged_at() <= $before;
			},
			$limit
		);
	}

	/** {@inheritDoc} */
	public function delete_parts( Job $job ): void {
		foreach ( $job->part_ids() as $id ) {
			$this->remove( self::JOB . $id );
		}
	}

	/** {@inheritDoc} */
	public function delete_orphans( int $finished_before ): void {
		$parts = $this->select(
			static function ( Job $job ) use ( $finished_before ): bool {
				return null !== $job->parent_id() && null !== $job->finished_at() && $job->finished_at() <= $finished_before;
			}
		);
		foreach ( $parts as $part ) {
			if ( null === $this->find( (string) $part->parent_id() ) ) {
				$this->remove( self::JOB . $part->id() );
			}
		}
	}

	/** {@inheritDoc} */
	public function delete_finished( int $acknowledged_before, int $finished_before, int $limit ): int {
		$jobs = $this->select(
			static function ( Job $job ) use ( $acknowledged_before, $finished_before ): bool {
				return 0 === $job->part_count() && null === $job->parent_id() && self::is_finished( $job, $acknowledged_before, $finished_before );
			},
			$limit
		);
		return count( array_filter( array_map( array( $this, 'delete' ), $jobs ) ) );
	}

	/**
	 * Whether there is no job and no part.
	 *
	 * @return bool
	 */
	public function is_empty(): bool {
		global $wpdb;
		return null === self::ask(
			static function () use ( $wpdb ) {
				return $wpdb->get_var( $wpdb->prepare( "SELECT option_id FROM {$wpdb->options} WHERE option_name LIKE %s LIMIT 1", $wpdb->esc_like( self::JOB ) . '%' ) );
			}
		);
	}

	/**
	 * The jobs that some jobs and parts are or belong to.
	 *
	 * @param Job[] $pieces Jobs and parts.
	 * @return string[] Ids, each once, in the same order.
	 */
	private static function job_ids( array $pieces ): array {
		$ids = array();
		foreach ( $pieces as $piece ) {
			$ids[ $piece->parent_id() ?? $piece->id() ] = true;
		}
		return array_map( 'strval', array_keys( $ids ) );
	}

	/**
	 * Whether a final job was acknowledged, or else finished, long enough ago.
	 *
	 * @param Job $job                 The job.
	 * @param int $acknowledged_before Milliseconds since the epoch.
	 * @param int $finished_before     Milliseconds since the epoch.
	 * @return bool
	 */
	private static function is_finished( Job $job, int $acknowledged_before, int $finished_before ): bool {
		return $job->is_final()
			&& ( ( null !== $job->acknowledged_at() && $job->acknowledged_at() <= $acknowledged_before )
				|| ( null !== $job->finished_at() && $job->finished_at() <= $finished_before ) );
	}

	/**
	 * The name of the option that leads from a key to its job.
	 *
	 * @param int    $owner_id User id.
	 * @param string $key      Idempotency key, hashed.
	 * @return string
	 */
	private function key_name( int $owner_id, string $key ): string {
		return self::KEY . $owner_id . '_' . $key;
	}

	/**
	 * A job from an option's value.
	 *
	 * @param string $raw The value.
	 * @return Job|null
	 */
	private function decode( string $raw ): ?Job {
		$row = json_decode( $raw, true );
		return is_array( $row ) ? Job::from_row( $row ) : null;
	}

	/**
	 * Adds an option if there is none of that name.
	 *
	 * @param string $name  Option name.
	 * @param string $value Its value.
	 * @return bool Whether it was added.
	 */
	private function add( string $name, string $value ): bool {
		global $wpdb;
		return self::quietly(
			static function () use ( $wpdb, $name, $value ): bool {
				return 1 === $wpdb->insert(
					$wpdb->options,
					array(
						'option_name'  => $name,
						'option_value' => $value,
						'autoload'     => 'off',
					)
				);
			}
		);
	}

	/**
	 * An option's value, past every cache.
	 *
	 * @param string $name Option name.
	 * @return string|null
	 */
	private function read( string $name ): ?string {
		global $wpdb;
		return self::ask(
			static function () use ( $wpdb, $name ) {
				return $wpdb->get_var( $wpdb->prepare( "SELECT option_value FROM {$wpdb->options} WHERE option_name = %s", $name ) );
			}
		);
	}

	/**
	 * Removes an option.
	 *
	 * @param string $name Option name.
	 * @return bool Whether this call removed it.
	 */
	private function remove( string $name ): bool {
		global $wpdb;
		return 1 === self::ask(
			static function () use ( $wpdb, $name ) {
				return $wpdb->delete( $wpdb->options, array( 'option_name' => $name ) );
			}
		);
	}

	/**
	 * Jobs by a condition.
	 *
	 * @param callable(Job):bool $matches Which.
	 * @param int|null           $limit   At most so many; null: all.
	 * @return Job[] Newest first.
	 */
	private function select( callable $matches, ?int $limit = null ): array {
		global $wpdb;
		$values = self::ask(
			static function () use ( $wpdb ): array {
				return $wpdb->get_col( $wpdb->prepare( "SELECT option_value FROM {$wpdb->options} WHERE option_name LIKE %s", $wpdb->esc_like( self::JOB ) . '%' ) );
			}
		);
		$jobs   = array_filter( array_filter( array_map( array( $this, 'decode' ), $values ) ), $matches );
		usort(
			$jobs,
			static function ( Job $a, Job $b ): int {
				return array( $b->created_at(), $b->id() ) <=> array( $a->created_at(), $a->id() );
			}
		);
		return array_slice( $jobs, 0, $limit );
	}
}
