<?php
/**
 * The model that makes images over WordPress's own AI Client.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Provider;

use Throwable;
use WordPress\AiClient\AiClient;
use WordPress\AiClient\Messages\Enums\ModalityEnum;
use WordPress\AiClient\Providers\Models\DTO\ModelMetadata;
use WordPress\AiClient\Providers\Models\DTO\ModelRequirements;
use WordPress\AiClient\Providers\Models\DTO\RequiredOption;
use WordPress\AiClient\Providers\Models\DTO\SupportedOption;
use WordPress\AiClient\Providers\Models\Enums\CapabilityEnum;
use WordPress\AiClient\Providers\Models\Enums\OptionEnum;

defined( 'ABSPATH' ) || exit;

/**
 * Finds a model that makes images among those of the connected providers, and reads what it says
 * that it can do. One model, named in each request: what is offered together works together.
 *
 * @phpstan-type Found array{provider:string,model:string,aspect_ratio:string[]|null,quality:string[],output_format:string[],reference:bool}
 */
final class CoreImageModel {

	private const MIME_TYPES = array(
		'png'  => 'image/png',
		'jpeg' => 'image/jpeg',
		'webp' => 'image/webp',
	);

	/**
	 * Looks for one. Core asks every connected provider for its models, over the network.
	 *
	 * @param string[] $preferred Ids of models, the best first.
	 * @return array{provider:string,model:string,aspect_ratio:string[]|null,quality:string[],output_format:string[],reference:bool}|null
	 *         `aspect_ratio`: null where the model cannot be told; null where there is no model.
	 */
	public static function find( array $preferred ): ?array {
		$found = array();
		try {
			foreach ( AiClient::defaultRegistry()->findModelsMetadataForSupport( self::requirements() ) as $provider ) {
				foreach ( $provider->getModels() as $model ) {
					$found += array( $model->getId() => self::describe( $provider->getProvider()->getId(), $model ) );
				}
			}
		} catch ( Throwable $e ) {
			// A provider that cannot be reached or is broken: core's client would break over it as well.
			return null;
		}
		foreach ( $preferred as $id ) {
			if ( isset( $found[ $id ] ) ) {
				return $found[ $id ];
			}
		}
		return array() === $found ? null : reset( $found );
	}

	/**
	 * The MIME type of an output format.
	 *
	 * @param string $format Format.
	 * @return string
	 */
	public static function mime_type( string $format ): string {
		return self::MIME_TYPES[ $format ];
	}

	/**
	 * What a model must be able to do: an image from a text.
	 *
	 * @return ModelRequirements
	 */
	private static function requirements(): ModelRequirements {
		return new ModelRequirements(
			array( CapabilityEnum::imageGeneration() ),
			array(
				new RequiredOption( OptionEnum::inputModalities(), array( ModalityEnum::text() ) ),
				new RequiredOption( OptionEnum::outputModalities(), array( ModalityEnum::image() ) ),
			)
		);
	}

	/**
	 * What a model can do.
	 *
	 * @param string        $provider Id of its provider.
	 * @param ModelMetadata $model    Model.
	 * @return array{provider:string,model:string,aspect_ratio:string[]|null,quality:string[],output_format:string[],reference:bool}
	 */
	private static function describe( string $provider, ModelMetadata $model ): array {
		$options = array();
		foreach ( $model->getSupportedOptions() as $option ) {
			$options[ $option->getName()->value ] = $option;
		}
		$input  = $options[ OptionEnum::inputModalities()->value ];
		$ratios = self::supported( $options[ OptionEnum::outputMediaAspectRatio()->value ] ?? null, ImageSizes::ratios() );
		return array(
			'provider'      => $provider,
			'model'         => $model->getId(),
			'aspect_ratio'  => array() === $ratios ? null : $ratios,
			// Core's client has no word for it, and hands on what a connector takes besides.
			'quality'       => isset( $options[ OptionEnum::customOptions()->value ] ) ? ( new OpenAIImageModel( $model->getId() ) )->options()['quality'] : array(),
			'output_format' => array_keys( array_intersect( self::MIME_TYPES, self::supported( $options[ OptionEnum::outputMimeType()->value ] ?? null, array_values( self::MIME_TYPES ) ) ) ),
			'reference'     => $input->isSupportedValue( array( ModalityEnum::text(), ModalityEnum::image() ) ),
		);
	}

	/**
	 * Which of some values an option takes.
	 *
	 * @param SupportedOption|null $option Option; null when the model has none.
	 * @param string[]             $values Values.
	 * @return string[]
	 */
	private static function supported( ?SupportedOption $option, array $values ): array {
		return null === $option ? array() : array_values( array_filter( $values, array( $option, 'isSupportedValue' ) ) );
	}
}
