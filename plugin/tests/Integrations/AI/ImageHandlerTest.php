<?php
/**
 * The job type `image`.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI;

use WP_Error;
use WpAiJobs\Integrations\AI\ImageFiles;
use WpAiJobs\Integrations\AI\ImageHandler;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\Runner;
use WpAiJobs\Tests\Double\Images;
use WpAiJobs\Tests\Double\SiteImageProvider;
use WpAiJobs\Tests\ImageTestCase;

/**
 * From a pending job to its images, on both stores.
 */
final class ImageHandlerTest extends ImageTestCase {

	/**
	 * What the wire carries.
	 *
	 * @dataProvider stores
	 * @param string $store Which.
	 */
	public function test_a_result_describes_each_image_as_its_bytes_do( string $store ): void {
		self::use_store( $store );
		new SiteImageProvider( array( 1 => Images::image( 'webp', 64, 16 ) ) );
		$snapshot = self::run_all( self::image_job( array( 'prompt' => "  A red umbrella\non a wet street " ) ) )->snapshot();

		$this->assertSame( array( 'completed', 2 ), array( $snapshot['status'], $snapshot['attempt'] ) );
		$this->assertSame( array( 'images', 'failures', 'model', 'usage' ), array_keys( $snapshot['result'] ) );
		$this->assertSame( array( array(), 'model-1' ), array( $snapshot['result']['failures'], $snapshot['result']['model'] ) );
		list( $first, $second ) = $snapshot['result']['images'];
		$this->assertSame( array( 'index', 'width', 'height', 'mime_type', 'bytes', 'preview_url', 'revised_prompt', 'alt', 'attachment_id' ), array_keys( $first ) );
		$this->assertSame( array( 0, 48, 32, 'image/png' ), array( $first['index'], $first['width'], $first['height'], $first['mime_type'] ) );
		$this->assertSame( array( 1, 64, 16, 'image/webp' ), array( $second['index'], $second['width'], $second['height'], $second['mime_type'] ) );
		$this->assertSame( strlen( Images::image() ), $first['bytes'] );
		$this->assertSame( array( 'Revised 0', 'A red umbrella on a wet street', null ), array( $first['revised_prompt'], $first['alt'], $first['attachment_id'] ) );
		$this->assertStringStartsWith( admin_url( 'admin-ajax.php?action=wpaijobs_image&' ), $first['preview_url'] );
	}

	/**
	 * Three of four, one after the other.
	 *
	 * @dataProvider stores
	 * @param string $store Which.
	 */
	public function test_images_arrive_one_by_one_and_one_that_is_refused_fails_no_other( string $store ): void {
		self::use_store( $store );
		new SiteImageProvider( array( 1 => new WP_Error( 'provider_refused', '' ) ) );
		$job  = self::image_job( array( 'count' => 4 ) );
		$seen = array();
		while ( null !== ( new Runner() )->run( $job->id() ) ) {
			$snapshot = ( new JobManager() )->get( $job->id() )->snapshot();
			$result   = $snapshot['partial_result'] ?? $snapshot['result'];
			$seen[]   = array( $snapshot['status'], $snapshot['progress']['fraction'] ?? null, array_column( $result['images'], 'index' ), array_column( $result['failures'], 'index' ) );
		}
		$this->assertSame(
			array(
				array( 'processing', 0.25, array( 0 ), array() ),
				array( 'processing', 0.5, array( 0 ), array( 1 ) ),
				array( 'processing', 0.75, array( 0, 2 ), array( 1 ) ),
				array( 'completed', null, array( 0, 2, 3 ), array( 1 ) ),
			),
			$seen
		);
		$this->assertSame( array( 'index', 'code', 'message', 'retryable', 'may_be_billed' ), array_keys( $result['failures'][0] ) );
		$this->assertSame( array( 'provider_refused', false ), array( $result['failures'][0]['code'], $result['failures'][0]['retryable'] ) );
		$this->assertNotSame( '', $result['failures'][0]['message'] );
		$this->assertCount( 3, self::files( $job ) );
	}

	/** None. */
	public function test_without_any_image_the_job_fails_with_the_first_ones_error(): void {
		new SiteImageProvider( array( new WP_Error( 'provider_rate_limited', '' ), new WP_Error( 'provider_refused', '' ) ) );
		$job = self::run_all( self::image_job() );
		$this->assertSame( array( Job::FAILED, 'provider_rate_limited' ), array( $job->status(), $job->error()['code'] ) );
		$this->assertSame( array( null, null ), array( $job->snapshot()['result'], $job->snapshot()['partial_result'] ) );
		$this->assertSame( array(), self::files( $job ) );
	}

	/**
	 * Bytes that are no image.
	 *
	 * @return array<string,array{string}>
	 */
	public static function no_images(): array {
		return array(
			'a page'            => array( '<!doctype html><title>Sorry</title>' ),
			'an SVG'            => array( Images::svg() ),
			'half a PNG'        => array( substr( Images::image(), 0, 60 ) ),
			'nothing'           => array( '' ),
			'60 megapixels'     => array( Images::large_png( 10000, 6000 ) ),
		);
	}

	/**
	 * It fails, and leaves nothing.
	 *
	 * @dataProvider no_images
	 * @param string $bytes What the provider sends.
	 */
	public function test_bytes_that_are_no_image_fail_that_image_and_are_not_kept( string $bytes ): void {
		new SiteImageProvider( array( $bytes ) );
		$job    = self::run_all( self::image_job() );
		$result = $job->result();
		$this->assertSame( array( array( 1 ), array( 0 ) ), array( array_column( $result['images'], 'index' ), array_column( $result['failures'], 'index' ) ) );
		$this->assertSame( array( 'provider_invalid_response', true ), array( $result['failures'][0]['code'], $result['failures'][0]['may_be_billed'] ) );
		$this->assertCount( 1, self::files( $job ) );
	}

	/** What the author wants reaches the provider. */
	public function test_each_image_is_asked_for_by_itself(): void {
		$provider = new SiteImageProvider();
		self::run_all(
			self::image_job(
				array(
					'aspect_ratio'  => '3:2',
					'quality'       => 'high',
					'style'         => 'photo',
					'background'    => 'opaque',
					'output_format' => 'webp',
				)
			)
		);
		$this->assertCount( 2, $provider->requests );
		foreach ( $provider->requests as $index => $request ) {
			$this->assertSame(
				array( $index, 'Rain', '3:2', 'high', 'photo', 'opaque', 'webp', null ),
				array( $request->index(), $request->prompt(), $request->aspect_ratio(), $request->quality(), $request->style(), $request->background(), $request->output_format(), $request->reference_file() )
			);
			$this->assertGreaterThan( 0, $request->remaining_ms() );
		}
	}

	/** The image that is to be changed. */
	public function test_a_reference_is_given_to_the_provider_as_a_file(): void {
		$provider = new SiteImageProvider();
		$upload   = wp_upload_bits( 'reference.png', null, Images::image() );
		$id       = wp_insert_attachment( array( 'post_mime_type' => 'image/png' ), $upload['file'] );
		$job      = self::image_job(
			array(
				'count'                   => 1,
				'reference_attachment_id' => $id,
			)
		);
		$later = self::image_job(
			array(
				'count'                   => 1,
				'reference_attachment_id' => $id,
			)
		);
		$this->assertSame( Job::COMPLETED, self::run_all( $job )->status() );
		$this->assertSame( get_attached_file( $id ), $provider->requests[0]->reference_file() );

		wp_delete_attachment( $id, true );
		$this->assertSame( array( 'internal', false ), array( self::run_all( $later )->error()['code'], ( new JobManager() )->get( $later->id() )->error()['retryable'] ) );
		$this->assertCount( 1, $provider->requests, 'Without it, nothing is asked.' );
	}

	/** It would be paid for and lost. */
	public function test_where_images_cannot_be_stored_the_provider_is_not_asked(): void {
		$provider = new SiteImageProvider();
		add_filter(
			'wpaijobs_files_dir',
			static function (): string {
				return __FILE__ . '/folder';
			}
		);
		$job = self::run_all( self::image_job() );
		$this->assertSame( array( Job::FAILED, 'internal', false ), array( $job->status(), $job->error()['code'], $job->error()['may_be_billed'] ) );
		$this->assertSame( array(), $provider->requests );
	}

	/** It was configured when the job began. */
	public function test_a_provider_that_is_gone_is_an_error_that_may_be_tried_again(): void {
		$provider                = new SiteImageProvider();
		$job                     = self::image_job();
		$provider->is_configured = false;
		$this->assertSame( array( 'no_provider', true ), array( self::run_all( $job )->error()['code'], ( new JobManager() )->get( $job->id() )->error()['retryable'] ) );
	}

	/**
	 * Stopping loses nothing that is there.
	 *
	 * @dataProvider stores
	 * @param string $store Which.
	 */
	public function test_a_cancelled_job_keeps_its_images( string $store ): void {
		self::use_store( $store );
		new SiteImageProvider();
		$job = self::image_job();
		( new Runner() )->run( $job->id() );
		$snapshot = ( new JobManager() )->cancel( ( new JobManager() )->get( $job->id() ) )->snapshot();
		$this->assertSame( array( 'cancelled', array( 0 ), true ), array( $snapshot['status'], array_column( $snapshot['partial_result']['images'], 'index' ), $snapshot['may_be_billed'] ) );
		$this->assertCount( 1, self::files( $job ) );
	}

	/**
	 * The files go when the job goes.
	 *
	 * @dataProvider stores
	 * @param string $store Which.
	 */
	public function test_files_are_deleted_with_their_job( string $store ): void {
		self::use_store( $store );
		new SiteImageProvider();
		$manager = new JobManager();
		$job     = self::run_all( self::image_job() );
		$kept    = self::run_all( self::image_job() );
		$this->assertCount( 2, self::files( $job ) );
		$manager->acknowledge( $job );
		self::move_clock( JobManager::DELETE_AFTER_ACKNOWLEDGEMENT_MS );
		do_action( 'wpaijobs_cleanup_delivered' );
		$this->assertDirectoryDoesNotExist( ImageFiles::folder() . '/' . $job->id() );
		$this->assertCount( 2, self::files( $kept ) );
	}

	/** What an editor offers. */
	public function test_capabilities_tell_what_the_provider_can_do(): void {
		$provider          = new SiteImageProvider();
		$provider->options = array(
			'aspect_ratio' => array( '21:9', '16:9', '1:1' ),
			'style'        => array(),
			'max_count'    => 9,
			'reference'    => false,
		);
		$this->assertSame(
			array(
				'available'  => true,
				'provider'   => 'scripted',
				'label'      => 'Scripted',
				'demo'       => false,
				'options'    => array(
					'aspect_ratio'  => array( '1:1', '16:9' ),
					'quality'       => array( 'standard', 'high' ),
					'style'         => array(),
					'background'    => array( 'auto', 'opaque', 'transparent' ),
					'output_format' => array( 'png', 'jpeg', 'webp' ),
					'max_count'     => 4,
					'reference'     => false,
				),
				'can_import' => true,
			),
			( new ImageHandler() )->capabilities()
		);
		$provider->is_configured = false;
		self::log_in( 'subscriber' );
		$none = ( new ImageHandler() )->capabilities();
		$this->assertSame( array( false, null, array(), false ), array( $none['available'], $none['provider'], $none['options']['aspect_ratio'], $none['can_import'] ) );
	}
}
