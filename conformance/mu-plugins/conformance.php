<?php
/**
 * What the suite needs of a site: jobs that wait for their run request, a clock and a provider
 * that it can set, and the classic nonce, which a page would print. It writes what it wants into
 * `wp-content/conformance.json`.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

use WpAiJobs\Integrations\AI\ImageFiles;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\Provider\Demo;
use WpAiJobs\Integrations\AI\Provider\DemoImages;
use WpAiJobs\Integrations\AI\Provider\ImageProvider;
use WpAiJobs\Integrations\AI\Provider\ImageRequest;
use WpAiJobs\Integrations\AI\Provider\TextProvider;
use WpAiJobs\Integrations\AI\Provider\TextRequest;

/** A runner gives signs of life so often: Heartbeat::LEASE_MS. */
const WPAIJOBS_CONFORMANCE_LEASE_MS = 60000;

/**
 * What the suite wants.
 *
 * @return array{ahead_ms?:int,providers?:bool,answers?:array<int,array<string,mixed>|null>,limits?:array<string,int>}
 */
function wpaijobs_conformance(): array {
	$file = WP_CONTENT_DIR . '/conformance.json';
	// phpcs:ignore WordPress.WP.AlternativeFunctions.file_get_contents_file_get_contents -- A file of this site.
	return is_file( $file ) ? (array) json_decode( (string) file_get_contents( $file ), true ) : array();
}

/**
 * What the provider answers for an image, or a text.
 *
 * @param int $index Which of the images.
 * @return WP_Error|null Null: it succeeds.
 */
function wpaijobs_conformance_failure( int $index ): ?WP_Error {
	$answers = wpaijobs_conformance()['answers'] ?? array( null );
	$answer  = $answers[ min( $index, count( $answers ) - 1 ) ];
	return null === $answer ? null : new WP_Error( $answer['code'], '' );
}

add_filter( 'wpaijobs_use_loopback', '__return_false' );
add_filter( 'wpaijobs_demo_delay_ms', '__return_zero' );

add_filter(
	'wpaijobs_now_ms',
	static function ( int $now_ms ): int {
		return $now_ms + ( wpaijobs_conformance()['ahead_ms'] ?? 0 );
	}
);

foreach ( array( 'live_jobs', 'starts_per_hour', 'running' ) as $wpaijobs_limit ) {
	add_filter(
		'wpaijobs_max_' . $wpaijobs_limit,
		static function () use ( $wpaijobs_limit ): int {
			return wpaijobs_conformance()['limits'][ $wpaijobs_limit ] ?? 1000000;
		}
	);
}

/**
 * What the suite's providers have in common: they are the demo's, unless they are to fail.
 */
trait WpAiJobsConformanceProvider {

	/** {@inheritDoc} */
	public function id(): string {
		return 'conformance';
	}

	/** {@inheritDoc} */
	public function label(): string {
		return 'Conformance';
	}

	/** {@inheritDoc} */
	public function is_configured(): bool {
		return wpaijobs_conformance()['providers'] ?? true;
	}

	/** {@inheritDoc} */
	public function is_demo(): bool {
		return true;
	}
}

add_filter(
	'wpaijobs_text_providers',
	static function (): array {
		return array(
			new class() implements TextProvider {
				use WpAiJobsConformanceProvider;

				/** {@inheritDoc} */
				public function generate_text( TextRequest $request ) {
					return wpaijobs_conformance_failure( 0 ) ?? ( new Demo() )->generate_text( $request );
				}
			},
		);
	}
);
add_filter(
	'wpaijobs_image_providers',
	static function (): array {
		return array(
			new class() implements ImageProvider {
				use WpAiJobsConformanceProvider;

				/** {@inheritDoc} */
				public function options(): array {
					return ( new DemoImages() )->options();
				}

				/** {@inheritDoc} */
				public function generate_image( ImageRequest $request, string $file ) {
					return wpaijobs_conformance_failure( $request->index() ) ?? ( new DemoImages() )->generate_image( $request, $file );
				}
			},
		);
	}
);

add_filter(
	'wp_handle_sideload_prefilter',
	static function ( array $file ): array {
		$mark = WP_CONTENT_DIR . '/conformance-refuse-upload';
		if ( is_file( $mark ) ) {
			wp_delete_file( $mark );
			$file['error'] = 'Refused.';
		}
		return $file;
	}
);

add_action(
	'rest_api_init',
	static function (): void {
		$route = static function ( string $path, callable $act ): void {
			register_rest_route(
				'conformance/v1',
				$path . '/(?P<id>[^/]+)',
				array(
					'methods'             => 'POST',
					'permission_callback' => '__return_true',
					'callback'            => static function ( WP_REST_Request $request ) use ( $act ): WP_REST_Response {
						return new WP_REST_Response( array( 'done' => $act( $request['id'] ) ) );
					},
				)
			);
		};
		$route(
			'claim',
			static function ( string $id ): bool {
				return null !== ( new JobManager() )->claim( $id, wp_generate_uuid4(), WPAIJOBS_CONFORMANCE_LEASE_MS );
			}
		);
		$route(
			'damage',
			static function ( string $id ): bool {
				$part = ( new JobManager() )->get( $id )->parts()[0];
				// phpcs:ignore WordPress.WP.AlternativeFunctions.file_system_operations_file_put_contents -- A file of this site.
				return false !== file_put_contents( ImageFiles::path( $id, $part->result()['file'] ), 'no image' );
			}
		);
	}
);

add_action(
	'wp_ajax_conformance_nonce',
	static function (): void {
		wp_die( esc_html( wp_create_nonce( 'admin-nonce' ) ) );
	}
);
