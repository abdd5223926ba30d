<?php
/**
 * The plugin as a whole.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs;

use WpAiJobs\Admin\SettingsPage;
use WpAiJobs\Core\Maintenance;
use WpAiJobs\Integrations\AI\Store\Stores;

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
		Maintenance::register();
		SettingsPage::register();

		register_activation_hook( PLUGIN_FILE, array( $this, 'activate' ) );
		register_deactivation_hook( PLUGIN_FILE, array( $this, 'deactivate' ) );
	}

	/**
	 * Makes the store. Other sites of a network make theirs when they first need it, so that
	 * activating on a large network takes no longer.
	 */
	public function activate(): void {
		Stores::install();
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
