<?php
/**
 * The plugin's own life.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests;

use WpAiJobs\Core\Cron;
use WpAiJobs\Core\Maintenance;
use WpAiJobs\Core\Settings;
use WpAiJobs\Integrations\AI\ImageFiles;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\RunnerLadder;
use WpAiJobs\Integrations\AI\Store\Answers;
use WpAiJobs\Integrations\AI\Store\OptionStore;
use WpAiJobs\Integrations\AI\Store\StoreException;
use WpAiJobs\Integrations\AI\Store\Stores;
use WpAiJobs\Plugin;

/**
 * Activation, deactivation, removal.
 */
final class PluginTest extends PluginTestCase {

	/** As WordPress names it. */
	private const PLUGIN = 'wp-ai-jobs/wp-ai-jobs.php';

	/**
	 * What the site has of the plugin.
	 *
	 * @return array{tables:string[],options:string[],events:string[],files:string[]}
	 */
	private static function traces(): array {
		global $wpdb;
		$events = array();
		foreach ( _get_cron_array() as $hooks ) {
			$events = array_merge( $events, preg_grep( '/^wpaijobs_/', array_keys( $hooks ) ) );
		}
		return array(
			'tables'  => $wpdb->get_col( "SHOW TABLES LIKE '%wpaijobs%'" ),
			'options' => $wpdb->get_col( "SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE '%wpaijobs%'" ),
			'events'  => array_values( $events ),
			'files'   => glob( wp_get_upload_dir()['basedir'] . '/wp-ai-jobs-*' ),
		);
	}

	/**
	 * Everything that the plugin can leave.
	 */
	private static function use_everything(): void {
		Maintenance::schedule();
		RunnerLadder::dispatch( self::pending() );
		self::pending( array( 'idempotency_key' => 'k' ), new JobManager( new OptionStore() ) );
		( new JobManager() )->acknowledge( ( new JobManager() )->cancel( self::pending() ) );
		update_option( Settings::OPTION, array( 'demo' => true ) );
		file_put_contents( (string) ImageFiles::make_path( wp_generate_uuid4() ), 'x' );
		set_transient( 'wpaijobs_core_text_support', array(), HOUR_IN_SECONDS );
	}

	/** The schedules go, the jobs stay: it may be activated again. */
	public function test_deactivation_clears_every_event_and_keeps_the_jobs(): void {
		global $wpdb;
		self::use_everything();
		$this->assertEqualsCanonicalizing( array( 'wpaijobs_process', 'wpaijobs_cleanup_delivered', 'wpaijobs_cleanup_stuck', 'wpaijobs_cleanup' ), self::traces()['events'] );

		deactivate_plugins( self::PLUGIN );
		$left = self::traces();
		activate_plugin( self::PLUGIN );
		$this->assertSame( array(), $left['events'] );
		$this->assertSame( array( $wpdb->prefix . 'wpaijobs_jobs' ), $left['tables'] );
		$this->assertCount( 2, ( new JobManager() )->recent( 10 ) );
	}

	/** In the middle of work. */
	public function test_jobs_that_wait_or_run_survive_a_deactivation(): void {
		$manager = new JobManager();
		$running = $manager->claim( self::pending()->id(), 'runner' );
		$waiting = self::pending();
		deactivate_plugins( self::PLUGIN );
		// Its process has the plugin loaded, and goes on.
		$this->assertSame( 'completed', $manager->complete( $running, array( 'text' => 'Done' ) )->status() );

		activate_plugin( self::PLUGIN );
		Maintenance::schedule();
		$this->assertEqualsCanonicalizing( array_keys( Cron::EVENTS ), self::traces()['events'] );
		$handler = self::register_type();
		self::run_event( 'wpaijobs_process' );
		$this->assertCount( 1, $handler->executed );
		$this->assertSame( array( 'text' => 'Done' ), $manager->get( $running->id() )->result() );
		$this->assertSame( 'completed', $manager->get( $waiting->id() )->status() );
	}

	/** Nothing stays. */
	public function test_uninstalling_leaves_nothing_behind(): void {
		self::use_everything();
		$this->assertNotSame( array(), self::traces()['options'] );

		if ( ! defined( 'WP_UNINSTALL_PLUGIN' ) ) {
			define( 'WP_UNINSTALL_PLUGIN', self::PLUGIN );
		}
		include dirname( __DIR__ ) . '/uninstall.php';
		$left = self::traces();
		Stores::install();

		$this->assertSame(
			array(
				'tables'  => array(),
				'options' => array(),
				'events'  => array(),
				'files'   => array(),
			),
			$left
		);
	}

	/** While a provider is asked. */
	public function test_a_runner_that_comes_home_after_the_plugin_was_uninstalled_makes_nothing(): void {
		$runner = new Process( 'patient_runner', array( 'request', self::pending()->id() ) );
		$this->assertSame( 'waiting', $runner->hear() );
		Plugin::remove_data();
		$runner->say( 'go on' );
		$runner->end();
		$left = self::traces();
		Stores::install();
		$this->assertSame( array(), array_merge( ...array_values( $left ) ) );
	}

	/** Nothing asks for the site's store again. */
	public function test_a_process_that_has_run_a_job_makes_no_store(): void {
		Plugin::remove_data();
		Cron::note_a_run();
		$refused = 0;
		foreach ( array( array( Stores::class, 'current' ), array( ImageFiles::class, 'folder' ), array( Answers::class, 'write' ) ) as $make ) {
			try {
				$make( 'name', 'body' );
			} catch ( StoreException $e ) {
				++$refused;
			}
		}
		$left = self::traces();
		self::begin_request();
		Stores::install();
		$this->assertSame( 3, $refused );
		$this->assertSame( array(), array_merge( ...array_values( $left ) ) );
	}

	/** Not a page. */
	public function test_uninstall_does_nothing_when_it_is_called_by_its_address(): void {
		$response = wp_remote_get( plugins_url( 'uninstall.php', \WpAiJobs\PLUGIN_FILE ) );
		$this->assertSame( '', wp_remote_retrieve_body( $response ) );
		$this->assertNotSame( array(), self::traces()['tables'] );
	}

	/** Two sites, in processes of their own: constants make a network. */
	public function test_on_a_network_every_site_has_its_own_jobs_and_loses_them_all(): void {
		$network = new Process( 'network', array( 'install' ) );
		$this->assertSame( 'installed', $network->hear() );
		$network->end();

		$network = new Process( 'network', array( 'use' ) );
		$report  = json_decode( $network->hear(), true );
		$network->end();
		$dropped = new Process( 'network', array( 'drop' ) );
		$this->assertSame( 'dropped', $dropped->hear() );
		$dropped->end();

		$this->assertSame(
			array(
				'activated for the network' => true,
				'tables when both were used' => array( 'net_2_wpaijobs_jobs', 'net_3_wpaijobs_jobs', 'net_wpaijobs_jobs' ),
				'jobs of each site'         => array( 1, 1, 0 ),
				'files of each site'        => array( true, true, true ),
				'tables without site 3'     => array( 'net_2_wpaijobs_jobs', 'net_wpaijobs_jobs' ),
				'files without site 3'      => array( 1, 1, 0 ),
				'events when deactivated'   => array( 0, 0 ),
				'tables when uninstalled'   => array(),
				'files when uninstalled'    => array(),
				'options when uninstalled'  => array( 0, 0 ),
			),
			$report
		);
	}
}
