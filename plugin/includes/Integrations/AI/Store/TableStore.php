<?php
/**
 * Jobs in a table of their own.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Store;

use mysqli;
use WpAiJobs\Integrations\AI\Job;

defined( 'ABSPATH' ) || exit;

// The table is the plugin's own, nothing of it may come from a cache (a claim must see the
// truth), its name cannot be a placeholder in every statement, and conditions bring theirs along.
// phpcs:disable WordPress.DB.DirectDatabaseQuery, WordPress.DB.PreparedSQL.InterpolatedNotPrepared, WordPress.DB.PreparedSQLPlaceholders.UnfinishedPrepare

/**
 * The store of nearly every site: `{prefix}wpaijobs_jobs`.
 *
 * Plain SQL, so that MySQL, MariaDB and SQLite's translation understand it alike.
 */
final class TableStore implements JobStore {

	use QuietDatabase;

	/** MySQL's numbers for that this user may make no table, or this server makes none of its kind: it is the same tomorrow. */
	private const REFUSALS = array( 1044, 1142, 1227, 3161 );

	/** The same in words, where a drop-in brings no numbers. */
	private const REFUSED = '/command denied|access denied|permission denied/i';

	/**
	 * What the database said when it refused the table.
	 *
	 * @var string
	 */
	private $refusal = '';

	/**
	 * The table of the current site.
	 *
	 * @return string
	 */
	private function table(): string {
		global $wpdb;
		return $wpdb->prefix . 'wpaijobs_jobs';
	}

	/** {@inheritDoc} */
	public function install(): bool {
		global $wpdb;
		if ( ! $this->is_there() ) {
			try {
				self::ask(
					function () use ( $wpdb ) {
						return $wpdb->query( $this->create() ); // phpcs:ignore WordPress.DB.PreparedSQL -- Nothing in it comes from outside.
					}
				);
			} catch ( StoreException $e ) {
				$words  = $wpdb->last_error;
				$number = $wpdb->dbh instanceof mysqli ? $wpdb->dbh->errno : 0;
				// Another process may have made it in this moment.
				if ( ! $this->is_there() ) {
					if ( ! in_array( $number, self::REFUSALS, true ) && 1 !== preg_match( self::REFUSED, $words ) ) {
						throw $e;
					}
					$this->refusal = $words;
					return false;
				}
			}
		}
		if ( ! $this->is_current() ) {
			require_once ABSPATH . 'wp-admin/includes/upgrade.php';
			self::quietly(
				function (): void {
					dbDelta( $this->create() );
				}
			);
			if ( ! $this->is_current() ) {
				throw new StoreException( 'The table could not be changed.' );
			}
		}
		return true;
	}

	/**
	 * What the database said when install() was refused.
	 *
	 * @return string '' when it was not.
	 */
	public function refusal(): string {
		return $this->refusal;
	}

	/**
	 * The statement that makes the table. Two spaces after PRIMARY KEY and one column a line: dbDelta() wants it so.
	 *
	 * @return string
	 */
	private function create(): string {
		global $wpdb;
		$table   = $this->table();
		$charset = $wpdb->get_charset_collate();
		return "CREATE TABLE {$table} (
			id varchar(64) NOT NULL,
			owner_id bigint(20) unsigned NOT NULL,
			post_id bigint(20) unsigned NOT NULL DEFAULT 0,
			type varchar(64) NOT NULL,
			status varchar(20) NOT NULL,
			attempt int(11) NOT NULL DEFAULT 0,
			revision int(11) NOT NULL DEFAULT 0,
			runner varchar(64) NOT NULL DEFAULT '',
			idempotency_key varchar(64) DEFAULT NULL,
			input_hash varchar(64) NOT NULL DEFAULT '',
			input longtext NOT NULL,
			context longtext NOT NULL,
			result longtext DEFAULT NULL,
			error longtext DEFAULT NULL,
			created_at bigint(20) NOT NULL,
			started_at bigint(20) DEFAULT NULL,
			finished_at bigint(20) DEFAULT NULL,
			expires_at bigint(20) NOT NULL,
			lease_until bigint(20) DEFAULT NULL,
			acknowledged_at bigint(20) DEFAULT NULL,
			parent_id varchar(64) DEFAULT NULL,
			part int(11) NOT NULL DEFAULT 0,
			part_count int(11) NOT NULL DEFAULT 0,
			queued_at bigint(20) DEFAULT NULL,
			PRIMARY KEY  (id),
			UNIQUE KEY owner_key (owner_id,idempotency_key),
			KEY owner_post (owner_id,post_id,created_at),
			KEY status_expires (status,expires_at),
			KEY finished (finished_at),
			KEY acknowledged (acknowledged_at)
		) {$charset};";
	}

	/**
	 * Whether the table has what its statement says: each column, and the key by which one of two
	 * starts is refused.
	 *
	 * @return bool
	 */
	private function is_current(): bool {
		global $wpdb;
		$columns = self::ask(
			function () use ( $wpdb ) {
				return $wpdb->get_col( "SHOW COLUMNS FROM {$this->table()}" );
			}
		);
		$keys    = self::ask(
			function () use ( $wpdb ) {
				return $wpdb->get_col( "SHOW INDEX FROM {$this->table()}", 2 );
			}
		);
		return array() === array_diff( array_keys( ( new Job( array() ) )->to_row() ), $columns ) && array() === array_diff( array( 'PRIMARY', 'owner_key' ), $keys );
	}

	/** {@inheritDoc} */
	public function uninstall(): void {
		global $wpdb;
		$wpdb->query( "DROP TABLE IF EXISTS {$this->table()}" );
	}

	/** {@inheritDoc} */
	public function insert( Job $job ): Job {
		global $wpdb;
		try {
			$this->ask_table(
				function () use ( $wpdb, $job ) {
					return $wpdb->insert( $this->table(), $job->to_row() );
				}
			);
			return $job;
		} catch ( StoreException $e ) {
			// If a unique key refused, somebody was first, and theirs is the job.
			$key   = $job->idempotency_key();
			$first = null === $key ? $this->find( $job->id() ) : $this->find_by_key( $job->owner_id(), $key );
			if ( null === $first ) {
				throw $e;
			}
			return $first;
		}
	}

	/** {@inheritDoc} */
	public function find( string $id ): ?Job {
		return $this->find_many( array( $id ) )[ $id ] ?? null;
	}

	/** {@inheritDoc} */
	public function find_many( array $ids ): array {
		if ( array() === $ids ) {
			return array();
		}
		$jobs = array();
		foreach ( $this->select( 'WHERE id IN (' . self::marks( $ids ) . ')', array_values( $ids ) ) as $job ) {
			$jobs[ $job->id() ] = $job;
		}
		return $jobs;
	}

	/** {@inheritDoc} */
	public function find_by_key( int $owner_id, string $key ): ?Job {
		return $this->select( 'WHERE owner_id = %d AND idempotency_key = %s', array( $owner_id, $key ) )[0] ?? null;
	}

	/** {@inheritDoc} */
	public function count_live( int $owner_id, int $now_ms ): int {
		global $wpdb;
		return (int) $this->ask_table(
			function () use ( $wpdb, $owner_id, $now_ms ) {
				return $wpdb->get_var(
					$wpdb->prepare(
						// By their parts too, which may have had to wait for longer than their job lives.
						"SELECT COUNT(DISTINCT COALESCE( parent_id, id )) FROM {$this->table()} WHERE owner_id = %d AND status IN ('pending','processing') AND expires_at > %d",
						$owner_id,
						$now_ms
					)
				);
			}
		);
	}

	/** {@inheritDoc} */
	public function count_running( int $now_ms ): array {
		global $wpdb;
		$rows = $this->ask_table(
			function () use ( $wpdb, $now_ms ) {
				return $wpdb->get_results(
					$wpdb->prepare(
						"SELECT owner_id, COUNT(*) AS running FROM {$this->table()} WHERE status = 'processing' AND part_count = 0 AND lease_until > %d GROUP BY owner_id",
						$now_ms
					),
					ARRAY_A
				);
			}
		);
		return array_map( 'intval', array_column( $rows, 'running', 'owner_id' ) );
	}

	/** {@inheritDoc} */
	public function find_queued( int $now_ms ): array {
		return $this->select(
			"WHERE status = 'pending' AND expires_at > %d AND queued_at IS NOT NULL ORDER BY queued_at, id",
			array( $now_ms ),
			'id, parent_id, owner_id, status, attempt, revision, created_at, expires_at, queued_at'
		);
	}

	/** {@inheritDoc} */
	public function find_waiting( int $now_ms, int $limit ): array {
		global $wpdb;
		return $this->ask_table(
			function () use ( $wpdb, $now_ms, $limit ) {
				return $wpdb->get_col(
					$wpdb->prepare(
						"SELECT COALESCE( parent_id, id ) AS job FROM {$this->table()} WHERE status = 'pending' AND expires_at > %d GROUP BY job ORDER BY MIN( created_at ), job LIMIT %d",
						$now_ms,
						$limit
					)
				);
			}
		);
	}

	/** {@inheritDoc} */
	public function find_for_post( int $owner_id, int $post_id, int $limit ): array {
		return $this->select(
			"WHERE owner_id = %d AND post_id = %d AND ( status IN ('pending','processing') OR ( status IN ('completed','failed','expired') AND acknowledged_at IS NULL ) ) AND parent_id IS NULL
			ORDER BY created_at DESC, id DESC LIMIT %d",
			array( $owner_id, $post_id, $limit )
		);
	}

	/** {@inheritDoc} */
	public function find_overdue( int $now_ms, int $limit ): array {
		return $this->select(
			"WHERE status IN ('pending','processing') AND ( expires_at <= %d OR lease_until <= %d ) LIMIT %d",
			array( $now_ms, $now_ms, $limit )
		);
	}

	/** {@inheritDoc} */
	public function find_recent( int $limit ): array {
		return $this->select( 'WHERE parent_id IS NULL ORDER BY created_at DESC, id DESC LIMIT %d', array( $limit ) );
	}

	/** {@inheritDoc} */
	public function find_of_owner( int $owner_id, int $limit, int $offset = 0 ): array {
		return $this->select( 'WHERE owner_id = %d AND parent_id IS NULL ORDER BY created_at DESC, id DESC LIMIT %d OFFSET %d', array( $owner_id, $limit, $offset ) );
	}

	/** {@inheritDoc} */
	public function find_owners( int $after, int $limit ): array {
		global $wpdb;
		return array_map(
			'intval',
			$this->ask_table(
				function () use ( $wpdb, $after, $limit ) {
					return $wpdb->get_col( $wpdb->prepare( "SELECT DISTINCT owner_id FROM {$this->table()} WHERE owner_id > %d ORDER BY owner_id LIMIT %d", $after, $limit ) );
				}
			)
		);
	}

	/** {@inheritDoc} */
	public function swap( Job $seen, array $changes ): ?Job {
		global $wpdb;
		$changes['revision'] = $seen->revision() + 1;

		$changed = $this->ask_table(
			function () use ( $wpdb, $seen, $changes ) {
				return $wpdb->update(
					$this->table(),
					Job::encode( $changes ),
					array(
						'id'       => $seen->id(),
						'status'   => $seen->status(),
						'attempt'  => $seen->attempt(),
						'revision' => $seen->revision(),
					)
				);
			}
		);
		return 1 === $changed ? $seen->with( $changes ) : null;
	}

	/** {@inheritDoc} */
	public function delete( Job $seen ): bool {
		return 1 === $this->remove( 'WHERE id = %s AND revision = %d', array( $seen->id(), $seen->revision() ) );
	}

	/** {@inheritDoc} */
	public function find_finished( int $acknowledged_before, int $finished_before, int $limit ): array {
		// Two statements, since one with OR could use neither index.
		$found = array_merge(
			$this->select( "WHERE acknowledged_at <= %d AND status NOT IN ('pending','processing') AND part_count > 0 LIMIT %d", array( $acknowledged_before, $limit ) ),
			$this->select( "WHERE finished_at <= %d AND status NOT IN ('pending','processing') AND part_count > 0 LIMIT %d", array( $finished_before, $limit ) )
		);
		$jobs  = array();
		foreach ( $found as $job ) {
			$jobs[ $job->id() ] = $job;
		}
		return array_slice( array_values( $jobs ), 0, $limit );
	}

	/** {@inheritDoc} */
	public function find_acknowledged( int $before, int $limit ): array {
		return $this->select(
			"WHERE acknowledged_at <= %d AND status NOT IN ('pending','processing') AND parent_id IS NULL LIMIT %d",
			array( $before, $limit ),
			'id, owner_id, type, status, attempt, revision, idempotency_key, created_at, expires_at, finished_at, acknowledged_at, part_count'
		);
	}

	/** {@inheritDoc} */
	public function delete_parts( Job $job ): void {
		$ids = $job->part_ids();
		if ( array() !== $ids ) {
			$this->remove( 'WHERE id IN (' . self::marks( $ids ) . ')', $ids );
		}
	}

	/** {@inheritDoc} */
	public function delete_orphans( int $finished_before ): void {
		// The inner table has a name of its own, since MySQL deletes from none that it reads from.
		$this->remove(
			"WHERE finished_at <= %d AND parent_id IS NOT NULL
			AND parent_id NOT IN ( SELECT id FROM ( SELECT id FROM {$this->table()} WHERE part_count > 0 ) AS parents )",
			array( $finished_before )
		);
	}

	/** {@inheritDoc} */
	public function delete_finished( int $acknowledged_before, int $finished_before, int $limit ): int {
		// Two statements, as above.
		$count = $this->remove_some( "acknowledged_at <= %d AND status NOT IN ('pending','processing') AND part_count = 0 AND parent_id IS NULL", $acknowledged_before, $limit );
		return $count + $this->remove_some( "finished_at <= %d AND status NOT IN ('pending','processing') AND part_count = 0 AND parent_id IS NULL", $finished_before, $limit - $count );
	}

	/**
	 * Placeholders for a list of ids.
	 *
	 * @param string[] $ids Ids; one at least.
	 * @return string
	 */
	private static function marks( array $ids ): string {
		return implode( ',', array_fill( 0, count( $ids ), '%s' ) );
	}

	/**
	 * Deletes jobs by a condition.
	 *
	 * @param string            $condition What follows the table's name, with placeholders.
	 * @param array<int|string> $values    What they stand for.
	 * @return int How many.
	 */
	private function remove( string $condition, array $values ): int {
		global $wpdb;
		return (int) $this->ask_table(
			function () use ( $wpdb, $condition, $values ) {
				return $wpdb->query( $wpdb->prepare( "DELETE FROM {$this->table()} {$condition}", $values ) );
			}
		);
	}

	/**
	 * Deletes some of the jobs that meet a condition. By their ids, since SQLite knows no DELETE with a LIMIT.
	 *
	 * @param string $condition With one placeholder.
	 * @param int    $value     What it stands for.
	 * @param int    $limit     At most so many.
	 * @return int How many.
	 */
	private function remove_some( string $condition, int $value, int $limit ): int {
		global $wpdb;
		$ids = $this->ask_table(
			function () use ( $wpdb, $condition, $value, $limit ) {
				return $wpdb->get_col( $wpdb->prepare( "SELECT id FROM {$this->table()} WHERE {$condition} LIMIT %d", $value, $limit ) );
			}
		);
		// The condition again: one may have been retried since.
		return array() === $ids ? 0 : $this->remove( 'WHERE id IN (' . self::marks( $ids ) . ") AND {$condition}", array_merge( $ids, array( $value ) ) );
	}

	/**
	 * Jobs by a condition.
	 *
	 * @param string            $condition What follows the table's name, with placeholders.
	 * @param array<int|string> $values    What they stand for.
	 * @param string            $columns   What is read of each.
	 * @return Job[]
	 */
	private function select( string $condition, array $values, string $columns = '*' ): array {
		global $wpdb;
		$rows = $this->ask_table(
			function () use ( $wpdb, $condition, $values, $columns ) {
				return $wpdb->get_results( $wpdb->prepare( "SELECT {$columns} FROM {$this->table()} {$condition}", $values ), ARRAY_A );
			}
		);
		return array_map( array( Job::class, 'from_row' ), $rows );
	}

	/**
	 * Asks the database, and once more if the table was missing: a backup may have been brought
	 * back without it. Not if it is missing because the plugin was uninstalled.
	 *
	 * @template Value
	 * @param callable():Value $query One query.
	 * @return Value
	 * @throws StoreException When the database refuses.
	 */
	private function ask_table( callable $query ) {
		try {
			return self::ask( $query );
		} catch ( StoreException $e ) {
			if ( $this->is_there() || ! Stores::exists() || Stores::install() instanceof OptionStore ) {
				throw $e;
			}
			return self::ask( $query );
		}
	}

	/**
	 * Whether the table exists.
	 *
	 * @return bool
	 */
	private function is_there(): bool {
		global $wpdb;
		return null !== self::ask(
			function () use ( $wpdb ) {
				return $wpdb->get_var( $wpdb->prepare( 'SHOW TABLES LIKE %s', $wpdb->esc_like( $this->table() ) ) );
			}
		);
	}
}
