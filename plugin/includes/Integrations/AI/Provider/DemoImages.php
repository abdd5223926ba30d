<?php
/**
 * The demo provider of images.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Provider;

use WP_Error;
use WP_Image_Editor;

defined( 'ABSPATH' ) || exit;

/**
 * Answers without an AI, so that everything can be tried before a key is set: after a while,
 * with a picture that says that it is an example. The same question gives the same picture.
 */
final class DemoImages implements ImageProvider {

	/** Drawn as PNG; the others as far as the site's image editor can convert to them. */
	private const FORMATS = array(
		'jpeg' => 'image/jpeg',
		'webp' => 'image/webp',
	);

	/** {@inheritDoc} */
	public function id(): string {
		return 'demo';
	}

	/** {@inheritDoc} */
	public function label(): string {
		return __( 'Demo', 'wp-ai-jobs' );
	}

	/** {@inheritDoc} */
	public function is_configured(): bool {
		return Demo::may_answer() && function_exists( 'gzcompress' );
	}

	/** {@inheritDoc} */
	public function is_demo(): bool {
		return true;
	}

	/** {@inheritDoc} */
	public function options(): array {
		$formats = array( 'png' );
		foreach ( self::FORMATS as $format => $mime_type ) {
			if ( wp_image_editor_supports( array( 'mime_type' => $mime_type ) ) ) {
				$formats[] = $format;
			}
		}
		return array(
			'aspect_ratio'  => ImageSizes::ratios(),
			'quality'       => array( 'standard', 'high' ),
			'style'         => array( 'natural', 'vivid', 'photo', 'illustration', 'drawing', 'painting' ),
			'background'    => array( 'auto', 'opaque', 'transparent' ),
			'output_format' => $formats,
			'max_count'     => 4,
			'reference'     => true,
		);
	}

	/** {@inheritDoc} */
	public function generate_image( ImageRequest $request, string $file ) {
		if ( ! DemoDelay::wait( $request->remaining_ms() ) ) {
			return ProviderError::too_late();
		}
		list( $width, $height ) = ImageSizes::pixels( $request->aspect_ratio() );

		$picture = new DemoPicture( $width, $height, self::seed( $request ), 'transparent' === $request->background() );
		/* translators: %d: which of several images this is, as in 1. Drawn in capital letters without accents. */
		$picture->write( sprintf( __( 'Demo %d', 'wp-ai-jobs' ), $request->index() + 1 ), __( 'Not made by an AI', 'wp-ai-jobs' ), self::asked( $request ) );

		$is_stored = false !== file_put_contents( $file, $picture->png() ) && self::convert( $file, self::FORMATS[ $request->output_format() ?? '' ] ?? null ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- A private file, which WP_Filesystem may have to ask for a password for.
		if ( ! $is_stored ) {
			wp_delete_file( $file );
			return new WP_Error( 'internal', '' );
		}
		return new ImageAnswer( 'demo' );
	}

	/**
	 * What makes one picture differ from another.
	 *
	 * @param ImageRequest $request Question.
	 * @return string
	 */
	private static function seed( ImageRequest $request ): string {
		$reference = $request->reference_file();
		return implode(
			'|',
			array(
				$request->prompt(),
				$request->index(),
				$request->quality(),
				$request->style(),
				null === $reference || ! is_readable( $reference ) ? '' : sha1_file( $reference ),
			)
		);
	}

	/**
	 * The question in words, for the picture.
	 *
	 * @param ImageRequest $request Question.
	 * @return string
	 */
	private static function asked( ImageRequest $request ): string {
		$wishes = array_filter( array( $request->quality(), $request->style(), null === $request->reference_file() ? null : __( 'from an image', 'wp-ai-jobs' ) ) );
		return array() === $wishes ? $request->prompt() : $request->prompt() . ' (' . implode( ', ', $wishes ) . ')';
	}

	/**
	 * Turns a PNG into another format.
	 *
	 * @param string      $file      Path.
	 * @param string|null $mime_type Wanted type; null leaves the PNG.
	 * @return bool Whether the file is what was wanted.
	 */
	private static function convert( string $file, ?string $mime_type ): bool {
		if ( null === $mime_type ) {
			return true;
		}
		$editor = wp_get_image_editor( $file );
		if ( ! $editor instanceof WP_Image_Editor ) {
			return false;
		}
		// Without a file name's ending the editor takes the type that it is told.
		$saved = $editor->save( $file . '.' . substr( $mime_type, strlen( 'image/' ) ), $mime_type );
		return is_array( $saved ) && rename( $saved['path'], $file ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- As above.
	}
}
