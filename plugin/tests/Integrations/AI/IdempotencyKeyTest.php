<?php
/**
 * Two starts with one key.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI;

use WP_Error;
use WpAiJobs\Core\Cron;
use WpAiJobs\Integrations\AI\Errors;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\JobService;
use WpAiJobs\Integrations\AI\Store\OptionStore;
use WpAiJobs\Integrations\AI\Store\StoreException;
use WpAiJobs\Integrations\AI\Store\TableStore;
use WpAiJobs\Integrations\AI\Store\UsedKeys;
use WpAiJobs\Tests\PluginTestCase;
use WpAiJobs\Tests\Process;

/**
 * One key is one provider call, also when its job is long gone, and whatever died in between.
 */
final class IdempotencyKeyTest extends PluginTestCase {

	/** How many parts a job in parts has. */
	private const PARTS = 2;

	/** Longer than any lease, and shorter than a key is kept. */
	private const LONG_MS = Job::LIFETIME_MS + 60000;

	/** Longer than a start takes, and than an acknowledged job is kept. */
	private const SHORT_MS = JobManager::DELETE_AFTER_ACKNOWLEDGEMENT_MS + 1000;

	/**
	 * The rules.
	 *
	 * @var JobManager
	 */
	private $manager;

	/**
	 * How often a provider was asked.
	 *
	 * @var int
	 */
	private $calls = 0;

	/**
	 * Whether a client has seen the end, and said so.
	 *
	 * @var bool
	 */
	private $is_delivered = false;

	/** Somebody who may. */
	protected function setUp(): void {
		parent::setUp();
		self::log_in( 'editor' );
		self::register_type();
		$this->manager = new JobManager( new TableStore() );
	}

	/**
	 * Starts a job under a key.
	 *
	 * @param string $key Idempotency key.
	 * @return Job|WP_Error
	 */
	private function start_with( string $key ) {
		$started = ( new JobService( $this->manager ) )->start(
			array(
				'type'            => 'test',
				'input'           => array(
					'prompt' => 'Rain',
					'count'  => self::PARTS,
				),
				'context'         => null,
				'idempotency_key' => $key,
			)
		);
		return $started instanceof WP_Error ? $started : $started['job'];
	}

	/**
	 * Does with a job all that is done with one, in that order: it is executed, its owner's client
	 * sees its end and says so, and it is deleted.
	 *
	 * @param string $id Its id.
	 */
	private function finish( string $id ): void {
		while ( true ) {
			$piece = $this->manager->claim( $id, 'runner' );
			if ( null === $piece ) {
				break;
			}
			++$this->calls;
			$this->manager->complete( $piece, array( 'text' => 'Rain' ) );
		}
		$job = $this->manager->get( $id );
		if ( null !== $job && $job->is_final() ) {
			$this->is_delivered = true;
			( new JobService( $this->manager ) )->acknowledge( $id );
			self::move_clock( self::SHORT_MS );
			$this->manager->delete_finished();
		}
	}

	/** It was sent twice, and the second was long on its way: by then the first's result has arrived, and its job is gone. */
	public function test_a_start_that_comes_after_its_job_is_gone_makes_no_second_one(): void {
		$this->finish( $this->start_with( 'key' )->id() );

		$this->assertSame( 'ai_job_conflict', $this->start_with( 'key' )->get_error_code() );
		$this->assertSame( array(), $this->manager->recent( 10 ) );
		$this->assertInstanceOf( Job::class, $this->start_with( 'another' ) );
		self::log_in( 'admin' );
		$this->assertInstanceOf( Job::class, $this->start_with( 'key' ), 'Another owner’s key is another key.' );
	}

	/** Then what is late was lost. */
	public function test_a_key_can_be_used_again_an_hour_after_the_acknowledgement(): void {
		$first = $this->start_with( 'key' );
		self::move_clock( self::LONG_MS );
		$this->finish( $first->id() );
		self::move_clock( UsedKeys::KEPT_MS - self::SHORT_MS - 1000 );
		$this->assertSame( 'ai_job_conflict', $this->start_with( 'key' )->get_error_code() );
		self::move_clock( 1000 );
		$this->assertNotSame( $first->id(), $this->start_with( 'key' )->id() );
	}

	/** The acknowledgement was of the failure. */
	public function test_a_retried_job_is_found_by_its_key_and_its_key_is_kept_from_its_last_acknowledgement(): void {
		$id = $this->start_with( 'key' )->id();
		$this->manager->acknowledge( $this->manager->fail( $this->manager->claim( $id, 'runner' ), Errors::of( 'provider_unavailable' ) ) );
		$this->manager->retry( $this->manager->get( $id ) );
		$this->assertSame( $id, $this->start_with( 'key' )->id() );
		self::move_clock( 1000 );
		$this->finish( $id );
		self::move_clock( UsedKeys::KEPT_MS - self::SHORT_MS - 1000 );
		$this->assertSame( 'ai_job_conflict', $this->start_with( 'key' )->get_error_code() );
	}

	/** What nobody came for is deleted after a day, when no start is on its way any more. */
	public function test_a_job_that_goes_without_an_acknowledgement_leaves_its_key_free(): void {
		$first = $this->start_with( 'key' );
		$this->manager->complete( $this->manager->claim( $first->id(), 'runner' ), array( 'text' => 'Rain' ) );
		self::move_clock( JobManager::RETENTION_MS + 1000 );
		$this->assertNotSame( $first->id(), $this->start_with( 'key' )->id() );
	}

	/** It is tried again by the client; until then the job stays. */
	public function test_a_key_that_cannot_be_noted_leaves_its_job_there(): void {
		$id     = $this->start_with( 'key' )->id();
		$refuse = static function ( string $query ): string {
			return false === strpos( $query, 'wpaijobs_used_' ) ? $query : 'SELECT refused FROM no_such_table';
		};
		add_filter( 'query', $refuse );
		try {
			$this->finish( $id );
			$this->fail( 'It was acknowledged.' );
		} catch ( StoreException $e ) {
			remove_filter( 'query', $refuse );
		}
		$this->assertNull( $this->manager->get( $id )->acknowledged_at() );
		$this->finish( $id );
		$this->assertSame( 'ai_job_conflict', $this->start_with( 'key' )->get_error_code() );
	}

	/** They do not heap up. */
	public function test_keys_that_are_free_again_are_forgotten_daily(): void {
		global $wpdb;
		UsedKeys::add( 7, 'old' );
		self::move_clock( UsedKeys::KEPT_MS );
		UsedKeys::add( 7, 'new' );
		do_action( Cron::CLEANUP );
		$this->assertSame( array( 'wpaijobs_used_7_new' ), $wpdb->get_col( "SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE 'wpaijobs\\_used\\_%'" ) );
	}

	/**
	 * Stores, kinds of jobs, and what comes after a death.
	 *
	 * @return array<string,array{JobManager,bool,bool}>
	 */
	public static function lives(): array {
		$lives = array();
		foreach ( array(
			'table'   => new TableStore(),
			'options' => new OptionStore(),
		) as $name => $store ) {
			foreach ( array( '', ', in parts' ) as $kind ) {
				foreach ( array( 'sent again', 'picked up' ) as $after ) {
					$lives[ $name . $kind . ', ' . $after ] = array( new JobManager( $store ), '' !== $kind, 'picked up' === $after );
				}
			}
		}
		return $lives;
	}

	/**
	 * A process that dies is one of which the database hears nothing any more: tried behind each
	 * statement that changes something, from the start to the deletion.
	 *
	 * @dataProvider lives
	 * @param JobManager $manager      Over a store.
	 * @param bool       $is_in_parts  Whether the job is.
	 * @param bool       $is_picked_up Whether an editor finds the job before its start is sent again.
	 */
	public function test_wherever_a_process_dies_one_key_is_one_call( JobManager $manager, bool $is_in_parts, bool $is_picked_up ): void {
		$this->manager = $manager;
		// A dead process would wait for the lock of the places.
		add_filter( 'wpaijobs_max_running', '__return_zero' );
		if ( $is_in_parts ) {
			self::register_type_in_parts();
		}
		$changes = 0;
		do {
			$key                = 'key-' . ( ++$changes );
			$this->calls        = 0;
			$this->is_delivered = false;

			$is_over = self::hear_only(
				$changes,
				function () use ( $key ): void {
					$this->finish( $this->start_with( $key )->id() );
				}
			);
			$this->go_on( $key, $is_picked_up );
			$this->assertLessThanOrEqual( $is_in_parts ? self::PARTS : 1, $this->calls, "Behind change {$changes}." );
		} while ( ! $is_over );
		$this->assertGreaterThan( 8, $changes, 'Lock, count, insertion, unlocking, claim, completion, key, acknowledgement, deletion.' );
	}

	/**
	 * Does something of which the database hears only the beginning.
	 *
	 * @param int             $changes How many statements that change something.
	 * @param callable():void $work    What to do.
	 * @return bool Whether the database has heard all of it.
	 */
	private static function hear_only( int $changes, callable $work ): bool {
		global $wpdb;
		$is_dead = false;
		$listen  = static function ( string $query ) use ( &$changes, &$is_dead ): string {
			$is_dead = $is_dead || ( 1 === preg_match( '/^\s*(INSERT|REPLACE|UPDATE|DELETE)\b/', $query ) && 0 > --$changes );
			return $is_dead ? 'SELECT refused FROM no_such_table' : $query;
		};
		$hidden = $wpdb->suppress_errors( true );
		add_filter( 'query', $listen );
		try {
			$work();
		} catch ( StoreException $e ) {
			// It cannot know where it was.
			$is_dead = true;
		} finally {
			remove_filter( 'query', $listen );
			$wpdb->suppress_errors( $hidden );
		}
		return ! $is_dead;
	}

	/**
	 * Goes on after a death, and sends the start again and again. A key is refused only if there was a result to be had.
	 *
	 * @param string $key          Its key.
	 * @param bool   $is_picked_up Whether an editor finds the job first.
	 */
	private function go_on( string $key, bool $is_picked_up ): void {
		self::move_clock( self::SHORT_MS );
		if ( $is_picked_up ) {
			foreach ( $this->manager->recent( 10 ) as $job ) {
				$this->finish( $job->id() );
			}
		}
		foreach ( array( 0, self::LONG_MS ) as $wait_ms ) {
			self::move_clock( $wait_ms );
			$again = $this->start_with( $key );
			if ( $again instanceof Job ) {
				$this->finish( $again->id() );
			} else {
				$this->assertSame( array( 'ai_job_conflict', true ), array( $again->get_error_code(), $this->is_delivered ) );
			}
		}
		$this->assertSame( array(), $this->manager->recent( 10 ) );
		$this->assertTrue( $this->is_delivered );
		$this->assertSame( 'ai_job_conflict', $this->start_with( $key )->get_error_code() );
	}

	/**
	 * Where a process is killed, how many calls there were by then, whether a client had seen the
	 * end, and whether an editor finds the job before its start is sent again.
	 *
	 * @return array<string,array{string,int,bool,bool}>
	 */
	public static function steps(): array {
		$steps = array();
		foreach ( array(
			'inserted'     => array( 0, false ),
			'completed'    => array( 1, false ),
			'noted'        => array( 1, true ),
			'acknowledged' => array( 1, true ),
			'due'          => array( 1, true ),
			'deleted'      => array( 1, true ),
		) as $step => $seen ) {
			$steps[ $step . ', sent again' ] = array_merge( array( $step ), $seen, array( false ) );
			$steps[ $step . ', picked up' ]  = array_merge( array( $step ), $seen, array( true ) );
		}
		return $steps;
	}

	/**
	 * A real process, from start to deletion.
	 *
	 * @dataProvider steps
	 * @param string $step         See processes/killed_life.php.
	 * @param int    $calls        Calls by then.
	 * @param bool   $is_delivered Whether a client had seen the end.
	 * @param bool   $is_picked_up Whether an editor finds the job first.
	 */
	public function test_wherever_a_process_is_killed_one_key_is_one_call( string $step, int $calls, bool $is_delivered, bool $is_picked_up ): void {
		$life = new Process( 'killed_life', array( 'table', 'key', $step ) );
		$this->assertSame( 'there', $life->hear() );
		$life->kill();

		$this->calls        = $calls;
		$this->is_delivered = $is_delivered;
		$this->go_on( 'key', $is_picked_up );
		$this->assertSame( 1, $this->calls );
	}
}
