<?php
/**
 * A provider of core's AI Client, as a plugin would bring it. Loaded only where core has one.
 *
 * @package WpAiJobs
 */

// phpcs:disable Generic.Files.OneObjectStructurePerFile -- One provider, in the three parts that core wants.
// phpcs:disable WordPress.NamingConventions.ValidFunctionName -- Core's interface.

declare( strict_types=1 );

namespace WpAiJobs\Tests\Double;

use WordPress\AiClient\Providers\ApiBasedImplementation\AbstractApiProvider;
use WordPress\AiClient\Providers\ApiBasedImplementation\ListModelsApiBasedProviderAvailability;
use WordPress\AiClient\Providers\Contracts\ModelMetadataDirectoryInterface;
use WordPress\AiClient\Providers\Contracts\ProviderAvailabilityInterface;
use WordPress\AiClient\Providers\DTO\ProviderMetadata;
use WordPress\AiClient\Providers\Enums\ProviderTypeEnum;
use WordPress\AiClient\Providers\Http\DTO\Request;
use WordPress\AiClient\Providers\Http\DTO\Response;
use WordPress\AiClient\Providers\Http\Enums\HttpMethodEnum;
use WordPress\AiClient\Providers\Http\Enums\RequestAuthenticationMethod;
use WordPress\AiClient\Providers\Models\Contracts\ModelInterface;
use WordPress\AiClient\Providers\Models\DTO\ModelMetadata;
use WordPress\AiClient\Providers\Models\DTO\SupportedOption;
use WordPress\AiClient\Providers\Models\Enums\CapabilityEnum;
use WordPress\AiClient\Providers\Models\Enums\OptionEnum;
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
				return new ModelMetadata(
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
