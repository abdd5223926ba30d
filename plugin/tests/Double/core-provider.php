<?php
/**
 * A provider of core's AI Client, as a plugin would bring it. Loaded only where core has one.
 *
 * @package WpAiJobs
 */

// phpcs:disable Generic.Files.OneObjectStructurePerFile -- One provider, in the parts that core wants.
// phpcs:disable WordPress.NamingConventions.ValidFunctionName -- Core's interface.

declare( strict_types=1 );

namespace WpAiJobs\Tests\Double;

use Error;
use WordPress\AiClient\Messages\Enums\ModalityEnum;
use WordPress\AiClient\Providers\ApiBasedImplementation\AbstractApiProvider;
use WordPress\AiClient\Providers\ApiBasedImplementation\ListModelsApiBasedProviderAvailability;
use WordPress\AiClient\Providers\Contracts\ModelMetadataDirectoryInterface;
use WordPress\AiClient\Providers\Contracts\ProviderAvailabilityInterface;
use WordPress\AiClient\Providers\Contracts\ProviderInterface;
use WordPress\AiClient\Providers\DTO\ProviderMetadata;
use WordPress\AiClient\Providers\Enums\ProviderTypeEnum;
use WordPress\AiClient\Providers\Http\DTO\Request;
use WordPress\AiClient\Providers\Http\DTO\Response;
use WordPress\AiClient\Providers\Http\Enums\HttpMethodEnum;
use WordPress\AiClient\Providers\Http\Enums\RequestAuthenticationMethod;
use WordPress\AiClient\Providers\Models\Contracts\ModelInterface;
use WordPress\AiClient\Providers\Models\DTO\ModelConfig;
use WordPress\AiClient\Providers\Models\DTO\ModelMetadata;
use WordPress\AiClient\Providers\Models\DTO\SupportedOption;
use WordPress\AiClient\Providers\Models\Enums\CapabilityEnum;
use WordPress\AiClient\Providers\Models\Enums\OptionEnum;
use WordPress\AiClient\Providers\OpenAiCompatibleImplementation\AbstractOpenAiCompatibleImageGenerationModel;
use WordPress\AiClient\Providers\OpenAiCompatibleImplementation\AbstractOpenAiCompatibleModelMetadataDirectory;
use WordPress\AiClient\Providers\OpenAiCompatibleImplementation\AbstractOpenAiCompatibleTextGenerationModel;

/**
 * `https://core-provider.example/v1`, name: Example AI.
 */
final class CoreProvider extends AbstractApiProvider {

	/** {@inheritDoc} */
	protected static function baseUrl(): string {
		return 'https://core-provider.example/v1';
	}

	/** {@inheritDoc} */
	protected static function createModel( ModelMetadata $model, ProviderMetadata $provider ): ModelInterface {
		foreach ( $model->getSupportedCapabilities() as $capability ) {
			if ( $capability->isImageGeneration() ) {
				return new CoreImageModel( $model, $provider );
			}
		}
		return new CoreModel( $model, $provider );
	}

	/** {@inheritDoc} */
	protected static function createProviderMetadata(): ProviderMetadata {
		return new ProviderMetadata( 'example', 'Example AI', ProviderTypeEnum::cloud(), null, RequestAuthenticationMethod::apiKey() );
	}

	/** {@inheritDoc} */
	protected static function createProviderAvailability(): ProviderAvailabilityInterface {
		return new ListModelsApiBasedProviderAvailability( self::modelMetadataDirectory() );
	}

	/** {@inheritDoc} */
	protected static function createModelMetadataDirectory(): ModelMetadataDirectoryInterface {
		return new CoreModels();
	}
}

/**
 * Its models: what `GET /models` names.
 */
final class CoreModels extends AbstractOpenAiCompatibleModelMetadataDirectory {

	/** {@inheritDoc} */
	protected function createRequest( HttpMethodEnum $method, string $path, array $headers = array(), $data = null ): Request {
		return new Request( $method, CoreProvider::url( $path ), $headers, $data );
	}

	/** {@inheritDoc} */
	protected function parseResponseToModelMetadataList( Response $response ): array {
		return array_map(
			static function ( array $model ): ModelMetadata {
				return isset( $model['image'] ) ? self::image_model( $model['id'], $model['image'] ) : new ModelMetadata(
					$model['id'],
					$model['id'],
					array( CapabilityEnum::textGeneration() ),
					array(
						new SupportedOption( OptionEnum::systemInstruction() ),
						new SupportedOption( OptionEnum::inputModalities() ),
						new SupportedOption( OptionEnum::outputModalities() ),
					)
				);
			},
			$response->getData()['data']
		);
	}

	/**
	 * A model of images.
	 *
	 * @param string              $id    Id.
	 * @param array<string,mixed> $image `ratios`: those that it has; null for any, missing for no such option.
	 *                                   `types`: MIME types, likewise. `reference`: whether it takes images.
	 *                                   `custom`: whether it takes options that core has no word for.
	 * @return ModelMetadata
	 */
	private static function image_model( string $id, array $image ): ModelMetadata {
		$input   = array( array( ModalityEnum::text() ) );
		$options = array();
		if ( $image['reference'] ?? false ) {
			$input[] = array( ModalityEnum::text(), ModalityEnum::image() );
		}
		if ( array_key_exists( 'ratios', $image ) ) {
			$options[] = new SupportedOption( OptionEnum::outputMediaAspectRatio(), $image['ratios'] );
		}
		if ( array_key_exists( 'types', $image ) ) {
			$options[] = new SupportedOption( OptionEnum::outputMimeType(), $image['types'] );
		}
		if ( $image['custom'] ?? false ) {
			$options[] = new SupportedOption( OptionEnum::customOptions() );
		}
		$options[] = new SupportedOption( OptionEnum::inputModalities(), $input );
		$options[] = new SupportedOption( OptionEnum::outputModalities(), array( array( ModalityEnum::image() ) ) );
		return new ModelMetadata( $id, $id, array( CapabilityEnum::imageGeneration() ), $options );
	}
}

/**
 * One of its models: OpenAI's protocol, as core's base class speaks it.
 */
final class CoreModel extends AbstractOpenAiCompatibleTextGenerationModel {

	/** {@inheritDoc} */
	protected function createRequest( HttpMethodEnum $method, string $path, array $headers = array(), $data = null ): Request {
		return new Request( $method, CoreProvider::url( $path ), $headers, $data, $this->getRequestOptions() );
	}
}

/**
 * One of its models of images. Core's base class knows no reference, so this one sends it too.
 */
final class CoreImageModel extends AbstractOpenAiCompatibleImageGenerationModel {

	/** {@inheritDoc} */
	protected function createRequest( HttpMethodEnum $method, string $path, array $headers = array(), $data = null ): Request {
		return new Request( $method, CoreProvider::url( $path ), $headers, $data, $this->getRequestOptions() );
	}

	/** {@inheritDoc} */
	protected function prepareGenerateImageParams( array $prompt ): array {
		$params = parent::prepareGenerateImageParams( $prompt );
		foreach ( $prompt[0]->getParts() as $part ) {
			if ( null !== $part->getFile() ) {
				$params['reference'] = $part->getFile()->getDataUri();
			}
		}
		return $params;
	}
}

/**
 * A provider whose plugin breaks after it was registered: id `broken`, no key.
 */
final class BrokenProvider implements ProviderInterface {

	/**
	 * Whether it breaks now.
	 *
	 * @var bool
	 */
	public static $is_broken = false;

	/** {@inheritDoc} */
	public static function metadata(): ProviderMetadata {
		if ( self::$is_broken ) {
			throw new Error( 'Call to undefined method.' );
		}
		return new ProviderMetadata( 'broken', 'Broken AI', ProviderTypeEnum::cloud(), null, RequestAuthenticationMethod::apiKey() );
	}

	/** {@inheritDoc} */
	public static function model( string $modelId, ?ModelConfig $modelConfig = null ): ModelInterface { // phpcs:ignore WordPress.NamingConventions.ValidVariableName -- Core's interface.
		return CoreProvider::model( $modelId, $modelConfig ); // phpcs:ignore WordPress.NamingConventions.ValidVariableName -- Core's interface.
	}

	/** {@inheritDoc} */
	public static function availability(): ProviderAvailabilityInterface {
		return CoreProvider::availability();
	}

	/** {@inheritDoc} */
	public static function modelMetadataDirectory(): ModelMetadataDirectoryInterface {
		return CoreProvider::modelMetadataDirectory();
	}
}
