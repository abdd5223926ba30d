<?php
/**
 * A network of sites in the database of the test's site, under a prefix of its own.
 * Argument: `install`; `use`, which says what it saw as JSON; `drop`.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

// phpcs:disable WordPress.NamingConventions.PrefixAllGlobals, WordPress.WP.GlobalVariablesOverride, WordPress.DB, WordPress.WP.AlternativeFunctions -- It makes a WordPress, and is no part of one.

$wp_site = (string) getenv( 'WP_SITE' );
$step    = $argv[1];

// The site's configuration without its last line, which loads WordPress, and with another prefix.
$config = (string) file_get_contents( $wp_site . '/wp-config.php' );
$config = preg_replace( '/^\s*require(_once)?\b.*wp-settings.*$/m', '', $config );
$config = preg_replace( '/\$table_prefix\s*=.*?;/', '', $config );
$config = str_replace( '__DIR__', var_export( $wp_site, true ), preg_replace( '/^<\?php/', '', $config ) );

$table_prefix = 'net_';
define( 'ABSPATH', $wp_site . '/' );
define( 'WP_DISABLE_FATAL_ERROR_HANDLER', true );
$_SERVER['HTTP_HOST']   = 'network.test';
$_SERVER['REQUEST_URI'] = '/';
$_SERVER['REMOTE_ADDR'] = '127.0.0.1';
if ( 'install' === $step ) {
	define( 'WP_INSTALLING', true );
} else {
	define( 'MULTISITE', true );
	define( 'SUBDOMAIN_INSTALL', false );
	define( 'DOMAIN_CURRENT_SITE', 'network.test' );
	define( 'PATH_CURRENT_SITE', '/' );
	define( 'SITE_ID_CURRENT_SITE', 1 );
	define( 'BLOG_ID_CURRENT_SITE', 1 );
}
eval( $config ); // phpcs:ignore Squiz.PHP.Eval -- It is this machine's own test configuration.
require_once ABSPATH . 'wp-settings.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

if ( 'install' === $step ) {
	add_filter( 'pre_wp_mail', '__return_false' );
	wp_install( 'Network', 'admin', 'admin@network.test', false, '', 'password' );
	require_once ABSPATH . 'wp-admin/includes/network.php';
	foreach ( $wpdb->tables( 'ms_global' ) as $name => $table ) {
		$wpdb->$name = $table;
	}
	install_network();
	populate_network( 1, 'network.test', 'admin@network.test', 'Network', '/', false );
	echo "installed\n";
	exit;
}

/**
 * The plugin's tables.
 *
 * @return string[]
 */
function network_tables(): array {
	$tables = $GLOBALS['wpdb']->get_col( "SHOW TABLES LIKE 'net\\_%wpaijobs\\_jobs'" );
	sort( $tables );
	return $tables;
}

/**
 * What each site answers.
 *
 * @param int[]    $sites Site ids.
 * @param callable $ask   What to ask.
 * @return array<mixed>
 */
function network_ask( array $sites, callable $ask ): array {
	return array_map(
		static function ( int $site ) use ( $ask ) {
			switch_to_blog( $site );
			$answer = $ask();
			restore_current_blog();
			return $answer;
		},
		$sites
	);
}

if ( 'use' === $step ) {
	$plugin = 'wp-ai-jobs/wp-ai-jobs.php';
	$report = array( 'activated for the network' => null === activate_plugin( $plugin, '', true ) );
	$sites  = array(
		1,
		wpmu_create_blog( 'network.test', '/two/', 'Two', 1 ),
		wpmu_create_blog( 'network.test', '/three/', 'Three', 1 ),
	);
	network_ask(
		array_slice( $sites, 0, 2 ),
		static function (): void {
			\WpAiJobs\Core\Maintenance::schedule();
			$manager = new \WpAiJobs\Integrations\AI\JobManager();
			$manager->create(
				$manager->draft(
					array(
						'owner_id'        => 1,
						'type'            => 'test',
						'input'           => array(),
						'context'         => array(),
						'idempotency_key' => 'k',
						'id_prefix'       => '',
					)
				)
			);
		}
	);
	$jobs = network_ask(
		$sites,
		static function (): int {
			return count( ( new \WpAiJobs\Integrations\AI\JobManager() )->recent( 10 ) );
		}
	);

	$report['tables when both were used'] = network_tables();
	$report['jobs of each site']          = $jobs;

	// The test's own site keeps its files beside them.
	$before = glob( WP_CONTENT_DIR . '/uploads/wp-ai-jobs-*' );

	$report['files of each site'] = network_ask(
		$sites,
		static function (): bool {
			return 0 < file_put_contents( (string) \WpAiJobs\Integrations\AI\ImageFiles::make_path( wp_generate_uuid4() ), 'x' );
		}
	);
	wp_delete_site( $sites[2] );
	$report['tables without site 3'] = network_tables();
	$report['files without site 3']  = array_map(
		static function ( string $folder ) use ( $before ): int {
			return count( array_diff( glob( WP_CONTENT_DIR . $folder . '/wp-ai-jobs-*' ), $before ) );
		},
		array( '/uploads', "/uploads/sites/{$sites[1]}", "/uploads/sites/{$sites[2]}" )
	);

	deactivate_plugins( $plugin, false, true );
	$report['events when deactivated'] = network_ask(
		array_slice( $sites, 0, 2 ),
		static function (): int {
			return substr_count( (string) wp_json_encode( _get_cron_array() ), '"wpaijobs_' );
		}
	);

	define( 'WP_UNINSTALL_PLUGIN', $plugin );
	include WP_PLUGIN_DIR . '/wp-ai-jobs/uninstall.php';
	$report['tables when uninstalled']  = network_tables();
	$report['files when uninstalled']   = array_diff( array_merge( glob( WP_CONTENT_DIR . '/uploads/wp-ai-jobs-*' ), glob( WP_CONTENT_DIR . '/uploads/sites/*/wp-ai-jobs-*' ) ), $before );
	$report['options when uninstalled'] = network_ask(
		array_slice( $sites, 0, 2 ),
		static function (): int {
			return (int) $GLOBALS['wpdb']->get_var( "SELECT COUNT(*) FROM {$GLOBALS['wpdb']->options} WHERE option_name LIKE '%wpaijobs%'" );
		}
	);
	echo wp_json_encode( $report ), "\n";
	exit;
}

foreach ( $wpdb->get_col( "SHOW TABLES LIKE 'net\\_%'" ) as $table ) {
	$wpdb->query( "DROP TABLE `{$table}`" );
}
echo "dropped\n";
