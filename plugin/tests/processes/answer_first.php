<?php
/**
 * A server that can send its answer and go on working. Says what happens to a forgotten job
 * whose status is checked, in order.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

use WpAiJobs\Integrations\AI\RunnerLadder;

/**
 * PHP-FPM's function, which the command line does not have.
 *
 * @return bool
 */
function fastcgi_finish_request(): bool {
	echo "answer sent\n";
	return true;
}

require __DIR__ . '/load.php';

wpaijobs_tests_type(
	static function (): array {
		echo "executed\n";
		return array();
	}
);
add_filter(
	'wpaijobs_now_ms',
	static function ( int $now_ms ): int {
		return $now_ms + RunnerLadder::FORGOTTEN_AFTER_MS;
	}
);
$wpaijobs_job = wpaijobs_tests_manager( 'table' )->get( $argv[1] );
echo RunnerLadder::see_to( $wpaijobs_job ) ? "the client is asked\n" : "the client is not asked\n";
