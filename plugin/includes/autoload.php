<?php
/**
 * Maps `WpAiJobs\A\B` to `includes/A/B.php`, so that the plugin runs without Composer.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs;

defined( 'ABSPATH' ) || exit;

spl_autoload_register(
	static function ( string $class_name ): void {
		if ( 0 !== strpos( $class_name, __NAMESPACE__ . '\\' ) ) {
			return;
		}
		$relative = str_replace( '\\', '/', substr( $class_name, strlen( __NAMESPACE__ ) + 1 ) );
		$file     = __DIR__ . '/' . $relative . '.php';
		if ( is_file( $file ) ) {
			require_once $file;
		}
	}
);
