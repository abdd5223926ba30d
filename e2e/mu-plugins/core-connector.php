<?php
/**
 * Plugin Name: A provider for core's AI Client
 * Description: Connects the OpenAI-compatible server of the test to WordPress 7.0 and later, as a provider's plugin does.
 */

declare( strict_types=1 );

use WordPress\AiClient\AiClient;
use WordPress\AiClient\Messages\Enums\ModalityEnum;
use WordPress\AiClient\Providers\ApiBasedImplementation\AbstractApiProvider;
use WordPress\AiClient\Providers\ApiBasedImplementation\ListModelsApiBasedProviderAvailability;
use WordPress\AiClient\Providers\Contracts\ModelMetadataDirectoryInterface;
use WordPress\AiClient\Providers\Contracts\ProviderAvailabilityInterface;
use WordPress\AiClient\Providers\DTO\ProviderMetadata;
use WordPress\AiClient\Providers\Enums\ProviderTypeEnum;
use WordPress\AiClient\Providers\Http\DTO\Request;
use WordPress\AiClient\Providers\Http\Enums\HttpMethodEnum;
use WordPress\AiClient\Providers\Http\Enums\RequestAuthenticationMethod;
use WordPress\AiClient\Providers\Models\Contracts\ModelInterface;
use WordPress\AiClient\Providers\Models\DTO\ModelMetadata;
use WordPress\AiClient\Providers\Models\DTO\SupportedOption;
use WordPress\AiClient\Providers\Models\Enums\CapabilityEnum;
use WordPress\AiClient\Providers\Models\Enums\OptionEnum;
use WordPress\AiClient\Providers\OpenAiCompatibleImplementation\AbstractOpenAiCompatibleTextGenerationModel;

/** The one model, known without a request. */
final class E2e_Model_Directory implements ModelMetadataDirectoryInterface {

	public function listModelMetadata(): array {
		return array(
			new ModelMetadata(
				'e2e-model',
				'E2E model',
				array( CapabilityEnum::textGeneration() ),
				array(
					new SupportedOption( OptionEnum::systemInstruction() ),
					new SupportedOption( OptionEnum::inputModalities(), array( array( ModalityEnum::text() ) ) ),
					new SupportedOption( OptionEnum::outputModalities(), array( array( ModalityEnum::text() ) ) ),
				)
			),
		);
	}

	public function hasModelMetadata( string $id ): bool {
		return 'e2e-model' === $id;
	}

	public function getModelMetadata( string $id ): ModelMetadata {
		return $this->listModelMetadata()[0];
	}
}

final class E2e_Text_Model extends AbstractOpenAiCompatibleTextGenerationModel {

	protected function createRequest( HttpMethodEnum $method, string $path, array $headers = array(), $data = null ): Request {
		return new Request( $method, E2e_Provider::url( $path ), $headers, $data, $this->getRequestOptions() );
	}
}

final class E2e_Provider extends AbstractApiProvider {

	protected static function baseUrl(): string {
		return (string) getenv( 'E2E_PROVIDER_URL' );
	}

	protected static function createModel( ModelMetadata $model, ProviderMetadata $provider ): ModelInterface {
		return new E2e_Text_Model( $model, $provider );
	}

	protected static function createProviderMetadata(): ProviderMetadata {
		return new ProviderMetadata( 'e2e', 'E2E provider', ProviderTypeEnum::cloud(), null, RequestAuthenticationMethod::apiKey() );
	}

	protected static function createProviderAvailability(): ProviderAvailabilityInterface {
		return new ListModelsApiBasedProviderAvailability( self::modelMetadataDirectory() );
	}

	protected static function createModelMetadataDirectory(): ModelMetadataDirectoryInterface {
		return new E2e_Model_Directory();
	}
}

add_action(
	'init',
	static function (): void {
		AiClient::defaultRegistry()->registerProvider( E2e_Provider::class );
	},
	5
);
