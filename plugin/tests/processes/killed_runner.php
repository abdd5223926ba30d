<?php
/**
 * Runs a job, says so at a step, and waits there for being killed.
 * Arguments: store; the job's id; the step: `begun`, `received`, `answered`, `executed`, `noted`, `stored`.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\Runner;

require __DIR__ . '/load.php';

list( , $wpaijobs_store, $wpaijobs_id, $wpaijobs_step ) = $argv;

add_action(
	'requests-request.progress',
	static function ( string $block ): void {
		global $wpaijobs_body;
		$wpaijobs_body .= $block;
		wpaijobs_tests_reach( 'begun' );
		if ( null !== json_decode( $wpaijobs_body ) || '0' === trim( (string) strrchr( trim( $wpaijobs_body ), "\n" ) ) ) {
			wpaijobs_tests_reach( 'received' );
		}
	},
	PHP_INT_MAX
);
add_action(
	'http_api_debug',
	static function (): void {
		wpaijobs_tests_reach( 'answered' );
	},
	-1
);
add_action(
	'set_current_user',
	static function (): void {
		if ( did_action( 'http_api_debug' ) ) {
			wpaijobs_tests_reach( 'executed' );
		}
	}
);
add_filter(
	'query',
	static function ( string $statement ): string {
		if ( 0 === strpos( $statement, 'UPDATE' ) && false !== strpos( $statement, 'completed' ) ) {
			wpaijobs_tests_reach( 'noted' );
		}
		return $statement;
	}
);
add_action(
	'wpaijobs_status_changed',
	static function ( Job $job ): void {
		if ( Job::COMPLETED === $job->status() ) {
			wpaijobs_tests_reach( 'stored' );
		}
	}
);
( new Runner( wpaijobs_tests_manager( $wpaijobs_store ) ) )->run( $wpaijobs_id );
echo "over\n";
