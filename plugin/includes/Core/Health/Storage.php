<?php
/**
 * Whether jobs and images can be kept.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Core\Health;

use WP_Error;
use WpAiJobs\Integrations\AI\ImageFiles;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\Store\StoreException;
use WpAiJobs\Integrations\AI\Store\Stores;

defined( 'ABSPATH' ) || exit;

/**
 * Reads from the store, and writes to the folder of images.
 */
final class Storage implements Check {

	/** {@inheritDoc} */
	public function name(): string {
		return 'storage';
	}

	/** {@inheritDoc} */
	public function label(): string {
		return __( 'AI jobs and their images can be stored', 'wp-ai-jobs' );
	}

	/** {@inheritDoc} */
	public function sends_requests(): bool {
		return true;
	}

	/** {@inheritDoc} */
	public function findings(): array {
		$store = self::store();
		try {
			return array_merge( array( $store ), self::folder() );
		} catch ( StoreException $e ) {
			// The folder's name is in the database.
			return array( $store );
		}
	}

	/**
	 * What the database says.
	 */
	private static function store(): Finding {
		try {
			( new JobManager() )->find_waiting( 1 );
		} catch ( StoreException $e ) {
			return Finding::critical(
				__( 'AI jobs cannot be stored', 'wp-ai-jobs' ),
				__( 'The database refuses to read jobs. Ask your host to check and repair the tables of the database.', 'wp-ai-jobs' )
			);
		}
		$facts = Stores::facts();
		return 'options' === $facts['store']
			? Finding::recommended(
				__( 'AI jobs are stored in the options table', 'wp-ai-jobs' ),
				/* translators: %s: technical error message */
				sprintf( __( 'The database refused to create a table for AI jobs (%s), so they are stored in the options table, which is slower when there are many. Ask your host to allow the database user to create tables; the plugin tries again every hour.', 'wp-ai-jobs' ), $facts['why'] )
			)
			: Finding::good( __( 'Jobs are stored in a database table of their own.', 'wp-ai-jobs' ) );
	}

	/**
	 * What the folder of images does.
	 *
	 * @return Finding[]
	 * @throws StoreException When its name cannot be read.
	 */
	private static function folder(): array {
		$folder = ImageFiles::folder();
		$probe  = Probe::write();
		if ( wp_is_stream( $folder ) ) {
			return array(
				Finding::critical(
					__( 'Generated images cannot be stored', 'wp-ai-jobs' ),
					/* translators: %s: address of a folder */
					sprintf( __( 'The uploads folder of this site is not on the disk of its server (%s), where generated images are kept until they are added to the media library. Choose a folder on the disk with the filter wpaijobs_files_dir.', 'wp-ai-jobs' ), $folder )
				),
			);
		}
		if ( $probe instanceof WP_Error ) {
			return array(
				Finding::critical(
					__( 'Generated images cannot be stored', 'wp-ai-jobs' ),
					ImageFiles::is_without_room( $probe )
						/* translators: %s: path of a folder */
						? sprintf( __( 'There is no room left on the disk of %s. Ask your host for more, or delete what is not needed.', 'wp-ai-jobs' ), $folder )
						/* translators: %s: path of a folder */
						: sprintf( __( 'WordPress may not write to the folder %s. Make it writable for the web server, or choose another folder with the filter wpaijobs_files_dir.', 'wp-ai-jobs' ), $folder )
				),
			);
		}
		try {
			$is_shared = $probe->is_shared();
			$is_public = $probe->is_public();
			$refusal   = ImageFiles::check_site();
		} finally {
			$probe->delete();
		}
		/* translators: %s: path of a folder */
		$findings = array( Finding::good( sprintf( __( 'Generated images are stored in %s until they are added to the media library.', 'wp-ai-jobs' ), $folder ) ) );
		if ( null !== $refusal ) {
			$findings[] = Finding::critical( __( 'Images cannot be generated on this site', 'wp-ai-jobs' ), $refusal->get_error_message() );
		}
		if ( false === $is_shared ) {
			$findings[] = Finding::critical(
				__( 'Generated images are not seen by every request', 'wp-ai-jobs' ),
				/* translators: %s: path of a folder */
				sprintf( __( 'A file that this request wrote to %s was not seen by another request. Where a site has several web servers, they need to share this folder: choose one that they share with the filter wpaijobs_files_dir.', 'wp-ai-jobs' ), $folder )
			);
		} elseif ( null === $is_shared ) {
			$findings[] = Finding::good( __( 'Whether other requests see the folder is not known, because the site could not send a request to itself.', 'wp-ai-jobs' ) );
		}
		if ( $is_public ) {
			$findings[] = Finding::recommended(
				__( 'Generated images can be opened by anyone who knows their address', 'wp-ai-jobs' ),
				/* translators: %s: path of a folder */
				sprintf( __( 'The web server hands out files from %s. Their names cannot be guessed, but unpublished images should not be readable: deny access to this folder in the configuration of the web server, or choose a folder outside of the document root with the filter wpaijobs_files_dir.', 'wp-ai-jobs' ), $folder )
			);
		}
		return $findings;
	}
}
