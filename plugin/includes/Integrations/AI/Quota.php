<?php
/**
 * How much one user may start.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WP_Error;
use WpAiJobs\Clock;
use WpAiJobs\Core\Guard;
use WpAiJobs\Integrations\AI\Store\Lock;
use WpAiJobs\Integrations\AI\Store\Starts;

defined( 'ABSPATH' ) || exit;

/**
 * The limits of one user: so many live jobs at once, so many starts within an hour.
 *
 * One user's starts go one after the other, under a lock, so that both limits hold however many
 * requests come at once. A process that dies in between holds the others up for HOLD_MS and
 * leaves a start counted that made no job. Only where the lock cannot be had for WAIT_MS does a
 * start go on without it.
 */
final class Quota {

	/** How many live jobs one user may have. Enough for a page of blocks, little for a script gone wild. */
	public const MAX_LIVE_JOBS = 20;

	/** How many starts within an hour. One a minute is more than anybody reads, and a ceiling for what a script gone wild can spend. */
	public const MAX_STARTS_PER_HOUR = 60;

	/** What a user with too many live jobs is asked to wait, in seconds: about one short generation. */
	public const RETRY_AFTER_S = 10;

	/** An hour, in milliseconds. */
	public const WINDOW_MS = 3600000;

	/** How long a start takes at most, in milliseconds. */
	private const HOLD_MS = 5000;

	/** How long a start waits for those of the same user before it, in milliseconds. */
	private const WAIT_MS = 10000;

	/**
	 * The user.
	 *
	 * @var int
	 */
	private $owner_id;

	/**
	 * The rules of jobs.
	 *
	 * @var JobManager
	 */
	private $manager;

	/**
	 * The quota of a user.
	 *
	 * @param int        $owner_id User id.
	 * @param JobManager $manager  The rules of jobs.
	 */
	public function __construct( int $owner_id, JobManager $manager ) {
		$this->owner_id = $owner_id;
		$this->manager  = $manager;
	}

	/**
	 * Starts something, if the limits allow it.
	 *
	 * @template Started
	 * @param callable():(Started|WP_Error|null) $find  What was started already by the same request, which costs nothing; null: nothing.
	 * @param callable():(Started|WP_Error)      $start Starts it. An error costs nothing.
	 * @return Started|WP_Error `ai_job_rate_limited`.
	 */
	public function spend( callable $find, callable $start ) {
		$lock = Lock::take( 'starts of ' . $this->owner_id, self::HOLD_MS, self::WAIT_MS );
		try {
			$found = $find();
			if ( null !== $found ) {
				return $found;
			}
			$now = Clock::now_ms();
			// As far ahead as back: the clocks of web servers differ, and may be set.
			$earlier = array_values(
				array_filter(
					Starts::read( $this->owner_id ),
					static function ( int $at ) use ( $now ): bool {
						return abs( $now - $at ) < self::WINDOW_MS;
					}
				)
			);
			$refusal = $this->check_live() ?? $this->check_hour( self::until( $earlier, $now ), $now );
			if ( null !== $refusal ) {
				return $refusal;
			}
			// Before the start: a process that dies behind it must not have one for nothing.
			Starts::write( $this->owner_id, array_merge( $earlier, array( $now ) ) );
			$started = $start();
			if ( $started instanceof WP_Error ) {
				Starts::write( $this->owner_id, $earlier );
			}
			return $started;
		} finally {
			if ( null !== $lock ) {
				$lock->release();
			}
		}
	}

	/**
	 * Those starts that were. One that is still to come is of a clock that went wrong.
	 *
	 * @param int[] $starts Milliseconds.
	 * @param int   $now    Now.
	 * @return int[] Milliseconds.
	 */
	private static function until( array $starts, int $now ): array {
		return array_values(
			array_filter(
				$starts,
				static function ( int $at ) use ( $now ): bool {
					return $at <= $now;
				}
			)
		);
	}

	/**
	 * Whether one more live job is allowed.
	 *
	 * @return WP_Error|null
	 */
	private function check_live(): ?WP_Error {
		/**
		 * Filters how many live jobs one user may have.
		 *
		 * Example, for a busy newsroom: `add_filter( 'wpaijobs_max_live_jobs', fn() => 100 );`
		 *
		 * @param int $max     Default 20.
		 * @param int $user_id The user.
		 */
		$max = Guard::call( fn() => (int) apply_filters( 'wpaijobs_max_live_jobs', self::MAX_LIVE_JOBS, $this->owner_id ) );
		if ( null === $max ) {
			return Errors::storage();
		}
		if ( $this->manager->count_live( $this->owner_id ) < $max ) {
			return null;
		}
		return Errors::rate_limited(
			sprintf(
				/* translators: %s: a number of jobs */
				_n(
					'You have %s AI job under way, and this site allows no more for one person at a time. Wait until it has finished or stop it, then try again.',
					'You have %s AI jobs under way, and this site allows no more for one person at a time. Wait until one has finished or stop one, then try again.',
					$max,
					'wp-ai-jobs'
				),
				number_format_i18n( $max )
			),
			self::RETRY_AFTER_S
		);
	}

	/**
	 * Whether one more start within the hour is allowed.
	 *
	 * @param int[] $earlier Times of the starts within the hour, in milliseconds, oldest first.
	 * @param int   $now     Now.
	 * @return WP_Error|null
	 */
	private function check_hour( array $earlier, int $now ): ?WP_Error {
		/**
		 * Filters how many jobs one user may start within an hour, retries included.
		 *
		 * Example, none but administrators beyond ten: `add_filter( 'wpaijobs_max_starts_per_hour', fn( $max, $user_id ) => user_can( $user_id, 'manage_options' ) ? 1000 : 10, 10, 2 );`
		 *
		 * @param int $max     Default 60.
		 * @param int $user_id The user.
		 */
		$max = Guard::call( fn() => (int) apply_filters( 'wpaijobs_max_starts_per_hour', self::MAX_STARTS_PER_HOUR, $this->owner_id ) );
		if ( null === $max ) {
			return Errors::storage();
		}
		if ( count( $earlier ) < $max ) {
			return null;
		}
		// The limit may have been lowered meanwhile: then it takes more than the oldest to go.
		$leaves_ms = $max < 1 ? $now + self::WINDOW_MS : $earlier[ count( $earlier ) - $max ] + self::WINDOW_MS;
		$wait_s    = (int) ceil( ( $leaves_ms - $now ) / 1000 );
		return Errors::rate_limited(
			sprintf(
				/* translators: 1: a number of jobs, 2: a duration, as in 12 minutes */
				_n(
					'You have started %1$s AI job within the last hour, which is as many as this site allows. Try again in %2$s.',
					'You have started %1$s AI jobs within the last hour, which is as many as this site allows. Try again in %2$s.',
					$max,
					'wp-ai-jobs'
				),
				number_format_i18n( $max ),
				human_time_diff( 0, $wait_s )
			),
			$wait_s
		);
	}
}
