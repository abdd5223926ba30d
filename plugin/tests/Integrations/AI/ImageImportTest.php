<?php
/**
 * Importing a generated image.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI;

use FilesystemIterator;
use RecursiveDirectoryIterator;
use RecursiveIteratorIterator;
use RuntimeException;
use WP_Error;
use WpAiJobs\Integrations\AI\ImageImport;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Tests\Double\Images;
use WpAiJobs\Tests\MediaLibrary;
use WpAiJobs\Tests\PluginTestCase;
use WpAiJobs\Tests\Process;

/**
 * All of it or nothing, and once.
 */
final class ImageImportTest extends PluginTestCase {

	use MediaLibrary;

	/** A moment, in milliseconds since the Unix epoch: 2026-11-18T11:13:20Z. */
	private const CREATED_AT = 1795000400000;

	/**
	 * The image.
	 *
	 * @var string
	 */
	private $file;

	/**
	 * What there was before the test: files of the uploads and temporary ones, attachments, locks.
	 *
	 * @var array<int,string[]>
	 */
	private $before;

	/** {@inheritDoc} */
	protected function setUp(): void {
		parent::setUp();
		self::log_in( 'editor' );
		$this->file   = (string) tempnam( sys_get_temp_dir(), 'image' );
		$this->before = self::everything();
	}

	/** {@inheritDoc} */
	protected function tearDown(): void {
		self::delete_attachments();
		unlink( $this->file );
		parent::tearDown();
	}

	/**
	 * What an import could leave behind.
	 *
	 * @return array<int,string[]>
	 */
	private static function everything(): array {
		global $wpdb;
		return array(
			self::uploads(),
			(array) glob( get_temp_dir() . 'wp-ai-jobs-image*' ),
			self::attachments(),
			$wpdb->get_col( "SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE 'wpaijobs_lock%'" ),
			$wpdb->get_col( "SELECT meta_id FROM {$wpdb->postmeta} WHERE meta_key LIKE '_wpaijobs%' OR meta_key LIKE '_wp_attach%'" ),
		);
	}

	/**
	 * The files of the uploads.
	 *
	 * @return string[]
	 */
	private static function uploads(): array {
		$files = array();
		foreach ( new RecursiveIteratorIterator( new RecursiveDirectoryIterator( wp_upload_dir()['basedir'], FilesystemIterator::SKIP_DOTS ) ) as $file ) {
			$files[] = $file->getPathname();
		}
		sort( $files );
		return $files;
	}

	/**
	 * A job whose image is to be imported.
	 *
	 * @param array<string,mixed> $fields What differs.
	 * @return Job
	 */
	private static function image_job( array $fields = array() ): Job {
		return new Job(
			$fields + array(
				'id'         => 'b5a1f0c2-6d0f-4d5e-9a62-6f8f3f1f0c11',
				'type'       => 'image',
				'status'     => Job::COMPLETED,
				'input'      => array( 'prompt' => "A red umbrella\non a wet street, \"seen\" by a child's eyes" ),
				'created_at' => self::CREATED_AT,
			)
		);
	}

	/**
	 * Imports an image.
	 *
	 * @param string              $bytes  The image.
	 * @param array<string,mixed> $fields Fields.
	 * @param Job|null            $job    Its job.
	 * @param int                 $index  Which of its images.
	 * @return array{attachment_id:int,is_new:bool}|WP_Error
	 */
	private function import( string $bytes, array $fields = array(), ?Job $job = null, int $index = 0 ) {
		file_put_contents( $this->file, $bytes );
		return ImageImport::import( $job ?? self::image_job(), $index, $this->file, $fields, 'gpt-image-2' );
	}

	/**
	 * Asserts that an import failed and left nothing.
	 *
	 * @param string $code   Error code.
	 * @param int    $status HTTP status.
	 * @param mixed  $error  What import() returned.
	 */
	private function assertFailedCleanly( string $code, int $status, $error ): void {
		$this->assertInstanceOf( WP_Error::class, $error );
		$this->assertSame( array( $code, $status ), array( $error->get_error_code(), $error->get_error_data()['status'] ) );
		$this->assertNotSame( '', $error->get_error_message() );
		$this->assertSame( $this->before, self::everything() );
		$this->assertNull( ImageImport::find( self::image_job()->id(), 0 ) );
	}

	/**
	 * Everything that issue and contract name: file, sub-sizes, texts, meta.
	 */
	public function test_makes_an_attachment(): void {
		$bytes = Images::image( 'png', 800, 600 );
		$made  = $this->import(
			$bytes,
			array(
				'alt'         => 'A red umbrella',
				'title'       => 'Rain in the city',
				'caption'     => 'It <em>rains</em>.',
				'description' => 'Made for the post about umbrellas.',
			)
		);
		$this->assertTrue( $made['is_new'] );
		$id   = $made['attachment_id'];
		$path = get_attached_file( $id );

		$this->assertSame( 'rain-in-the-city.png', wp_basename( $path ) );
		$this->assertSame( $bytes, file_get_contents( $path ) );
		$this->assertSame( $bytes, file_get_contents( $this->file ) );
		$sizes = wp_get_attachment_metadata( $id )['sizes'];
		foreach ( array( 'thumbnail', 'medium', 'medium_large' ) as $size ) {
			$this->assertFileExists( dirname( $path ) . '/' . $sizes[ $size ]['file'] );
		}
		$this->assertSame(
			array(
				'attachment_id' => $id,
				'url'           => wp_get_attachment_url( $id ),
				'width'         => 800,
				'height'        => 600,
				'mime_type'     => 'image/png',
				'alt'           => 'A red umbrella',
				'title'         => 'Rain in the city',
				'caption'       => 'It <em>rains</em>.',
				'description'   => 'Made for the post about umbrellas.',
			),
			ImageImport::describe( $id )
		);
		$this->assertSame(
			array(
				'model'  => 'gpt-image-2',
				'date'   => '2026-11-18T11:13:20.000Z',
				'job_id' => self::image_job()->id(),
				'index'  => 0,
			),
			get_post_meta( $id, ImageImport::GENERATED, true )
		);
		$this->assertSame( 'inherit', get_post( $id )->post_status );
		$this->assertSame( self::user( 'editor' ), (int) get_post( $id )->post_author );
		$this->assertSame( $this->before[1], self::everything()[1] );
		$this->assertSame( $this->before[3], self::everything()[3] );
	}

	/**
	 * The extension follows from the bytes.
	 */
	public function test_gives_each_format_its_extension(): void {
		foreach ( array( 'png' => 'png', 'jpeg' => 'jpg', 'webp' => 'webp' ) as $format => $extension ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing.AssociativeArrayFound -- A list of three.
			$made = $this->import( Images::image( $format, 320, 200 ), array( 'title' => 'evil.php' ), self::image_job( array( 'id' => $format ) ) );
			$this->assertSame( 'evil-php.' . $extension, wp_basename( get_attached_file( $made['attachment_id'] ) ) );
			$this->assertSame( 'image/' . $format, get_post_mime_type( $made['attachment_id'] ) );
			$this->assertArrayHasKey( 'thumbnail', wp_get_attachment_metadata( $made['attachment_id'] )['sizes'] );
		}
	}

	/**
	 * Without fields the prompt says what it is; the alternative text is the author's to write.
	 */
	public function test_takes_title_and_description_from_the_prompt(): void {
		$made = ImageImport::describe( $this->import( Images::image() )['attachment_id'] );

		$this->assertSame( 'A red umbrella on a wet street, "seen" by a child\'s eyes', $made['title'] );
		$this->assertSame( "A red umbrella\non a wet street, \"seen\" by a child's eyes", $made['description'] );
		$this->assertSame( array( '', '' ), array( $made['alt'], $made['caption'] ) );
		$this->assertSame( 'a-red-umbrella-on-a-wet-street-seen-by-a-child-s-eyes.png', wp_basename( $made['url'] ) );
	}

	/**
	 * Titles and the names of their files.
	 *
	 * @return array<string,array{string,string}>
	 */
	public static function names(): array {
		return array(
			'accents'         => array( 'Größe, Straße & Café', 'grose-strase-cafe.png' ),
			'another script'  => array( 'Дождь', 'дождь.png' ),
			'a long one'      => array( str_repeat( 'rain ', 30 ), 'rain-rain-rain-rain-rain-rain-rain-rain-rain-rain-rain-rain.png' ),
			'digits alone'    => array( '300x200', '300x200.png' ),
			'signs alone'     => array( '???', 'generated-image.png' ),
			'a way elsewhere' => array( '../../wp-config.php', 'wp-config-php.png' ),
		);
	}

	/**
	 * A file's name tells what is in it.
	 *
	 * @dataProvider names
	 * @param string $title Title.
	 * @param string $name  Name.
	 */
	public function test_names_the_file_after_the_title( string $title, string $name ): void {
		$made = $this->import( Images::image(), array( 'title' => $title ) );
		$this->assertSame( $name, wp_basename( get_attached_file( $made['attachment_id'] ) ) );
		$this->assertSame( wp_upload_dir()['path'], dirname( get_attached_file( $made['attachment_id'] ) ) );
	}

	/**
	 * Texts come out as they went in, save what a text may not hold.
	 */
	public function test_cleans_the_texts(): void {
		$made = ImageImport::describe(
			$this->import(
				Images::image(),
				array(
					'alt'         => " A \\ \"red\" <b>umbrella</b>\n ",
					'title'       => 'C:\\new & "old" <script>alert(1)</script>',
					'caption'     => 'It <em onclick="alert(1)">rains</em><script>alert(1)</script> \\o/',
					'description' => '',
				)
			)['attachment_id']
		);
		$this->assertSame( 'A \\ "red" umbrella', $made['alt'] );
		$this->assertSame( 'C:\\new & "old"', html_entity_decode( $made['title'] ) );
		$this->assertSame( 'It <em>rains</em>alert(1) \\o/', $made['caption'] );
		$this->assertSame( '', $made['description'] );
	}

	/**
	 * Mistakes: field and value.
	 *
	 * @return array<string,array{string,mixed}>
	 */
	public static function mistakes(): array {
		return array(
			'an alternative text too long' => array( 'alt', str_repeat( 'ü', 1001 ) ),
			'a title too long'             => array( 'title', str_repeat( 'ü', 201 ) ),
			'a caption too long'           => array( 'caption', str_repeat( 'ü', 2001 ) ),
			'a description too long'       => array( 'description', str_repeat( 'ü', 10001 ) ),
			'a title that is a list'       => array( 'title', array( 'x' ) ),
			'a caption that is a number'   => array( 'caption', 7 ),
			'a text that is no UTF-8'      => array( 'alt', "\xC3\x28" ),
		);
	}

	/**
	 * Names the field that is wrong.
	 *
	 * @dataProvider mistakes
	 * @param string $field Field.
	 * @param mixed  $value Value.
	 */
	public function test_refuses_wrong_texts( string $field, $value ): void {
		$error = $this->import( Images::image(), array( $field => $value ) );
		$this->assertFailedCleanly( 'ai_job_invalid_input', 400, $error );
		$this->assertSame( $field, $error->get_error_data()['field'] );
	}

	/**
	 * The longest texts are taken, counted in characters.
	 */
	public function test_takes_the_longest_texts(): void {
		$made = ImageImport::describe( $this->import( Images::image(), array( 'alt' => str_repeat( 'ü', 1000 ), 'title' => null ) )['attachment_id'] ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing.AssociativeArrayFound -- A list of two.
		$this->assertSame( str_repeat( 'ü', 1000 ), $made['alt'] );
		$this->assertNotSame( '', $made['title'] );
	}

	/**
	 * The same image again is the same attachment, untouched; another of the same job is another.
	 */
	public function test_imports_once(): void {
		$bytes = Images::image( 'png', 320, 200 );
		$first = $this->import( $bytes, array( 'alt' => 'First' ) );
		wp_update_post(
			array(
				'ID'         => $first['attachment_id'],
				'post_title' => 'Changed by hand',
			)
		);
		$again = $this->import( $bytes, array( 'alt' => 'Second' ) );

		$this->assertSame(
			array(
				'attachment_id' => $first['attachment_id'],
				'is_new'        => false,
			),
			$again
		);
		$this->assertSame( array( 'First', 'Changed by hand' ), array( ImageImport::describe( $first['attachment_id'] )['alt'], ImageImport::describe( $first['attachment_id'] )['title'] ) );

		$other = $this->import( $bytes, array(), null, 1 );
		$this->assertTrue( $other['is_new'] );
		$this->assertSame( array( $first['attachment_id'], $other['attachment_id'] ), array( ImageImport::find( self::image_job()->id(), 0 ), ImageImport::find( self::image_job()->id(), 1 ) ) );
		$this->assertCount( count( $this->before[2] ) + 2, self::attachments() );
	}

	/**
	 * Plugins that tidy up or copy attachments take meta off that is not theirs.
	 */
	public function test_keeps_an_attachment_whose_meta_another_plugin_took_off(): void {
		$first = $this->import( Images::image() );
		delete_post_meta( $first['attachment_id'], ImageImport::GENERATED );
		$this->assertSame( $first['attachment_id'], $this->import( Images::image() )['attachment_id'] );

		delete_post_meta( $first['attachment_id'], '_wpaijobs_source' );
		$second = $this->import( Images::image() );
		$this->assertTrue( $second['is_new'] );
		$this->assertFileExists( get_attached_file( $first['attachment_id'] ) );
		$this->assertSame( array(), array_filter( array( get_post_meta( $first['attachment_id'], '_wpaijobs_unfinished' ), get_post_meta( $second['attachment_id'], '_wpaijobs_unfinished' ) ) ) );
	}

	/**
	 * The image need not be there any more when it is in the library.
	 */
	public function test_finds_what_it_imported_when_the_image_is_gone(): void {
		$first = $this->import( Images::image() );
		$this->assertSame( $first['attachment_id'], $this->import( '' )['attachment_id'] );
	}

	/**
	 * Who deleted it from the library can have it again.
	 */
	public function test_imports_again_what_was_deleted(): void {
		$first = $this->import( Images::image() );
		wp_delete_attachment( $first['attachment_id'], true );
		$this->assertNull( ImageImport::find( self::image_job()->id(), 0 ) );

		$second = $this->import( Images::image() );
		$this->assertTrue( $second['is_new'] );
		$this->assertNotSame( $first['attachment_id'], $second['attachment_id'] );
	}

	/**
	 * It belongs to the post that it was made for, where the user may edit that.
	 */
	public function test_attaches_to_the_post(): void {
		$post = wp_insert_post( array( 'post_title' => 'A post' ) );
		$made = $this->import( Images::image(), array(), self::image_job( array( 'post_id' => $post ) ) );
		$this->assertSame( $post, get_post( $made['attachment_id'] )->post_parent );

		wp_delete_attachment( $made['attachment_id'], true );
		self::log_in( 'subscriber' );
		$made = $this->import( Images::image(), array(), self::image_job( array( 'post_id' => $post ) ) );
		$this->assertSame( 0, get_post( $made['attachment_id'] )->post_parent );
		wp_delete_post( $post, true );
	}

	/**
	 * What is no usable image: bytes.
	 *
	 * @return array<string,array{string}>
	 */
	public static function unusable(): array {
		$image = Images::image( 'png', 320, 200 );
		return array(
			'a PNG that is HTML'      => array( Images::html() ),
			'HTML that begins as PNG' => array( "\x89PNG\r\n\x1a\n" . Images::html() ),
			'an SVG'                  => array( Images::svg() ),
			'60 megapixels'           => array( Images::large_png( 8000, 7500 ) ),
			'half an image'           => array( substr( $image, 0, intdiv( strlen( $image ), 2 ) ) ),
			'nothing'                 => array( '' ),
			'a PNG without a picture' => array( Images::png_of( array( array( 'IDAT', 'This is no picture.' ), array( 'IEND', '' ) ) ) ),
		);
	}

	/**
	 * Nothing of it gets into the media library.
	 *
	 * @dataProvider unusable
	 * @param string $bytes Bytes.
	 */
	public function test_refuses_what_is_no_usable_image( string $bytes ): void {
		$this->assertFailedCleanly( 'ai_job_image_unusable', 422, $this->import( $bytes ) );
	}

	/**
	 * More bytes than the site takes.
	 */
	public function test_refuses_an_image_above_the_limit(): void {
		add_filter(
			'wpaijobs_max_image_bytes',
			static function (): int {
				return 100;
			}
		);
		$this->assertFailedCleanly( 'ai_job_image_unusable', 422, $this->import( Images::image( 'png', 320, 200 ) ) );
	}

	/**
	 * A site that takes no WebP takes none from here.
	 */
	public function test_keeps_to_the_kinds_that_the_site_allows(): void {
		add_filter(
			'upload_mimes',
			static function ( array $types ): array {
				return array_diff( $types, array( 'image/webp' ) );
			}
		);
		$this->assertFailedCleanly( 'ai_job_image_unusable', 422, $this->import( Images::image( 'webp' ) ) );
	}

	/**
	 * A picture above WordPress's own threshold is scaled as any upload is.
	 */
	public function test_scales_a_big_image_as_wordpress_does(): void {
		$made = $this->import( Images::large_png( 3200, 800 ), array( 'title' => 'Big' ) );
		$path = get_attached_file( $made['attachment_id'] );

		$this->assertSame( 'big-scaled.png', wp_basename( $path ) );
		$this->assertFileExists( wp_get_original_image_path( $made['attachment_id'] ) );
		$this->assertSame( 2560, ImageImport::describe( $made['attachment_id'] )['width'] );
	}

	/**
	 * A site without GD and Imagick has the image without sub-sizes.
	 */
	public function test_imports_without_an_image_editor(): void {
		add_filter( 'wp_image_editors', '__return_empty_array' );
		$made = $this->import( Images::image( 'png', 320, 200 ) );
		$this->assertTrue( $made['is_new'] );
		$this->assertSame( 320, ImageImport::describe( $made['attachment_id'] )['width'] );
	}

	/**
	 * Uploads cannot be written.
	 */
	public function test_says_that_the_site_cannot_store_a_file(): void {
		add_filter(
			'upload_dir',
			function ( array $folder ): array {
				return array_merge( $folder, array( 'path' => $this->file . '/uploads', 'error' => 'Not writable' ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing.AssociativeArrayFound -- A list of two.
			}
		);
		$error = $this->import( Images::image() );
		remove_all_filters( 'upload_dir' );
		$this->assertFailedCleanly( 'ai_job_storage_failed', 500, $error );
		$this->assertTrue( $error->get_error_data()['retryable'] );
	}

	/**
	 * The database refuses the attachment.
	 */
	public function test_leaves_no_file_without_an_attachment(): void {
		global $wpdb;
		$hidden = $wpdb->suppress_errors( true );
		$refuse = static function ( string $query ) use ( $wpdb ): string {
			return 1 === preg_match( "/^INSERT INTO `?{$wpdb->posts}`? /", $query ) ? 'INSERT INTO nowhere VALUES (1)' : $query;
		};
		add_filter( 'query', $refuse );
		$error = $this->import( Images::image( 'png', 320, 200 ) );
		remove_filter( 'query', $refuse );
		$wpdb->suppress_errors( $hidden );
		$this->assertFailedCleanly( 'ai_job_storage_failed', 500, $error );
	}

	/**
	 * Other people's files may have the same name with another extension, or be its sub-sizes.
	 */
	public function test_an_import_that_fails_takes_nobody_elses_files_along(): void {
		$folder = wp_upload_dir()['path'];
		$others = array( 'annual-report.jpg', 'annual-report-300x200.jpg', 'annual-report-scaled.webp', 'annual-report.pdf' );
		foreach ( $others as $name ) {
			file_put_contents( "$folder/$name", $name );
		}
		$break = static function (): void {
			throw new RuntimeException( 'Broken.' );
		};
		add_action( 'add_attachment', $break );
		try {
			$this->import( Images::image(), array( 'title' => 'Annual report' ) );
		} catch ( RuntimeException $e ) {
			$this->assertSame( 'Broken.', $e->getMessage() );
		}
		foreach ( $others as $name ) {
			$this->assertFileExists( "$folder/$name" );
			unlink( "$folder/$name" );
		}
		$this->assertFileDoesNotExist( "$folder/annual-report.png" );
	}

	/**
	 * Another plugin breaks in the middle, before and after the sub-sizes.
	 */
	public function test_leaves_nothing_when_another_plugin_breaks(): void {
		$break = static function (): void {
			throw new RuntimeException( 'Broken' );
		};
		foreach ( array( 'add_attachment', 'wp_generate_attachment_metadata' ) as $hook ) {
			add_filter( $hook, $break );
			$error = $this->import( Images::large_png( 3200, 800 ) );
			remove_filter( $hook, $break );
			$this->assertFailedCleanly( 'ai_job_storage_failed', 500, $error );
		}
		$this->assertTrue( $this->import( Images::image() )['is_new'] );
	}

	/**
	 * A process that imports.
	 *
	 * @param string $end How it is to end.
	 * @return Process
	 */
	private function importer( string $end ): Process {
		file_put_contents( $this->file, Images::large_png( 3200, 800 ) );
		$process = new Process( 'importer', array( self::image_job()->id(), $this->file, $end ) );
		$this->assertSame( 'ready', $process->hear() );
		return $process;
	}

	/**
	 * PHP ends in the middle.
	 */
	public function test_leaves_nothing_when_php_ends(): void {
		$process = $this->importer( 'exit' );
		$process->say( 'go' );
		$this->assertSame( '', $process->hear() );
		$process->end();
		wp_cache_flush();
		$this->assertSame( $this->before, self::everything() );
	}

	/**
	 * A process that is killed can clean up no more: the next import does, when the lock is over.
	 */
	public function test_cleans_up_after_a_process_that_was_killed(): void {
		$process = $this->importer( 'hang' );
		$process->say( 'go' );
		$this->assertSame( 'hanging', $process->hear() );
		$process->kill();
		wp_cache_flush();
		$this->assertCount( count( $this->before[2] ) + 1, self::attachments() );
		$this->assertNull( ImageImport::find( self::image_job()->id(), 0 ), 'Half an attachment does not count.' );

		self::move_clock( 6 * MINUTE_IN_SECONDS * 1000 );
		$made = $this->import( Images::image( 'png', 320, 200 ), array( 'title' => 'Whole' ) );
		$this->assertTrue( $made['is_new'] );
		wp_delete_attachment( $made['attachment_id'], true );
		array_map( 'unlink', array_diff( self::everything()[1], $this->before[1] ) );
		$this->assertSame( $this->before, self::everything() );
	}

	/**
	 * Several at once: one attachment, which all of them get.
	 */
	public function test_makes_one_attachment_however_many_import_at_once(): void {
		$processes = array();
		for ( $count = 0; $count < 4; $count++ ) {
			$processes[] = $this->importer( 'well' );
		}
		foreach ( $processes as $process ) {
			$process->say( 'go' );
		}
		$ids = array();
		foreach ( $processes as $process ) {
			$ids[] = $process->hear();
			$process->end();
		}
		wp_cache_flush();
		$this->assertSame( array_fill( 0, 4, (string) ImageImport::find( self::image_job()->id(), 0 ) ), $ids );
		$this->assertCount( count( $this->before[2] ) + 1, self::attachments() );
		$this->assertSame( $this->before[1], self::everything()[1] );
		$this->assertSame( $this->before[3], self::everything()[3] );
	}
}
