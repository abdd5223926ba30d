<?php
/**
 * What an OpenAI-compatible model of images can do.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Provider;

use WpAiJobs\Core\Guard;

defined( 'ABSPATH' ) || exit;

/**
 * Knows the GPT image models, as OpenAI documents them under `POST /images/generations`. Of any
 * other it assumes what every server understands: a prompt and a size.
 */
final class OpenAIImageModel {

	/** Those of OpenAI and of gateways to it, as in `openai/gpt-image-2.5-flare`; the version. */
	private const GPT_IMAGE = '/(?:^|\/)gpt-image-(\d+(?:\.\d+)?)(?:-|$)/D';

	/** Before version 2 these are all sizes that there are. */
	private const FIRST_RATIOS = array( '1:1', '3:2', '2:3' );

	private const STYLES = array( 'natural', 'vivid', 'photo', 'illustration', 'drawing', 'painting' );

	/**
	 * The model's id.
	 *
	 * @var string
	 */
	private $id;

	/**
	 * The version of a GPT image model; null for any other.
	 *
	 * @var float|null
	 */
	private $version;

	/**
	 * A model.
	 *
	 * @param string $id Its id.
	 */
	public function __construct( string $id ) {
		$this->id      = $id;
		$this->version = null;
		if ( 1 === preg_match( self::GPT_IMAGE, $id, $match ) ) {
			$this->version = (float) $match[1];
		} elseif ( 'chatgpt-image-latest' === $id ) {
			$this->version = 1.5;
		}
	}

	/** Its id. */
	public function id(): string {
		return $this->id;
	}

	/**
	 * What it can do, see ImageProvider::options().
	 *
	 * @return array{aspect_ratio:string[],quality:string[],style:string[],background:string[],output_format:string[],max_count:int,reference:bool}
	 */
	public function options(): array {
		$is_gpt  = null !== $this->version;
		$options = array(
			'aspect_ratio'  => $is_gpt && $this->version >= 2 ? ImageSizes::ratios() : self::FIRST_RATIOS,
			'quality'       => $is_gpt ? array( 'standard', 'high' ) : array(),
			'style'         => self::STYLES,
			'background'    => $is_gpt ? $this->backgrounds() : array(),
			'output_format' => $is_gpt ? array( 'png', 'jpeg', 'webp' ) : array(),
			'max_count'     => 4,
			'reference'     => $is_gpt,
		);
		/**
		 * Filters what the model can do that the OpenAI-compatible server is asked for. The popover
		 * offers it and the server is told of it: `size` always, `quality`, `background` and
		 * `output_format` where there is a choice, and `POST /images/edits` with a reference.
		 *
		 *     add_filter( 'wpaijobs_openai_image_options', function ( array $options, string $model ): array {
		 *         return 'flux-kontext' === $model ? array( 'reference' => true ) + $options : $options;
		 *     }, 10, 2 );
		 *
		 * @param array<string,mixed> $options See ImageProvider::options().
		 * @param string              $model   Id of the model.
		 */
		$filtered = Guard::call( fn() => apply_filters( 'wpaijobs_openai_image_options', $options, $this->id ) );
		return is_array( $filtered ) && ! empty( $filtered['aspect_ratio'] ) ? array_merge( $options, array_intersect_key( $filtered, $options ) ) : $options;
	}

	/**
	 * A question as fields of its request.
	 *
	 * @param ImageRequest $request Question.
	 * @return array<string,string>
	 */
	public function fields( ImageRequest $request ): array {
		$options = $this->options();
		$wish    = static function ( string $option, ?string $value ) use ( $options ): ?string {
			return in_array( $value, $options[ $option ], true ) ? $value : null;
		};

		$background = $wish( 'background', $request->background() );
		$format     = $wish( 'output_format', $request->output_format() );
		$fields     = array(
			'model'         => $this->id,
			'prompt'        => $request->prompt_in_style(),
			'size'          => implode( 'x', ImageSizes::pixels( ImageSizes::nearest( $request->aspect_ratio(), $options['aspect_ratio'] ) ) ),
			'quality'       => $this->quality( $request ),
			'background'    => $background,
			// JPEG has no transparency, and asking for both is an error.
			'output_format' => 'transparent' === $background && 'jpeg' === $format ? 'png' : $format,
		);
		if ( null === $this->version ) {
			// GPT image models always do and refuse the field; others may send an address in a
			// network that this site may not open.
			$fields['response_format'] = 'b64_json';
		}
		return array_filter( $fields, 'is_string' );
	}

	/**
	 * The quality in the model's own word. It is always said where there is a choice: `auto`, the
	 * default, is often the dearest.
	 *
	 * @param ImageRequest $request Question.
	 * @return string|null Null where the model has no choice.
	 */
	public function quality( ImageRequest $request ): ?string {
		$quality = $request->quality() ?? 'standard';
		if ( ! in_array( $quality, $this->options()['quality'], true ) ) {
			return null;
		}
		return 'standard' === $quality ? 'medium' : $quality;
	}

	/**
	 * The backgrounds of a GPT image model: version 2 alone has no transparency, save as a preview.
	 *
	 * @return string[]
	 */
	private function backgrounds(): array {
		return 2.0 === $this->version ? array( 'auto', 'opaque' ) : array( 'auto', 'opaque', 'transparent' );
	}
}
