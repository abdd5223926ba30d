<?php
/**
 * Images over the classic carrier.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI;

use WpAiJobs\Integrations\AI\ClassicImages;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Tests\Double\SiteImageProvider;
use WpAiJobs\Tests\ImageTestCase;
use WpAiJobs\Tests\Visitor;

/**
 * The classic form, and what it is answered with.
 */
final class ClassicImagesTest extends ImageTestCase {

	/** What a classic client sends. */
	private const FORM = array(
		'prompt'              => 'Rain',
		'model'               => 'gpt-image-1',
		'size'                => '1024x1024',
		'quality'             => 'standard',
		'style'               => 'vivid',
		'background'          => '',
		'output_format'       => 'png',
		'output_compression'  => '100',
		'image_count'         => '4',
		'reference_image_url' => '',
		'editing_mode'        => 'false',
		'edit_type'           => 'edit',
	);

	/**
	 * The input that a form becomes.
	 *
	 * @param array<string,string> $fields What differs.
	 * @return array<string,mixed>|\WP_Error
	 */
	private static function input( array $fields = array() ) {
		return ClassicImages::input(
			static function ( string $name ) use ( $fields ): string {
				return ( $fields + self::FORM )[ $name ] ?? '';
			}
		);
	}

	/** Every field. */
	public function test_a_form_becomes_an_input(): void {
		$provider = new SiteImageProvider();
		$this->assertSame(
			array(
				'prompt'        => 'Rain',
				'count'         => 4,
				'aspect_ratio'  => '1:1',
				'quality'       => 'standard',
				'style'         => 'vivid',
				'output_format' => 'png',
			),
			self::input()
		);
		$others = self::input(
			array(
				'quality'       => 'hd',
				'output_format' => 'jpg',
				'image_count'   => '',
			)
		);
		$this->assertSame( array( 4, 'high', 'jpeg' ), array( $others['count'], $others['quality'], $others['output_format'] ) );
		$this->assertFalse( self::input( array( 'image_count' => 'many' ) )['count'], 'Which the type refuses.' );

		$provider->options = array(
			'style'     => array(),
			'quality'   => array(),
			'max_count' => 2,
		);
		$this->assertSame( array( 'prompt', 'count', 'aspect_ratio', 'output_format' ), array_keys( self::input() ), 'What cannot be had is not asked for.' );
		$this->assertSame( 2, self::input( array( 'image_count' => '' ) )['count'] );
	}

	/**
	 * Sizes of several models, and their ratios.
	 *
	 * @return array<int,array{string,?string}>
	 */
	public static function sizes(): array {
		return array(
			array( '1024x1024', '1:1' ),
			array( '1536x1024', '3:2' ),
			array( '1024x1536', '2:3' ),
			array( '1792x1024', '16:9' ),
			array( '1024x1792', '9:16' ),
			array( '512x512', '1:1' ),
			array( 'auto', null ),
			array( '0x100', null ),
			array( '', null ),
		);
	}

	/**
	 * A size becomes the nearest ratio.
	 *
	 * @dataProvider sizes
	 * @param string      $size  Size.
	 * @param string|null $ratio Ratio.
	 */
	public function test_a_size_becomes_a_ratio( string $size, ?string $ratio ): void {
		new SiteImageProvider();
		$this->assertSame( $ratio, self::input( array( 'size' => $size ) )['aspect_ratio'] ?? null );
	}

	/** By its address, since a classic client knows no ids. */
	public function test_a_reference_is_an_image_of_the_media_library(): void {
		new SiteImageProvider();
		$upload = wp_upload_bits( 'reference.png', null, 'x' );
		$id     = wp_insert_attachment( array( 'post_mime_type' => 'image/png' ), $upload['file'] );
		$this->assertSame( $id, self::input( array( 'reference_image_url' => $upload['url'] ) )['reference_attachment_id'] );
		$error = self::input( array( 'reference_image_url' => 'http://169.254.169.254/latest' ) );
		$this->assertSame( 'reference_image_url', $error->get_error_data()['field'] );
		wp_delete_attachment( $id, true );
	}

	/** With the demo, over real requests. */
	public function test_a_classic_client_gets_a_list_of_images_that_it_can_show(): void {
		$editor = Visitor::logged_in( 'editor' );
		$answer = $editor->ajax(
			array(
				'action'      => 'start_ai_job',
				'job_type'    => 'image',
				'image_count' => '2',
			) + self::FORM
		);
		$id     = json_decode( $answer['body'] )->data->job_id;
		$job    = ( new JobManager() )->get( $id );
		$this->assertSame( array( 'image', 2 ), array( $job->type(), $job->part_count() ) );
		// The site's own loopback requests may have taken a part already.
		while ( ! self::run_all( $job )->is_final() ) {
			usleep( 50000 );
		}

		$status = json_decode(
			$editor->ajax(
				array(
					'action' => 'check_ai_job_status',
					'job_id' => $id,
				)
			)['body'],
			true
		)['data'];
		$this->assertSame( 'completed', $status['status'] );
		$this->assertSame(
			array( null, null ),
			array_map(
				static function ( $part ): ?array {
					return $part->error();
				},
				( new JobManager() )->get( $id )->parts()
			)
		);
		$this->assertSame( array( 0, 1 ), array_keys( $status['result'] ) );
		$this->assertSame( array( 'url', 'revised_prompt' ), array_keys( $status['result'][0] ) );
		$image = $editor->get( $status['result'][1]['url'] );
		$this->assertSame( array( 200, 'image/png' ), array( $image['status'], $image['headers']['content-type'] ) );
	}
}
