<?php
/**
 * Loads the WordPress that the tests run in; see wordpress/README.md.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

$wpaijobs_site = getenv( 'WP_SITE' );
if ( false === $wpaijobs_site || ! is_file( $wpaijobs_site . '/wp-load.php' ) ) {
	// phpcs:ignore WordPress.WP.AlternativeFunctions.file_system_operations_fwrite -- There is no WordPress yet.
	fwrite( STDERR, "WP_SITE has to name the folder of a WordPress. Run: npm run test:php\n" );
	exit( 1 );
}

require $wpaijobs_site . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';

spl_autoload_register(
	static function ( string $class_name ): void {
		$prefix = 'WpAiJobs\\Tests\\';
		if ( 0 === strpos( $class_name, $prefix ) ) {
			$file = __DIR__ . '/' . str_replace( '\\', '/', substr( $class_name, strlen( $prefix ) ) ) . '.php';
			if ( is_file( $file ) ) {
				require_once $file;
			}
		}
	}
);
