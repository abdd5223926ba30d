<?php
/**
 * Runs an image job of four parts in this one process, imports what came, and says how much
 * memory each step took at its peak, as JSON.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

use WpAiJobs\Integrations\AI\JobService;

require getenv( 'WP_SITE' ) . '/wp-load.php';

add_filter( 'wpaijobs_use_loopback', '__return_false' );
wp_set_current_user( get_user_by( 'login', 'editor' )->ID );

/**
 * Does something and measures it.
 *
 * @param string   $name What it is called.
 * @param callable $work What to do; a WP_Error ends the program.
 * @return mixed What came of it.
 */
function wpaijobs_bench_step( string $name, callable $work ) {
	global $wpaijobs_bench_steps;
	if ( function_exists( 'memory_reset_peak_usage' ) ) {
		// PHP 8.2 and later; before, a peak is the highest so far.
		memory_reset_peak_usage();
	}
	$began  = microtime( true );
	$result = $work();
	if ( is_wp_error( $result ) ) {
		// phpcs:ignore WordPress.WP.AlternativeFunctions -- To the terminal.
		fwrite( STDERR, $name . ': ' . $result->get_error_code() . ' ' . $result->get_error_message() . "\n" );
		exit( 1 );
	}
	$wpaijobs_bench_steps[] = array(
		'name'      => $name,
		'peakBytes' => memory_get_peak_usage( true ),
		'ms'        => (int) round( 1000 * ( microtime( true ) - $began ) ),
	);
	return $result;
}

$wpaijobs_bench_steps   = array();
$wpaijobs_bench_service = new JobService();

$wpaijobs_bench_id = wpaijobs_bench_step(
	'WordPress and the start of the job',
	static function () use ( $wpaijobs_bench_service ) {
		$started = $wpaijobs_bench_service->start(
			array(
				'type'            => 'image',
				'input'           => array(
					'prompt' => 'Noise',
					'count'  => 4,
				),
				'context'         => null,
				'idempotency_key' => null,
			)
		);
		return is_wp_error( $started ) ? $started : $started['job']->id();
	}
);
for ( $wpaijobs_bench_image = 1; $wpaijobs_bench_image <= 4; $wpaijobs_bench_image++ ) {
	wpaijobs_bench_step(
		"image $wpaijobs_bench_image: asked for, received, decoded, checked",
		static function () use ( $wpaijobs_bench_service, $wpaijobs_bench_id ) {
			return $wpaijobs_bench_service->run( $wpaijobs_bench_id );
		}
	);
}
$wpaijobs_bench_images = $wpaijobs_bench_service->find( $wpaijobs_bench_id )->snapshot()['result']['images'] ?? array();
foreach ( $wpaijobs_bench_images as $wpaijobs_bench_image ) {
	wpaijobs_bench_step(
		'image ' . ( $wpaijobs_bench_image['index'] + 1 ) . ': imported, with sub-sizes',
		static function () use ( $wpaijobs_bench_service, $wpaijobs_bench_id, $wpaijobs_bench_image ) {
			return $wpaijobs_bench_service->import_image( $wpaijobs_bench_id, (string) $wpaijobs_bench_image['index'], array() );
		}
	);
}

echo wp_json_encode(
	array(
		'php'         => PHP_VERSION,
		'wordpress'   => get_bloginfo( 'version' ),
		'memoryLimit' => ini_get( 'memory_limit' ),
		'images'      => array_map(
			static function ( array $image ): array {
				return array_intersect_key( $image, array_flip( array( 'width', 'height', 'bytes' ) ) );
			},
			$wpaijobs_bench_images
		),
		'steps'       => $wpaijobs_bench_steps,
		// In kilobytes on Linux: what the system sees, libraries outside PHP's own limit included.
		'rssBytes'    => getrusage()['ru_maxrss'] * 1024,
	)
);
