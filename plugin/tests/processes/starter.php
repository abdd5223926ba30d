<?php
/**
 * Starts a job as `editor` under the idempotency key that it is told, and says its id.
 * Argument: store.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

use WpAiJobs\Integrations\AI\JobService;

require __DIR__ . '/load.php';

wpaijobs_tests_type( '__return_empty_array' );
wp_set_current_user( get_user_by( 'login', 'editor' )->ID );
$wpaijobs_service = new JobService( wpaijobs_tests_manager( $argv[1] ) );

echo "ready\n";
$wpaijobs_started = $wpaijobs_service->start(
	array(
		'type'            => 'test',
		'input'           => array( 'prompt' => 'Rain' ),
		'context'         => null,
		'idempotency_key' => trim( fgets( STDIN ) ),
	)
);
echo is_wp_error( $wpaijobs_started ) ? esc_html( $wpaijobs_started->get_error_code() ) : esc_html( $wpaijobs_started['job']->id() ), "\n";
