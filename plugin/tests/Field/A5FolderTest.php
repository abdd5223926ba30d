<?php
/**
 * Two installs, one folder.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Field;

use WP_Error;
use WpAiJobs\Integrations\AI\ImageFiles;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\Journal;
use WpAiJobs\Integrations\AI\Recording;
use WpAiJobs\Tests\Double\SiteImageProvider;
use WpAiJobs\Tests\ImageTestCase;
use WpAiJobs\Tests\Process;

/**
 * Whose the private folder is, who can look into it, and what is said before a provider is paid.
 *
 * @group once
 */
final class A5FolderTest extends ImageTestCase {

	private const PREFIX = 'second_';

	/**
	 * The folder that both name.
	 *
	 * @var string
	 */
	private $shared;

	/** A folder on this server. */
	protected function setUp(): void {
		parent::setUp();
		ImageFiles::uninstall();
		$this->shared = wp_normalize_path( get_temp_dir() . 'wpaijobs-' . wp_generate_uuid4() );
	}

	/** Nothing stays. */
	protected function tearDown(): void {
		parent::tearDown();
		ImageFiles::uninstall();
		foreach ( array( 'wpaijobs_files', 'wpaijobs_files_seen' ) as $option ) {
			delete_option( $option );
		}
		exec( 'rm -rf ' . escapeshellarg( $this->shared ) . ' ' . escapeshellarg( $this->shared . '-private' ) );
	}

	/**
	 * Has this site keep its files in a folder.
	 *
	 * @param string $folder Path.
	 */
	private static function use_folder( string $folder ): void {
		add_filter(
			'wpaijobs_files_dir',
			static function () use ( $folder ): string {
				return $folder;
			}
		);
	}

	/**
	 * Has two web servers work, each of which sees a folder of its own at the same path.
	 *
	 * @return WP_Error|null What the last of them finds.
	 */
	private static function work_in_turns(): ?WP_Error {
		$folder  = ImageFiles::folder();
		$problem = null;
		for ( $turn = 0; $turn < 4; $turn++ ) {
			ImageFiles::make_path( wp_generate_uuid4() );
			$problem = ImageFiles::check_site();
			self::move_clock( 61000 );
			// The other one's, if it has one by now.
			rename( $folder, $folder . '-here' );
			if ( is_dir( $folder . '-there' ) ) {
				rename( $folder . '-there', $folder );
			}
			rename( $folder . '-here', $folder . '-there' );
			clearstatcache();
		}
		return $problem;
	}

	/**
	 * Has another install do something.
	 *
	 * @param string $step   What.
	 * @param string $folder The folder that it names, or ''.
	 * @return string What it said.
	 */
	private function second( string $step, string $folder = '' ): string {
		$process = new Process( 'second_install', array( $step, self::PREFIX, $folder ) );
		$said    = $process->hear();
		$process->end();
		return $said;
	}

	/**
	 * A completed job with two images that looks as if it was long ago.
	 *
	 * @return Job
	 */
	private static function images(): Job {
		new SiteImageProvider();
		$job = self::run_all( self::image_job() );
		touch( ImageFiles::folder() . '/' . $job->id(), time() - DAY_IN_SECONDS );
		clearstatcache();
		return $job;
	}

	/**
	 * What the other install is, and which folder the two share.
	 *
	 * @return array<string,array{string,bool}>
	 */
	public static function installs(): array {
		return array(
			'another site, a folder that both name' => array( 'install', true ),
			'another site, the uploads of both'     => array( 'install', false ),
			'a copy of this site, for tests'        => array( 'copy', true ),
		);
	}

	/**
	 * Two WordPress in a database, each in a process of its own.
	 *
	 * @dataProvider installs
	 * @param string $kind   How it came to be.
	 * @param bool   $shares Whether the filter names their folder.
	 */
	public function test_neither_touches_what_the_other_has_paid_for( string $kind, bool $shares ): void {
		$folder = $shares ? $this->shared : '';
		if ( $shares ) {
			self::use_folder( $folder );
		}
		$job = self::images();
		$this->assertSame( 'done', $this->second( $kind ) );
		try {
			$this->assertSame( 'done', $this->second( 'sweep', $folder ) );
			$this->assertCount( 2, self::files( $job ), 'Its daily sweep.' );
			$theirs = $this->second( 'name', $folder );
			$this->assertSame( dirname( ImageFiles::folder() ), dirname( $theirs ) );
			$this->assertNotSame( ImageFiles::folder(), $theirs );
			$this->assertSame( $theirs, $this->second( 'name', $folder ), 'It stays.' );
			$this->assertSame( 'done', $this->second( 'uninstall', $folder ) );
			$this->assertCount( 2, self::files( $job ), 'Its removal.' );
		} finally {
			$this->second( 'drop' );
		}
	}

	/** A name that is made of salts would lose what was paid for. */
	public function test_new_salts_change_nothing(): void {
		$job = self::images();
		add_filter(
			'salt',
			static function (): string {
				return 'new';
			}
		);
		wp_cache_flush();
		$this->assertCount( 2, self::files( $job ) );
		do_action( 'wpaijobs_cleanup' );
		$this->assertCount( 2, self::files( $job ) );
	}

	/** A site that goes to another address, or its copy: the rows are the same. */
	public function test_what_the_rows_speak_of_is_found_under_the_earlier_name_and_not_swept(): void {
		$job    = self::images();
		$file   = self::files( $job )[0];
		$folder = ImageFiles::folder();
		$before = wp_load_alloptions()['siteurl'];
		update_option( 'siteurl', 'http://elsewhere.test' );
		try {
			$this->assertNotSame( $folder, ImageFiles::folder() );
			$this->assertSame( $file, ImageFiles::path( $job->id(), basename( $file ) ) );
			$this->assertFileExists( ImageFiles::path( $job->id(), $job->parts()[0]->result()['file'] ) );
			( new JobManager() )->delete_finished();
			do_action( 'wpaijobs_cleanup' );
			ImageFiles::delete( $job->id() );
			$this->assertFileExists( $file, 'It may be the original’s.' );
		} finally {
			ImageFiles::uninstall();
			update_option( 'siteurl', $before );
			exec( 'rm -rf ' . escapeshellarg( $folder ) );
		}
	}

	/** A drop-in that spreads tables over databases is connected to another one with each query. */
	public function test_another_connection_is_no_other_site(): void {
		global $wpdb;
		$folder       = ImageFiles::folder();
		$before       = $wpdb->dbname;
		$wpdb->dbname = 'another';
		$after        = ImageFiles::folder();
		$wpdb->dbname = $before;
		$this->assertSame( $folder, $after );
	}

	/** From `http` to `https`. */
	public function test_another_scheme_is_no_other_site(): void {
		$folder = ImageFiles::folder();
		$before = wp_load_alloptions()['siteurl'];
		update_option( 'siteurl', (string) preg_replace( '/^http:/', 'https:', $before ) );
		$this->assertSame( $folder, ImageFiles::folder() );
		update_option( 'siteurl', $before );
	}

	/** Results, answers, images: not for other users of the server. */
	public function test_files_are_for_phps_user_alone(): void {
		$job  = self::images();
		$part = self::image_job();
		Journal::note( $part, array( 'a' => 1 ) );
		$answer = ( new Recording( $part ) )->path( '', 'openai', 'POST', 'https://example.com/' );
		$this->assertFileExists( $answer );
		$seen = array();
		foreach ( array( $job, $part ) as $of ) {
			foreach ( (array) glob( ImageFiles::folder() . '/' . $of->id() . '/*' ) as $file ) {
				$seen[ (string) $file ] = fileperms( (string) $file ) & 0777;
			}
			$this->assertSame( 0700, fileperms( ImageFiles::folder() . '/' . $of->id() ) & 0777 );
		}
		$this->assertCount( 4, $seen );
		$this->assertSame( array( 0600 ), array_values( array_unique( $seen ) ), wp_json_encode( $seen ) );
		$this->assertSame( 0700, fileperms( ImageFiles::folder() ) & 0777 );
	}

	/** Uploads in Amazon S3: not a place for files that are written in pieces, and public. */
	public function test_uploads_that_are_a_stream_are_not_taken(): void {
		stream_wrapper_register( 'bucket', \stdClass::class );
		add_filter(
			'upload_dir',
			static function ( array $uploads ): array {
				return array(
					'basedir' => 'bucket://site/uploads',
					'path'    => 'bucket://site/uploads',
				) + $uploads;
			}
		);
		$this->assertSame( wp_normalize_path( WP_CONTENT_DIR ), dirname( ImageFiles::folder() ) );
		self::use_folder( 'bucket://site/private' );
		$path = ImageFiles::make_path( wp_generate_uuid4() );
		array_map( 'remove_all_filters', array( 'upload_dir', 'wpaijobs_files_dir' ) );
		stream_wrapper_unregister( 'bucket' );
		$this->assertInstanceOf( WP_Error::class, $path );
	}

	/**
	 * Sites whose images could not be kept or used.
	 *
	 * @return array<string,array{callable(string):void,string}>
	 */
	public static function sites(): array {
		return array(
			'a private folder that cannot be made'   => array(
				static function ( string $folder ): void {
					touch( $folder );
					self::use_folder( $folder . '/images' );
				},
				'cannot store images',
			),
			'uploads that are read-only'             => array(
				static function ( string $folder ): void {
					touch( $folder );
					self::use_folder( $folder . '-private' );
					add_filter(
						'upload_dir',
						static function ( array $uploads ) use ( $folder ): array {
							return array(
								'basedir' => $folder . '/uploads',
								'path'    => $folder . '/uploads',
							) + $uploads;
						}
					);
				},
				'media library',
			),
			'two web servers with a folder each'     => array(
				static function ( string $folder ): void {
					self::use_folder( $folder );
					self::work_in_turns();
				},
				'do not share',
			),
		);
	}

	/**
	 * It says so, and nobody is asked.
	 *
	 * @dataProvider sites
	 * @param callable(string):void $make  Makes it so, given a path where nothing is.
	 * @param string                $words What the author reads.
	 */
	public function test_a_site_that_cannot_keep_an_image_says_so_before_the_provider_is_paid( callable $make, string $words ): void {
		$provider = new SiteImageProvider();
		$job      = self::image_job();
		$make( $this->shared );
		$after = self::run_all( $job );
		$this->assertSame( 'failed', $after->status() );
		$this->assertStringContainsString( $words, $after->error()['message'] );
		$this->assertFalse( $after->error()['may_be_billed'] );
		$this->assertSame( 0, count( $provider->requests ) );
	}

	/** Somebody cleaned up, or a backup was brought back. */
	public function test_a_folder_that_was_emptied_is_no_second_server(): void {
		self::use_folder( $this->shared );
		for ( $time = 0; $time < 3; $time++ ) {
			ImageFiles::make_path( wp_generate_uuid4() );
			$this->assertNull( ImageFiles::check_site() );
			self::move_clock( 120000 );
			exec( 'rm -rf ' . escapeshellarg( ImageFiles::folder() ) );
			clearstatcache();
		}
	}

	/** When the folder is shared at last. */
	public function test_servers_that_were_found_out_are_trusted_again_after_an_hour(): void {
		self::use_folder( $this->shared );
		$this->assertInstanceOf( WP_Error::class, self::work_in_turns() );
		self::move_clock( 3600000 );
		$this->assertNull( ImageFiles::check_site() );
	}
}
