<?php
/**
 * A runner's sign of life.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WpAiJobs\Clock;
use WpAiJobs\Integrations\AI\Store\Connection;
use WpAiJobs\Integrations\AI\Store\StoreException;

defined( 'ABSPATH' ) || exit;

/**
 * Renews a job's lease while its runner waits for a provider, and breaks the wait off when the
 * job is not the runner's any more: stopped by its owner, for instance.
 *
 * PHP does nothing while it waits, unless curl calls back, which it does about once a second.
 * WordPress's HTTP API takes curl wherever there is one. During such a request the lease is
 * short, so a killed process is found out soon; at any other time, and where there is no curl,
 * it lasts as long as the job may live.
 */
final class Heartbeat {

	/** How long a runner that gives signs of life is taken to be alive after each, in milliseconds. */
	public const LEASE_MS = 60000;

	/** How often it gives one, in milliseconds: several may get lost. */
	public const EVERY_MS = 10000;

	/** How soon it gives one again that the database did not take, in milliseconds: looking for the database may take 5 s of the request's time. */
	public const RETRY_MS = 2000;

	/** The filter that asks whether a runner's request may go on, and hears its heart beat. */
	public const GOES_ON = 'wpaijobs_request_goes_on';

	/** How much longer than the job's lifetime a lease without signs of life lasts, in milliseconds. */
	public const GRACE_MS = 10000;

	/**
	 * The rules.
	 *
	 * @var JobManager
	 */
	private $manager;

	/**
	 * The job as its runner has it.
	 *
	 * @var Job
	 */
	private $job;

	/**
	 * When the next sign is due, in milliseconds; null outside of a request.
	 *
	 * @var int|null
	 */
	private $due_ms = null;

	/**
	 * The heartbeat of a job's runner.
	 *
	 * @param JobManager $manager The rules.
	 * @param Job        $claimed The claimed job.
	 */
	public function __construct( JobManager $manager, Job $claimed ) {
		$this->manager = $manager;
		$this->job     = $claimed;
	}

	/**
	 * The lease of a job whose runner gives no sign of life, in milliseconds.
	 *
	 * @param Job $job The job.
	 * @return int
	 */
	public static function silent_lease_ms( Job $job ): int {
		return $job->remaining_ms() + self::GRACE_MS;
	}

	/**
	 * The job as its runner has it: with the latest lease.
	 *
	 * @return Job
	 */
	public function job(): Job {
		return $this->job;
	}

	/**
	 * Does the runner's work, with an eye on its HTTP requests.
	 *
	 * @template Value
	 * @param callable():Value $work The work.
	 * @return Value
	 */
	public function during( callable $work ) {
		$attach = function ( $handle ): void {
			$this->begin();
			// phpcs:disable WordPress.WP.AlternativeFunctions.curl_curl_setopt -- WordPress hands its handle out for this.
			curl_setopt( $handle, CURLOPT_NOPROGRESS, false );
			curl_setopt(
				$handle,
				CURLOPT_PROGRESSFUNCTION,
				function (): int {
					// Anything but 0 breaks the request off.
					return $this->beat() ? 0 : 1;
				}
			);
			// phpcs:enable
		};
		add_action( 'http_api_curl', $attach );
		add_action( 'http_api_debug', array( $this, 'end' ) );
		add_filter( self::GOES_ON, array( $this, 'goes_on' ) );
		try {
			return $work();
		} finally {
			remove_action( 'http_api_curl', $attach );
			remove_action( 'http_api_debug', array( $this, 'end' ) );
			remove_filter( self::GOES_ON, array( $this, 'goes_on' ) );
		}
	}

	/**
	 * For who takes curl's one progress callback for something else: what it has to ask there.
	 *
	 * @param bool $goes_on Whether the request may go on.
	 * @return bool
	 */
	public function goes_on( bool $goes_on ): bool {
		return $this->beat() && $goes_on;
	}

	/**
	 * A request begins that will call back: from now on the lease is short.
	 */
	public function begin(): void {
		$this->renew( self::LEASE_MS );
	}

	/**
	 * Gives a sign of life, if it is time for one.
	 *
	 * @return bool False: the job is not the runner's any more, and what it does is in vain.
	 */
	public function beat(): bool {
		return null === $this->due_ms || Clock::now_ms() < $this->due_ms || $this->renew( self::LEASE_MS );
	}

	/**
	 * A request has ended: nobody calls back any more.
	 */
	public function end(): void {
		if ( null !== $this->due_ms ) {
			$this->renew( self::silent_lease_ms( $this->job ) );
			$this->due_ms = null;
		}
	}

	/**
	 * Renews the lease.
	 *
	 * @param int $lease_ms How long from now, in milliseconds.
	 * @return bool Whether the job is still the runner's.
	 */
	private function renew( int $lease_ms ): bool {
		// The database may be back for the next one.
		$this->due_ms = Clock::now_ms() + self::RETRY_MS;
		if ( ! Connection::is_there() ) {
			return true;
		}
		// Whoever judges the lease asks the database for the time.
		Clock::synchronise();
		try {
			$renewed = $this->manager->renew( $this->job, $lease_ms );
		} catch ( StoreException $e ) {
			return true;
		}
		$this->due_ms = Clock::now_ms() + self::EVERY_MS;
		$this->job    = $renewed ?? $this->job;
		return null !== $renewed;
	}
}
