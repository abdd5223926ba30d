<?php
/**
 * Jobs of a site that goes from the options to the table.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Store;

use WpAiJobs\Integrations\AI\Job;

defined( 'ABSPATH' ) || exit;

/**
 * New jobs go to the table; those of the options stay where they are until they are deleted, so
 * that a process which knows only of the options goes on with them, and each job is changed by
 * compare-and-set in one place. When none is left, the clean-up ends the move.
 */
final class MovingStore implements JobStore {

	/**
	 * Where new jobs go.
	 *
	 * @var TableStore
	 */
	private $table;

	/**
	 * Where jobs are from before.
	 *
	 * @var OptionStore
	 */
	private $options;

	/**
	 * Both stores as one.
	 *
	 * @param TableStore  $table   Where new jobs go.
	 * @param OptionStore $options Where jobs are from before.
	 */
	public function __construct( TableStore $table, OptionStore $options ) {
		$this->table   = $table;
		$this->options = $options;
	}

	/** {@inheritDoc} */
	public function install(): bool {
		return $this->table->install();
	}

	/** {@inheritDoc} */
	public function uninstall(): void {
		$this->table->uninstall();
		$this->options->uninstall();
	}

	/** {@inheritDoc} */
	public function insert( Job $job ): Job {
		$key   = $job->idempotency_key();
		$first = null === $key ? null : $this->options->find_by_key( $job->owner_id(), $key );
		return $first ?? $this->home( $job->parent_id() ?? $job->id() )->insert( $job );
	}

	/** {@inheritDoc} */
	public function find( string $id ): ?Job {
		return $this->table->find( $id ) ?? $this->options->find( $id );
	}

	/** {@inheritDoc} */
	public function find_many( array $ids ): array {
		$found = $this->table->find_many( $ids );
		return $found + $this->options->find_many( array_diff( $ids, array_keys( $found ) ) );
	}

	/** {@inheritDoc} */
	public function find_by_key( int $owner_id, string $key ): ?Job {
		return $this->options->find_by_key( $owner_id, $key ) ?? $this->table->find_by_key( $owner_id, $key );
	}

	/** {@inheritDoc} */
	public function count_live( int $owner_id, int $now_ms ): int {
		return $this->options->count_live( $owner_id, $now_ms ) + $this->table->count_live( $owner_id, $now_ms );
	}

	/** {@inheritDoc} */
	public function count_running( int $now_ms ): array {
		$counts = $this->table->count_running( $now_ms );
		foreach ( $this->options->count_running( $now_ms ) as $owner_id => $count ) {
			$counts[ $owner_id ] = $count + ( $counts[ $owner_id ] ?? 0 );
		}
		return $counts;
	}

	/** {@inheritDoc} */
	public function find_queued( int $now_ms ): array {
		$queued = array_merge( $this->options->find_queued( $now_ms ), $this->table->find_queued( $now_ms ) );
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
		// Nothing was added to the options since the first came to the table.
		return array_slice( array_merge( $this->options->find_waiting( $now_ms, $limit ), $this->table->find_waiting( $now_ms, $limit ) ), 0, $limit );
	}

	/** {@inheritDoc} */
	public function find_for_post( int $owner_id, int $post_id, int $limit ): array {
		return array_slice( array_merge( $this->table->find_for_post( $owner_id, $post_id, $limit ), $this->options->find_for_post( $owner_id, $post_id, $limit ) ), 0, $limit );
	}

	/** {@inheritDoc} */
	public function find_overdue( int $now_ms, int $limit ): array {
		return array_slice( array_merge( $this->options->find_overdue( $now_ms, $limit ), $this->table->find_overdue( $now_ms, $limit ) ), 0, $limit );
	}

	/** {@inheritDoc} */
	public function find_recent( int $limit ): array {
		return array_slice( array_merge( $this->table->find_recent( $limit ), $this->options->find_recent( $limit ) ), 0, $limit );
	}

	/** {@inheritDoc} */
	public function find_of_owner( int $owner_id, int $limit, int $offset = 0 ): array {
		$jobs = array_merge( $this->table->find_of_owner( $owner_id, $offset + $limit ), $this->options->find_of_owner( $owner_id, $offset + $limit ) );
		return array_slice( $jobs, $offset, $limit );
	}

	/** {@inheritDoc} */
	public function find_owners( int $after, int $limit ): array {
		$owners = array_unique( array_merge( $this->table->find_owners( $after, $limit ), $this->options->find_owners( $after, $limit ) ) );
		sort( $owners );
		return array_slice( $owners, 0, $limit );
	}

	/** {@inheritDoc} */
	public function swap( Job $seen, array $changes ): ?Job {
		return $this->home( $seen->id() )->swap( $seen, $changes );
	}

	/** {@inheritDoc} */
	public function delete( Job $seen ): bool {
		return $this->home( $seen->id() )->delete( $seen );
	}

	/** {@inheritDoc} */
	public function find_finished( int $acknowledged_before, int $finished_before, int $limit ): array {
		return array_slice(
			array_merge(
				$this->options->find_finished( $acknowledged_before, $finished_before, $limit ),
				$this->table->find_finished( $acknowledged_before, $finished_before, $limit )
			),
			0,
			$limit
		);
	}

	/** {@inheritDoc} */
	public function find_acknowledged( int $before, int $limit ): array {
		return array_slice( array_merge( $this->options->find_acknowledged( $before, $limit ), $this->table->find_acknowledged( $before, $limit ) ), 0, $limit );
	}

	/** {@inheritDoc} */
	public function delete_parts( Job $job ): void {
		$this->options->delete_parts( $job );
		$this->table->delete_parts( $job );
	}

	/** {@inheritDoc} */
	public function delete_orphans( int $finished_before ): void {
		$this->options->delete_orphans( $finished_before );
		$this->table->delete_orphans( $finished_before );
	}

	/** {@inheritDoc} */
	public function delete_finished( int $acknowledged_before, int $finished_before, int $limit ): int {
		$count  = $this->options->delete_finished( $acknowledged_before, $finished_before, $limit );
		$count += $this->table->delete_finished( $acknowledged_before, $finished_before, $limit - $count );
		if ( $this->options->is_empty() ) {
			Stores::finish_move();
		}
		return $count;
	}

	/**
	 * Where a job is, or a new one belongs.
	 *
	 * @param string $id Id of the job; of a part that is not stored yet, its job's.
	 * @return JobStore
	 */
	private function home( string $id ): JobStore {
		return null === $this->options->find( $id ) ? $this->table : $this->options;
	}
}
