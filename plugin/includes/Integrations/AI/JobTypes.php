<?php
/**
 * The registry of job types.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

/**
 * Knows which job types exist on this site and who handles them.
 */
final class JobTypes {

	/**
	 * All handlers by type. Not cached: the filter is cheap and plugins load at any time.
	 *
	 * @return array<string,JobHandler>
	 */
	public static function all(): array {
		/**
		 * Filters the job types of this site. The same types are available over REST, in the
		 * background runner and in `GET /capabilities`.
		 *
		 *     add_filter( 'wp_ai_jobs_types', function ( array $types ): array {
		 *         $types['acme-summary'] = new Acme\Summary_Handler(); // implements JobHandler
		 *         return $types;
		 *     } );
		 *
		 * @param array<string,JobHandler> $types Handlers by type. A type is at most 64 of
		 *                                        `a-z 0-9 _ -` and begins with a letter.
		 */
		$types = apply_filters(
			'wp_ai_jobs_types',
			array(
				'content' => new ContentHandler(),
				'image'   => new ImageHandler(),
			)
		);

		$known = array();
		foreach ( is_array( $types ) ? $types : array() as $type => $handler ) {
			if ( $handler instanceof JobHandler && is_string( $type ) && 1 === preg_match( '/^[a-z][a-z0-9_-]{0,63}$/D', $type ) ) {
				$known[ $type ] = $handler;
			}
		}
		return $known;
	}

	/**
	 * The handler of one type, or null.
	 *
	 * @param string $type Job type.
	 * @return JobHandler|null
	 */
	public static function get( string $type ): ?JobHandler {
		return self::all()[ $type ] ?? null;
	}
}
