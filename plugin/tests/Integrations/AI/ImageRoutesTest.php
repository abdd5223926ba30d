<?php
/**
 * The routes of images.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI;

use WP_REST_Request;
use WP_REST_Response;
use WpAiJobs\Integrations\AI\ImagePreview;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Tests\Double\Images;
use WpAiJobs\Tests\Double\SiteImageProvider;
use WpAiJobs\Tests\ImageTestCase;
use WpAiJobs\Tests\MediaLibrary;
use WpAiJobs\Tests\Visitor;

/**
 * From a start to the media library, over REST and the classic carrier.
 */
final class ImageRoutesTest extends ImageTestCase {

	use MediaLibrary;

	/** {@inheritDoc} */
	protected function tearDown(): void {
		self::delete_attachments();
		parent::tearDown();
	}

	/**
	 * Sends a request within this process.
	 *
	 * @param string              $method HTTP method.
	 * @param string              $route  As in `/jobs`.
	 * @param array<string,mixed> $body   Body; a query for GET.
	 * @return WP_REST_Response
	 */
	private static function send( string $method, string $route, array $body = array() ): WP_REST_Response {
		$request = new WP_REST_Request( $method, '/wp-ai-jobs/v1' . $route );
		if ( 'GET' === $method ) {
			$request->set_query_params( $body );
		} else {
			$request->set_header( 'Content-Type', 'application/json' );
			$request->set_body( (string) wp_json_encode( (object) $body ) );
		}
		return rest_do_request( $request );
	}

	/**
	 * A response's error.
	 *
	 * @param WP_REST_Response $response The response.
	 * @return array{int,string,?string} HTTP status, code, field.
	 */
	private static function error( WP_REST_Response $response ): array {
		return array( $response->get_status(), $response->get_data()['code'], $response->get_data()['data']['field'] ?? null );
	}

	/** The whole way. */
	public function test_a_job_of_two_images_goes_from_a_start_to_the_media_library(): void {
		new SiteImageProvider();
		$started = self::send(
			'POST',
			'/jobs',
			array(
				'type'  => 'image',
				'input' => array(
					'prompt' => 'Rain',
					'count'  => 2,
				),
			)
		);
		$this->assertSame( array( 201, 'image', 'pending', 5000 ), array( $started->get_status(), $started->get_data()['type'], $started->get_data()['status'], $started->get_data()['poll_after_ms'] ) );
		$id   = $started->get_data()['id'];
		$half = self::send( 'POST', "/jobs/{$id}/run" )->get_data();
		$this->assertSame( array( 'processing', 0.5 ), array( $half['status'], $half['progress']['fraction'] ) );

		$first = self::send(
			'POST',
			"/jobs/{$id}/images/0",
			array(
				'alt'   => 'Rain on a street',
				'id'    => 'x',
				'index' => 1,
			)
		);
		$this->assertSame( 201, $first->get_status(), 'While the other one is made.' );
		$this->assertSame( array( 'attachment_id', 'url', 'width', 'height', 'mime_type', 'alt', 'title', 'caption', 'description' ), array_keys( $first->get_data() ) );
		$this->assertSame( array( 48, 32, 'image/png', 'Rain on a street' ), array( $first->get_data()['width'], $first->get_data()['height'], $first->get_data()['mime_type'], $first->get_data()['alt'] ) );

		$again = self::send( 'POST', "/jobs/{$id}/images/0", array( 'alt' => 'Something else' ) );
		$this->assertSame( array( 200, $first->get_data() ), array( $again->get_status(), $again->get_data() ) );
		$done = self::send( 'POST', "/jobs/{$id}/run" )->get_data();
		$this->assertSame( array( 'completed', array( $first->get_data()['attachment_id'], null ) ), array( $done['status'], array_column( $done['result']['images'], 'attachment_id' ) ) );

		wp_delete_attachment( $first->get_data()['attachment_id'], true );
		$this->assertNull( self::send( 'GET', '/jobs', array( 'include' => $id ) )->get_data()[0]['result']['images'][0]['attachment_id'], 'It is not there any more.' );
	}

	/** An image of a stopped job is paid for, too. */
	public function test_an_image_of_a_cancelled_job_can_be_imported(): void {
		new SiteImageProvider();
		$id = self::image_job()->id();
		self::send( 'POST', "/jobs/{$id}/run" );
		$this->assertSame( 'cancelled', self::send( 'POST', "/jobs/{$id}/cancel" )->get_data()['status'] );
		$this->assertSame( 201, self::send( 'POST', "/jobs/{$id}/images/0" )->get_status() );
		$this->assertSame( array( 404, 'ai_job_image_not_found', null ), self::error( self::send( 'POST', "/jobs/{$id}/images/1" ) ) );
	}

	/** Nobody but the owner, and nothing but images. */
	public function test_an_import_is_refused_by_what_is_wrong(): void {
		new SiteImageProvider( array( 1 => new \WP_Error( 'provider_refused', '' ) ) );
		$job   = self::run_all( self::image_job() );
		$id    = $job->id();
		$image = "/jobs/{$id}/images/";
		$this->assertSame( array( 404, 'ai_job_not_found', null ), self::error( self::send( 'POST', '/jobs/' . wp_generate_uuid4() . '/images/0' ) ) );
		foreach ( array( '1', '2', 'x', '00' ) as $index ) {
			$this->assertSame( array( 404, 'ai_job_image_not_found', null ), self::error( self::send( 'POST', $image . $index ) ), $index );
		}
		foreach ( array( 'alt', 'title', 'caption', 'description' ) as $field ) {
			$this->assertSame( array( 400, 'ai_job_invalid_input', $field ), self::error( self::send( 'POST', $image . '0', array( $field => array( 'x' ) ) ) ) );
		}
		file_put_contents( self::files( $job )[0], '<!doctype html>' );
		$this->assertSame( array( 422, 'ai_job_image_unusable', null ), self::error( self::send( 'POST', $image . '0' ) ) );
		file_put_contents( self::files( $job )[0], Images::image() );

		self::log_in( 'admin' );
		$this->assertSame( array( 404, 'ai_job_not_found', null ), self::error( self::send( 'POST', $image . '0' ) ) );
		self::log_in( 'subscriber' );
		$this->assertSame( array( 403, 'ai_job_forbidden', null ), self::error( self::send( 'POST', $image . '0' ) ) );
		wp_set_current_user( 0 );
		$this->assertSame( array( 401, 'ai_job_not_logged_in', null ), self::error( self::send( 'POST', $image . '0' ) ) );

		self::log_in( 'editor' );
		add_filter(
			'user_has_cap',
			static function ( array $capabilities ): array {
				return array( 'upload_files' => false ) + $capabilities;
			}
		);
		$this->assertSame( array( 403, 'ai_job_forbidden', null ), self::error( self::send( 'POST', $image . '0' ) ) );
		$this->assertSame( array( 'content' ), array_keys( (array) self::send( 'GET', '/capabilities' )->get_data()['types'] ) );
		$this->assertSame( array(), self::attachments() );
	}

	/** It may be tried again. */
	public function test_an_import_that_the_site_cannot_store_may_be_tried_again(): void {
		new SiteImageProvider();
		$id   = self::run_all( self::image_job() )->id();
		$gone = static function ( array $upload ): array {
			return array( 'path' => __FILE__ . '/uploads' ) + $upload;
		};
		add_filter( 'upload_dir', $gone );
		$response = self::send( 'POST', "/jobs/{$id}/images/0" );
		$this->assertSame( array( 500, 'ai_job_storage_failed', null ), self::error( $response ) );
		$this->assertTrue( $response->get_data()['data']['retryable'] );
		remove_filter( 'upload_dir', $gone );
		$this->assertSame( 201, self::send( 'POST', "/jobs/{$id}/images/0" )->get_status() );
	}

	/** A retry over REST. */
	public function test_a_retried_job_runs_again_what_failed(): void {
		$provider = new SiteImageProvider( array( new \WP_Error( 'provider_unavailable', '' ), new \WP_Error( 'provider_refused', '' ) ) );
		$id       = self::run_all( self::image_job() )->id();
		$this->assertSame( 'failed', self::send( 'GET', '/jobs', array( 'include' => $id ) )->get_data()[0]['status'] );
		$this->assertSame( 'pending', self::send( 'POST', "/jobs/{$id}/retry" )->get_data()['status'] );
		new SiteImageProvider();
		$this->assertSame( array( 'completed', 3 ), array_values( array_intersect_key( self::send( 'POST', "/jobs/{$id}/run" )->get_data(), array_flip( array( 'status', 'attempt' ) ) ) ) );
		$this->assertCount( 2, $provider->requests );
	}

	/**
	 * A classic form that saves an image.
	 *
	 * @param array<string,string> $fields Fields.
	 * @return array{int,mixed} HTTP status, data.
	 */
	private static function save( array $fields ): array {
		$answer = Visitor::logged_in( 'editor' )->ajax( array( 'action' => 'save_ai_generated_image' ) + $fields );
		return array( $answer['status'], json_decode( $answer['body'], true )['data'] );
	}

	/** The address that it got. */
	public function test_a_classic_client_saves_an_image_by_its_preview_once(): void {
		new SiteImageProvider();
		$job                  = self::run_all( self::image_job() );
		$fields               = array(
			'image_url' => ImagePreview::url( $job, 1 ),
			'title'     => 'Rain & snow',
			'alt_tag'   => 'Rain',
		);
		list( $status, $data ) = self::save( $fields );
		$this->assertSame( 200, $status, (string) wp_json_encode( $data ) );
		$this->assertSame( array( 'attachment_id', 'url', 'alt', 'title', 'caption', 'description' ), array_keys( $data ) );
		$this->assertSame( 'Rain', $data['alt'] );
		$this->assertSame( array( $status, $data ), self::save( $fields ) );
		$this->assertCount( 1, self::attachments() );
		$this->assertSame( $data['attachment_id'], ( new JobManager() )->get( $job->id() )->result()['images'][1]['attachment_id'] );
		$this->assertSame( 404, self::save( array( 'image_url' => str_replace( 'index=1', 'index=3', $fields['image_url'] ) ) )[0] );
	}

	/** As its base64. */
	public function test_a_classic_client_saves_an_image_by_its_bytes(): void {
		foreach ( array( '', 'data:image/png;base64,' ) as $head ) {
			list( $status, $data ) = self::save(
				array(
					'image_b64' => $head . base64_encode( Images::image() ), // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions -- An image.
					'prompt'    => 'Rain',
					'caption'   => 'It rains',
				)
			);
			$this->assertSame( array( 200, 'It rains' ), array( $status, $data['caption'] ?? $data ) );
			$this->assertSame( Images::image(), file_get_contents( get_attached_file( $data['attachment_id'] ) ) );
		}
	}

	/**
	 * Images that are none, or not to be had.
	 *
	 * @return array<string,array{array<string,string>,int}>
	 */
	public static function wrong_images(): array {
		$base64 = static function ( string $bytes ): array {
			return array( 'image_b64' => base64_encode( $bytes ) ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions -- An image.
		};
		return array(
			'nothing'                 => array( array(), 400 ),
			'no base64'               => array( array( 'image_b64' => '<>' ), 400 ),
			'an SVG'                  => array( $base64( Images::svg() ), 422 ),
			'a page'                  => array( $base64( '<!doctype html>' ), 422 ),
			'half an image'           => array( $base64( substr( Images::image(), 0, 60 ) ), 422 ),
			'60 megapixels'           => array( $base64( Images::large_png( 10000, 6000 ) ), 422 ),
			'a private address'       => array( array( 'image_url' => 'http://10.0.0.1/rain.png' ), 400 ),
			'the machine\'s metadata' => array( array( 'image_url' => 'http://169.254.169.254/latest/meta-data' ), 400 ),
			'another scheme'          => array( array( 'image_url' => 'file:///etc/passwd' ), 400 ),
			'a path'                  => array( array( 'image_url' => '/etc/passwd' ), 400 ),
		);
	}

	/**
	 * None of them gets into the media library.
	 *
	 * @dataProvider wrong_images
	 * @param array<string,string> $fields The form.
	 * @param int                  $status HTTP status.
	 */
	public function test_what_is_no_image_or_not_to_be_had_is_not_saved( array $fields, int $status ): void {
		list( $answered, $data ) = self::save( $fields );
		$this->assertSame( $status, $answered );
		$this->assertMatchesRegularExpression( '/^\S.+/', $data );
		$this->assertSame( array(), self::attachments() );
	}

	/** Who may not upload. */
	public function test_a_contributor_cannot_save(): void {
		$id     = wp_insert_user(
			array(
				'user_login' => 'contributor',
				'user_pass'  => 'password',
				'role'       => 'contributor',
			)
		);
		$answer = Visitor::logged_in( 'contributor' )->ajax(
			array(
				'action'    => 'save_ai_generated_image',
				'image_b64' => base64_encode( Images::image() ), // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions -- An image.
			)
		);
		wp_delete_user( $id );
		$this->assertSame( 403, $answer['status'] );
		$this->assertSame( array(), self::attachments() );
	}
}
