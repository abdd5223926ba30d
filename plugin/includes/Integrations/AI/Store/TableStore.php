<?php
/**
 * Jobs in a table of their own.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Store;

use WpAiJobs\Integrations\AI\Job;

// The table is the plugin's own, nothing of it may come from a cache (a claim must see the
// truth), and its name cannot be a placeholder on WordPress before 6.2's %i everywhere.
// phpcs:disable WordPress.DB.DirectDatabaseQuery, WordPress.DB.PreparedSQL.InterpolatedNotPrepared

/**
 * The store of nearly every site: `{prefix}ai_jobs`.
 *
 * Plain SQL, so that MySQL, MariaDB and SQLite's translation understand it alike.
 */
final class TableStore implements JobStore {

	/**
	 * The table of the current site.
	 *
	 * @return string
	 */
	private function table(): string {
		global $wpdb;
		return $wpdb->prefix . 'ai_jobs';
	}

	/** {@inheritDoc} */
	public function install(): bool {
		global $wpdb;
		require_once ABSPATH . 'wp-admin/includes/upgrade.php';

		$table   = $this->table();
		$charset = $wpdb->get_charset_collate();
		$hidden  = $wpdb->suppress_errors( true );
		// Two spaces after PRIMARY KEY and one column a line: dbDelta() wants it so.
		dbDelta(
			"CREATE TABLE {$table} (
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
				PRIMARY KEY  (id),
				UNIQUE KEY owner_key (owner_id,idempotency_key),
				KEY owner_post (owner_id,post_id,created_at),
				KEY status_expires (status,expires_at),
				KEY finished (finished_at),
				KEY acknowledged (acknowledged_at)
			) {$charset};"
		);
		$wpdb->get_var( "SELECT COUNT(*) FROM {$table} WHERE id = ''" );
		$usable = '' === $wpdb->last_error;
		$wpdb->suppress_errors( $hidden );
		return $usable;
	}

	/** {@inheritDoc} */
	public function uninstall(): void {
		global $wpdb;
		$wpdb->query( "DROP TABLE IF EXISTS {$this->table()}" );
	}

	/** {@inheritDoc} */
	public function insert( Job $job ): Job {
		global $wpdb;
		$hidden = $wpdb->suppress_errors( true );
		$done   = $wpdb->insert( $this->table(), $job->to_row() );
		$wpdb->suppress_errors( $hidden );
		if ( 1 === $done ) {
			return $job;
		}
		// The unique key refused: somebody was first, and theirs is the job.
		$key   = $job->idempotency_key();
		$first = null === $key ? null : $this->find_by_key( $job->owner_id(), $key );
		if ( null === $first ) {
			throw new StoreException( 'The job could not be inserted.' );
		}
		return $first;
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
		$marks = implode( ',', array_fill( 0, count( $ids ), '%s' ) );
		$jobs  = array();
		foreach ( $this->select( "WHERE id IN ({$marks})", array_values( $ids ) ) as $job ) {
			$jobs[ $job->id() ] = $job;
		}
		return $jobs;
	}

	/** {@inheritDoc} */
	public function find_by_key( int $owner_id, string $key ): ?Job {
		return $this->select( 'WHERE owner_id = %d AND idempotency_key = %s', array( $owner_id, $key ) )[0] ?? null;
	}

	/** {@inheritDoc} */
	public function find_for_post( int $owner_id, int $post_id, int $limit ): array {
		return $this->select(
			"WHERE owner_id = %d AND post_id = %d AND ( status IN ('pending','processing') OR ( status = 'completed' AND acknowledged_at IS NULL ) )
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
		return $this->select( 'ORDER BY created_at DESC, id DESC LIMIT %d', array( $limit ) );
	}

	/** {@inheritDoc} */
	public function swap( Job $seen, array $changes ): ?Job {
		global $wpdb;
		$changes['revision'] = $seen->revision() + 1;

		$changed = $wpdb->update(
			$this->table(),
			Job::encode( $changes ),
			array(
				'id'       => $seen->id(),
				'status'   => $seen->status(),
				'attempt'  => $seen->attempt(),
				'revision' => $seen->revision(),
			)
		);
		if ( false === $changed ) {
			throw new StoreException( 'The job could not be changed.' );
		}
		return 1 === $changed ? $seen->with( $changes ) : null;
	}

	/** {@inheritDoc} */
	public function delete( Job $seen ): bool {
		global $wpdb;
		$deleted = $wpdb->delete(
			$this->table(),
			array(
				'id'       => $seen->id(),
				'revision' => $seen->revision(),
			)
		);
		if ( false === $deleted ) {
			throw new StoreException( 'The job could not be deleted.' );
		}
		return 1 === $deleted;
	}

	/** {@inheritDoc} */
	public function delete_finished( int $acknowledged_before, int $finished_before, int $limit ): int {
		$jobs = $this->select(
			"WHERE acknowledged_at <= %d AND status NOT IN ('pending','processing') LIMIT %d",
			array( $acknowledged_before, $limit )
		);
		if ( count( $jobs ) < $limit ) {
			$jobs = array_merge(
				$jobs,
				$this->select(
					"WHERE finished_at <= %d AND status NOT IN ('pending','processing') LIMIT %d",
					array( $finished_before, $limit - count( $jobs ) )
				)
			);
		}
		return count( array_filter( array_map( array( $this, 'delete' ), $jobs ) ) );
	}

	/**
	 * Jobs by a condition.
	 *
	 * @param string            $condition What follows the table's name, with placeholders.
	 * @param array<int|string> $values    What they stand for.
	 * @return Job[]
	 */
	private function select( string $condition, array $values ): array {
		global $wpdb;
		$rows = $wpdb->get_results(
			$wpdb->prepare( "SELECT * FROM {$this->table()} {$condition}", $values ),
			ARRAY_A
		);
		if ( ! is_array( $rows ) || '' !== $wpdb->last_error ) {
			throw new StoreException( 'The jobs could not be read.' );
		}
		return array_map( array( Job::class, 'from_row' ), $rows );
	}
}
