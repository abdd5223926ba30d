<?php
/**
 * Sees to it that a job finds a runner.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WpAiJobs\Core\Guard;
use WpAiJobs\Integrations\AI\Store\StoreException;

defined( 'ABSPATH' ) || exit;

/**
 * The rungs, from the best to the last. All may run side by side: the claim lets one through.
 * A job in parts is sent on its way once for each, always by its own id: who comes with it takes
 * the next part that waits.
 *
 * 1. A loopback request to `POST /jobs/ID/run`, sent when the start is answered.
 * 2. WP-Cron's event, which any later request spawns, or Action Scheduler's: see Scheduler. It sends
 *    the loopback again; where that is known to fail, its process runs the job itself, at its end. A
 *    system's own cron may do that by WP-CLI: see Command.
 * 3. A status check that finds the job still pending: after its answer where the server can
 *    send that first, else by a request of the client's own (`needs_runner`).
 *
 * What waits for a place (see Queue) is sent on its way by whoever frees one, by WP-Cron a minute
 * later, and by a status check.
 */
final class RunnerLadder {

	/** The header by which a loopback request shows that it is one. */
	public const TOKEN_HEADER = 'X-WP-AI-Jobs-Token';

	/** After this time a pending job is taken to be forgotten, in milliseconds. */
	public const FORGOTTEN_AFTER_MS = 3000;

	/** What is remembered of loopback requests. */
	private const OBSERVED = 'wpaijobs_loopback';

	/** For how long it counts that they fail, in seconds. */
	private const OBSERVED_FOR_S = 600;

	/** How long the site may take to answer itself, in seconds. */
	private const LOOPBACK_TIMEOUT_S = 5;

	/** The job that a loopback asks for that is no more than a question: nothing runs. */
	private const NO_JOB = '00000000-0000-4000-8000-000000000000';

	/** How many jobs are sent on their way at once. */
	private const SENT_AT_ONCE = 20;

	/**
	 * Listens for places that become free.
	 */
	public static function register(): void {
		add_action(
			'wpaijobs_place_freed',
			static function (): void {
				// At once where the end has come already: this process may free more of them for minutes.
				0 < did_action( 'shutdown' ) ? self::send_next() : self::at_end( array( self::class, 'send_next' ) );
			}
		);
	}

	/**
	 * Sends a pending job on its way, unless it has to wait for a place.
	 *
	 * @param Job $job The pending job, with its parts.
	 */
	public static function dispatch( Job $job ): void {
		if ( $job->is_queued() ) {
			return;
		}
		Scheduler::schedule();
		$ids = array_fill( 0, count( $job->waiting() ), $job->id() );
		self::after_answer(
			static function () use ( $ids ): void {
				self::send( $ids );
			}
		);
	}

	/**
	 * Sends those on their way for whom there is a place now.
	 */
	public static function send_next(): void {
		try {
			$queue = ( new JobManager() )->queue();
			$ids   = array_slice( $queue->turns(), 0, $queue->free_places() );
		} catch ( StoreException $e ) {
			// WP-Cron or a status check will.
			return;
		}
		if ( array() !== $ids ) {
			self::finish_answer();
			self::send( $ids );
		}
	}

	/**
	 * Has what waits run: by loopback requests; where the site cannot reach itself, in this process.
	 */
	public static function send_waiting(): void {
		try {
			$manager = new JobManager();
			$ids     = array();
			$waiting = $manager->find_waiting( self::SENT_AT_ONCE );
			$jobs    = $manager->get_many( $waiting );
			// In the order in which they wait, which is not the one that the database gives jobs in.
			foreach ( array_intersect( $waiting, array_keys( $jobs ) ) as $id ) {
				$ids = array_merge( $ids, array_fill( 0, count( $jobs[ $id ]->waiting() ), $id ) );
			}
			$ids = array_slice( $ids, 0, min( self::SENT_AT_ONCE, $manager->queue()->free_places() ) );
			if ( array() === $ids ) {
				return;
			}
			self::finish_answer();
			if ( self::can_send() ) {
				self::send( $ids );
			} else {
				Scheduler::run_waiting( Scheduler::RUN_FOR_S );
			}
		} catch ( StoreException $e ) {
			// The next look or a status check will.
			return;
		}
	}

	/**
	 * Sees to a job that a status check found.
	 *
	 * @param Job  $job            The job.
	 * @param bool $client_can_run Whether the client knows how to send a run request. Else this
	 *                             request runs the job behind its answer, as well as it can.
	 * @return bool Whether the client is to send a run request.
	 */
	public static function see_to( Job $job, bool $client_can_run = true ): bool {
		if ( array() === $job->waiting() || ( ! $job->is_queued() && $job->waiting_ms() < self::FORGOTTEN_AFTER_MS ) ) {
			return false;
		}
		$queue = ( new JobManager() )->queue();
		if ( $queue->free_places() < ( $job->queue_position() ?? 1 ) ) {
			$queue->line_up( $job );
			return false;
		}
		if ( $client_can_run && ! self::can_answer_first() ) {
			self::after_answer( array( Scheduler::class, 'spawn' ) );
			return true;
		}
		self::run_after_answer( $job->id() );
		return false;
	}

	/**
	 * A loopback request has arrived: runs a job after its answer, but before PHP's shutdown: a fatal
	 * error or an exit() there ends the process without another function being called, so nobody
	 * would record it.
	 *
	 * @param string $id Job id.
	 */
	public static function run_for_loopback( string $id ): void {
		$is_begun = false;
		$run      = static function ( $is_served = false ) use ( $id, &$is_begun ) {
			if ( ! $is_begun ) {
				$is_begun = true;
				self::finish_answer();
				self::observe( true );
				self::run( $id );
			}
			return $is_served;
		};
		// The headers have been sent then, and the answer has no body.
		add_filter( 'rest_pre_serve_request', $run, PHP_INT_MAX );
		// Where the route is called from within another request, which serves something else.
		self::at_end( $run );
	}

	/**
	 * Runs a job in this request, after its answer.
	 *
	 * @param string $id Job id.
	 */
	public static function run_after_answer( string $id ): void {
		self::after_answer(
			static function () use ( $id ): void {
				self::run( $id );
			}
		);
	}

	/**
	 * Whether the server can send an answer and go on working.
	 *
	 * @return bool
	 */
	public static function can_answer_first(): bool {
		return function_exists( 'fastcgi_finish_request' ) || function_exists( 'litespeed_finish_request' );
	}

	/**
	 * What only this site can know of a job: the loopback's ticket for one run.
	 *
	 * @param string $id Job id.
	 * @return string
	 */
	public static function token( string $id ): string {
		return hash_hmac( 'sha256', 'wpaijobs_run|' . $id, wp_salt( 'auth' ) );
	}

	/**
	 * Sends the loopback request that runs a job.
	 *
	 * @param string   $id        Job id.
	 * @param int|null $timeout_s How long to wait for the answer, in seconds; null: not at all.
	 * @return array<string,mixed>|\WP_Error WP_Http's response.
	 */
	public static function request_run( string $id, ?int $timeout_s = null ) {
		return wp_remote_post(
			rest_url( 'wp-ai-jobs/v1/jobs/' . $id . '/run' ),
			array(
				// What spawn_cron() takes: the request is sent, the answer not waited for.
				'timeout'   => $timeout_s ?? 0.01,
				'blocking'  => null !== $timeout_s,
				/** This filter is documented in wp-includes/class-wp-http-streams.php */
				'sslverify' => apply_filters( 'https_local_ssl_verify', false ), // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals -- Core's.
				'headers'   => array( self::TOKEN_HEADER => self::token( $id ) ),
			)
		);
	}

	/**
	 * Asks whether this site reaches itself at the route that runs jobs, and remembers the answer.
	 *
	 * @param int $timeout_s How long it may take, in seconds.
	 * @return array<string,mixed>|\WP_Error WP_Http's response: 204 where it does.
	 */
	public static function ask_loopback( int $timeout_s = self::LOOPBACK_TIMEOUT_S ) {
		$response = self::request_run( self::NO_JOB, $timeout_s );
		self::observe( self::has_arrived( $response ) );
		return $response;
	}

	/**
	 * Whether a loopback request that was waited for has arrived.
	 *
	 * @param array<string,mixed>|\WP_Error $response WP_Http's response.
	 * @return bool
	 */
	public static function has_arrived( $response ): bool {
		return 204 === wp_remote_retrieve_response_code( $response );
	}

	/**
	 * What became of the last loopback requests, as far as anybody saw it.
	 *
	 * @return array{works:bool,at:int}|null Whether they arrive, and when that was seen, in Unix seconds; null: never.
	 */
	public static function loopback_observed(): ?array {
		$observed = get_option( self::OBSERVED );
		return is_array( $observed ) ? $observed : null;
	}

	/**
	 * Whether a request's token is a job's.
	 *
	 * @param string $id    Job id.
	 * @param string $token What came with the request.
	 * @return bool
	 */
	public static function is_token( string $id, string $token ): bool {
		return hash_equals( self::token( $id ), $token );
	}

	/**
	 * Runs a job now.
	 *
	 * @param string $id Job id.
	 */
	private static function run( string $id ): void {
		try {
			( new Runner() )->run( $id );
		} catch ( StoreException $e ) {
			// The database is gone; WP-Cron or a status check goes on.
			return;
		}
	}

	/**
	 * Has jobs run: each by a request of its own, and all by WP-Cron.
	 *
	 * @param string[] $ids Job ids; one in parts as often as parts of it wait.
	 */
	private static function send( array $ids ): void {
		$is_sent = true;
		foreach ( $ids as $id ) {
			$is_sent = self::send_loopback( $id ) && $is_sent;
		}
		// Unless they are known to arrive. Where the answer is still held up by this, one kind of request is enough.
		if ( ! $is_sent || ( self::can_answer_first() && true !== ( self::loopback_observed()['works'] ?? null ) ) ) {
			Scheduler::spawn();
		}
	}

	/**
	 * Asks this site, in a request that nobody waits for, to run a job.
	 *
	 * @param string $id Job id.
	 * @return bool Whether it was sent. Whether it arrived, nobody knows.
	 */
	private static function send_loopback( string $id ): bool {
		if ( ! self::may_send() ) {
			return false;
		}
		if ( is_wp_error( self::request_run( $id ) ) ) {
			self::observe( false );
			return false;
		}
		return true;
	}

	/**
	 * Whether a loopback request is sent, and arrives.
	 *
	 * @return bool
	 */
	private static function can_send(): bool {
		if ( ! self::may_send() ) {
			return false;
		}
		$observed = self::loopback_observed();
		$fails    = null !== $observed && ! $observed['works'] && $observed['at'] > time() - self::OBSERVED_FOR_S;
		return ! $fails && self::has_arrived( self::ask_loopback() );
	}

	/**
	 * Remembers whether loopback requests arrive. One small option, written when that changes, and
	 * once in a while.
	 *
	 * @param bool $works Whether they do.
	 */
	private static function observe( bool $works ): void {
		$before = self::loopback_observed();
		if ( null === $before || $before['works'] !== $works || $before['at'] <= time() - self::OBSERVED_FOR_S ) {
			update_option(
				self::OBSERVED,
				array(
					'works' => $works,
					'at'    => time(),
				),
				false
			);
		}
	}

	/**
	 * Whether jobs are started by loopback requests.
	 *
	 * @return bool
	 */
	private static function may_send(): bool {
		/**
		 * Filters whether a job is started by a loopback request.
		 *
		 * Example, where a firewall answers them late: `add_filter( 'wpaijobs_use_loopback', '__return_false' );`
		 *
		 * @param bool $use Default true.
		 */
		return Guard::call( static fn() => (bool) apply_filters( 'wpaijobs_use_loopback', true ), true );
	}

	/**
	 * Does something when this request ends; once, if it is given by its name.
	 *
	 * @param callable():void $work What to do.
	 */
	public static function at_end( callable $work ): void {
		if ( 0 < did_action( 'shutdown' ) ) {
			register_shutdown_function( $work );
		} else {
			// Behind everything that others do there: a job may take minutes.
			add_action( 'shutdown', $work, PHP_INT_MAX, 0 );
		}
	}

	/**
	 * Does something when the answer is on its way, as far as the server can.
	 *
	 * @param callable():void $work What to do.
	 */
	private static function after_answer( callable $work ): void {
		self::at_end(
			static function () use ( $work ): void {
				self::finish_answer();
				$work();
			}
		);
	}

	/**
	 * Sends the answer, as far as the server can before the request ends.
	 */
	private static function finish_answer(): void {
		if ( function_exists( 'fastcgi_finish_request' ) ) {
			fastcgi_finish_request();
		} elseif ( function_exists( 'litespeed_finish_request' ) ) {
			litespeed_finish_request();
		} else {
			// Ends an answer whose length the client knows: a 204, or one with Content-Length.
			flush();
		}
	}
}
