<?php
/**
 * What can be saved of a process that was killed.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WP_Error;
use WpAiJobs\Integrations\AI\Provider\Transfer;
use WpAiJobs\Integrations\AI\Store\Answers;
use WpAiJobs\Integrations\AI\Store\StoreException;

defined( 'ABSPATH' ) || exit;

/**
 * Executes an attempt once more whose process died, where a provider had answered: its questions
 * are answered from the Recording, and nobody is asked anew. So whatever reads an answer, core's
 * AI Client or a host's own handler, need not know of this.
 *
 * An answer that is not complete fails as it would have when it came; then nothing is recovered.
 */
final class Recovery {

	/** What costs nothing: the list of a provider's models, an image at its address. */
	private const FREE = array( 'GET', 'HEAD' );

	/**
	 * Recorded answers, as far as they were not asked for yet.
	 *
	 * @var array<array{path:string,row:string,provider:string,question:string}>
	 */
	private $answers;

	/**
	 * The providers that gave them.
	 *
	 * @var string[]
	 */
	private $providers;

	/**
	 * Why an answer could not be read, or null.
	 *
	 * @var StoreException|null
	 */
	private $failure = null;

	/**
	 * A recovery.
	 *
	 * @param Job $piece The job or part.
	 */
	private function __construct( Job $piece ) {
		$this->answers   = Recording::answers( $piece );
		$this->providers = array_column( $this->answers, 'provider' );
	}

	/**
	 * Whether there is anything to try it with.
	 *
	 * @param Job $piece The job or part.
	 * @return bool
	 */
	public static function is_possible( Job $piece ): bool {
		return self::is_repeatable( $piece ) && array() !== Recording::answers( $piece );
	}

	/**
	 * Whether its type's handler may be called once more with what providers have answered.
	 *
	 * @param Job $piece The job or part.
	 * @return bool
	 */
	public static function is_repeatable( Job $piece ): bool {
		$handler = JobTypes::get( $piece->type() );
		return $handler instanceof RepeatableHandler && $handler->is_repeatable();
	}

	/**
	 * The result of an attempt whose process died.
	 *
	 * @param Job $piece The job or part, with time left.
	 * @return array<string,mixed>|WP_Error An error: its provider's answer is not complete, or is none, or
	 *                                      there still is no room for what is in it.
	 * @throws StoreException When the database, which has the answer, cannot be read.
	 */
	public static function outcome( Job $piece ) {
		$recovery = new self( $piece );
		$outcome  = $recovery->during(
			static function () use ( $piece ) {
				return Execution::of( $piece );
			}
		);
		if ( null !== $recovery->failure ) {
			// The handler's error says nothing of the answer.
			throw $recovery->failure;
		}
		return $outcome;
	}

	/**
	 * Answers from the recording.
	 *
	 * @param false|array<string,mixed>|WP_Error $response  What others answer in the network's place.
	 * @param array<string,mixed>                $arguments WP_Http's.
	 * @param string                             $url       Address.
	 * @return false|array<string,mixed>|WP_Error
	 */
	public function answer( $response, array $arguments, string $url ) {
		$question = Recording::question( $arguments['method'], $url );
		foreach ( $this->answers as $at => $answer ) {
			if ( $answer['question'] === $question && isset( $arguments[ Recording::PROVIDER ] ) ) {
				unset( $this->answers[ $at ] );
				return array(
					'headers'  => array( 'content-type' => 'application/json' ),
					'body'     => $arguments['stream'] ? '' : $this->read( $answer ),
					'response' => array(
						'code'    => 200,
						'message' => 'OK',
					),
					'cookies'  => array(),
					'filename' => $arguments['filename'],
				);
			}
		}
		return in_array( $arguments['method'], self::FREE, true ) ? $response : new WP_Error( 'http_request_not_executed', '' );
	}

	/**
	 * Where the answer is that would be streamed to a file.
	 *
	 * @param string $path     Where it would go otherwise.
	 * @param string $provider Who answers.
	 * @param string $method   HTTP method.
	 * @param string $url      Address.
	 * @return string
	 */
	public function path( string $path, string $provider, string $method, string $url ): string {
		$question = Recording::question( $method, $url );
		foreach ( $this->answers as $answer ) {
			if ( $answer['question'] === $question ) {
				if ( '' !== $answer['row'] ) {
					// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged, WordPress.WP.AlternativeFunctions -- A full disk warns.
					@file_put_contents( $path, $this->read( $answer ) );
				} else {
					$path = $answer['path'];
				}
				self::join_chunks( $path );
				return $path;
			}
		}
		return $path;
	}

	/**
	 * Leaves those providers that gave an answer: another one might ask on a way of its own.
	 *
	 * @param mixed $providers What was registered.
	 * @return array<object>
	 */
	public function only_those_asked( $providers ): array {
		return array_filter(
			(array) $providers,
			function ( $provider ): bool {
				return is_object( $provider ) && in_array( $provider->id(), $this->providers, true );
			}
		);
	}

	/**
	 * Does something without the network.
	 *
	 * @template Value
	 * @param callable():Value $work What to do.
	 * @return Value
	 */
	private function during( callable $work ) {
		add_filter( 'pre_http_request', array( $this, 'answer' ), PHP_INT_MAX, 3 );
		add_filter( Recording::PATH, array( $this, 'path' ), 10, 4 );
		add_filter( 'wpaijobs_text_providers', array( $this, 'only_those_asked' ), PHP_INT_MAX );
		add_filter( 'wpaijobs_image_providers', array( $this, 'only_those_asked' ), PHP_INT_MAX );
		try {
			return $work();
		} finally {
			remove_filter( 'pre_http_request', array( $this, 'answer' ), PHP_INT_MAX );
			remove_filter( Recording::PATH, array( $this, 'path' ) );
			remove_filter( 'wpaijobs_text_providers', array( $this, 'only_those_asked' ), PHP_INT_MAX );
			remove_filter( 'wpaijobs_image_providers', array( $this, 'only_those_asked' ), PHP_INT_MAX );
		}
	}

	/**
	 * A recorded answer.
	 *
	 * @param array{path:string,row:string,provider:string,question:string} $answer See Recording::answers().
	 * @return string
	 */
	private function read( array $answer ): string {
		if ( '' !== $answer['row'] ) {
			try {
				return Answers::read( $answer['row'] );
			} catch ( StoreException $e ) {
				$this->failure = $e;
				return '';
			}
		}
		self::join_chunks( $answer['path'] );
		return (string) file_get_contents( $answer['path'] ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- A local file.
	}

	/**
	 * Joins what came in chunks, where WordPress has no cURL and the process was killed before it could.
	 *
	 * @param string $path The answer, JSON by its nature.
	 */
	private static function join_chunks( string $path ): void {
		$beginning = (string) @file_get_contents( $path, false, null, 0, 32 ); // phpcs:ignore WordPress.WP.AlternativeFunctions, WordPress.PHP.NoSilencedErrors -- A local file, which the run that it is of may have deleted.
		if ( 1 === preg_match( '/^[0-9a-f]+[ \t]*(?:;[^\r]*)?\r\n/i', $beginning ) ) {
			Transfer::join_chunks( $path );
		}
	}
}
