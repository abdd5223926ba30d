<?php
/**
 * What models of images can do.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI\Provider;

use WpAiJobs\Integrations\AI\Provider\ImageRequest;
use WpAiJobs\Integrations\AI\Provider\ImageSizes;
use WpAiJobs\Integrations\AI\Provider\OpenAIImageModel;
use WpAiJobs\Tests\ProviderTestCase;

/**
 * Offered is what works, and asked for is what is offered.
 */
final class OpenAIImageModelTest extends ProviderTestCase {

	/**
	 * Models: whether they have all ratios, transparency, and take a reference.
	 *
	 * @return array<string,array{string,bool,bool,bool}>
	 */
	public static function models(): array {
		return array(
			'the first'        => array( 'gpt-image-1', false, true, true ),
			'a small one'      => array( 'gpt-image-1-mini', false, true, true ),
			'1.5'              => array( 'gpt-image-1.5-2025-12-16', false, true, true ),
			'ChatGPT\'s'       => array( 'chatgpt-image-latest', false, true, true ),
			'2'                => array( 'gpt-image-2', true, false, true ),
			'2 of a day'       => array( 'gpt-image-2-2026-04-21', true, false, true ),
			'2.5'              => array( 'gpt-image-2.5-flare', true, true, true ),
			'over a gateway'   => array( 'openai/gpt-image-2.6-sunburst', true, true, true ),
			'another company'  => array( 'flux-2', false, false, false ),
			'a similar name'   => array( 'my-gpt-image-2', false, false, false ),
			'a similar number' => array( 'gpt-image-2x', false, false, false ),
		);
	}

	/**
	 * What a model can do.
	 *
	 * @dataProvider models
	 * @param string $id              Id.
	 * @param bool   $has_all_ratios  Whether it has all ratios.
	 * @param bool   $is_transparent  Whether it has transparency.
	 * @param bool   $takes_reference Whether it changes images.
	 */
	public function test_offers_what_a_model_can_do( string $id, bool $has_all_ratios, bool $is_transparent, bool $takes_reference ): void {
		$options = ( new OpenAIImageModel( $id ) )->options();

		$this->assertSame( $has_all_ratios ? ImageSizes::ratios() : array( '1:1', '3:2', '2:3' ), $options['aspect_ratio'] );
		$this->assertSame( $is_transparent, in_array( 'transparent', $options['background'], true ) );
		$this->assertSame( $takes_reference, $options['reference'] );
		$this->assertSame( $takes_reference, array() !== $options['quality'] );
		$this->assertSame( $takes_reference, array() !== $options['output_format'] );
	}

	/**
	 * The fields of a request.
	 *
	 * @param string              $id    Model.
	 * @param array<string,mixed> $input Input.
	 * @return array<string,string>
	 */
	private function fields( string $id, array $input ): array {
		return ( new OpenAIImageModel( $id ) )->fields( new ImageRequest( $input + array( 'prompt' => 'Rain' ), 0, self::NOW_MS ) );
	}

	/**
	 * Nothing is asked for that the author did not choose, except the size and the quality, whose
	 * default would be the provider's dearest.
	 */
	public function test_asks_for_what_was_chosen(): void {
		$this->assertSame(
			array(
				'model'   => 'gpt-image-1',
				'prompt'  => 'Rain',
				'size'    => '1024x1024',
				'quality' => 'medium',
			),
			$this->fields( 'gpt-image-1', array() )
		);
		$this->assertSame(
			array(
				'model'         => 'gpt-image-1',
				'prompt'        => "Rain\n\nStyle: a painting with visible brush strokes.",
				'size'          => '1024x1536',
				'quality'       => 'high',
				'background'    => 'transparent',
				'output_format' => 'webp',
			),
			$this->fields(
				'gpt-image-1',
				array(
					'aspect_ratio'  => '2:3',
					'quality'       => 'high',
					'style'         => 'painting',
					'background'    => 'transparent',
					'output_format' => 'webp',
				)
			)
		);
		$this->assertSame( 'medium', $this->fields( 'gpt-image-1', array( 'quality' => 'standard' ) )['quality'] );
	}

	/**
	 * A model that has not the ratio gets the nearest that it has.
	 */
	public function test_asks_for_the_nearest_size(): void {
		$nearest = array(
			'1:1'  => '1024x1024',
			'3:2'  => '1536x1024',
			'4:3'  => '1536x1024',
			'16:9' => '1536x1024',
			'2:3'  => '1024x1536',
			'3:4'  => '1024x1536',
			'9:16' => '1024x1536',
		);
		foreach ( $nearest as $ratio => $size ) {
			$this->assertSame( $size, $this->fields( 'gpt-image-1.5', array( 'aspect_ratio' => $ratio ) )['size'], $ratio );
		}
		$this->assertSame( '1536x864', $this->fields( 'gpt-image-2', array( 'aspect_ratio' => '16:9' ) )['size'] );
		$this->assertSame( '960x1280', $this->fields( 'gpt-image-2', array( 'aspect_ratio' => '3:4' ) )['size'] );
	}

	/**
	 * Version 2 takes sides that are multiples of 16, and 655,360 to 8,294,400 pixels.
	 */
	public function test_knows_sizes_that_models_take(): void {
		foreach ( ImageSizes::ratios() as $ratio ) {
			list( $width, $height )   = ImageSizes::pixels( $ratio );
			list( $across, $upwards ) = array_map( 'intval', explode( ':', $ratio ) );

			$this->assertSame( $width * $upwards, $height * $across, $ratio );
			$this->assertSame( array( 0, 0 ), array( $width % 16, $height % 16 ), $ratio );
			$this->assertGreaterThanOrEqual( 655360, $width * $height, $ratio );
			$this->assertLessThanOrEqual( 8294400, $width * $height, $ratio );
		}
	}

	/**
	 * A job that another provider was to do does not fail for a field that this model refuses.
	 */
	public function test_asks_for_nothing_that_the_model_has_not(): void {
		$wishes = array(
			'quality'       => 'high',
			'background'    => 'transparent',
			'output_format' => 'jpeg',
		);
		$this->assertArrayNotHasKey( 'background', $this->fields( 'gpt-image-2', $wishes ) );
		$this->assertSame( array( 'model', 'prompt', 'size', 'response_format' ), array_keys( $this->fields( 'flux-2', $wishes ) ) );
		$this->assertSame( 'b64_json', $this->fields( 'flux-2', array() )['response_format'] );
	}

	/**
	 * JPEG has no transparency; what the author sees is the background.
	 */
	public function test_prefers_transparency_to_jpeg(): void {
		$wishes = array(
			'background'    => 'transparent',
			'output_format' => 'jpeg',
		);
		$this->assertSame( 'png', $this->fields( 'gpt-image-1', $wishes )['output_format'] );
		$this->assertSame( 'jpeg', $this->fields( 'gpt-image-1', array( 'background' => 'opaque' ) + $wishes )['output_format'] );
	}

	/**
	 * A site knows its own server's model better.
	 */
	public function test_takes_a_sites_word_for_its_model(): void {
		add_filter(
			'wpaijobs_openai_image_options',
			static function ( array $options, string $model ): array {
				return 'flux-kontext' === $model ? array(
					'reference'    => true,
					'aspect_ratio' => array( '16:9' ),
					'nonsense'     => true,
				) : array( 'aspect_ratio' => array() );
			},
			10,
			2
		);
		$options = ( new OpenAIImageModel( 'flux-kontext' ) )->options();
		$this->assertTrue( $options['reference'] );
		$this->assertSame( array( '16:9' ), $options['aspect_ratio'] );
		$this->assertArrayNotHasKey( 'nonsense', $options );
		$this->assertSame( '1536x864', $this->fields( 'flux-kontext', array() )['size'] );
		$this->assertSame( array( '1:1', '3:2', '2:3' ), ( new OpenAIImageModel( 'flux-2' ) )->options()['aspect_ratio'] );
	}
}
