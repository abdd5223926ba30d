<?php
/**
 * What a provider answers, while it comes in.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WP_Error;
use WpAiJobs\Integrations\AI\Store\Answers;
use WpAiJobs\Integrations\AI\Store\StoreException;

defined( 'ABSPATH' ) || exit;

// phpcs:disable WordPress.WP.AlternativeFunctions -- WP_Filesystem may ask for a password, and writes files as a whole.

/**
 * Writes a provider's answer to a private file as its bytes arrive, so that it is not only in the
 * memory of a process that may be killed: see Recovery. A file is of one attempt of one job or
 * part, and lies beside what the Journal writes, which also forgets it.
 *
 * Where the disk is full, an answer goes to the database when it is complete; where that refuses,
 * too, it stays in memory until keep_rest(). Where nothing takes it, all else is the same: it is
 * there for a bad end alone.
 */
final class Recording {

	/** The argument of a request of WordPress's HTTP API that names the provider whose answer is recorded. */
	public const PROVIDER = 'wpaijobs_provider';

	/** The filter for who has the HTTP API stream an answer to a file: where it lasts. */
	public const PATH = 'wpaijobs_answer_path';

	/** The action for who found no room for an answer in its file, and has it still. */
	public const UNSTORED = 'wpaijobs_answer_unstored';

	/** What follows in a name behind its attempt: which answer of it, whose, and to what. */
	private const NAME = '/\.(\d+)-([a-z0-9-]+)-([0-9a-f]{32})\.answer$/D';

	/**
	 * The job or part.
	 *
	 * @var Job
	 */
	private $piece;

	/**
	 * How many answers there were.
	 *
	 * @var int
	 */
	private $count = 0;

	/**
	 * Path of the file of the answer that is coming in, or null.
	 *
	 * @var string|null
	 */
	private $path = null;

	/**
	 * The file, opened, or null.
	 *
	 * @var resource|null
	 */
	private $file = null;

	/**
	 * Whether there was no room in it.
	 *
	 * @var bool
	 */
	private $is_full = false;

	/**
	 * Answers that the database did not take, by their names in it.
	 *
	 * @var array<string,string>
	 */
	private $rest = array();

	/**
	 * A recording.
	 *
	 * @param Job $piece The claimed job or part.
	 */
	public function __construct( Job $piece ) {
		$this->piece = $piece;
	}

	/**
	 * What was recorded of an attempt, complete or not.
	 *
	 * @param Job $piece The job or part.
	 * @return array<array{path:string,row:string,provider:string,question:string}> In the order in which it came; of `path` and `row` one is ''.
	 */
	public static function answers( Job $piece ): array {
		$answers = array();
		foreach ( array_merge( Journal::files( $piece, '*.answer' ), Answers::names( self::row( $piece ) ) ) as $name ) {
			if ( 1 === preg_match( self::NAME, $name, $match ) ) {
				$is_file                    = false !== strpos( $name, '/' );
				$answers[ (int) $match[1] ] = array(
					'path'     => $is_file ? $name : '',
					'row'      => $is_file ? '' : $name,
					'provider' => $match[2],
					'question' => $match[3],
				);
			}
		}
		ksort( $answers );
		return array_values( $answers );
	}

	/**
	 * Forgets what is in the database of an attempt.
	 *
	 * @param Job $piece The job or part.
	 */
	public static function forget( Job $piece ): void {
		Answers::delete( self::row( $piece ) );
	}

	/**
	 * Forgets what is in the database of a job, of all its attempts and parts.
	 *
	 * @param Job $job The job.
	 */
	public static function forget_job( Job $job ): void {
		Answers::delete( $job->id() . '.' );
	}

	/**
	 * Deletes what is in the database of jobs that have ended.
	 *
	 * @param JobManager|null $manager Default: over the site's store.
	 */
	public static function sweep( ?JobManager $manager = null ): void {
		$manager = $manager ?? new JobManager();
		foreach ( Answers::names() as $name ) {
			$job = $manager->get( (string) strtok( $name, '.' ) );
			if ( null === $job || $job->is_final() ) {
				Answers::delete( $name );
			}
		}
	}

	/**
	 * What tells a question from others of the same attempt.
	 *
	 * @param string $method HTTP method.
	 * @param string $url    Address, which may hold a key.
	 * @return string
	 */
	public static function question( string $method, string $url ): string {
		return wp_hash( $method . ' ' . $url );
	}

	/**
	 * Does the runner's work, and records what providers answer.
	 *
	 * @template Value
	 * @param callable():Value $work The work.
	 * @return Value
	 */
	public function during( callable $work ) {
		add_filter( 'http_request_args', array( $this, 'ask_plainly' ), PHP_INT_MAX );
		// Last: what somebody else answers in the network's place is not recorded.
		add_filter( 'pre_http_request', array( $this, 'begin' ), PHP_INT_MAX, 3 );
		add_action( 'requests-request.progress', array( $this, 'write' ), 0, 3 );
		add_action( 'http_api_debug', array( $this, 'end' ), 0 );
		add_filter( self::PATH, array( $this, 'path' ), 10, 4 );
		add_action( self::UNSTORED, array( $this, 'keep' ), 10, 2 );
		try {
			return $work();
		} finally {
			remove_filter( 'http_request_args', array( $this, 'ask_plainly' ), PHP_INT_MAX );
			remove_filter( 'pre_http_request', array( $this, 'begin' ), PHP_INT_MAX );
			remove_action( 'requests-request.progress', array( $this, 'write' ), 0 );
			remove_action( 'http_api_debug', array( $this, 'end' ), 0 );
			remove_filter( self::PATH, array( $this, 'path' ) );
			remove_action( self::UNSTORED, array( $this, 'keep' ) );
		}
	}

	/**
	 * Has a provider send its answer as it is: what arrives compressed could not be read from a file.
	 *
	 * @param array<string,mixed> $arguments WP_Http's.
	 * @return array<string,mixed>
	 */
	public function ask_plainly( array $arguments ): array {
		if ( isset( $arguments[ self::PROVIDER ] ) && is_array( $arguments['headers'] ) ) {
			$arguments['headers'] += array( 'Accept-Encoding' => 'identity' );
		}
		return $arguments;
	}

	/**
	 * A request is about to be sent.
	 *
	 * @param mixed               $response  False: it will be.
	 * @param array<string,mixed> $arguments WP_Http's.
	 * @param string              $url       Address.
	 * @return mixed The same.
	 */
	public function begin( $response, array $arguments, string $url ) {
		$this->end();
		$this->is_full = false;
		if ( false === $response && isset( $arguments[ self::PROVIDER ] ) && ! $arguments['stream'] ) {
			$this->path = $this->path( '', $arguments[ self::PROVIDER ], $arguments['method'], $url );
			if ( '' !== $this->path ) {
				// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged -- A full disk warns.
				$file       = @fopen( $this->path, 'wb' );
				$this->file = false === $file ? null : $file;
				// It may be that no file can be made at all.
				$this->is_full = false === $file;
			}
		}
		return $response;
	}

	/**
	 * Bytes have come.
	 *
	 * @param string    $block  Some.
	 * @param int       $before How many came before them.
	 * @param int|false $max    How many are an answer at most.
	 */
	public function write( string $block, int $before, $max ): void {
		if ( null === $this->file ) {
			return;
		}
		$is_too_large = false !== $max && $before + strlen( $block ) > $max;
		// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged -- A full disk warns.
		if ( $is_too_large || strlen( $block ) !== @fwrite( $this->file, $block ) ) {
			fclose( $this->file );
			$this->file    = null;
			$this->is_full = ! $is_too_large;
			wp_delete_file( (string) $this->path );
		}
	}

	/**
	 * The answer is there, or none will come.
	 *
	 * @param array<string,mixed>|WP_Error|null $response WP_Http's.
	 */
	public function end( $response = null ): void {
		if ( null !== $this->file ) {
			fclose( $this->file );
			$this->file = null;
		}
		if ( $this->is_full && 200 === wp_remote_retrieve_response_code( $response ) ) {
			$this->keep( (string) $this->path, wp_remote_retrieve_body( $response ) );
		}
		$this->is_full = false;
	}

	/**
	 * Keeps an answer in the database.
	 *
	 * @param string $path Where there was no room for it.
	 * @param string $body Its body.
	 */
	public function keep( string $path, string $body ): void {
		if ( 1 === preg_match( self::NAME, $path, $match ) ) {
			$this->rest[ self::row( $this->piece ) . substr( $match[0], 1 ) ] = $body;
			wp_delete_file( $path );
			try {
				$this->keep_rest();
			} catch ( StoreException $e ) {
				// Only when it is needed is it worth to wait for.
				return;
			}
		}
	}

	/**
	 * Keeps in the database what it did not take before.
	 *
	 * @throws StoreException When it refuses, or is gone.
	 */
	public function keep_rest(): void {
		foreach ( $this->rest as $name => $body ) {
			Answers::write( $name, $body );
			unset( $this->rest[ $name ] );
		}
	}

	/**
	 * Where an answer lasts until the result has been stored.
	 *
	 * @param string $path     Where it would go otherwise.
	 * @param string $provider Who answers: `a-z 0-9 -`.
	 * @param string $method   HTTP method.
	 * @param string $url      Address.
	 * @return string
	 */
	public function path( string $path, string $provider, string $method, string $url ): string {
		$lasting = Journal::make_path( $this->piece, sprintf( '%d-%s-%s.answer', ++$this->count, $provider, self::question( $method, $url ) ) );
		if ( $lasting instanceof WP_Error ) {
			return $path;
		}
		// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged -- A full disk warns.
		@touch( $lasting );
		ImageFiles::seal( $lasting );
		return $lasting;
	}

	/**
	 * What the names of an attempt's answers begin with in the database.
	 *
	 * @param Job $piece The job or part.
	 * @return string
	 */
	private static function row( Job $piece ): string {
		return sprintf( '%s.%d-%d.', $piece->parent_id() ?? $piece->id(), $piece->part(), $piece->attempt() );
	}
}
