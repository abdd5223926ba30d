<?php
/**
 * A network of sites in the database of the test's site, under a prefix of its own.
 * Argument: `install`; `use` and `rights`, which say what they saw as JSON; `drop`.
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
if ( 'rights' === $step ) {
	define( 'WP_ADMIN', true );
}
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

if ( 'rights' === $step ) {
	ob_start();
	require __DIR__ . '/rights.php';
	activate_plugin( 'wp-ai-jobs/wp-ai-jobs.php', '', true );
	// Activated after `init`, at whose end it is decided.
	WpAiJobs\Integrations\AI\AI::answer_classic();
	wpaijobs_tests_register_books();
	$make   = static function ( string $login ): int {
		return wpmu_create_user( $login, 'password', $login . '@network.test' );
	};
	$other  = $make( 'author' );
	$boss   = $make( 'boss' );
	$second = wpmu_create_blog( 'network.test', '/two/', 'Two', $boss );
	add_user_to_blog( 1, $other, 'author' );
	remove_user_from_blog( $boss, 1 );
	$rights = new Rights( $boss, $other );
	Rights::enter_admin();
	$report = array( 'answers' => $rights->answers() );

	// Jobs of the one site, asked for on the other.
	$ask     = static function ( int $user, string $id ): int {
		wp_set_current_user( $user );
		$request = new WP_REST_Request( 'GET', '/wp-ai-jobs/v1/jobs' );
		$request->set_query_params( array( 'include' => $id ) );
		return rest_do_request( $request )->get_status();
	};
	$manager = new \WpAiJobs\Integrations\AI\JobManager();
	$draft   = static function ( int $owner, string $key ): array {
		return array(
			'owner_id'        => $owner,
			'type'            => 'content',
			'input'           => array( 'prompt' => 'Rain' ),
			'context'         => array( 'post_id' => 1 ),
			'idempotency_key' => $key,
			'id_prefix'       => '',
		);
	};
	$job     = $manager->create( $manager->draft( $draft( 1, 'k' ) ) )['job'];
	$theirs  = $manager->create( $manager->draft( $draft( $other, 'k' ) ) )['job'];

	$report['here'] = array( $ask( 1, $job->id() ), $ask( 1, $theirs->id() ), $ask( $other, $theirs->id() ) );
	switch_to_blog( $second );
	$report['on the other site'] = array( $ask( 1, $job->id() ), $ask( $boss, $job->id() ), $ask( $boss, $theirs->id() ) );
	$there                       = new \WpAiJobs\Integrations\AI\JobManager();
	$report['its list']          = count( $there->for_post( 1, 1, 10 ) );
	$report['the same key']      = $there->create( $there->draft( $draft( 1, 'k' ) ) )['is_new'];
	restore_current_blog();
	$report['back'] = array( $ask( 1, $job->id() ), count( ( new \WpAiJobs\Integrations\AI\JobManager() )->for_post( 1, 1, 10 ) ) );

	// Leaving a site.
	remove_user_from_blog( $other, 1 );
	$report['of who left the site'] = null === ( new \WpAiJobs\Integrations\AI\JobManager() )->get( $theirs->id() );
	add_user_to_blog( 1, $other, 'author' );
	$again = ( new \WpAiJobs\Integrations\AI\JobManager() )->create( $manager->draft( $draft( $other, 'l' ) ) )['job'];
	wpmu_delete_user( $other );
	$report['of who was deleted'] = null === ( new \WpAiJobs\Integrations\AI\JobManager() )->get( $again->id() );

	// The address of the AI server.
	\WpAiJobs\Admin\SettingsPage::add_settings();
	$set = static function ( int $user, string $url ): string {
		wp_set_current_user( $user );
		$GLOBALS['wp_settings_errors'] = array();
		update_option( \WpAiJobs\Core\Settings::OPTION, array( 'openai_base_url' => $url, 'openai_inner_url' => $url ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing.AssociativeArrayFound -- Short.
		return \WpAiJobs\Core\Settings::openai_base_url()->value() . ( \WpAiJobs\Core\Settings::may_be_inner() ? ' inner' : '' );
	};
	switch_to_blog( $second );
	$report['addresses'] = array(
		$set( $boss, 'http://127.0.0.1:11434/v1' ),
		$set( $boss, 'http://169.254.169.254/v1' ),
		$set( $boss, 'http://93.184.216.34/v1' ),
		$set( 1, 'http://127.0.0.1:11434/v1' ),
		$set( $boss, 'http://127.0.0.1:11434/v1' ),
		$set( $boss, 'http://127.0.0.1:11435/v1' ),
		$set( $boss, 'http://93.184.216.34/v2' ),
	);
	restore_current_blog();
	\WpAiJobs\Plugin::on_each_site( true, array( \WpAiJobs\Integrations\AI\ImageFiles::class, 'uninstall' ) );
	remove_all_actions( 'shutdown' );
	ob_end_clean();
	echo wp_json_encode( $report ), "\n";
	exit;
}

foreach ( $wpdb->get_col( "SHOW TABLES LIKE 'net\\_%'" ) as $table ) {
	$wpdb->query( "DROP TABLE `{$table}`" );
}
echo "dropped\n";
