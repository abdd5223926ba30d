<?php
/**
 * Results on their way to the database.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WP_Error;

defined( 'ABSPATH' ) || exit;

// phpcs:disable WordPress.WP.AlternativeFunctions -- WP_Filesystem may ask for a password, and a runner has nobody to ask.

/**
 * Keeps what a runner has in a private file until the database has it: it is paid for, and the
 * process may be killed, or the database be gone, just then. Whoever looks at the job next brings
 * the result home.
 *
 * A file is of one attempt of one job or part, lies beside the images of its job, and is there as a
 * whole or not at all. Where no file can be written there is no journal, and all else is the same.
 */
final class Journal {

	/**
	 * Notes the result of a claimed job or part.
	 *
	 * @param Job                 $claimed The job or part as its runner has it.
	 * @param array<string,mixed> $result  Its handler's.
	 */
	public static function note( Job $claimed, array $result ): void {
		$path = self::make_path( $claimed, 'result' );
		if ( $path instanceof WP_Error ) {
			return;
		}
		$json = (string) wp_json_encode( $result );
		// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged -- A full disk warns.
		if ( strlen( $json ) === @file_put_contents( $path . '.part', $json ) ) {
			ImageFiles::seal( $path . '.part' );
			rename( $path . '.part', $path );
		} else {
			wp_delete_file( $path . '.part' );
		}
	}

	/**
	 * The result that is noted for a job or part.
	 *
	 * @param Job $piece The job or part.
	 * @return array<string,mixed>|null
	 */
	public static function read( Job $piece ): ?array {
		$file = self::files( $piece, 'result' )[0] ?? null;
		// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged -- Its runner may just have brought it home.
		$result = null === $file ? null : json_decode( (string) @file_get_contents( $file ), true );
		return is_array( $result ) ? $result : null;
	}

	/**
	 * Forgets what is noted and recorded: the database has it, or nobody wants it any more.
	 *
	 * @param Job $piece The job or part.
	 */
	public static function forget( Job $piece ): void {
		array_map( 'wp_delete_file', self::files( $piece, '*' ) );
		Recording::forget( $piece );
		ImageFiles::remove_empty( self::job_id( $piece ) );
	}

	/**
	 * Makes room for a file of an attempt.
	 *
	 * @param Job    $claimed The job or part as its runner has it.
	 * @param string $ending  What its name is to end in.
	 * @return string|WP_Error Path of a file that does not exist yet.
	 */
	public static function make_path( Job $claimed, string $ending ) {
		$path = ImageFiles::make_path( self::job_id( $claimed ) );
		return $path instanceof WP_Error ? $path : $path . self::middle( $claimed ) . $ending;
	}

	/**
	 * The files of an attempt.
	 *
	 * @param Job    $piece  The job or part.
	 * @param string $ending What their names end in, as glob() takes it.
	 * @return string[] Paths.
	 */
	public static function files( Job $piece, string $ending ): array {
		return (array) glob( ImageFiles::path( self::job_id( $piece ), '*' . self::middle( $piece ) . $ending ) );
	}

	/**
	 * What says whose a file is, in the middle of its name.
	 *
	 * @param Job $piece The job or part.
	 * @return string
	 */
	private static function middle( Job $piece ): string {
		return sprintf( '.%d-%d.', $piece->part(), $piece->attempt() );
	}

	/**
	 * The job that is known to clients.
	 *
	 * @param Job $piece The job or part.
	 * @return string Its id.
	 */
	private static function job_id( Job $piece ): string {
		return $piece->parent_id() ?? $piece->id();
	}
}
