<?php
/**
 * Executes jobs.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WP_Error;
use WpAiJobs\Core\Cron;
use WpAiJobs\Integrations\AI\Store\Connection;
use WpAiJobs\Integrations\AI\Store\StoreException;

defined( 'ABSPATH' ) || exit;

/**
 * Executes one pending job in this request, or one of its parts. However many requests try, the
 * claim lets one.
 */
final class Runner {

	/** Seconds beyond the job's lifetime that PHP may take to store what came. */
	private const TIME_LIMIT_GRACE_S = 30;

	/** How long to wait for room for what came, in milliseconds. */
	private const ROOM_WAIT_MS = 10000;

	/** How long to wait for a database that is gone before each further try to store what came, in seconds. */
	private const WAITS_S = array( 1, 2, 4, 8 );

	/**
	 * The rules.
	 *
	 * @var JobManager
	 */
	private $manager;

	/**
	 * Waits for so many seconds.
	 *
	 * @var callable(int):void
	 */
	private $wait;

	/**
	 * A runner.
	 *
	 * @param JobManager|null         $manager Default: over the site's store.
	 * @param callable(int):void|null $wait    Waits for so many seconds. Default: sleep().
	 */
	public function __construct( ?JobManager $manager = null, ?callable $wait = null ) {
		$this->manager = $manager ?? new JobManager();
		$this->wait    = $wait ?? 'sleep';
	}

	/**
	 * Executes a job, or a part of it, if it is pending and nobody else does; or, while others wait
	 * for a place, the one whose turn it is.
	 *
	 * @param string $id Job id.
	 * @return Job|null What was executed, afterwards: the job or, with its parts, the one that the
	 *                  executed part is of. Null when there was nothing to do, or no place.
	 */
	public function run( string $id ): ?Job {
		$job = $this->manager->claim( $id, wp_generate_uuid4() );
		if ( null === $job ) {
			return null;
		}

		// What this process knows of WP-Cron's schedule will be old when the provider has answered.
		Cron::note_a_run();
		$this->make_room( $job );
		$heartbeat = new Heartbeat( $this->manager, $job );
		$done      = false;
		register_shutdown_function(
			function () use ( $heartbeat, &$done ): void {
				if ( ! $done ) {
					// A fatal error, or an exit() in somebody's hook.
					$this->record_death( $heartbeat->job() );
				}
			}
		);

		$recording = Recovery::is_repeatable( $job ) ? new Recording( $job ) : null;
		$outcome   = $heartbeat->during(
			static function () use ( $job, $recording ) {
				return self::execute( $job, $recording );
			}
		);
		try {
			$after = $this->store( $heartbeat->job(), $outcome, $recording );
		} catch ( StoreException $e ) {
			// The journal has what came; whoever looks at the job next brings it home.
			return null;
		}
		$done = true;
		// Others may schedule something in what is left of this request. Not before the result is
		// stored: without the database, all options would seem to be gone.
		Cron::read_again();
		if ( null === $after ) {
			// It has ended otherwise; or the lease is over and nobody has seen it, then the journal completes it.
			$after = $this->manager->get( $job->parent_id() ?? $job->id() );
			Journal::forget( $job );
			return $after;
		}
		return null !== $after->parent_id() ? $this->manager->get( $job->parent_id() ?? $job->id() ) : $after;
	}

	/**
	 * Has PHP go on for as long as the job may take.
	 *
	 * @param Job $job The claimed job or part.
	 */
	private function make_room( Job $job ): void {
		// The author may be gone; what they asked for is not.
		ignore_user_abort( true );
		wp_raise_memory_limit( 'wpaijobs' );
		if ( function_exists( 'set_time_limit' ) ) {
			// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged, Squiz.PHP.DiscouragedFunctions -- A provider may take minutes. Some hosts forbid it, with a warning.
			@set_time_limit( intdiv( $job->remaining_ms(), 1000 ) + self::TIME_LIMIT_GRACE_S );
		}
	}

	/**
	 * Stores what came of a job; in the journal first. A database that is gone is waited for.
	 *
	 * @param Job                          $job       The claimed job or part.
	 * @param array<string,mixed>|WP_Error $outcome   Its handler's.
	 * @param Recording|null               $recording What providers answered.
	 * @return Job|null Null: too late, nothing was changed.
	 * @throws StoreException When the database stays away.
	 */
	private function store( Job $job, $outcome, ?Recording $recording ): ?Job {
		if ( ! $outcome instanceof WP_Error ) {
			Journal::note( $job, $outcome );
		}
		foreach ( self::WAITS_S as $wait_s ) {
			try {
				return $this->write( $job, $outcome, $recording );
			} catch ( StoreException $e ) {
				( $this->wait )( $wait_s );
			}
		}
		return $this->write( $job, $outcome, $recording );
	}

	/**
	 * Writes what came of a job to the database.
	 *
	 * @param Job                          $job       The claimed job or part.
	 * @param array<string,mixed>|WP_Error $outcome   Its handler's.
	 * @param Recording|null               $recording What providers answered.
	 * @return Job|null Null: too late, nothing was changed.
	 * @throws StoreException When the database refuses, or is gone.
	 */
	private function write( Job $job, $outcome, ?Recording $recording ): ?Job {
		if ( ! Connection::is_there() ) {
			throw new StoreException( 'The database is gone.' );
		}
		if ( null !== $recording && $outcome instanceof WP_Error && ImageFiles::is_without_room( $outcome ) ) {
			$recording->keep_rest();
			if ( Recovery::is_possible( $job ) ) {
				// The database has the answer; when there is room, whoever looks makes a file of it.
				return $this->manager->renew( $job, self::ROOM_WAIT_MS );
			}
		}
		$after = $outcome instanceof WP_Error
			? $this->manager->fail( $job, Errors::for_job( $outcome ) )
			: $this->manager->complete( $job, $outcome );
		if ( null !== $after ) {
			Journal::forget( $job );
		}
		return $after;
	}

	/**
	 * Ends the job of a process that is ending. Where not even WordPress's own handler, which
	 * comes first, finds the memory that it needs, PHP gives up before this; then the lease
	 * ends the job.
	 *
	 * @param Job $job The claimed job or part.
	 */
	private function record_death( Job $job ): void {
		// phpcs:ignore WordPress.PHP.IniSet.memory_limit_Disallowed, Squiz.PHP.DiscouragedFunctions -- The process is ending. What died may have used all there is.
		ini_set( 'memory_limit', '-1' );
		try {
			// What is in the journal is completed by this, and not to be failed any more.
			$this->manager->get( $job->parent_id() ?? $job->id() );
			if ( Recovery::is_possible( $job ) ) {
				// Not in a process that dies. Whoever looks next finds it without a runner.
				$this->manager->renew( $job, 0 );
			} else {
				$this->manager->fail( $job, Errors::of( 'interrupted' ) );
			}
		} catch ( StoreException $e ) {
			// The lease will end it.
			return;
		}
	}

	/**
	 * Executes a job.
	 *
	 * @param Job            $job       The claimed job or part.
	 * @param Recording|null $recording Records what providers answer.
	 * @return array<string,mixed>|WP_Error
	 */
	private static function execute( Job $job, ?Recording $recording ) {
		$refusal = JobTypes::check_owner( $job );
		if ( null !== $refusal ) {
			return $refusal;
		}
		$execute = static function () use ( $job ) {
			return Execution::of( $job );
		};
		return null === $recording ? $execute() : $recording->during( $execute );
	}
}
