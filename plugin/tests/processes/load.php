<?php
/**
 * Loads the test's site, in a process of its own.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\Store\OptionStore;
use WpAiJobs\Integrations\AI\Store\TableStore;
use WpAiJobs\Tests\ScriptedHandler;

require getenv( 'WP_SITE' ) . '/wp-load.php';
require dirname( __DIR__ ) . '/ScriptedHandler.php';
add_filter( 'wpaijobs_use_loopback', '__return_false' );

/**
 * A manager over one of the stores.
 *
 * @param string $store `table`, `option`, or `site`: the site's.
 * @return JobManager
 */
function wpaijobs_tests_manager( string $store ): JobManager {
	if ( 'site' === $store ) {
		return new JobManager();
	}
	return new JobManager( 'table' === $store ? new TableStore() : new OptionStore() );
}

/**
 * Registers the type `test`.
 *
 * @param callable $execute What its handler does.
 */
function wpaijobs_tests_type( callable $execute ): void {
	add_filter(
		'wpaijobs_types',
		static function ( array $types ) use ( $execute ): array {
			$types['test'] = new ScriptedHandler( $execute );
			return $types;
		}
	);
}

/**
 * Says that a step is reached, and waits to be killed, if it is the one that $wpaijobs_step names.
 *
 * @param string $step The step.
 */
function wpaijobs_tests_reach( string $step ): void {
	global $wpaijobs_step;
	if ( $step === $wpaijobs_step ) {
		echo "there\n";
		fgets( STDIN );
	}
}
