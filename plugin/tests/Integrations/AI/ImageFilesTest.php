<?php
/**
 * The files of generated images.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI;

use WpAiJobs\Integrations\AI\ImageFiles;
use WpAiJobs\Tests\Double\SiteImageProvider;
use WpAiJobs\Tests\FullDisk;
use WpAiJobs\Tests\ImageTestCase;

/**
 * Where they are, and when they go.
 */
final class ImageFilesTest extends ImageTestCase {

	/**
	 * Makes a folder look as if nobody had touched it for a while.
	 *
	 * @param string $folder Path.
	 */
	private static function age( string $folder ): void {
		touch( $folder, time() - HOUR_IN_SECONDS );
		clearstatcache();
	}

	/** Nobody can guess it, and nobody gets it. */
	public function test_files_are_private(): void {
		new SiteImageProvider();
		$job     = self::run_all( self::image_job() );
		$folder  = ImageFiles::folder();
		$uploads = wp_upload_dir();
		$this->assertSame( wp_normalize_path( $uploads['basedir'] ), dirname( $folder ) );
		$this->assertMatchesRegularExpression( '/^wp-ai-jobs-[0-9a-f]{32}$/', basename( $folder ) );
		$this->assertCount( 2, self::files( $job ) );
		foreach ( self::files( $job ) as $file ) {
			$this->assertMatchesRegularExpression( '/^[0-9a-f]{32}$/', basename( $file ) );
		}
		$this->assertStringContainsString( 'Require all denied', (string) file_get_contents( $folder . '/.htaccess' ) );
		$this->assertStringContainsString( 'deny users="*"', (string) file_get_contents( $folder . '/web.config' ) );
		$this->assertSame( '', wp_remote_retrieve_body( wp_remote_get( $uploads['baseurl'] . '/' . basename( $folder ) . '/index.html' ) ), 'Nothing is listed.' );
		$snapshot = (string) wp_json_encode( $job->snapshot() );
		$this->assertStringNotContainsString( basename( self::files( $job )[0] ), $snapshot );
	}

	/** Before the provider is asked, and paid. */
	public function test_a_full_disk_is_found_out(): void {
		$path = (string) ImageFiles::make_path( wp_generate_uuid4() );
		$this->assertTrue( ImageFiles::has_room( $path ) );
		$this->assertFalse(
			FullDisk::during(
				1000,
				static function () use ( $path ): bool {
					return ImageFiles::has_room( $path );
				}
			)
		);
		$this->assertSame( array(), glob( $path . '*' ) );
	}

	/** Another place. */
	public function test_the_site_chooses_the_folder(): void {
		$own = get_temp_dir() . wp_generate_uuid4();
		add_filter(
			'wpaijobs_files_dir',
			static function () use ( $own ): string {
				return $own . '/';
			}
		);
		new SiteImageProvider();
		$job = self::run_all( self::image_job() );
		$this->assertStringStartsWith( ImageFiles::folder() . '/' . $job->id() . '/', wp_normalize_path( self::files( $job )[0] ) );
		$this->assertSame( wp_normalize_path( $own ), dirname( ImageFiles::folder() ) );
		file_put_contents( ImageFiles::folder() . '/notes.txt', 'Not ours' );
		ImageFiles::uninstall();
		$this->assertFileExists( ImageFiles::folder() . '/notes.txt' );
		unlink( ImageFiles::folder() . '/notes.txt' );
		ImageFiles::uninstall();
		$this->assertSame( array(), array_values( array_diff( scandir( $own ), array( '.', '..' ) ) ) );
		rmdir( $own );
	}

	/** Daily. */
	public function test_files_without_a_job_are_swept(): void {
		new SiteImageProvider();
		$job    = self::run_all( self::image_job() );
		$orphan = (string) ImageFiles::make_path( wp_generate_uuid4() );
		$late   = (string) ImageFiles::make_path( 'job_' . wp_generate_uuid4() );
		file_put_contents( $orphan, 'x' );
		file_put_contents( $late, 'x' );
		wp_mkdir_p( ImageFiles::folder() . '/notes' );
		foreach ( array( dirname( $orphan ), ImageFiles::folder() . '/' . $job->id(), ImageFiles::folder() . '/notes' ) as $folder ) {
			self::age( $folder );
		}
		do_action( 'wpaijobs_cleanup' );

		$this->assertDirectoryDoesNotExist( dirname( $orphan ) );
		$this->assertFileExists( $late, 'Its runner may be at work.' );
		$this->assertDirectoryExists( ImageFiles::folder() . '/notes', 'Not ours.' );
		$this->assertCount( 2, self::files( $job ) );
		rmdir( ImageFiles::folder() . '/notes' );
	}

	/** A job's id is all that may name a folder. */
	public function test_nothing_else_is_deleted(): void {
		$path = (string) ImageFiles::make_path( wp_generate_uuid4() );
		file_put_contents( $path, 'x' );
		ImageFiles::delete( '' );
		ImageFiles::delete( '../' . basename( ImageFiles::folder() ) );
		$this->assertFileExists( $path );
	}

	/** A runner that comes too late removes its own, or another clean-up does. */
	public function test_a_folder_that_another_process_removes_meanwhile_is_gone_and_no_error(): void {
		$id     = wp_generate_uuid4();
		$folder = dirname( (string) ImageFiles::make_path( $id ) );
		// PHP remembers of this one that it is there, as if it had looked just before.
		$this->assertTrue( is_dir( $folder ) );
		exec( 'rmdir ' . escapeshellarg( $folder ) );
		ImageFiles::delete( $id );
		clearstatcache();
		$this->assertDirectoryDoesNotExist( $folder );
	}

	/** Of a failed image, nothing stays. */
	public function test_a_file_is_deleted_with_what_lies_beside_it(): void {
		$path  = (string) ImageFiles::make_path( wp_generate_uuid4() );
		$other = dirname( $path ) . '/other';
		foreach ( array( $path, $path . '.json', $other ) as $file ) {
			file_put_contents( $file, 'x' );
		}
		ImageFiles::delete_file( $path );
		$this->assertSame( array( $other ), glob( dirname( $path ) . '/*' ) );
	}
}
