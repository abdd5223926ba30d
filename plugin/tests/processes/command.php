<?php
/**
 * Runs a command of WP-CLI's, of which this has as much as the plugin uses. Says what it prints.
 * Arguments: the command's method, then its options as `name=value`.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

// phpcs:disable -- It stands in for WP-CLI, whose names and namespace these are.

namespace {
	define( 'WP_CLI', true );

	/** What the plugin uses of WP-CLI. */
	final class WP_CLI {
		/** @var array<string,string> */
		public static $commands = array();
		public static function add_command( string $name, string $class_name ): void {
			self::$commands[ $name ] = $class_name;
		}
		public static function log( string $line ): void {
			echo $line, "\n";
		}
		public static function success( string $line ): void {
			echo 'Success: ', $line, "\n";
		}
	}
}

namespace WP_CLI\Utils {
	function format_items( string $format, array $items, array $fields ): void {
		echo wp_json_encode( array( $format, $items, $fields ) ), "\n";
	}
}

namespace {
	require __DIR__ . '/load.php';

	wpaijobs_tests_type( '__return_empty_array' );
	$wpaijobs_class   = WP_CLI::$commands['ai-jobs'];
	$wpaijobs_options = array();
	foreach ( array_slice( $argv, 2 ) as $wpaijobs_option ) {
		list( $wpaijobs_name, $wpaijobs_value ) = explode( '=', $wpaijobs_option );
		$wpaijobs_options[ $wpaijobs_name ]     = $wpaijobs_value;
	}
	( new $wpaijobs_class() )->{$argv[1]}( array(), $wpaijobs_options );
}
