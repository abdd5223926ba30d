<?php
/**
 * The input of an `image` job.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI;

use WP_Error;
use WpAiJobs\Integrations\AI\ImageHandler;
use WpAiJobs\Integrations\AI\ImageInput;
use WpAiJobs\Tests\Double\SiteImageProvider;
use WpAiJobs\Tests\ImageTestCase;

/**
 * What is taken, and what is refused by name.
 */
final class ImageInputTest extends ImageTestCase {

	/** Defaults, order, and nothing else. */
	public function test_what_is_taken_is_stored_in_one_order_with_its_defaults(): void {
		$this->assertSame(
			array(
				'prompt'       => 'Rain',
				'count'        => 1,
				'aspect_ratio' => '1:1',
			),
			ImageInput::validate(
				array(
					'model'  => 'x',
					'prompt' => " Rain\u{3000}",
				),
				null
			)
		);
		$all = array(
			'prompt'        => str_repeat( '😀', 4000 ),
			'count'         => 4,
			'aspect_ratio'  => '9:16',
			'quality'       => 'high',
			'style'         => 'painting',
			'background'    => 'transparent',
			'output_format' => 'webp',
		);
		$this->assertSame( $all, ImageInput::validate( array_reverse( $all ), ( new SiteImageProvider() )->options() ) );
	}

	/** A provider without squares. */
	public function test_the_default_ratio_is_one_that_the_provider_can_do(): void {
		$options = array( 'aspect_ratio' => array( '3:2', '2:3' ) );
		$this->assertSame( '3:2', ImageInput::validate( array( 'prompt' => 'Rain' ), $options )['aspect_ratio'] );
	}

	/**
	 * Inputs that are wrong, and the field that is.
	 *
	 * @return array<string,array{array<string,mixed>,string}>
	 */
	public static function wrong(): array {
		return array(
			'no prompt'                => array( array( 'prompt' => null ), 'prompt' ),
			'a prompt of white space'  => array( array( 'prompt' => " \n\u{3000}" ), 'prompt' ),
			'a prompt that is a list'  => array( array( 'prompt' => array( 'Rain' ) ), 'prompt' ),
			'a prompt of 4,001'        => array( array( 'prompt' => str_repeat( 'ä', 4001 ) ), 'prompt' ),
			'a prompt that is no text' => array( array( 'prompt' => "\xff" ), 'prompt' ),
			'no image'                 => array( array( 'count' => 0 ), 'count' ),
			'five images'              => array( array( 'count' => 5 ), 'count' ),
			'half an image'            => array( array( 'count' => 1.5 ), 'count' ),
			'a count in letters'       => array( array( 'count' => '2' ), 'count' ),
			'no count'                 => array( array( 'count' => null ), 'count' ),
			'an unknown ratio'         => array( array( 'aspect_ratio' => '21:9' ), 'aspect_ratio' ),
			'no ratio'                 => array( array( 'aspect_ratio' => null ), 'aspect_ratio' ),
			'an unknown quality'       => array( array( 'quality' => 'hd' ), 'quality' ),
			'an unknown style'         => array( array( 'style' => array( 'photo' ) ), 'style' ),
			'an unknown background'    => array( array( 'background' => 'red' ), 'background' ),
			'an unknown format'        => array( array( 'output_format' => 'svg' ), 'output_format' ),
			'a reference by URL'       => array( array( 'reference_attachment_id' => 'https://example.org/a.png' ), 'reference_attachment_id' ),
			'reference 0'              => array( array( 'reference_attachment_id' => 0 ), 'reference_attachment_id' ),
			'an unknown reference'     => array( array( 'reference_attachment_id' => 999999 ), 'reference_attachment_id' ),
		);
	}

	/**
	 * Asserts that a field is refused.
	 *
	 * @param string              $field Name.
	 * @param array<string,mixed> $input What differs.
	 */
	private function assertRefused( string $field, array $input ): void {
		$error = ( new ImageHandler() )->validate( $input + array( 'prompt' => 'Rain' ) );
		$this->assertInstanceOf( WP_Error::class, $error );
		$this->assertSame( array( 'ai_job_invalid_input', 'input.' . $field ), array( $error->get_error_code(), $error->get_error_data()['field'] ) );
		$this->assertNotSame( '', $error->get_error_message() );
	}

	/**
	 * Each is named, with a provider that can do everything and without one.
	 *
	 * @dataProvider wrong
	 * @param array<string,mixed> $input What is wrong.
	 * @param string              $field Its name.
	 */
	public function test_a_wrong_field_is_refused_by_name( array $input, string $field ): void {
		$provider = new SiteImageProvider();
		$this->assertRefused( $field, $input );
		$provider->is_configured = false;
		$this->assertRefused( $field, $input );
	}

	/** Right, but not here. */
	public function test_what_the_provider_cannot_do_is_refused_by_name(): void {
		$provider          = new SiteImageProvider();
		$provider->options = array(
			'aspect_ratio'  => array( '1:1' ),
			'quality'       => array(),
			'style'         => array( 'natural' ),
			'background'    => array( 'opaque' ),
			'output_format' => array( 'png' ),
			'max_count'     => 2,
			'reference'     => false,
		);
		$asked             = array(
			'aspect_ratio'            => '3:2',
			'quality'                 => 'standard',
			'style'                   => 'photo',
			'background'              => 'transparent',
			'output_format'           => 'webp',
			'count'                   => 3,
			'reference_attachment_id' => 1,
		);
		foreach ( $asked as $field => $value ) {
			$this->assertRefused( $field, array( $field => $value ) );
		}
	}

	/** Nobody learns of an image that they may not edit. */
	public function test_a_reference_is_an_image_that_the_user_may_edit(): void {
		new SiteImageProvider();
		$image = wp_insert_attachment(
			array(
				'post_mime_type' => 'image/png',
				'post_author'    => self::user( 'admin' ),
			),
			'2026/11/rain.png'
		);
		$text  = wp_insert_attachment( array( 'post_mime_type' => 'text/plain' ), '2026/11/rain.txt' );
		$post  = wp_insert_post( array( 'post_title' => 'Rain' ) );
		$input = array(
			'prompt'                  => 'Rain',
			'reference_attachment_id' => $image,
		);
		$this->assertSame( $image, ( new ImageHandler() )->validate( $input )['reference_attachment_id'], 'An editor may.' );
		$this->assertRefused( 'reference_attachment_id', array( 'reference_attachment_id' => $text ) );
		$this->assertRefused( 'reference_attachment_id', array( 'reference_attachment_id' => $post ) );
		self::log_in( 'subscriber' );
		$this->assertRefused( 'reference_attachment_id', array( 'reference_attachment_id' => $image ) );
		$foreign = ( new ImageHandler() )->validate( $input )->get_error_message();
		$unknown = ( new ImageHandler() )->validate( array( 'reference_attachment_id' => 999999 ) + $input )->get_error_message();
		$this->assertSame( $unknown, $foreign );
		array_map( 'wp_delete_attachment', array( $image, $text ), array( true, true ) );
		wp_delete_post( $post, true );
	}
}
