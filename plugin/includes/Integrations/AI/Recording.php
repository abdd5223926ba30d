<?php
/**
 * What a provider answers, while it comes in.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WP_Error;

// phpcs:disable WordPress.WP.AlternativeFunctions -- WP_Filesystem may ask for a password, and writes files as a whole.

/**
 * Writes a provider's answer to a private file as its bytes arrive, so that it is not only in the
 * memory of a process that may be killed: see Recovery. A file is of one attempt of one job or
 * part, and lies beside what the Journal writes, which also forgets it.
 *
 * It is there for a bad end alone. Where it cannot be written, all else is the same.
 */
final class Recording {

	/** The argument of a request of WordPress's HTTP API that names the provider whose answer is recorded. */
	public const PROVIDER = 'wp_ai_jobs_provider';

	/** The filter for who has the HTTP API stream an answer to a file: where it lasts. */
	public const PATH = 'wp_ai_jobs_answer_path';

	/** What follows in a file's name behind its attempt: which answer of it, whose, and to what. */
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
	 * @return array<array{path:string,provider:string,question:string}> In the order in which it came.
	 */
	public static function answers( Job $piece ): array {
		$answers = array();
		foreach ( Journal::files( $piece, '*.answer' ) as $path ) {
			if ( 1 === preg_match( self::NAME, $path, $match ) ) {
				$answers[ (int) $match[1] ] = array(
					'path'     => $path,
					'provider' => $match[2],
					'question' => $match[3],
				);
			}
		}
		ksort( $answers );
		return array_values( $answers );
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
		try {
			return $work();
		} finally {
			remove_filter( 'http_request_args', array( $this, 'ask_plainly' ), PHP_INT_MAX );
			remove_filter( 'pre_http_request', array( $this, 'begin' ), PHP_INT_MAX );
			remove_action( 'requests-request.progress', array( $this, 'write' ), 0 );
			remove_action( 'http_api_debug', array( $this, 'end' ), 0 );
			remove_filter( self::PATH, array( $this, 'path' ) );
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
		if ( false === $response && isset( $arguments[ self::PROVIDER ] ) && ! $arguments['stream'] ) {
			$this->path = $this->path( '', $arguments[ self::PROVIDER ], $arguments['method'], $url );
			if ( '' !== $this->path ) {
				// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged -- A full disk warns.
				$file       = @fopen( $this->path, 'wb' );
				$this->file = false === $file ? null : $file;
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
			$this->end();
			wp_delete_file( (string) $this->path );
		}
	}

	/**
	 * The answer is there, or none will come.
	 */
	public function end(): void {
		if ( null !== $this->file ) {
			fclose( $this->file );
			$this->file = null;
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
		return $lasting instanceof WP_Error ? $path : $lasting;
	}
}
