<?php
/**
 * Another plugin on our hook names.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Field;

use RuntimeException;
use WpAiJobs\Clock;
use WpAiJobs\Core\Maintenance;
use WpAiJobs\Integrations\AI\AI;
use WpAiJobs\Integrations\AI\Classic\Actions;
use WpAiJobs\Integrations\AI\Classic\Hooks;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\Store\Stores;
use WpAiJobs\Tests\PluginTestCase;
use WpAiJobs\Tests\Process;
use WpAiJobs\Tests\Visitor;

/**
 * A site that has Essential Blocks too, or something else that uses its names.
 *
 * @group once
 */
final class A3NeighborTest extends PluginTestCase {

	private const OURS   = 'wp-ai-jobs/wp-ai-jobs.php';
	private const THEIRS = 'essential-blocks/essential-blocks.php';

	private const ACTIONS = array( 'start_ai_job', 'check_ai_job_status', 'save_ai_generated_image', 'generate_ai_content', 'generate_ai_image' );
	private const HOOKS   = array( Hooks::PROCESS, Hooks::CLEANUP_COMPLETED, Hooks::CLEANUP, Hooks::CLEANUP_STUCK );

	/**
	 * Where the fixture lies.
	 *
	 * @var string
	 */
	private $folder;

	/** Puts the fixture among the plugins. */
	protected function setUp(): void {
		parent::setUp();
		$this->folder = WP_PLUGIN_DIR . '/essential-blocks';
		wp_mkdir_p( $this->folder );
		copy( dirname( __DIR__ ) . '/Double/essential-blocks/essential-blocks.php', $this->folder . '/essential-blocks.php' );
	}

	/** Takes it away again, with what it left. */
	protected function tearDown(): void {
		global $wpdb;
		self::administrate( 'deactivate', self::THEIRS );
		unlink( $this->folder . '/essential-blocks.php' );
		rmdir( $this->folder );
		wp_cache_flush();
		array_map( 'wp_unschedule_hook', self::HOOKS );
		array_map( 'delete_option', $wpdb->get_col( "SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE 'eb\\_%' OR option_name LIKE '\\_transient%\\_eb\\_%'" ) );
		parent::tearDown();
	}

	/**
	 * Does something to a plugin, in a process of its own.
	 *
	 * @param string $step   `activate`, `deactivate`, `uninstall`, `look`.
	 * @param string $plugin The plugin.
	 * @return array{eb:array<mixed>,ours:string[],options:array<mixed>} What the site has then.
	 */
	private static function administrate( string $step, string $plugin = '' ): array {
		$process = new Process( 'neighbor', array( $step, $plugin ) );
		$line    = $process->hear();
		$process->end();
		return json_decode( $line, true );
	}

	/**
	 * An AJAX request of the editor's.
	 *
	 * @param array<string,string> $fields The form.
	 * @return mixed Its `data`.
	 */
	private static function ajax( array $fields ) {
		return json_decode( Visitor::logged_in( 'editor' )->ajax( $fields )['body'], true )['data'];
	}

	/**
	 * A job that Essential Blocks has started.
	 *
	 * @return string Its id.
	 */
	private static function their_job(): string {
		$started = self::ajax(
			array(
				'action'   => 'start_ai_job',
				'job_type' => 'content',
				'prompt'   => 'Rain',
			)
		);
		self::assertSame( 'Job started successfully', $started['message'] );
		return $started['job_id'];
	}

	/** Events, options and transients of theirs, whatever becomes of us. */
	public function test_what_they_have_survives_our_whole_life(): void {
		self::administrate( 'activate', self::THEIRS );
		self::their_job();
		update_option( 'eb_write_with_ai', array( 'apiKey' => 'sk-1' ) );
		set_transient( 'eb_ai_models', 'kept', HOUR_IN_SECONDS );
		$before = self::administrate( 'look' );
		$this->assertSame( array( 'eb_process_ai_job', 'eb_cleanup_stuck_ai_jobs', 'eb_cleanup_ai_jobs' ), array_column( $before['eb'], 0 ) );

		foreach ( array( 'deactivate', 'activate', 'uninstall', 'activate' ) as $step ) {
			$after = self::administrate( $step, self::OURS );
			$this->assertSame( $before['eb'], $after['eb'], $step );
			$this->assertSame( $before['options'], $after['options'], $step );
		}
		$ours = $after['ours'];
		$this->assertNotSame( array(), $ours );
		$left = self::administrate( 'deactivate', self::THEIRS );
		$this->assertSame( array( 'eb_process_ai_job' ), array_column( $left['eb'], 0 ), 'The event of a job stays: theirs are cleared without its argument.' );
		$this->assertEqualsCanonicalizing( $ours, array_intersect( $left['ours'], $ours ), 'Nor does what we have go with them.' );
		Stores::install();
	}

	/** Their callback has a required argument: an event of ours without one was a fatal error. */
	public function test_cron_runs_through_and_each_does_its_own_jobs(): void {
		self::administrate( 'activate', self::THEIRS );
		$theirs = self::their_job();
		$start  = array(
			'type'  => 'content',
			'input' => array( 'prompt' => 'Rain' ),
		);
		$ours   = json_decode( Visitor::logged_in( 'editor' )->rest( 'POST', '/jobs', wp_json_encode( $start ) )['body'], true )['id'];
		// Behind them.
		$post = wp_insert_post( array( 'post_title' => 'Scheduled' ) );
		$GLOBALS['wpdb']->update(
			$GLOBALS['wpdb']->posts,
			array(
				'post_status'   => 'future',
				'post_date'     => '2020-01-01 00:00:00',
				'post_date_gmt' => '2020-01-01 00:00:00',
			),
			array( 'ID' => $post )
		);
		wp_cache_flush();
		wp_schedule_single_event( time(), 'publish_future_post', array( $post ) );

		delete_transient( 'doing_cron' );
		do {
			$answer = ( new Visitor() )->get( site_url( 'wp-cron.php' ) );
			$this->assertSame( array( 200, '' ), array( $answer['status'], $answer['body'] ) );
			$job = ( new JobManager() )->get( $ours );
			usleep( 50000 );
		} while ( ! $job->is_final() );

		$this->assertSame( Job::COMPLETED, $job->status() );
		clean_post_cache( $post );
		$this->assertSame( 'publish', get_post_status( $post ) );
		$check = array(
			'action' => 'check_ai_job_status',
			'job_id' => $theirs,
		);
		$this->assertSame( array( 'Essential Blocks', 'completed' ), array( self::ajax( $check )['by'], self::ajax( $check )['status'] ) );
		$this->assertContains( 'eb_cleanup_completed_job', array_column( self::administrate( 'look' )['eb'], 0 ) );
		$this->assertCount( 1, ( new JobManager() )->recent( 5 ), 'Theirs are not ours.' );
		wp_delete_post( $post, true );
	}

	/**
	 * When the other plugin adds its actions.
	 *
	 * @return array<string,array{bool}>
	 */
	public static function moments(): array {
		return array(
			'when it is loaded'   => array( false ),
			'the very last of all' => array( true ),
		);
	}

	/**
	 * Who comes later wins, too.
	 *
	 * @dataProvider moments
	 * @param bool $is_late Whether it comes last.
	 */
	public function test_their_actions_are_theirs( bool $is_late ): void {
		update_option( 'eb_comes_late', $is_late );
		self::administrate( 'activate', self::THEIRS );
		$check = array(
			'action' => 'check_ai_job_status',
			'job_id' => self::their_job(),
		);
		$this->assertSame( 'Essential Blocks', self::ajax( $check )['by'] );
		$this->assertSame( 'Essential Blocks', self::ajax( array( 'action' => 'save_ai_generated_image' ) )['by'] );
		$this->assertSame( array(), ( new JobManager() )->recent( 1 ) );

		self::administrate( 'deactivate', self::THEIRS );
		$this->assertSame( 'Job not found', self::ajax( $check )['message'], 'Nor do we answer for their jobs when they are gone.' );
		$ours = self::ajax(
			array(
				'action'   => 'start_ai_job',
				'job_type' => 'content',
				'prompt'   => 'Rain',
			)
		);
		$this->assertNotNull( ( new JobManager() )->get( $ours['job_id'] ) );
	}

	/** Two backends would not know each other's jobs. */
	public function test_half_a_backend_of_another_plugin_is_not_completed(): void {
		add_filter(
			'wp_die_handler',
			static function (): callable {
				return static function ( string $message, string $title, array $arguments ): void {
					throw new RuntimeException( $message . ' ' . $arguments['response'] );
				};
			}
		);
		add_action( 'wp_ajax_check_ai_job_status', '__return_null' );
		Actions::check_ai_job_status();
		$this->expectExceptionMessage( '0 400' );
		Actions::start_ai_job();
	}

	/** Events that they left when they went, and whatever else comes by their names. */
	public function test_their_hooks_do_nothing_for_what_is_not_ours(): void {
		$job     = self::overdue();
		$foreign = 'job_' . wp_generate_uuid4();
		self::register_type();
		foreach ( array( array(), array( $foreign ), array( '' ), array( 7 ), array( null ), array( array( 'x' ) ), array( str_repeat( 'x', 70000 ) ) ) as $arguments ) {
			do_action_ref_array( Hooks::PROCESS, $arguments );
			do_action_ref_array( Hooks::CLEANUP_COMPLETED, $arguments );
		}
		$this->assertEquals( $job, Stores::current()->find( $job->id() ) );

		// The same events are theirs where they are active.
		add_action( Hooks::CLEANUP_STUCK, '__return_null', PHP_INT_MAX );
		do_action( Hooks::CLEANUP_STUCK );
		$this->assertEquals( $job, Stores::current()->find( $job->id() ) );
	}

	/** Scripts that were written for the names. */
	public function test_their_hooks_work_for_jobs_of_ours(): void {
		self::register_type();
		$manager = new JobManager();
		$job     = self::pending( array( 'id_prefix' => 'job_' ) );
		add_action( Hooks::PROCESS, '__return_null' );
		do_action( Hooks::PROCESS, $job->id() );
		$this->assertSame( Job::COMPLETED, $manager->get( $job->id() )->status() );

		do_action( Hooks::CLEANUP_COMPLETED, $job->id() );
		$this->assertNotNull( $manager->get( $job->id() ), 'Nobody has said that the result arrived.' );
		$manager->acknowledge( $manager->get( $job->id() ) );
		self::move_clock( JobManager::DELETE_AFTER_ACKNOWLEDGEMENT_MS + 1000 );
		do_action( Hooks::CLEANUP_COMPLETED, $job->id() );
		$this->assertNull( $manager->get( $job->id() ) );

		$overdue = self::overdue();
		do_action( Hooks::CLEANUP_STUCK );
		$this->assertSame( Job::EXPIRED, Stores::current()->find( $overdue->id() )->status() );
		self::move_clock( JobManager::RETENTION_MS + 2 * DAY_IN_SECONDS * 1000 );
		do_action( Hooks::CLEANUP );
		$this->assertNull( Stores::current()->find( $overdue->id() ) );
	}

	/** In wp-cron.php a job is sent on its way: the other events do not wait for its provider. */
	public function test_a_job_does_not_run_within_an_event(): void {
		self::register_type();
		add_filter( 'wp_doing_cron', '__return_true' );
		$job = self::pending();
		do_action( Hooks::PROCESS, $job->id() );
		$this->assertSame( Job::PENDING, ( new JobManager() )->get( $job->id() )->status() );
	}

	/** Nothing of ours puts their names on a schedule, or takes them off. */
	public function test_their_names_are_never_ours_to_schedule(): void {
		$event = array( time() + HOUR_IN_SECONDS, 'eb_process_ai_job', array( 'job_1' ) );
		wp_schedule_single_event( ...$event );
		Maintenance::schedule();
		self::ajax(
			array(
				'action'   => 'start_ai_job',
				'job_type' => 'content',
				'prompt'   => 'Rain',
			)
		);
		$this->assertSame( array( array( $event[1], $event[0], $event[2] ) ), self::administrate( 'look' )['eb'] );
		Maintenance::unschedule();
		$this->assertSame( array( array( $event[1], $event[0], $event[2] ) ), self::administrate( 'look' )['eb'] );
	}

	/** By one filter. */
	public function test_all_of_it_can_be_switched_off(): void {
		$names = array_merge(
			self::HOOKS,
			array_map(
				static function ( string $action ): string {
					return 'wp_ajax_' . $action;
				},
				self::ACTIONS
			)
		);
		array_map( 'remove_all_actions', $names );
		add_filter( 'wpaijobs_classic', '__return_false' );
		AI::answer_classic();
		$this->assertSame( array( false ), array_unique( array_map( 'has_action', $names ) ) );

		remove_filter( 'wpaijobs_classic', '__return_false' );
		AI::answer_classic();
		$this->assertSame( array( true ), array_unique( array_map( 'has_action', $names ) ) );
	}

	/** By the constant, in a process of its own. */
	public function test_the_constant_switches_it_off_too(): void {
		$process = new Process( 'classic_off' );
		$this->assertSame( '[false,false]', $process->hear() );
		$process->end();
	}

	/**
	 * A job whose lifetime is over, and at which nobody has looked since.
	 *
	 * @return Job
	 */
	private static function overdue(): Job {
		$now = Clock::now_ms();
		return Stores::current()->insert(
			new Job(
				array(
					'id'         => 'job_' . wp_generate_uuid4(),
					'owner_id'   => 1,
					'type'       => 'test',
					'input'      => array(),
					'created_at' => $now - 2 * Job::LIFETIME_MS,
					'expires_at' => $now - Job::LIFETIME_MS,
				)
			)
		);
	}
}
