<?php
/**
 * Other plugins' exceptions in this plugin's hooks.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Core;

use RuntimeException;
use WP_REST_Request;
use WP_REST_Response;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\Runner;
use WpAiJobs\Tests\PluginTestCase;

/**
 * A neighbor that throws hurts neither a job nor a request.
 */
final class GuardTest extends PluginTestCase {

	private const ACTIONS = array( 'wpaijobs_created', 'wpaijobs_queued', 'wpaijobs_status_changed', 'wpaijobs_place_freed', 'wpaijobs_acknowledged', 'wpaijobs_register_types' );

	/** Of the filters those that limit nothing; not the demo's delay, which tests have none of. */
	private const FILTERS = array( 'wpaijobs_max_running', 'wpaijobs_poll_after_ms', 'wpaijobs_use_loopback', 'wpaijobs_content_system_instruction', 'wpaijobs_files_dir', 'wpaijobs_max_image_bytes', 'wpaijobs_max_image_pixels', 'wpaijobs_openai_image_options', 'wpaijobs_model_preference', 'wpaijobs_image_model_preference' );

	/**
	 * What is logged.
	 *
	 * @var string[]
	 */
	private $heard = array();

	/** Listens to the log. */
	protected function setUp(): void {
		parent::setUp();
		self::log_in( 'editor' );
		set_error_handler( // phpcs:ignore WordPress.PHP.DevelopmentFunctions -- The log.
			function ( int $level, string $message ): bool {
				$this->heard[] = $message;
				return true;
			},
			E_USER_WARNING
		);
	}

	/** Stops listening. */
	protected function tearDown(): void {
		restore_error_handler();
		parent::tearDown();
	}

	/**
	 * Adds listeners that throw.
	 *
	 * @param string[] $hooks The hooks.
	 */
	private static function break_hooks( array $hooks ): void {
		foreach ( $hooks as $hook ) {
			add_filter(
				$hook,
				static function (): void {
					throw new RuntimeException( 'Rain' );
				}
			);
		}
	}

	/**
	 * A request to a route of the plugin's.
	 *
	 * @param string              $method HTTP method.
	 * @param string              $route  As in `/jobs`.
	 * @param array<string,mixed> $body   What becomes JSON.
	 * @return WP_REST_Response
	 */
	private static function send( string $method, string $route, array $body = array() ): WP_REST_Response {
		$request = new WP_REST_Request( $method, '/wp-ai-jobs/v1' . $route );
		$request->set_header( 'Content-Type', 'application/json' );
		$request->set_body( (string) wp_json_encode( $body ) );
		return rest_do_request( $request );
	}

	/**
	 * Starts a job.
	 *
	 * @param string $type Its type.
	 * @return WP_REST_Response
	 */
	private static function start_job( string $type ): WP_REST_Response {
		return self::send(
			'POST',
			'/jobs',
			array(
				'type'  => $type,
				'input' => array( 'prompt' => 'Rain' ),
			)
		);
	}

	/** From its start to its acknowledgement, for a text and for images in parts. */
	public function test_a_job_goes_its_way_whatever_listeners_throw(): void {
		self::break_hooks( array_merge( self::ACTIONS, self::FILTERS ) );
		foreach ( array( 'content', 'image' ) as $type ) {
			$started = self::start_job( $type );
			$this->assertSame( 201, $started->get_status(), $type );
			$id  = $started->get_data()['id'];
			$job = ( new Runner() )->run( $id );
			$this->assertSame( Job::COMPLETED, $job->status(), $type );
			$this->assertSame( 200, self::send( 'POST', "/jobs/{$id}/acknowledge" )->get_status(), $type );
		}
		$this->assertNotSame( array(), $this->heard );
		$this->assertStringContainsString( 'RuntimeException in GuardTest.php', $this->heard[0] );
		$this->assertStringNotContainsString( 'Rain', implode( $this->heard ), 'It may be of a prompt.' );
	}

	/** WordPress would say so for the rest of the request. */
	public function test_a_hook_that_a_listener_broke_is_not_taken_to_be_running(): void {
		self::break_hooks( array( 'wpaijobs_created' ) );
		self::pending();
		$this->assertFalse( doing_action( 'wpaijobs_created' ) );
	}

	/**
	 * Filters that limit what is spent, and how a start is refused.
	 *
	 * @return array<string,array{string,int,string}>
	 */
	public static function limits(): array {
		return array(
			'live jobs' => array( 'wpaijobs_max_live_jobs', 500, 'ai_job_storage_failed' ),
			'an hour'   => array( 'wpaijobs_max_starts_per_hour', 500, 'ai_job_storage_failed' ),
			'types'     => array( 'wpaijobs_types', 400, 'ai_job_invalid_input' ),
			'providers' => array( 'wpaijobs_text_providers', 503, 'ai_job_no_provider' ),
		);
	}

	/**
	 * The default may be more than the site allows.
	 *
	 * @dataProvider limits
	 *
	 * @param string $filter The filter.
	 * @param int    $status HTTP status.
	 * @param string $code   Error code.
	 */
	public function test_a_limit_that_cannot_be_read_allows_nothing( string $filter, int $status, string $code ): void {
		self::break_hooks( array( $filter ) );
		$response = self::start_job( 'content' );
		$this->assertSame( array( $status, $code ), array( $response->get_status(), $response->get_data()['code'] ) );
		$this->assertSame( array(), ( new JobManager() )->recent( 1 ) );
	}
}
