<?php
/**
 * Claims a job when it is told to, and says `claimed` or `none`.
 * Arguments: store; the job's id.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

require __DIR__ . '/load.php';

$wpaijobs_manager = wpaijobs_tests_manager( $argv[1] );
echo "ready\n";
fgets( STDIN );
echo null === $wpaijobs_manager->claim( $argv[2], wp_generate_uuid4() ) ? 'none' : 'claimed', "\n";
