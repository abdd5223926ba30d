<?php
/**
 * Another WordPress on this server, in the database of the test's site, under a prefix of its own.
 * Arguments: what to do; its prefix; the folder that `wpaijobs_files_dir` names, or ''.
 *
 * `install`; `copy`, which has the rows of the test's site and another address; `name`, which
 * says its folder; `sweep`; `uninstall`; `drop`.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

// phpcs:disable WordPress.NamingConventions.PrefixAllGlobals, WordPress.WP.GlobalVariablesOverride, WordPress.DB, WordPress.WP.AlternativeFunctions -- It makes a WordPress, and is no part of one.

list( , $step, $prefix, $shared ) = $argv;

$wp_site = (string) getenv( 'WP_SITE' );
$config  = (string) file_get_contents( $wp_site . '/wp-config.php' );
$own     = preg_match( '/\$table_prefix\s*=\s*[\'"](\w+)/', $config, $match ) ? $match[1] : 'wp_';
$config  = preg_replace( '/^\s*require(_once)?\b.*wp-settings.*$/m', '', $config );
$config  = preg_replace( '/\$table_prefix\s*=.*?;/', '', $config );
$config  = str_replace( '__DIR__', var_export( $wp_site, true ), preg_replace( '/^<\?php/', '', $config ) );

$table_prefix = $prefix;
define( 'ABSPATH', $wp_site . '/' );
define( 'WP_DISABLE_FATAL_ERROR_HANDLER', true );
$_SERVER['HTTP_HOST']   = 'second.test';
$_SERVER['REQUEST_URI'] = '/';
$_SERVER['REMOTE_ADDR'] = '127.0.0.1';
if ( 'install' === $step || 'copy' === $step ) {
	define( 'WP_INSTALLING', true );
}
eval( $config ); // phpcs:ignore Squiz.PHP.Eval -- It is this machine's own test configuration.
require_once ABSPATH . 'wp-settings.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

if ( 'install' === $step || 'copy' === $step ) {
	add_filter( 'pre_wp_mail', '__return_false' );
	wp_install( 'Second', 'admin', 'admin@second.test', false, '', 'password' );
	if ( 'copy' === $step ) {
		$wpdb->query( "DELETE FROM {$wpdb->options} WHERE option_name LIKE 'wpaijobs%'" );
		$wpdb->query( "INSERT INTO {$wpdb->options} ( option_name, option_value, autoload ) SELECT option_name, option_value, autoload FROM {$own}options WHERE option_name LIKE 'wpaijobs%'" );
	}
	wp_cache_flush();
	update_option( 'siteurl', 'http://second.test' );
	echo "done\n";
	exit;
}
if ( 'drop' === $step ) {
	foreach ( $wpdb->get_col( $wpdb->prepare( 'SHOW TABLES LIKE %s', $wpdb->esc_like( $prefix ) . '%' ) ) as $table ) {
		$wpdb->query( "DROP TABLE `{$table}`" );
	}
	echo "done\n";
	exit;
}

if ( ! class_exists( \WpAiJobs\Plugin::class ) ) {
	require WP_PLUGIN_DIR . '/wp-ai-jobs/wp-ai-jobs.php';
}
if ( '' !== $shared ) {
	add_filter(
		'wpaijobs_files_dir',
		static function () use ( $shared ): string {
			return $shared;
		}
	);
}
if ( 'sweep' === $step ) {
	// Its own store, and its own folder.
	\WpAiJobs\Integrations\AI\ImageFiles::make_path( wp_generate_uuid4() );
	do_action( 'wpaijobs_cleanup' );
} elseif ( 'uninstall' === $step ) {
	\WpAiJobs\Plugin::remove_data();
}
echo 'name' === $step ? \WpAiJobs\Integrations\AI\ImageFiles::folder() : 'done', "\n"; // phpcs:ignore WordPress.Security.EscapeOutput -- A path.
