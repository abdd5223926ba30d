<?php
/**
 * The files of generated images.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WP_Error;
use WpAiJobs\Core\Guard;
use WpAiJobs\Integrations\AI\Store\StoreException;
use WpAiJobs\Integrations\AI\Store\Stores;

defined( 'ABSPATH' ) || exit;

// phpcs:disable WordPress.WP.AlternativeFunctions -- WP_Filesystem may ask for a password, and a runner has nobody to ask.

/**
 * A private folder of the site, in it one folder for each job, in that its images: readable for
 * PHP's user alone, closed to the web server, and under names that nobody can guess where the web
 * server runs as the same user and does not heed that. Deleted with their jobs.
 */
final class ImageFiles {

	/** What a folder of ours is called: the id of its job. */
	private const FOLDER = '/^(job_)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/D';

	/** How old a folder without a job is at least when it is swept, in seconds: a runner may come late. */
	private const SWEEP_AFTER_S = HOUR_IN_SECONDS;

	/** What is written to see whether there is room, in bytes: a large image of most models, in base64, is some times that. */
	private const ROOM_BYTES = MB_IN_BYTES;

	/** How many folders are looked up at a time. */
	private const SWEEP_BATCH = 100;

	/** What closes a folder: to a listing, to Apache and its like of each version, to IIS. */
	private const CLOSING = array(
		'index.html' => '',
		'.htaccess'  => "<IfModule mod_authz_core.c>\nRequire all denied\n</IfModule>\n<IfModule !mod_authz_core.c>\nDeny from all\n</IfModule>\n",
		'web.config' => '<configuration><system.webServer><authorization><deny users="*" /></authorization></system.webServer></configuration>' . "\n",
	);

	/**
	 * Where the images of this site are.
	 *
	 * @return string Path without a slash at its end.
	 * @throws StoreException When its name cannot be read or made.
	 */
	public static function folder(): string {
		return self::base() . '/' . PrivateFolder::name();
	}

	/**
	 * Makes room for one more image of a job.
	 *
	 * @param string $job_id Job id.
	 * @return string|WP_Error Path of a file that does not exist yet, in a folder that does; or an error of the job.
	 */
	public static function make_path( string $job_id ) {
		try {
			$folder = Stores::exists() ? self::folder() : null;
		} catch ( StoreException $e ) {
			$folder = null;
		}
		if ( null === $folder ) {
			return new WP_Error( 'internal', '' );
		}
		$of_job = $folder . '/' . $job_id;
		if ( wp_is_stream( $folder ) || ! self::close( $folder ) || ! self::make( $of_job ) || ! wp_is_writable( $of_job ) ) {
			return new WP_Error( 'internal', __( 'This site cannot store images: WordPress may not write to the folder for them. An administrator can change this on the server.', 'wp-ai-jobs' ) );
		}
		return $of_job . '/' . bin2hex( random_bytes( 16 ) );
	}

	/**
	 * Whether an image that is made now could be shown and imported: asked before a provider is paid.
	 *
	 * @return WP_Error|null An error of the job; null: as far as one can tell.
	 */
	public static function check_site(): ?WP_Error {
		$uploads = wp_upload_dir();
		// Whether a stream can be written to shows when one writes.
		if ( false !== $uploads['error'] || ( ! wp_is_stream( $uploads['path'] ) && ! wp_is_writable( $uploads['path'] ) ) ) {
			return new WP_Error( 'internal', __( 'This site cannot add images to its media library: WordPress may not write to the uploads folder. An administrator can change this on the server.', 'wp-ai-jobs' ) );
		}
		return PrivateFolder::is_shared( self::folder() ) ? null : new WP_Error( 'internal', __( 'This site has several web servers, and they do not share the folder for generated images, so the image could not be found again. An administrator can choose a folder that they share.', 'wp-ai-jobs' ) );
	}

	/**
	 * Closes a file to all users of the server but PHP's.
	 *
	 * @param string $file Path.
	 */
	public static function seal( string $file ): void {
		// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged -- Some file systems know no rights.
		@chmod( $file, 0600 );
	}

	/**
	 * Whether there is room for an image. A full disk or a used-up quota shows only when one writes.
	 *
	 * @param string $path A path of make_path().
	 * @return bool
	 */
	public static function has_room( string $path ): bool {
		// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged -- A full disk warns.
		$written = @file_put_contents( $path, str_repeat( '0', self::ROOM_BYTES ) );
		wp_delete_file( $path );
		return self::ROOM_BYTES === $written;
	}

	/**
	 * The error of a job whose image there is no room for.
	 *
	 * @param bool $may_be_billed Whether the provider has made it.
	 * @return WP_Error
	 */
	public static function no_room( bool $may_be_billed ): WP_Error {
		return new WP_Error(
			'internal',
			__( 'This site has no room left to store the image. An administrator can make room on the server.', 'wp-ai-jobs' ),
			array(
				'may_be_billed'   => $may_be_billed,
				'is_without_room' => true,
			)
		);
	}

	/**
	 * Whether an error is that of no_room().
	 *
	 * @param WP_Error $error The error.
	 * @return bool
	 */
	public static function is_without_room( WP_Error $error ): bool {
		return true === ( $error->get_error_data()['is_without_room'] ?? false );
	}

	/**
	 * Where an image of a job is.
	 *
	 * @param string $job_id Job id.
	 * @param string $name   Name of the file, as it was stored with the part.
	 * @return string
	 */
	public static function path( string $job_id, string $name ): string {
		$path    = self::folder() . '/' . $job_id . '/' . $name;
		$earlier = PrivateFolder::earlier_name();
		if ( null === $earlier || is_file( $path ) ) {
			return $path;
		}
		$old = self::base() . '/' . $earlier . '/' . $job_id . '/' . $name;
		return is_file( $old ) ? $old : $path;
	}

	/**
	 * Deletes a file of which nothing came, and what lies beside it under the beginning of its name.
	 *
	 * @param string $path A path of make_path().
	 */
	public static function delete_file( string $path ): void {
		array_map( 'wp_delete_file', (array) glob( $path . '*' ) );
	}

	/**
	 * Deletes the images of a job.
	 *
	 * @param string $job_id Job id.
	 */
	public static function delete( string $job_id ): void {
		if ( 1 === preg_match( self::FOLDER, $job_id ) ) {
			self::delete_folder( self::folder() . '/' . $job_id );
		}
	}

	/**
	 * Removes a job's folder unless there is something in it.
	 *
	 * @param string $job_id Job id.
	 */
	public static function remove_empty( string $job_id ): void {
		// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged -- It may not be there, or not be empty.
		@rmdir( self::folder() . '/' . $job_id );
	}

	/**
	 * Deletes the images of jobs that are not there any more: what a process left that died, or a
	 * runner that came too late.
	 *
	 * @param JobManager|null $manager Default: over the site's store.
	 */
	public static function sweep( ?JobManager $manager = null ): void {
		$manager = $manager ?? new JobManager();
		$old     = array();
		foreach ( self::job_ids() as $id ) {
			// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged -- As in entries().
			if ( @filemtime( self::folder() . '/' . $id ) <= time() - self::SWEEP_AFTER_S ) {
				$old[] = $id;
			}
		}
		foreach ( array_chunk( $old, self::SWEEP_BATCH ) as $ids ) {
			array_map( array( self::class, 'delete' ), array_diff( $ids, array_keys( $manager->get_many( $ids ) ) ) );
		}
	}

	/**
	 * Deletes all images of this site, and the folder unless there is something else in it.
	 */
	public static function uninstall(): void {
		if ( null === PrivateFolder::existing_name() ) {
			return;
		}
		array_map( array( self::class, 'delete' ), self::job_ids() );
		if ( array() === self::names( self::folder() ) ) {
			self::delete_folder( self::folder() );
		}
	}

	/**
	 * The jobs of which there are folders.
	 *
	 * @return string[] Their ids.
	 */
	private static function job_ids(): array {
		return null === PrivateFolder::existing_name() ? array() : preg_grep( self::FOLDER, self::names( self::folder() ) );
	}

	/**
	 * What is in a folder, besides what closes it.
	 *
	 * @param string $folder Path.
	 * @return string[] Names.
	 */
	private static function names( string $folder ): array {
		return array_diff( self::entries( $folder ), array_keys( self::CLOSING ), array( PrivateFolder::MARK ) );
	}

	/**
	 * All that is in a folder.
	 *
	 * @param string $folder Path.
	 * @return string[] Names; none when the folder is not there, or not any more.
	 */
	private static function entries( string $folder ): array {
		// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged -- Another process may remove it at this moment.
		$entries = is_dir( $folder ) ? @scandir( $folder ) : false;
		return false === $entries ? array() : array_diff( $entries, array( '.', '..' ) );
	}

	/**
	 * The folder that this site's own is in.
	 *
	 * @return string Path without a slash at its end.
	 */
	private static function base(): string {
		$uploads = wp_get_upload_dir()['basedir'];
		$default = wp_is_stream( $uploads ) ? WP_CONTENT_DIR : $uploads;
		/**
		 * Filters in which folder each site makes the one that generated images are kept in until they
		 * are imported. Several sites and installs may share it: each makes one of its own in it.
		 *
		 * Example, outside of what the web server serves:
		 * `add_filter( 'wpaijobs_files_dir', fn() => '/srv/private/ai-jobs' );`
		 *
		 * @param string $folder Path of a local folder that PHP may make and write to, and that all web
		 *                       servers of the site share. Default: the uploads; where they are a
		 *                       stream, as those that are in Amazon S3, `wp-content`.
		 */
		$folder = Guard::call( static fn() => (string) apply_filters( 'wpaijobs_files_dir', $default ), $default );
		return untrailingslashit( wp_normalize_path( $folder ) );
	}

	/**
	 * Makes a folder for PHP's user alone, if another process has not made it in the same moment.
	 *
	 * @param string $folder Path.
	 * @return bool Whether it is there.
	 */
	private static function make( string $folder ): bool {
		if ( is_dir( $folder ) ) {
			return true;
		}
		if ( wp_mkdir_p( $folder ) ) {
			// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged -- As in seal().
			@chmod( $folder, 0700 );
		}
		return is_dir( $folder );
	}

	/**
	 * Makes a folder, and closes it to the web server.
	 *
	 * @param string $folder Path.
	 * @return bool Whether it is there.
	 */
	private static function close( string $folder ): bool {
		if ( ! self::make( $folder ) || ! wp_is_writable( $folder ) ) {
			return false;
		}
		foreach ( self::CLOSING as $name => $content ) {
			if ( ! is_file( $folder . '/' . $name ) ) {
				// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged -- A full disk warns.
				@file_put_contents( $folder . '/' . $name, $content );
			}
		}
		return true;
	}

	/**
	 * Deletes a folder of files. One that cannot be deleted now is swept later.
	 *
	 * @param string $folder Path.
	 */
	private static function delete_folder( string $folder ): void {
		if ( is_link( $folder ) ) {
			return;
		}
		foreach ( self::entries( $folder ) as $name ) {
			wp_delete_file( $folder . '/' . $name );
		}
		// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged -- A late runner may write a file at this moment.
		@rmdir( $folder );
	}
}
