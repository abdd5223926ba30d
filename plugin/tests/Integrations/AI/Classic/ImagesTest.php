<?php
/**
 * Images over the classic carrier.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI\Classic;

use WpAiJobs\Integrations\AI\Classic\Images;
use WpAiJobs\Integrations\AI\Classic\Results;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Tests\Double\SiteImageProvider;
use WpAiJobs\Tests\ImageTestCase;
use WpAiJobs\Tests\Visitor;

/**
 * The classic form, and what it is answered with.
 */
final class ImagesTest extends ImageTestCase {

	/** What a classic client sends. */
	private const FORM = array(
		'prompt'              => 'Rain',
		'model'               => 'gpt-image-1',
		'size'                => '1024x1024',
		'quality'             => 'standard',
		'style'               => 'vivid',
		'background'          => '',
		'output_format'       => 'png',
		'output_compression'  => 'standard',
		'image_count'         => '4',
		'reference_image_url' => '',
		'editing_mode'        => 'true',
		'edit_type'           => 'edit',
	);

	/**
	 * The input that a form becomes.
	 *
	 * @param array<string,string> $fields What differs.
	 * @return array<string,mixed>|\WP_Error
	 */
	private static function input( array $fields = array() ) {
		return Images::input(
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
		$this->assertSame( 'standard', self::input( array( 'quality' => 'low' ) )['quality'], 'Not what the provider takes where nothing is said.' );
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
		$fetched = 0;
		add_filter(
			'pre_http_request',
			static function ( $answer ) use ( &$fetched ) {
				++$fetched;
				return $answer;
			}
		);
		$upload = wp_upload_bits( 'reference.png', null, 'x' );
		$id     = wp_insert_attachment( array( 'post_mime_type' => 'image/png' ), $upload['file'] );
		$of     = static function ( string $url, array $fields = array() ) {
			return self::input( array( 'reference_image_url' => $url ) + $fields );
		};
		$this->assertSame( $id, $of( $upload['url'] )['reference_attachment_id'] );
		$this->assertSame( $id, $of( $upload['url'], array( 'edit_type' => 'variation' ) )['reference_attachment_id'] );
		$this->assertSame( $id, $of( $upload['url'] . '?ver=1' )['reference_attachment_id'] );
		$this->assertSame( $id, $of( str_replace( '.png', '-300x200.png', $upload['url'] ) )['reference_attachment_id'], 'Blocks show a smaller size.' );
		foreach ( array( 'http://169.254.169.254/latest', 'https://example.org/reference.png', $upload['url'] . '/../x.png', '?', '../wp-config.php' ) as $url ) {
			$this->assertSame( 'reference_image_url', $of( $url )->get_error_data()['field'], $url );
		}
		$this->assertArrayNotHasKey( 'reference_attachment_id', $of( $upload['url'], array( 'editing_mode' => 'false' ) ) );
		$this->assertSame( 0, $fetched );
		wp_delete_attachment( $id, true );
	}

	/** What a provider reports comes with the images, and texts for the media library. */
	public function test_images_come_with_texts_and_what_they_used(): void {
		$usage    = static function ( int $output ): array {
			return array(
				'input_tokens'         => 10,
				'output_tokens'        => $output,
				'total_tokens'         => 10 + $output,
				'input_tokens_details' => array(
					'text_tokens' => 10,
					'tier'        => 'x',
				),
				'secret'               => 'sk-1',
			);
		};
		$provider = new SiteImageProvider();
		$provider->usages = array( $usage( 100 ), $usage( 200 ), null );
		// No limit falls on the end of an emoji.
		$provider->revised_prompt = str_repeat( '🌧️', 400 );

		$job    = self::run_all( self::image_job( array( 'count' => 3 ) ) );
		$result = Results::of( $job );
		$this->assertSame( array( 'success', 'images', 'usage' ), array_keys( $result ) );
		$this->assertSame(
			array(
				'input_tokens'  => 20,
				'output_tokens' => 300,
				'total_tokens'  => 320,
				'message'       => 'The images used 20 input tokens and 300 output tokens.',
				'raw_usage'     => array(
					'input_tokens'         => 20,
					'output_tokens'        => 300,
					'total_tokens'         => 320,
					'input_tokens_details' => array( 'text_tokens' => 20 ),
				),
			),
			$result['usage']
		);
		$this->assertSame(
			array(
				'input_tokens'  => 20,
				'output_tokens' => 300,
			),
			$job->result()['usage'],
			'The same over REST.'
		);
		$image = $result['images'][0];
		$this->assertSame( array( 'image_url', 'image_b64', 'revised_prompt', 'title', 'alt_tag', 'caption', 'description' ), array_keys( $image ) );
		$this->assertSame( array( null, $provider->revised_prompt ), array( $image['image_b64'], $image['revised_prompt'] ) );
		foreach ( array( 'title' => 60, 'alt_tag' => 125, 'caption' => 200, 'description' => 300 ) as $name => $length ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing.AssociativeArrayFound -- A list of four.
			$this->assertLessThanOrEqual( $length, mb_strlen( $image[ $name ] ), $name );
			$this->assertMatchesRegularExpression( '/^(🌧️)+…$/Du', $image[ $name ], $name );
		}
	}

	/** The prompt, where the provider did not change it; and nothing is made up. */
	public function test_a_provider_that_tells_nothing(): void {
		$provider                 = new SiteImageProvider();
		$provider->revised_prompt = null;
		$result                   = Results::of( self::run_all( self::image_job( array( 'prompt' => 'Rain in Rome' ) ) ) );
		foreach ( array( 'revised_prompt', 'title', 'alt_tag', 'caption', 'description' ) as $name ) {
			$this->assertSame( 'Rain in Rome', $result['images'][0][ $name ], $name );
		}
		$this->assertSame( array( null, null, null, null ), array_values( array_diff_key( $result['usage'], array( 'message' => 1 ) ) ) );
		$this->assertNotSame( '', $result['usage']['message'] );
	}

	/** With the demo, over real requests. */
	public function test_a_classic_client_gets_images_that_it_can_show(): void {
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
		$this->assertSame( array( 0, 1 ), array_keys( $status['result']['images'] ) );
		$image = $editor->get( $status['result']['images'][1]['image_url'] );
		$this->assertSame( array( 200, 'image/png' ), array( $image['status'], $image['headers']['content-type'] ) );
	}
}
