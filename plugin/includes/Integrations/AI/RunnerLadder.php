<?php
/**
 * Sees to it that a job finds a runner.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

/**
 * The rungs, from the best to the last. All may run side by side: the claim lets one through.
 *
 * 1. A loopback request to `POST /jobs/ID/run`, sent when the start is answered.
 * 2. WP-Cron's single event, which any later request spawns.
 * 3. A status check that finds the job still pending: after its answer where the server can
 *    send that first, else by a request of the client's own (`needs_runner`).
 */
final class RunnerLadder {

	/** WP-Cron's event of one job; its argument is the job's id. */
	public const CRON_HOOK = 'eb_process_ai_job';

	/** The header by which a loopback request shows that it is one. */
	public const TOKEN_HEADER = 'X-WP-AI-Jobs-Token';

	/** After this time a pending job is taken to be forgotten, in milliseconds. */
	public const FORGOTTEN_AFTER_MS = 3000;

	/**
	 * Sends a new job on its way.
	 *
	 * @param Job $job The pending job.
	 */
	public static function dispatch( Job $job ): void {
		$id = $job->id();
		wp_schedule_single_event( time(), self::CRON_HOOK, array( $id ) );
		self::after_answer(
			static function () use ( $id ): void {
				self::send_loopback( $id );
			}
		);
	}

	/**
	 * Sees to a job that a status check found.
	 *
	 * @param Job $job The job.
	 * @return bool Whether the client is to send a run request.
	 */
	public static function see_to( Job $job ): bool {
		if ( Job::PENDING !== $job->status() || $job->waiting_ms() < self::FORGOTTEN_AFTER_MS ) {
			return false;
		}
		if ( ! self::can_answer_first() ) {
			return true;
		}
		$id = $job->id();
		self::after_answer(
			static function () use ( $id ): void {
				( new Runner() )->run( $id );
			}
		);
		return false;
	}

	/**
	 * What only this site can know of a job: the loopback's ticket for one run.
	 *
	 * @param string $id Job id.
	 * @return string
	 */
	public static function token( string $id ): string {
		return hash_hmac( 'sha256', 'wp_ai_jobs_run|' . $id, wp_salt( 'auth' ) );
	}

	/**
	 * Asks this site, in a request that nobody waits for, to run a job.
	 *
	 * @param string $id Job id.
	 */
	private static function send_loopback( string $id ): void {
		/**
		 * Filters whether a job is started by a loopback request.
		 *
		 * Example, where a firewall answers them late: `add_filter( 'wp_ai_jobs_use_loopback', '__return_false' );`
		 *
		 * @param bool $use Default true.
		 */
		if ( ! apply_filters( 'wp_ai_jobs_use_loopback', true ) ) {
			return;
		}
		wp_remote_post(
			rest_url( 'wp-ai-jobs/v1/jobs/' . $id . '/run' ),
			array(
				// What spawn_cron() takes: the request is sent, the answer not waited for.
				'timeout'   => 0.01,
				'blocking'  => false,
				/** This filter is documented in wp-includes/class-wp-http-streams.php */
				'sslverify' => apply_filters( 'https_local_ssl_verify', false ),
				'headers'   => array( self::TOKEN_HEADER => self::token( $id ) ),
			)
		);
	}

	/**
	 * Whether the server can send an answer and go on working.
	 *
	 * @return bool
	 */
	private static function can_answer_first(): bool {
		return function_exists( 'fastcgi_finish_request' ) || function_exists( 'litespeed_finish_request' );
	}

	/**
	 * Does something when the answer is on its way, as far as the server can.
	 *
	 * @param callable():void $work What to do.
	 */
	private static function after_answer( callable $work ): void {
		add_action(
			'shutdown',
			static function () use ( $work ): void {
				if ( function_exists( 'fastcgi_finish_request' ) ) {
					fastcgi_finish_request();
				} elseif ( function_exists( 'litespeed_finish_request' ) ) {
					litespeed_finish_request();
				}
				$work();
			},
			PHP_INT_MAX
		);
	}
}
