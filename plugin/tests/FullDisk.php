<?php
/**
 * A disk without room.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests;

/**
 * Has files of this process end early, as on a full disk: PHP is told of it in the same way.
 */
final class FullDisk {

	/**
	 * Does something while there is no room.
	 *
	 * @template Value
	 * @param int               $bytes How long a file can become.
	 * @param callable():Value  $work  What to do.
	 * @return Value
	 */
	public static function during( int $bytes, callable $work ) {
		self::limit( $bytes );
		try {
			return $work();
		} finally {
			self::limit( -1 );
		}
	}

	/**
	 * Leaves no room while WordPress sends requests, and none but then: SQLite writes files, too.
	 *
	 * @param int $bytes How long a file can become.
	 */
	public static function during_requests( int $bytes ): void {
		add_filter(
			'http_request_args',
			static function ( array $arguments ) use ( $bytes ): array {
				self::limit( $bytes );
				// WordPress's own writing warns, and goes on.
				set_error_handler( '__return_true', E_WARNING | E_NOTICE ); // phpcs:ignore WordPress.PHP.DevelopmentFunctions
				return $arguments;
			}
		);
		add_action(
			'http_api_debug',
			static function (): void {
				restore_error_handler();
				self::limit( -1 );
			}
		);
	}

	/**
	 * Leaves no room while an image's handler is at work, and none but then.
	 *
	 * @param int $bytes How long a file can become.
	 */
	public static function during_executions( int $bytes ): void {
		add_filter(
			'wpaijobs_image_providers',
			static function ( array $providers ) use ( $bytes ): array {
				self::limit( $bytes );
				return $providers;
			}
		);
		add_action(
			'set_current_user',
			static function (): void {
				self::limit( -1 );
			}
		);
	}

	/**
	 * Limits how long files can become.
	 *
	 * @param int $bytes How long; -1: as they like.
	 */
	private static function limit( int $bytes ): void {
		// Without the signal that comes with it, which would end the process.
		pcntl_signal( SIGXFSZ, SIG_IGN );
		posix_setrlimit( POSIX_RLIMIT_FSIZE, $bytes, -1 );
	}
}
