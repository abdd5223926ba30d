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
add_filter( 'wp_ai_jobs_use_loopback', '__return_false' );

/**
 * A manager over one of the stores.
 *
 * @param string $store `table` or `option`.
 * @return JobManager
 */
function wp_ai_jobs_tests_manager( string $store ): JobManager {
	return new JobManager( 'table' === $store ? new TableStore() : new OptionStore() );
}

/**
 * Registers the type `test`.
 *
 * @param callable $execute What its handler does.
 */
function wp_ai_jobs_tests_type( callable $execute ): void {
	add_filter(
		'wp_ai_jobs_types',
		static function ( array $types ) use ( $execute ): array {
			$types['test'] = new ScriptedHandler( $execute );
			return $types;
		}
	);
}

/**
 * Says that a step is reached, and waits to be killed, if it is the one that $wp_ai_jobs_step names.
 *
 * @param string $step The step.
 */
function wp_ai_jobs_tests_reach( string $step ): void {
	global $wp_ai_jobs_step;
	if ( $step === $wp_ai_jobs_step ) {
		echo "there\n";
		fgets( STDIN );
	}
}
