<?php
use WpAiJobs\Integrations\AI\Provider\ImageAnswer;
use WpAiJobs\Integrations\AI\Provider\ImageProvider;
use WpAiJobs\Integrations\AI\Provider\ImageRequest;

final class Acme_Image_Provider implements ImageProvider {
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

	public function options(): array {
		return array(
			'aspect_ratio'  => array( '1:1', '3:2', '2:3' ),
			'quality'       => array( 'standard' ),
			'style'         => array(),
			'background'    => array(),
			'output_format' => array( 'png' ),
			'max_count'     => 4,
			'reference'     => false,
		);
	}

	public function generate_image( ImageRequest $request, string $file ) {
		$response = wp_remote_post(
			'https://ai.acme.example/draw',
			array(
				'timeout'  => $request->remaining_ms() / 1000,
				'headers'  => array( 'X-Key' => ACME_KEY ),
				'body'     => array( 'what' => $request->prompt_in_style() ),
				'stream'   => true,
				'filename' => $file,
			)
		);
		if ( 200 === wp_remote_retrieve_response_code( $response ) ) {
			// Also what it made of the prompt and which tokens it used, where it tells.
			return new ImageAnswer( 'acme-1' );
		}
		wp_delete_file( $file );
		return new WP_Error( 'provider_unavailable', '' );
	}
}

add_filter(
	'wpaijobs_image_providers',
	static function ( array $providers ): array {
		array_unshift( $providers, new Acme_Image_Provider() );
		return $providers;
	}
);
