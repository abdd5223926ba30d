<?php
/**
 * The plugin as a whole.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs;

use WP_Site;
use WpAiJobs\Admin\SettingsPage;
use WpAiJobs\Core\Capabilities;
use WpAiJobs\Core\EditorScript;
use WpAiJobs\Core\Maintenance;
use WpAiJobs\Core\Privacy;
use WpAiJobs\Core\Settings;
use WpAiJobs\Core\SiteHealth;
use WpAiJobs\Integrations\AI\AI;
use WpAiJobs\Integrations\AI\Command;
use WpAiJobs\Integrations\AI\ImageFiles;
use WpAiJobs\Integrations\AI\ImagePreview;
use WpAiJobs\Integrations\AI\Provider\CoreAiClient;
use WpAiJobs\Integrations\AI\Provider\CoreImages;
use WpAiJobs\Integrations\AI\OwnerJobs;
use WpAiJobs\Integrations\AI\RestController;
use WpAiJobs\Integrations\AI\RunnerLadder;
use WpAiJobs\Integrations\AI\Scheduler;
use WpAiJobs\Integrations\AI\Store\StoreException;
use WpAiJobs\Integrations\AI\Store\Stores;

defined( 'ABSPATH' ) || exit;

/**
 * Puts the parts together and follows the plugin's own life: activation, deactivation,
 * removal, and sites of a network that come and go.
 */
final class Plugin {

	/**
	 * The one.
	 *
	 * @var self|null
	 */
	private static $instance = null;

	/**
	 * The plugin.
	 *
	 * @return self
	 */
	public static function instance(): self {
		if ( null === self::$instance ) {
			self::$instance = new self();
		}
		return self::$instance;
	}

	/**
	 * Adds the plugin's hooks. Called once, when the plugin is loaded.
	 */
	public function boot(): void {
		Capabilities::register();
		Maintenance::register();
		OwnerJobs::register();
		Privacy::register();
		RunnerLadder::register();
		Scheduler::register();
		Command::register();
		EditorScript::register();
		SiteHealth::register();
		( new RestController() )->register();
		AI::register();
		ImagePreview::register();
		SettingsPage::register();

		add_filter( 'wpmu_drop_tables', array( $this, 'drop_table' ), 10, 2 );
		// Before core, which drops the table that says where they are.
		add_action( 'wp_uninitialize_site', array( $this, 'delete_files' ), 9 );
		register_activation_hook( PLUGIN_FILE, array( $this, 'activate' ) );
		register_deactivation_hook( PLUGIN_FILE, array( $this, 'deactivate' ) );
	}

	/**
	 * Makes the store, and has what waited when the plugin was deactivated run. Other sites of a
	 * network make theirs when they first need it, so that activating on a large network takes no
	 * longer.
	 */
	public function activate(): void {
		try {
			Stores::install();
		} catch ( StoreException $e ) {
			// The first request that needs the store makes it.
			unset( $e );
		}
		Maintenance::schedule();
		Scheduler::schedule();
	}

	/**
	 * Clears the schedules.
	 *
	 * @param bool $network_wide Whether the plugin goes from all sites of a network.
	 */
	public function deactivate( bool $network_wide ): void {
		self::on_each_site( $network_wide, array( Maintenance::class, 'unschedule' ) );
	}

	/**
	 * Names the table among those that go with a site of a network.
	 *
	 * @param string[] $tables  Tables.
	 * @param int      $site_id The site.
	 * @return string[]
	 */
	public function drop_table( array $tables, int $site_id ): array {
		global $wpdb;
		$tables[] = $wpdb->get_blog_prefix( $site_id ) . 'wpaijobs_jobs';
		return $tables;
	}

	/**
	 * Deletes the images that go with a site of a network.
	 *
	 * @param WP_Site $site The site.
	 */
	public function delete_files( WP_Site $site ): void {
		switch_to_blog( (int) $site->blog_id );
		ImageFiles::uninstall();
		restore_current_blog();
	}

	/**
	 * Removes everything that this site has of the plugin: jobs, images that were not imported, options,
	 * transients, schedules.
	 */
	public static function remove_data(): void {
		Maintenance::unschedule();
		CoreAiClient::uninstall();
		CoreImages::uninstall();
		Settings::uninstall();
		Stores::uninstall();
		ImageFiles::uninstall();
		global $wpdb;
		foreach ( array( 'wpaijobs_', '_transient_wpaijobs_', '_transient_timeout_wpaijobs_' ) as $prefix ) {
			$names = $wpdb->get_col( $wpdb->prepare( "SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE %s", $wpdb->esc_like( $prefix ) . '%' ) ); // phpcs:ignore WordPress.DB.DirectDatabaseQuery -- No function lists options by prefix.
			array_map( 'delete_option', $names );
		}
	}

	/**
	 * Does something on this site, or on every site of the network.
	 *
	 * @param bool            $all  Whether on every one.
	 * @param callable():void $work What to do.
	 */
	public static function on_each_site( bool $all, callable $work ): void {
		if ( ! $all || ! is_multisite() ) {
			$work();
			return;
		}
		$sites = get_sites(
			array(
				'fields'                 => 'ids',
				'number'                 => 0,
				'update_site_meta_cache' => false,
			)
		);
		foreach ( $sites as $site ) {
			switch_to_blog( $site );
			$work();
			restore_current_blog();
		}
	}
}
