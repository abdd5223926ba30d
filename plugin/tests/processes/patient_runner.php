<?php
/**
 * A request that runs a job, says `waiting` when the provider was asked, and goes on when it is told
 * to. At its end it says what it wrote to the option `cron` since then, as JSON.
 * Arguments: the kind of request; the job's id.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\Runner;
use WpAiJobs\Integrations\AI\RunnerLadder;
use WpAiJobs\Integrations\AI\Scheduler;

// phpcs:disable WordPress.WP.AlternativeFunctions -- Pipes are no files of WordPress's.

list( , $wpaijobs_kind, $wpaijobs_id ) = $argv;

require __DIR__ . '/load.php';

// One place, so that whoever has it frees it for the next one.
add_filter(
	'wpaijobs_max_running',
	static function (): int {
		return 1;
	}
);
$wpaijobs_has_waited = false;
$wpaijobs_type       = static function ( Job $job ) use ( &$wpaijobs_has_waited, $wpaijobs_kind ): array {
	if ( ! $wpaijobs_has_waited ) {
		echo "waiting\n";
		fgets( STDIN );
		$wpaijobs_has_waited = true;
		if ( 'starts another' === $wpaijobs_kind ) {
			wp_set_current_user( get_user_by( 'login', 'admin' )->ID );
			wpaijobs_start( 'test', array( 'prompt' => 'Another' ) );
		}
	}
	return array( 'text' => 'Rain' );
};
wpaijobs_tests_type( $wpaijobs_type );
$wpaijobs_writes = array();
add_filter(
	'query',
	static function ( string $query ) use ( &$wpaijobs_writes, &$wpaijobs_has_waited ): string {
		if ( $wpaijobs_has_waited && 1 === preg_match( "/^\s*(UPDATE|INSERT|REPLACE|DELETE).*'cron'/s", $query ) ) {
			$wpaijobs_writes[] = substr( $query, 0, 60 );
		}
		return $query;
	}
);
if ( 'another plugin' === $wpaijobs_kind ) {
	add_action(
		'shutdown',
		static function () use ( $wpaijobs_id ): void {
			wp_schedule_single_event( time() + HOUR_IN_SECONDS, 'another_plugins_event', array( $wpaijobs_id ) );
		}
	);
}
add_action(
	'shutdown',
	static function () use ( &$wpaijobs_writes ): void {
		register_shutdown_function(
			static function () use ( &$wpaijobs_writes ): void {
				echo wp_json_encode( $wpaijobs_writes ), "\n";
			}
		);
	},
	PHP_INT_MAX
);

switch ( $wpaijobs_kind ) {
	case 'wp-cron':
		include ABSPATH . 'wp-cron.php';
		break;
	case 'command line':
		// Its time is over after the first job, and more wait.
		Scheduler::run_waiting( 0 );
		break;
	case 'request':
	case 'another plugin':
		// Without waiting for a database that is gone.
		( new Runner( null, static function (): void {} ) )->run( $wpaijobs_id );
		break;
	default:
		RunnerLadder::run_after_answer( $wpaijobs_id );
}
