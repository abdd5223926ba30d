<?php
/**
 * Site Health looks at what happened.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Field;

use LogicException;
use Throwable;
use WP_Error;
use WpAiJobs\Core\Health\Check;
use WpAiJobs\Core\Health\CronEvents;
use WpAiJobs\Core\Health\Provider;
use WpAiJobs\Core\Health\Running;
use WpAiJobs\Core\Health\Server;
use WpAiJobs\Core\Health\Storage;
use WpAiJobs\Core\Cron;
use WpAiJobs\Core\Maintenance;
use WpAiJobs\Core\Settings;
use WpAiJobs\Core\SiteHealth;
use WpAiJobs\Integrations\AI\ImageFiles;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\Runner;
use WpAiJobs\Integrations\AI\Store\Stores;
use WpAiJobs\Tests\Double\FailingDatabase;
use WpAiJobs\Tests\Process;
use WpAiJobs\Tests\ProviderTestCase;

/**
 * Each fault is made for real, or where WordPress itself meets the world: the schedule, the HTTP
 * API, the disk. The tests' site has DISABLE_WP_CRON set, and nothing runs its events.
 */
final class A8SiteHealthTest extends ProviderTestCase {

	/** Folders and files to be removed. */
	private array $made = array();

	/** {@inheritDoc} */
	protected function setUp(): void {
		parent::setUp();
		Maintenance::unschedule();
		Maintenance::schedule();
	}

	/** {@inheritDoc} */
	protected function tearDown(): void {
		Maintenance::unschedule();
		wp_unschedule_hook( 'somebody_elses_event' );
		foreach ( array_reverse( $this->made ) as $path ) {
			is_dir( $path ) ? rmdir( $path ) : unlink( $path );
		}
		parent::tearDown();
	}

	/** The row's own example: "WP-Cron: works." */
	public function test_where_every_request_to_itself_is_blocked_nothing_is_said_to_work(): void {
		$this->network( new WP_Error( 'http_request_failed', 'Connection refused' ) );
		$result = $this->check( new Running() );
		$this->assertSame( array( 'critical', 'AI jobs run only while their editor is open' ), array( $result['status'], $result['label'] ) );
		$this->assertStringContainsString( 'Connection refused', $result['description'] );
		$this->assertStringNotContainsString( 'on time', $result['description'] );
		$this->assertStringContainsString( 'site-health.php?tab=debug', $result['actions'] );
	}

	/**
	 * A password, a firewall, a redirect: each with its own next step.
	 *
	 * @dataProvider answers
	 * @param int    $status HTTP status.
	 * @param string $said   What is said.
	 */
	public function test_an_answer_that_is_not_ours_is_no_success( int $status, string $said ): void {
		$this->network( $status, '<html>Blocked</html>' );
		$result = $this->check( new Running() );
		$this->assertSame( 'critical', $result['status'] );
		$this->assertStringContainsString( $said, $result['description'] );
	}

	/** @return array<string,array{int,string}> */
	public function answers(): array {
		return array(
			'a password'       => array( 401, 'status 401. Usually a password' ),
			'a firewall'       => array( 403, 'status 403 instead of 204. Usually a firewall' ),
			'a page for all'   => array( 200, 'status 200 instead of 204' ),
			'another redirect'   => array( 301, 'status 301 instead of 204' ),
		);
	}

	/** A real request to the real site. */
	public function test_where_the_site_reaches_itself_jobs_start(): void {
		$result = $this->check( new Running() );
		$this->assertSame( array( 'good', 'AI jobs run in the background' ), array( $result['status'], $result['label'] ) );
		$this->assertStringContainsString( 'WP-Cron has not run an event of AI jobs yet.', $result['description'] );
	}

	/** DISABLE_WP_CRON, and nothing instead: all events are late. */
	public function test_events_that_nobody_runs_are_told(): void {
		self::make_overdue();
		wp_schedule_single_event( time() - HOUR_IN_SECONDS, 'somebody_elses_event' );
		$result = $this->check( new Running() );
		$this->assertSame( array( 'recommended', 'WP-Cron does not run on this site' ), array( $result['status'], $result['label'] ) );
		$this->assertStringContainsString( 'have been overdue for 1 hour', $result['description'] );
		$this->assertStringContainsString( 'The constant DISABLE_WP_CRON is set, but nothing else runs the events.', $result['description'] );
		$this->assertStringContainsString( 'system-task-scheduler', $result['actions'] );

		$this->network( new WP_Error( 'http_request_failed', 'refused' ) );
		$this->assertSame( 'critical', $this->check( new Running() )['status'], 'Nothing runs jobs at all.' );
	}

	/** Another plugin's event ends WP-Cron's process before it comes to ours. */
	public function test_events_of_ours_alone_that_are_late_are_told_apart(): void {
		self::make_overdue();
		$result = $this->check( new Running() );
		$this->assertSame( array( 'recommended', 'The scheduled events of AI jobs are overdue' ), array( $result['status'], $result['label'] ) );
		$this->assertStringContainsString( 'although those of other plugins are run', $result['description'] );
	}

	/** DISABLE_WP_CRON, and a cron of the server that requests wp-cron.php: a real request, which runs them. */
	public function test_events_that_something_else_runs_are_on_time(): void {
		self::make_overdue();
		wp_remote_get( site_url( 'wp-cron.php?doing_wp_cron' ), array( 'timeout' => 30 ) );
		wp_cache_flush();
		$result = $this->check( new Running() );
		$this->assertSame( 'good', $result['status'] );
		$this->assertStringContainsString( 'WP-Cron runs the scheduled events of AI jobs on time.', $result['description'] );
	}

	/** A process of its own, since a constant lasts as long as that. */
	public function test_alternate_wp_cron_is_no_proof_and_no_fault(): void {
		self::make_overdue();
		wp_schedule_single_event( time() - HOUR_IN_SECONDS, 'somebody_elses_event' );
		$process = new Process( 'site_health', array( 'ALTERNATE_WP_CRON' ) );
		$late    = json_decode( $process->hear(), true );
		$process->end();
		$this->assertSame( 'recommended', $late['status'] );
		$this->assertStringContainsString( 'The constant ALTERNATE_WP_CRON is set', $late['description'] );

		wp_remote_get( site_url( 'wp-cron.php?doing_wp_cron' ), array( 'timeout' => 30 ) );
		$process = new Process( 'site_health', array( 'ALTERNATE_WP_CRON' ) );
		$this->assertSame( 'good', json_decode( $process->hear(), true )['status'] );
		$process->end();
	}

	/** An event that has just become due is not late yet. */
	public function test_an_event_is_given_a_quarter_of_an_hour(): void {
		Maintenance::unschedule();
		wp_schedule_event( time() - CronEvents::OVERDUE_AFTER_S + 60, 'hourly', Maintenance::END_STUCK );
		$this->assertSame( 'good', $this->check( new Running() )['status'] );
	}

	/** Whatever the reason: they should run, and do not. */
	public function test_jobs_that_wait_for_too_long_are_told(): void {
		self::register_type();
		self::pending();
		self::pending();
		$this->assertSame( 'good', $this->check( new Running() )['status'] );
		self::move_clock( 90000 );
		$result = $this->check( new Running() );
		$this->assertSame( array( 'critical', 'AI jobs are waiting and nothing runs them' ), array( $result['status'], $result['label'] ) );
		$this->assertStringContainsString( '2 jobs have been waiting', $result['description'] );
		$this->assertStringContainsString( '#wp-ai-jobs-recent', $result['actions'] );
	}

	/** The site's salts changed. */
	public function test_a_key_that_cannot_be_read_is_told(): void {
		update_option( Settings::OPTION, array( 'openai_sealed_key' => 'v1:' . base64_encode( str_repeat( 'x', 60 ) ) ) );
		$result = $this->check( new Provider() );
		$this->assertSame( array( 'critical', 'The stored API key cannot be read' ), array( $result['status'], $result['label'] ) );
		$this->assertStringContainsString( 'options-general.php?page=wp-ai-jobs', $result['actions'] );
	}

	/** Nobody, the demo, somebody. */
	public function test_who_answers_is_told(): void {
		$this->assertSame( array( 'recommended', 'AI jobs are answered by the demo' ), self::verdict( $this->check( new Provider() ) ) );
		$this->settings( array( 'demo' => false ) );
		$this->assertSame( array( 'critical', 'No AI provider is set up' ), self::verdict( $this->check( new Provider() ) ) );
		$this->settings( array( 'openai_key' => self::KEY ) );
		$this->assertSame( 'good', $this->check( new Provider() )['status'] );
	}

	/** A provider that is set up and fails: by what came of real jobs, which their authors' browsers have deleted since. */
	public function test_a_provider_that_fails_is_told(): void {
		$this->settings( array( 'openai_key' => self::KEY ) );
		$this->network( 500, 'A secret prompt' );
		$this->run_and_acknowledge( 3 );
		$result = $this->check( new Provider() );
		$this->assertSame( array( 'critical', 'Every AI job of the last hour failed' ), self::verdict( $result ) );
		$this->assertStringContainsString( '3 of the 3 jobs that ended within the last hour failed.</li>', $result['description'] );
		$this->assertStringContainsString( '3 × The AI provider could not be reached. (provider_unavailable) Check the address in the settings', $result['description'] );
		$this->assertStringNotContainsString( 'secret', $result['description'] );
	}

	/** One is enough: the next will fail as well. */
	public function test_a_key_that_is_refused_is_told(): void {
		$this->settings( array( 'openai_key' => self::KEY ) );
		$this->network( 401, array( 'error' => array( 'message' => 'Incorrect API key' ) ) );
		$this->run_and_acknowledge( 1 );
		$this->assertSame( array( 'critical', 'The AI provider refuses the API key' ), self::verdict( $this->check( new Provider() ) ) );
	}

	/**
	 * Another plugin answers in the site's place, or fails.
	 *
	 * @dataProvider odd_answers
	 * @param mixed $answer What it answers; an exception is thrown.
	 */
	public function test_an_odd_answer_ends_no_check( $answer ): void {
		add_filter(
			'pre_http_request',
			static function () use ( $answer ) {
				if ( $answer instanceof Throwable ) {
					throw $answer;
				}
				return $answer;
			}
		);
		foreach ( array( new Running(), new Storage() ) as $check ) {
			$result = $this->check( $check );
			$this->assertNotSame( '', $result['description'] );
			if ( $answer instanceof Throwable ) {
				$this->assertSame( array( 'recommended', 'Could not be checked: ' . $check->label() ), self::verdict( $result ) );
				$this->assertStringContainsString( 'LogicException in A8SiteHealthTest.php', $result['description'] );
				$this->assertStringNotContainsString( 'Rain', $result['description'] );
			}
		}
	}

	/** @return array<string,array{mixed}> */
	public function odd_answers(): array {
		return array(
			'true'          => array( true ),
			'a text'        => array( 'Rain' ),
			'a body of one' => array( array( 'body' => 1 ) ),
			'a body of none' => array(
				array(
					'response' => array( 'code' => 200 ),
					'body'     => array( 'Rain' ),
				),
			),
			'an error of none' => array( new WP_Error( 'x', array( 'Rain' ) ) ),
			'an exception'  => array( new LogicException( 'Rain' ) ),
		);
	}

	/** No disk is written to by a file in the folder's place. */
	public function test_a_folder_that_cannot_be_written_to_is_told(): void {
		$file         = get_temp_dir() . 'wpaijobs-' . uniqid();
		$this->made[] = $file;
		touch( $file );
		self::use_folder( $file . '/images' );
		$result = $this->check( new Storage() );
		$this->assertSame( array( 'critical', 'Generated images cannot be stored' ), self::verdict( $result ) );
		$this->assertStringContainsString( $file . '/images', $result['description'] );
	}

	/** Another process sees another folder, as another web server would. */
	public function test_a_folder_that_other_requests_do_not_see_is_told(): void {
		$folder = get_temp_dir() . 'wpaijobs-' . uniqid();
		self::use_folder( $folder );
		$this->assertSame( array( 'critical', 'Generated images are not seen by every request' ), self::verdict( $this->check( new Storage() ) ) );
		$this->assertSame( array(), (array) glob( ImageFiles::folder() . '/*-*' ), 'The probe is gone.' );
		ImageFiles::uninstall();
		$this->assertDirectoryDoesNotExist( ImageFiles::folder() );
	}

	/** PHP's web server reads no .htaccess. */
	public function test_a_folder_that_the_web_server_hands_out_is_told(): void {
		$result = $this->check( new Storage() );
		$this->assertSame( array( 'recommended', 'Generated images can be opened by anyone who knows their address' ), self::verdict( $result ) );
		$this->assertStringContainsString( 'wpaijobs_files_dir', $result['description'] );
	}

	/**
	 * Refused, not found, a page that is shown for every address, no answer: all are closed.
	 *
	 * @dataProvider closed
	 * @param int|WP_Error $status What the file's address is answered with.
	 */
	public function test_a_folder_that_is_closed_is_good( $status ): void {
		add_filter(
			'pre_http_request',
			static function ( $response, array $args, string $url ) use ( $status ) {
				if ( false !== strpos( $url, '/wp-json/' ) || false !== strpos( $url, 'rest_route' ) ) {
					return $response;
				}
				return $status instanceof WP_Error ? $status : self::response( $status, 'Not here' );
			},
			10,
			3
		);
		$this->assertSame( array( 'good', 'AI jobs and their images can be stored' ), self::verdict( $this->check( new Storage() ) ) );
	}

	/** @return array<string,array{int|WP_Error}> */
	public function closed(): array {
		return array(
			'refused'    => array( 403 ),
			'not found'  => array( 404 ),
			'other page' => array( 200 ),
			'no answer'  => array( new WP_Error( 'http_request_failed', 'refused' ) ),
		);
	}

	/** What cannot be seen is not said to be well. */
	public function test_a_site_that_cannot_ask_itself_does_not_know_who_sees_the_folder(): void {
		$this->network( new WP_Error( 'http_request_failed', 'refused' ) );
		$this->assertStringContainsString( 'Whether other requests see the folder is not known', $this->check( new Storage() )['description'] );
	}

	/** The table was refused. */
	public function test_jobs_in_the_options_table_are_told(): void {
		Stores::uninstall();
		$denied = FailingDatabase::fail( 'CREATE TABLE', FailingDatabase::DENIED );
		$result = $this->check( new Storage() );
		FailingDatabase::stop( $denied );
		Stores::uninstall();
		Stores::install();
		$this->assertNotSame( 'good', $result['status'] );
		$this->assertStringContainsString( 'so they are stored in the options table', $result['description'] );
		$this->assertStringContainsString( 'command denied', $result['description'] );
	}

	/** A table that is damaged. */
	public function test_a_database_that_refuses_is_told(): void {
		FailingDatabase::fail( 'SELECT COALESCE', FailingDatabase::READONLY );
		$this->assertSame( array( 'critical', 'AI jobs cannot be stored' ), self::verdict( $this->check( new Storage() ) ) );
	}

	/**
	 * What is missing, and what is lost without it.
	 *
	 * @dataProvider lacks
	 * @param string[] $lacks  Extensions or functions.
	 * @param string   $status The verdict.
	 * @param string   $said   What is said.
	 */
	public function test_what_php_lacks_is_told( array $lacks, string $status, string $said ): void {
		$has    = static function ( string $name ) use ( $lacks ): bool {
			return ! in_array( $name, $lacks, true );
		};
		$result = $this->check( new Server( $has, $has ) );
		$this->assertSame( $status, $result['status'] );
		$this->assertStringContainsString( $said, $result['description'] );
	}

	/** @return array<string,array{string[],string,string}> */
	public function lacks(): array {
		return array(
			'nothing'       => array( array(), 'good', 'No PHP extension and no function is missing.' ),
			'gd alone'      => array( array( 'gd' ), 'good', 'No PHP extension' ),
			'gd, imagick'   => array( array( 'gd', 'imagick' ), 'recommended', 'Neither of the PHP extensions gd and imagick' ),
			'curl'          => array( array( 'curl' ), 'recommended', 'The PHP extension curl is missing' ),
			'mbstring'      => array( array( 'mbstring' ), 'recommended', 'The PHP extension mbstring is missing' ),
			'openssl, curl' => array( array( 'openssl', 'curl' ), 'critical', 'no AI provider can be reached over HTTPS' ),
			'a function'    => array( array( 'set_time_limit' ), 'recommended', 'set_time_limit() is disabled' ),
		);
	}

	/** PHP as it is: what it really lacks, in a process whose host has disabled a function. */
	public function test_a_function_that_the_host_disabled_is_seen(): void {
		$process = new Process( 'site_health', array( '', 'server' ), array( 'disable_functions=set_time_limit' ) );
		$result  = json_decode( $process->hear(), true );
		$process->end();
		$this->assertStringContainsString( 'The PHP function set_time_limit() is disabled', $result['description'] );
		$this->assertSame( extension_loaded( 'curl' ), false === strpos( $result['description'], 'The PHP extension curl is missing' ) );
	}

	/**
	 * Does a check.
	 *
	 * @param Check $check The check.
	 * @return array<string,mixed>
	 */
	private function check( Check $check ): array {
		return SiteHealth::result( $check );
	}

	/**
	 * Status and label.
	 *
	 * @param array<string,mixed> $result A result.
	 * @return string[]
	 */
	private static function verdict( array $result ): array {
		return array( $result['status'], $result['label'] );
	}

	/** Has our events be due for an hour. */
	private static function make_overdue(): void {
		Maintenance::unschedule();
		wp_schedule_event( time() - HOUR_IN_SECONDS, 'hourly', Maintenance::END_STUCK );
		wp_schedule_event( time() - HOUR_IN_SECONDS, 'daily', Cron::CLEANUP );
	}

	/**
	 * Keeps images elsewhere, in this process.
	 *
	 * @param string $folder Path.
	 */
	private static function use_folder( string $folder ): void {
		add_filter(
			'wpaijobs_files_dir',
			static function () use ( $folder ): string {
				return $folder;
			}
		);
	}

	/**
	 * Runs texts, and has their authors see what came of them.
	 *
	 * @param int $count How many.
	 */
	private function run_and_acknowledge( int $count ): void {
		$manager = new JobManager();
		for ( $i = 0; $i < $count; $i++ ) {
			$id = self::pending(
				array(
					'type'  => 'content',
					'input' => array( 'prompt' => 'A secret prompt' ),
				)
			)->id();
			( new Runner() )->run( $id );
			$manager->acknowledge( $manager->get( $id ) );
		}
	}
}
