<?php
/**
 * What tests of the plugin share.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests;

use PHPUnit\Framework\TestCase;
use WpAiJobs\Clock;
use WpAiJobs\Core\Maintenance;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobHandler;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\Store\OptionStore;
use WpAiJobs\Integrations\AI\Store\Stores;
use WpAiJobs\Integrations\AI\Store\TableStore;

/**
 * A test that begins with no job, no event, nobody logged in and a clock of its own. Hooks that
 * it adds go when it ends.
 */
abstract class PluginTestCase extends TestCase {

	/**
	 * Hooks as they were.
	 *
	 * @var array<string,\WP_Hook>
	 */
	private $hooks;

	/** Starts from nothing. */
	protected function setUp(): void {
		$this->hooks = array_map(
			static function ( $hook ) {
				return clone $hook;
			},
			$GLOBALS['wp_filter']
		);
		self::remove_jobs();
		Maintenance::unschedule();
		delete_option( 'wpaijobs_loopback' );
		delete_option( 'wpaijobs_files_seen' );
		remove_all_actions( 'shutdown' );
		self::begin_request();
		wp_set_current_user( 0 );
		add_filter( 'wpaijobs_use_loopback', '__return_false' );
		add_filter( 'wpaijobs_demo_delay_ms', '__return_zero' );
		// Providers that a test registered with core stay there; whether core has any is the test's.
		add_filter( 'wp_supports_ai', '__return_false' );
	}

	/** Leaves nothing. */
	protected function tearDown(): void {
		$GLOBALS['wp_filter'] = $this->hooks;
		self::remove_jobs();
	}

	/**
	 * Removes every job of both stores, and what is known of starts and keys. Making the table anew for each test takes ten times as long.
	 */
	private static function remove_jobs(): void {
		global $wpdb;
		( new OptionStore() )->uninstall();
		$wpdb->query( "DELETE FROM {$wpdb->options} WHERE option_name LIKE 'wpaijobs\\_starts\\_%' OR option_name LIKE 'wpaijobs\\_used\\_%' OR option_name LIKE 'wpaijobs\\_lock\\_%' OR option_name LIKE 'wpaijobs\\_ended\\_%'" );
		if ( Stores::current() instanceof TableStore && false !== $wpdb->query( "DELETE FROM {$wpdb->prefix}wpaijobs_jobs" ) ) {
			return;
		}
		delete_option( Stores::OPTION );
		delete_option( 'wpaijobs_store_facts' );
		Stores::install();
		$wpdb->query( "DELETE FROM {$wpdb->prefix}wpaijobs_jobs" );
	}

	/**
	 * Has the site use a store.
	 *
	 * @param string $store `table` or `options`.
	 */
	protected static function use_store( string $store ): void {
		update_option( Stores::OPTION, 'options' === $store ? 'option-1' : 'table-3' );
		update_option( 'wpaijobs_store_facts', array( 'looked_at_ms' => Clock::now_ms() ), false );
	}

	/**
	 * Moves the plugin's clock on.
	 *
	 * @param int $ms Milliseconds.
	 */
	protected static function move_clock( int $ms ): void {
		add_filter(
			'wpaijobs_now_ms',
			static function ( int $now_ms ) use ( $ms ): int {
				return $now_ms + $ms;
			}
		);
	}

	/**
	 * What a process has done is forgotten: from now on it stands for another request.
	 */
	protected static function begin_request(): void {
		unset( $GLOBALS['wp_actions']['shutdown'] );
		remove_all_filters( 'pre_schedule_event' );
	}

	/**
	 * Ends the request that this process stands for, and begins another one.
	 */
	protected static function end_request(): void {
		do_action( 'shutdown' );
		remove_all_actions( 'shutdown' );
		self::begin_request();
	}

	/**
	 * What a request of wp-cron.php does with an event.
	 *
	 * @param string $hook  Its hook.
	 * @param mixed  ...$args Its arguments.
	 */
	protected static function run_event( string $hook, ...$args ): void {
		do_action( $hook, ...$args );
		self::end_request();
	}

	/**
	 * The id of a user of the site.
	 *
	 * @param string $login `admin`, `editor`, `subscriber`.
	 * @return int
	 */
	protected static function user( string $login ): int {
		return get_user_by( 'login', $login )->ID;
	}

	/**
	 * Logs a user in.
	 *
	 * @param string $login `admin`, `editor`, `subscriber`.
	 */
	protected static function log_in( string $login ): void {
		wp_set_current_user( self::user( $login ) );
	}

	/**
	 * Registers the type `test`.
	 *
	 * @param JobHandler $handler Its handler.
	 */
	private static function register( JobHandler $handler ): void {
		add_filter(
			'wpaijobs_types',
			static function ( array $types ) use ( $handler ): array {
				$types['test'] = $handler;
				return $types;
			}
		);
	}

	/**
	 * Registers the type `test` with a script.
	 *
	 * @param callable|null $execute What its handler does, given the job; default: a result.
	 * @return ScriptedHandler
	 */
	protected static function register_type( ?callable $execute = null ): ScriptedHandler {
		$handler = new ScriptedHandler( $execute );
		self::register( $handler );
		return $handler;
	}

	/**
	 * Registers the type `test` as one in parts.
	 *
	 * @param callable|null $execute What its handler does, given a part; default: a result.
	 * @return ScriptedPartedHandler
	 */
	protected static function register_type_in_parts( ?callable $execute = null ): ScriptedPartedHandler {
		$handler = new ScriptedPartedHandler( $execute );
		self::register( $handler );
		return $handler;
	}

	/**
	 * A stored pending job.
	 *
	 * @param array<string,mixed> $start   What differs from a job of type `test` that nobody owns.
	 * @param JobManager|null     $manager Default: over the site's store.
	 * @return Job
	 */
	protected static function pending( array $start = array(), ?JobManager $manager = null ): Job {
		$manager = $manager ?? new JobManager();
		return $manager->create( $manager->draft( array_merge( self::start(), $start ) ) )['job'];
	}

	/**
	 * What JobManager::draft() takes.
	 *
	 * @return array<string,mixed>
	 */
	protected static function start(): array {
		return array(
			'owner_id'        => 1,
			'type'            => 'test',
			'input'           => array( 'prompt' => 'Rain 🌧' ),
			'context'         => array(),
			'idempotency_key' => null,
			'id_prefix'       => '',
		);
	}
}
