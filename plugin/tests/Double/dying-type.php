<?php
/**
 * A must-use plugin of a job type that ends the process. While a request of the site runs, it holds
 * a lock on a file beside itself.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

// WordPress's own handler comes first, and may itself find no memory.
define( 'WP_SANDBOX_SCRAPING', true );

$GLOBALS['wpaijobs_lock'] = fopen( __DIR__ . '/dying-type.lock', 'c' ); // phpcs:ignore WordPress.WP.AlternativeFunctions -- A lock.
flock( $GLOBALS['wpaijobs_lock'], LOCK_SH );

add_action(
	'wpaijobs_register_types',
	static function (): void {
		wpaijobs_register_type(
			'dying',
			array(
				'schema'   => array( 'input' => array( 'type' => 'object' ) ),
				'provider' => 'none',
				'execute'  => static function ( array $input ): array {
					if ( 'exit' === $input['end'] ) {
						exit;
					}
					ini_set( 'memory_limit', '64M' ); // phpcs:ignore WordPress.PHP.IniSet.memory_limit_Disallowed -- So that it is used up soon.
					while ( true ) {
						// A global, which no unwinding frees.
						$GLOBALS['wpaijobs_all'][] = str_repeat( 'x', MB_IN_BYTES );
					}
				},
			)
		);
	}
);
