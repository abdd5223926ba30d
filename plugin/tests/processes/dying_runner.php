<?php
/**
 * Runs a job and dies in the middle of it.
 * Arguments: store; the job's id; the way to die: `memory`, `exit`, `time`, `answered` with the provider's answer, or `wait` for being killed.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

use WpAiJobs\Integrations\AI\Runner;

// WordPress's own handler runs before the plugin's, and may itself find no memory.
define( 'WP_DISABLE_FATAL_ERROR_HANDLER', true );

require __DIR__ . '/load.php';

list( , $wpaijobs_store, $wpaijobs_id, $wpaijobs_end ) = $argv;
wpaijobs_tests_type(
	static function () use ( $wpaijobs_end ): array {
		echo "begun\n";
		if ( 'exit' === $wpaijobs_end ) {
			exit;
		}
		if ( 'time' === $wpaijobs_end ) {
			set_time_limit( 1 );
			while ( true ) {
				hash( 'sha256', 'x' );
			}
		}
		if ( 'wait' === $wpaijobs_end ) {
			fgets( STDIN );
		}
		ini_set( 'memory_limit', '64M' ); // phpcs:ignore WordPress.PHP.IniSet.memory_limit_Disallowed -- So that it is used up soon.
		while ( true ) {
			// A global, which no unwinding frees; in pieces as large as what providers send. Where
			// nothing at all is left, PHP ends before any handler, and the lease ends the job.
			$GLOBALS['wpaijobs_all'][] = str_repeat( 'x', MB_IN_BYTES );
		}
	}
);
add_action(
	'http_api_debug',
	static function () use ( $wpaijobs_end ): void {
		if ( 'answered' === $wpaijobs_end ) {
			exit;
		}
	}
);
( new Runner( wpaijobs_tests_manager( $wpaijobs_store ) ) )->run( $wpaijobs_id );
