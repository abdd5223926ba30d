<?php
/**
 * Runs each job whose id it is told, and says what came of it: its status, or `none`.
 * Arguments: store; a file to which each execution adds a line.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\Runner;

require __DIR__ . '/load.php';

list( , $wpaijobs_store, $wpaijobs_log ) = $argv;
wpaijobs_tests_type(
	static function ( Job $job ) use ( $wpaijobs_log ): array {
		file_put_contents( $wpaijobs_log, $job->id() . "\n", FILE_APPEND | LOCK_EX );
		return array( 'text' => 'Done' );
	}
);

$wpaijobs_runner = new Runner( wpaijobs_tests_manager( $wpaijobs_store ) );
echo "ready\n";
while ( false !== ( $wpaijobs_id = fgets( STDIN ) ) ) { // phpcs:ignore Generic.CodeAnalysis.AssignmentInCondition, WordPress.CodeAnalysis.AssignmentInCondition -- Reads lines.
	$wpaijobs_job = $wpaijobs_runner->run( trim( $wpaijobs_id ) );
	echo null === $wpaijobs_job ? 'none' : $wpaijobs_job->status(), "\n";
}
