<?php
/**
 * What becomes of a job in parts.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WpAiJobs\Clock;

defined( 'ABSPATH' ) || exit;

/**
 * How a job's status follows from those of its parts. Looks, and changes nothing: Settlement does.
 */
final class PartedJob {

	/**
	 * Whether a part was stopped, which only a cancelled job's are: so it was cancelled after it
	 * was read, and before its parts were.
	 *
	 * @param Job $job The job as it was read, live, and all its parts.
	 * @return bool
	 */
	public static function has_stopped_part( Job $job ): bool {
		foreach ( $job->parts() as $part ) {
			if ( Job::CANCELLED === $part->status() ) {
				return true;
			}
		}
		return false;
	}

	/**
	 * What becomes of a live job in view of its parts.
	 *
	 * @param Job $job The job and all its parts as they are.
	 * @return array<string,mixed>|null Fields by column; null: nothing.
	 */
	public static function next( Job $job ): ?array {
		$by_status = array();
		$is_begun  = false;
		foreach ( $job->parts() as $part ) {
			$by_status[ $part->status() ][] = $part;
			// What has an older lifetime was begun before the last retry.
			$is_begun = $is_begun || ( Job::PENDING !== $part->status() && $part->expires_at() >= $job->expires_at() );
		}
		if ( isset( $by_status[ Job::PENDING ] ) || isset( $by_status[ Job::PROCESSING ] ) ) {
			return Job::PENDING === $job->status() && $is_begun
				? array(
					'status'     => Job::PROCESSING,
					'started_at' => Clock::now_ms(),
				)
				: null;
		}
		$ends  = array_map(
			static function ( Job $part ): int {
				return (int) $part->finished_at();
			},
			$job->parts()
		);
		$final = array(
			'finished_at' => max( $ends ),
			'lease_until' => null,
		);
		if ( isset( $by_status[ Job::COMPLETED ] ) ) {
			return array( 'status' => Job::COMPLETED ) + $final;
		}
		$may_be_billed = false;
		foreach ( $job->parts() as $part ) {
			$may_be_billed = $may_be_billed || ( $part->error()['may_be_billed'] ?? false );
		}
		if ( isset( $by_status[ Job::EXPIRED ] ) ) {
			return array(
				'status' => Job::EXPIRED,
				'error'  => Errors::of( 'expired', $may_be_billed ),
			) + $final;
		}
		return array(
			'status' => Job::FAILED,
			'error'  => array_merge( (array) $by_status[ Job::FAILED ][0]->stored_error(), array( 'may_be_billed' => $may_be_billed ) ),
		) + $final;
	}

	/**
	 * Whether a part is of an attempt before the job's last retry, and may go better this time.
	 *
	 * @param Job $part The part.
	 * @param Job $job  Its live job.
	 * @return bool
	 */
	public static function is_to_be_repeated( Job $part, Job $job ): bool {
		$error = $part->error();
		return null !== $error && $error['retryable'] && $part->expires_at() < $job->expires_at();
	}
}
