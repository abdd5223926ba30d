<?php
/**
 * The provider of images over WordPress's own AI Client.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Provider;

use WordPress\AiClient\Files\DTO\File;
use WordPress\AiClient\Providers\Models\DTO\ModelConfig;
use WordPress\AiClient\Results\DTO\GenerativeAiResult;
use WP_Error;
use WpAiJobs\Core\Guard;
use WpAiJobs\Integrations\AI\ImageFile;
use WpAiJobs\Integrations\AI\ImageFiles;

defined( 'ABSPATH' ) || exit;

/**
 * Asks whatever is connected on core's Connectors screen, WordPress 7.0 and later.
 *
 * Core's client holds an answer in memory, as a string and in its parts: an image of 4096 × 4096
 * pixels may need more than the 256 MB that WordPress gives such work. What it hands over goes to
 * disk in pieces from there.
 */
final class CoreImages implements ImageProvider {

	/** The model that was found last. */
	private const MEMORY = 'wpaijobs_core_image_model';

	/** Core's action when it has found a model and asks it. */
	private const BEGUN = 'wp_ai_client_before_generate_result';

	private const STYLES = array( 'natural', 'vivid', 'photo', 'illustration', 'drawing', 'painting' );

	/** What is decoded at once, in characters of base64. */
	private const PIECE = 262144;

	/** {@inheritDoc} */
	public function id(): string {
		return 'core';
	}

	/** {@inheritDoc} */
	public function label(): string {
		return CoreConnection::label();
	}

	/** {@inheritDoc} */
	public function is_configured(): bool {
		return null !== self::model();
	}

	/** {@inheritDoc} */
	public function is_demo(): bool {
		return false;
	}

	/** {@inheritDoc} */
	public function options(): array {
		$model = self::model();
		return array(
			'aspect_ratio'  => $model['aspect_ratio'] ?? array( '1:1' ),
			'quality'       => $model['quality'] ?? array(),
			// Core's client has no words for style and background; each model has its own.
			'style'         => self::STYLES,
			'background'    => array(),
			'output_format' => $model['output_format'] ?? array(),
			'max_count'     => 4,
			'reference'     => $model['reference'] ?? false,
		);
	}

	/** {@inheritDoc} */
	public function generate_image( ImageRequest $request, string $file ) {
		$left_ms = $request->remaining_ms();
		if ( 0 === $left_ms ) {
			return ProviderError::too_late();
		}
		$model = self::model();
		if ( null === $model ) {
			return new WP_Error( 'no_provider', self::no_model() );
		}
		$builder = wp_ai_client_prompt( $request->prompt_in_style() )
			->using_model_preference( array( $model['provider'], $model['model'] ) )
			->using_request_options( CoreConnection::request_options( $left_ms ) );
		if ( null !== $model['aspect_ratio'] ) {
			$builder->as_output_media_aspect_ratio( ImageSizes::nearest( $request->aspect_ratio(), $model['aspect_ratio'] ) );
		}
		$quality = array() === $model['quality'] ? null : ( new OpenAIImageModel( $model['model'] ) )->quality( $request );
		if ( null !== $quality ) {
			$builder->using_model_config( ModelConfig::fromArray( array( ModelConfig::KEY_CUSTOM_OPTIONS => array( 'quality' => $quality ) ) ) );
		}
		if ( in_array( $request->output_format(), $model['output_format'], true ) ) {
			$builder->as_output_mime_type( CoreImageModel::mime_type( $request->output_format() ) );
		}
		$reference = $request->reference_file();
		if ( null !== $reference ) {
			$image = ReferenceImage::check( $reference );
			if ( $image instanceof WP_Error ) {
				return $image;
			}
			$builder->with_file( $reference, $image->mime_type() );
		}

		$begun  = did_action( self::BEGUN );
		$result = CoreConnection::ask(
			static function () use ( $builder ) {
				return $builder->generate_image_result();
			},
			array( 'limit_response_size' => intdiv( ImageFile::max_bytes() * 4, 3 ) + MB_IN_BYTES )
		);

		if ( $result instanceof WP_Error ) {
			// Core has one code for a model that is not there and for an answer that is no image.
			$answer = 'prompt_invalid_argument' === $result->get_error_code() && did_action( self::BEGUN ) > $begun
				? new WP_Error( 'provider_invalid_response', '' )
				: CoreConnection::error( $result, self::no_model() );
		} else {
			$answer = self::read( $result, $file, $request );
		}
		if ( $answer instanceof WP_Error ) {
			wp_delete_file( $file );
		}
		return $answer;
	}

	/**
	 * Forgets what was found.
	 */
	public static function uninstall(): void {
		delete_transient( self::MEMORY );
	}

	/**
	 * The model that is asked.
	 *
	 * It is remembered for as long as the same providers are connected, as CoreAiClient does for
	 * texts and for the same reasons: finding it takes requests, and one that cannot be reached for
	 * a while does not hand its jobs to the next provider.
	 *
	 * @return array{provider:string,model:string,aspect_ratio:string[]|null,quality:string[],output_format:string[],reference:bool}|null
	 */
	private static function model(): ?array {
		$connected = CoreConnection::connected();
		if ( array() === $connected ) {
			return null;
		}
		/**
		 * Filters which models of the connected providers are preferred for images, the best first.
		 * Without any, the first that core finds is taken.
		 *
		 *     add_filter( 'wpaijobs_image_model_preference', fn() => array( 'gemini-3.1-flash-image', 'gpt-image-2' ) );
		 *
		 * @param string[] $models Ids of models.
		 */
		$preferred   = array_values( array_filter( (array) Guard::call( static fn() => apply_filters( 'wpaijobs_image_model_preference', array() ) ), 'is_string' ) );
		$fingerprint = implode( ',', array_keys( $connected ) ) . '|' . implode( ',', $preferred );
		$remembered  = get_transient( self::MEMORY );
		if ( is_array( $remembered ) && ( $remembered['of'] ?? null ) === $fingerprint ) {
			return $remembered['model'];
		}
		$model = CoreImageModel::find( $preferred );
		set_transient(
			self::MEMORY,
			array(
				'of'    => $fingerprint,
				'model' => $model,
			),
			null === $model ? 5 * MINUTE_IN_SECONDS : 0
		);
		return $model;
	}

	/**
	 * Reads core's result.
	 *
	 * @param GenerativeAiResult $result  Core's result; it has one candidate at least.
	 * @param string             $file    Path for the image.
	 * @param ImageRequest       $request Question.
	 * @return ImageAnswer|WP_Error
	 */
	private static function read( GenerativeAiResult $result, string $file, ImageRequest $request ) {
		$candidate = $result->getCandidates()[0];
		if ( $candidate->getFinishReason()->isContentFilter() ) {
			return ProviderError::refused();
		}
		foreach ( $candidate->getMessage()->getParts() as $part ) {
			$image = $part->getFile();
			if ( null !== $image && $part->getChannel()->isContent() ) {
				$error = self::write( $image, $file, $request );
				return null === $error ? new ImageAnswer( $result->getModelMetadata()->getId(), null, CoreConnection::usage( $result ) ) : $error;
			}
		}
		return new WP_Error( 'provider_invalid_response', '' );
	}

	/**
	 * Writes an image to a file.
	 *
	 * @param File         $image   Core's file.
	 * @param string       $file    Path.
	 * @param ImageRequest $request Question.
	 * @return WP_Error|null
	 */
	private static function write( File $image, string $file, ImageRequest $request ): ?WP_Error {
		if ( $image->isRemote() ) {
			return RemoteImage::fetch( (string) $image->getUrl(), $file, $request->remaining_ms() );
		}
		$base64   = (string) $image->getBase64Data();
		$target   = fopen( $file, 'wb' ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- WP_Filesystem writes files as a whole.
		$length   = strlen( $base64 );
		$has_room = false !== $target;
		for ( $at = 0; $has_room && $at < $length; $at += self::PIECE ) {
			$bytes = (string) base64_decode( substr( $base64, $at, self::PIECE ), true ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions -- Core hands images over in base64.
			// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged, WordPress.WP.AlternativeFunctions -- A full disk warns.
			$has_room = strlen( $bytes ) === @fwrite( $target, $bytes );
		}
		if ( false !== $target ) {
			fclose( $target ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- As above.
		}
		if ( ! $has_room ) {
			return ImageFiles::no_room( true );
		}
		return 0 !== $length ? null : new WP_Error( 'provider_invalid_response', '' );
	}

	/**
	 * The sentence for that no model makes images.
	 *
	 * @return string
	 */
	private static function no_model(): string {
		return __( 'No AI provider that is connected to this site can make images.', 'wp-ai-jobs' );
	}
}
