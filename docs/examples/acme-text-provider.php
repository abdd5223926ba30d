<?php
use WpAiJobs\Integrations\AI\Provider\TextProvider;
use WpAiJobs\Integrations\AI\Provider\TextRequest;
use WpAiJobs\Integrations\AI\Provider\TextResult;

final class Acme_Text_Provider implements TextProvider {
	public function id(): string {
		return 'acme';
	}

	public function label(): string {
		return 'Acme AI';
	}

	public function is_configured(): bool {
		return defined( 'ACME_KEY' );
	}

	public function is_demo(): bool {
		return false;
	}

	public function generate_text( TextRequest $request ) {
		$response = wp_remote_post(
			'https://ai.acme.example/write',
			array(
				'timeout' => $request->remaining_ms() / 1000,
				'headers' => array( 'X-Key' => ACME_KEY ),
				'body'    => array(
					'how'  => $request->system_instruction(),
					'what' => $request->prompt(),
				),
			)
		);
		return 200 === wp_remote_retrieve_response_code( $response )
			? new TextResult( wp_remote_retrieve_body( $response ), 'acme-1' )
			: new WP_Error( 'provider_unavailable', '' );
	}
}

add_filter(
	'wpaijobs_text_providers',
	static function ( array $providers ): array {
		array_unshift( $providers, new Acme_Text_Provider() );
		return $providers;
	}
);
