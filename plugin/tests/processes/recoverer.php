<?php
/**
 * Looks at a job after its lease, and waits in the middle of its recovery for being killed.
 * Arguments: store; the job's id; how far the clock is ahead, in milliseconds.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

require __DIR__ . '/load.php';

list( , $wpaijobs_store, $wpaijobs_id, $wpaijobs_ahead_ms ) = $argv;
add_filter(
	'wpaijobs_now_ms',
	static function ( int $now_ms ) use ( $wpaijobs_ahead_ms ): int {
		return $now_ms + (int) $wpaijobs_ahead_ms;
	}
);
add_filter(
	'wpaijobs_text_providers',
	static function ( array $providers ): array {
		echo "there\n";
		fgets( STDIN );
		return $providers;
	}
);
wpaijobs_tests_manager( $wpaijobs_store )->get( $wpaijobs_id );
echo "over\n";
