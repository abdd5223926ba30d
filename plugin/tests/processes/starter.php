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

wp_ai_jobs_tests_type( '__return_empty_array' );
wp_set_current_user( get_user_by( 'login', 'editor' )->ID );
$wp_ai_jobs_service = new JobService( wp_ai_jobs_tests_manager( $argv[1] ) );

echo "ready\n";
$wp_ai_jobs_started = $wp_ai_jobs_service->start(
	array(
		'type'            => 'test',
		'input'           => array( 'prompt' => 'Rain' ),
		'context'         => null,
		'idempotency_key' => trim( fgets( STDIN ) ),
	)
);
echo is_wp_error( $wp_ai_jobs_started ) ? esc_html( $wp_ai_jobs_started->get_error_code() ) : esc_html( $wp_ai_jobs_started['job']->id() ), "\n";
