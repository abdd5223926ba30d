<?php
/**
 * What becomes of a user's jobs when the user's rights change.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WpAiJobs\Core\Cron;
use WpAiJobs\Integrations\AI\Store\Starts;
use WpAiJobs\Integrations\AI\Store\StoreException;
use WpAiJobs\Integrations\AI\Store\UsedKeys;

defined( 'ABSPATH' ) || exit;

/**
 * A user who is deleted, leaves the site or is demoted leaves no prompt, result or image behind.
 * Every change of a role, and of the membership in a site of a network, is a change of one user
 * meta field, so that field is watched. What a hook has missed is found daily; and a job whose
 * owner may not have it any more does not run in any case: see JobTypes::check_owner().
 */
final class OwnerJobs {

	/** How many jobs are read at a time. */
	private const BATCH = 100;

	/** How many are dealt with in one request; the daily clean-up goes on. */
	private const MAX_JOBS = 5000;

	/**
	 * Adds the hooks.
	 */
	public static function register(): void {
		foreach ( array( 'deleted_user', 'wpmu_delete_user' ) as $hook ) {
			add_action(
				$hook,
				static function ( $user_id ): void {
					self::quietly( array( self::class, 'forget' ), (int) $user_id );
				}
			);
		}
		foreach ( array( 'updated_user_meta', 'deleted_user_meta' ) as $hook ) {
			add_action(
				$hook,
				static function ( $meta_ids, $user_id, $key ): void {
					if ( $GLOBALS['wpdb']->get_blog_prefix() . 'capabilities' === $key ) {
						self::quietly( array( self::class, 'review' ), (int) $user_id );
					}
				},
				10,
				3
			);
		}
		add_action( Cron::CLEANUP, Cron::guard( array( self::class, 'sweep' ) ) );
	}

	/**
	 * Deletes everything of a user on this site: jobs with prompts, results and images, idempotency
	 * keys, the count of starts. What runs is stopped.
	 *
	 * @param int $user_id   The user.
	 * @param int $max_jobs  At most so many jobs.
	 * @return array{jobs:int,keys:int,is_done:bool} How many jobs and keys are gone, and whether all of them are.
	 * @throws StoreException When the database refuses.
	 */
	public static function forget( int $user_id, int $max_jobs = self::MAX_JOBS ): array {
		$manager = new JobManager();
		$count   = 0;
		do {
			$jobs   = $manager->of_owner( $user_id, min( self::BATCH, $max_jobs - $count ) );
			$found  = count( $jobs );
			$gone   = count( array_filter( array_map( array( $manager, 'erase' ), $jobs ) ) );
			$count += $gone;
			// One that cannot be deleted now would be found again and again.
		} while ( $gone > 0 && $gone === $found && $count < $max_jobs );

		$keys = UsedKeys::forget_owner( $user_id );
		Starts::forget_owner( $user_id );
		return array(
			'jobs'    => $count,
			'keys'    => $keys,
			'is_done' => array() === $manager->of_owner( $user_id, 1 ),
		);
	}

	/**
	 * Ends and empties those of a user's jobs that they may not start any more.
	 *
	 * @param int $user_id The user.
	 * @throws StoreException When the database refuses.
	 */
	public static function review( int $user_id ): void {
		if ( ! JobTypes::may_use( $user_id ) ) {
			self::forget( $user_id );
			return;
		}
		$manager = new JobManager();
		$offset  = 0;
		do {
			$jobs = $manager->of_owner( $user_id, self::BATCH, $offset );
			$gone = 0;
			foreach ( $jobs as $job ) {
				$reason = JobTypes::check_owner( $job );
				if ( null !== $reason && $job->is_final() ) {
					$gone += $manager->erase( $job ) ? 1 : 0;
				} elseif ( null !== $reason ) {
					$manager->withdraw( $job, $reason );
				}
			}
			$offset += count( $jobs ) - $gone;
		} while ( array() !== $jobs && $offset < self::MAX_JOBS );
	}

	/**
	 * Deletes what there is of users who are not on this site any more.
	 *
	 * @throws StoreException When the database refuses.
	 */
	public static function sweep(): void {
		$manager = new JobManager();
		$after   = 0;
		do {
			$owners = $manager->owners( $after, self::BATCH );
			cache_users( $owners );
			foreach ( $owners as $owner ) {
				$after = $owner;
				if ( ! self::is_here( $owner ) ) {
					self::forget( $owner );
				}
			}
		} while ( array() !== $owners );
	}

	/**
	 * Whether a user belongs to this site.
	 *
	 * @param int $user_id The user.
	 * @return bool
	 */
	private static function is_here( int $user_id ): bool {
		return false !== get_userdata( $user_id ) && ( is_user_member_of_blog( $user_id ) || is_super_admin( $user_id ) );
	}

	/**
	 * Does something in a request that is about something else: a database that refuses must not end it.
	 *
	 * @param callable $work         What to do.
	 * @param int      ...$arguments Its arguments.
	 */
	private static function quietly( callable $work, int ...$arguments ): void {
		try {
			$work( ...$arguments );
		} catch ( StoreException $e ) {
			// The daily clean-up finds it again.
			return;
		}
	}
}
