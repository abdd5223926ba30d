<?php
/**
 * Where jobs are kept.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Store;

use WpAiJobs\Integrations\AI\Job;

defined( 'ABSPATH' ) || exit;

/**
 * A store keeps jobs of one site, and the parts of those that have some, and changes them by
 * compare-and-set alone. It knows no rules: those are JobManager's. Lists and counts are of jobs,
 * never of parts, unless they say so. Every method throws StoreException when the database refuses.
 */
interface JobStore {

	/**
	 * Makes what the store needs. Harmless when it is there.
	 *
	 * @return bool Whether the store can be used. False: the database refuses it for good.
	 */
	public function install(): bool;

	/**
	 * Removes everything, jobs included.
	 */
	public function uninstall(): void;

	/**
	 * Stores a new job or part, unless there is one of its id, or its owner has a job under the
	 * same idempotency key.
	 *
	 * @param Job $job The new job.
	 * @return Job The same job when it was stored, else the one that was there first.
	 */
	public function insert( Job $job ): Job;

	/**
	 * One job or part by id.
	 *
	 * @param string $id Job id.
	 * @return Job|null
	 */
	public function find( string $id ): ?Job;

	/**
	 * Several jobs or parts by id.
	 *
	 * @param string[] $ids Job ids.
	 * @return array<string,Job> Those that exist, by id.
	 */
	public function find_many( array $ids ): array;

	/**
	 * The job that its owner started under a key.
	 *
	 * @param int    $owner_id User id.
	 * @param string $key      Idempotency key, hashed.
	 * @return Job|null
	 */
	public function find_by_key( int $owner_id, string $key ): ?Job;

	/**
	 * How many of an owner's jobs are live.
	 *
	 * @param int $owner_id User id.
	 * @param int $now_ms   Now: what has outlived its lifetime does not count.
	 * @return int
	 */
	public function count_live( int $owner_id, int $now_ms ): int;

	/**
	 * How many pieces (jobs without parts, and parts) are being executed, by owner.
	 *
	 * @param int $now_ms Now: what has outlived its runner's lease does not count.
	 * @return array<int,int> Counts by user id.
	 */
	public function count_running( int $now_ms ): array;

	/**
	 * The pieces (jobs without parts, and parts) that wait for a free place, without their texts.
	 *
	 * @param int $now_ms Now: what waited in vain for too long is left out.
	 * @return Job[] Who has waited longest comes first.
	 */
	public function find_queued( int $now_ms ): array;

	/**
	 * The jobs of which something waits for a runner.
	 *
	 * @param int $now_ms Now: what has outlived its lifetime is left out.
	 * @param int $limit  At most so many.
	 * @return string[] Their ids, oldest first.
	 */
	public function find_waiting( int $now_ms, int $limit ): array;

	/**
	 * An owner's jobs of a post that are live, or completed, failed or expired and not acknowledged.
	 *
	 * @param int $owner_id User id.
	 * @param int $post_id  Post id.
	 * @param int $limit    At most so many.
	 * @return Job[] Newest first.
	 */
	public function find_for_post( int $owner_id, int $post_id, int $limit ): array;

	/**
	 * Live jobs and parts whose lifetime or whose runner's lease is over.
	 *
	 * @param int $now_ms Now.
	 * @param int $limit  At most so many.
	 * @return Job[]
	 */
	public function find_overdue( int $now_ms, int $limit ): array;

	/**
	 * The jobs that were created last, whoever's they are.
	 *
	 * @param int $limit At most so many.
	 * @return Job[] Newest first.
	 */
	public function find_recent( int $limit ): array;

	/**
	 * An owner's jobs, whatever has become of them.
	 *
	 * @param int $owner_id User id.
	 * @param int $limit    At most so many.
	 * @param int $offset   How many are left out before them.
	 * @return Job[] Newest first.
	 */
	public function find_of_owner( int $owner_id, int $limit, int $offset = 0 ): array;

	/**
	 * The users who have jobs.
	 *
	 * @param int $after Only those with a higher id.
	 * @param int $limit At most so many.
	 * @return int[] Their ids, lowest first.
	 */
	public function find_owners( int $after, int $limit ): array;

	/**
	 * Compare-and-set: changes the job only if it still is in the status, the attempt and the
	 * revision in which `$seen` was read. Who gets true made the transition, nobody else.
	 *
	 * @param Job                 $seen    The job as it was read.
	 * @param array<string,mixed> $changes Fields by column.
	 * @return Job|null The job afterwards; null when it had changed meanwhile.
	 */
	public function swap( Job $seen, array $changes ): ?Job;

	/**
	 * Deletes a job if it is still as it was read.
	 *
	 * @param Job $seen The job as it was read.
	 * @return bool Whether this call deleted it.
	 */
	public function delete( Job $seen ): bool;

	/**
	 * Final jobs in parts that were acknowledged, or else finished, long enough ago: what they
	 * leave outside the store goes with them, so they are deleted one by one.
	 *
	 * @param int $acknowledged_before Milliseconds since the epoch.
	 * @param int $finished_before     Milliseconds since the epoch.
	 * @param int $limit               At most so many.
	 * @return Job[]
	 */
	public function find_finished( int $acknowledged_before, int $finished_before, int $limit ): array;

	/**
	 * Final jobs that were acknowledged long enough ago, without their texts.
	 *
	 * @param int $before Milliseconds since the epoch.
	 * @param int $limit  At most so many.
	 * @return Job[]
	 */
	public function find_acknowledged( int $before, int $limit ): array;

	/**
	 * Deletes the parts of a job.
	 *
	 * @param Job $job The job.
	 */
	public function delete_parts( Job $job ): void;

	/**
	 * Deletes final parts whose job is not there: the process that deleted it died in between.
	 *
	 * @param int $finished_before Milliseconds since the epoch.
	 */
	public function delete_orphans( int $finished_before ): void;

	/**
	 * Deletes final jobs without parts that were acknowledged, or else finished, long enough ago.
	 * Touches no other row.
	 *
	 * @param int $acknowledged_before Milliseconds since the epoch.
	 * @param int $finished_before     Milliseconds since the epoch.
	 * @param int $limit               At most so many.
	 * @return int How many.
	 */
	public function delete_finished( int $acknowledged_before, int $finished_before, int $limit ): int;
}
