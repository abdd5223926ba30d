<?php
/**
 * Claims a job when it is told to, and says `claimed` or `none`.
 * Arguments: store; the job's id.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

require __DIR__ . '/load.php';

$wp_ai_jobs_manager = wp_ai_jobs_tests_manager( $argv[1] );
echo "ready\n";
fgets( STDIN );
echo null === $wp_ai_jobs_manager->claim( $argv[2], wp_generate_uuid4() ) ? 'none' : 'claimed', "\n";
