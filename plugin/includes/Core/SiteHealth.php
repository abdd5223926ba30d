<?php
/**
 * What Site Health says of AI jobs.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Core;

use WP_REST_Server;
use WpAiJobs\Integrations\AI\RestController;
use WpAiJobs\Integrations\AI\RunnerLadder;
use WpAiJobs\Integrations\AI\Scheduler;

defined( 'ABSPATH' ) || exit;

/**
 * Tells a site's owner which ways to run a job work here. One is enough; without any, a job
 * still runs, but a moment later and only while its editor is open.
 */
final class SiteHealth {

	/** The test's name. */
	private const TEST = 'wpaijobs_runners';

	/** The route that does the test. */
	private const ROUTE = '/site-health/runners';

	/** The loopback is sent for a job that cannot exist: its answer is the same, and nothing runs. */
	private const NO_JOB = '00000000-0000-4000-8000-000000000000';

	/** How long the loopback may take, in seconds: as long as core gives its own. */
	private const TIMEOUT_S = 10;

	/**
	 * Adds the hooks.
	 */
	public static function register(): void {
		add_filter( 'site_status_tests', array( self::class, 'add_test' ) );
		add_action( 'rest_api_init', array( self::class, 'register_route' ) );
	}

	/**
	 * Adds the test to those that the page asks for when it stands.
	 *
	 * @param array<string,array<string,mixed>> $tests Tests.
	 * @return array<string,array<string,mixed>>
	 */
	public static function add_test( array $tests ): array {
		$tests['async'][ self::TEST ] = array(
			'label'             => __( 'AI jobs run in the background', 'wp-ai-jobs' ),
			'test'              => rest_url( RestController::REST_NAMESPACE . self::ROUTE ),
			'has_rest'          => true,
			'async_direct_test' => array( self::class, 'test' ),
		);
		return $tests;
	}

	/**
	 * Registers the route that does the test.
	 */
	public static function register_route(): void {
		register_rest_route(
			RestController::REST_NAMESPACE,
			self::ROUTE,
			array(
				'methods'             => WP_REST_Server::READABLE,
				'callback'            => array( self::class, 'test' ),
				'permission_callback' => static function (): bool {
					return current_user_can( 'view_site_health_checks' );
				},
			)
		);
	}

	/**
	 * Does the test.
	 *
	 * @return array<string,mixed> A result as Site Health wants it.
	 */
	public static function test(): array {
		$loopback     = self::loopback_works();
		$answer_first = RunnerLadder::can_answer_first();
		$cron         = self::cron_works();
		$scheduler    = Scheduler::has_action_scheduler();
		$is_good      = $loopback || $answer_first || $cron;

		$lines = array(
			$loopback
				? __( 'Loopback request: works. A job starts as soon as its author has asked for it.', 'wp-ai-jobs' )
				: __( 'Loopback request: the site could not reach itself at its REST API. A firewall, a password or a security plugin may be in the way.', 'wp-ai-jobs' ),
			$cron
				? __( 'WP-Cron: works.', 'wp-ai-jobs' )
				: __( 'WP-Cron: is switched off and nothing else seems to run its events. Results that nobody came for are not deleted on time.', 'wp-ai-jobs' ),
			$answer_first
				? __( 'Answer first: works. This server can send its answer and go on working, so a status check can run a job that was forgotten.', 'wp-ai-jobs' )
				: __( 'Answer first: this server cannot go on working behind an answer, as PHP-FPM and LiteSpeed can. The editor asks for a forgotten job to be run instead, as long as it is open.', 'wp-ai-jobs' ),
			$scheduler
				? __( 'Action Scheduler: is active, and has the jobs run in place of WP-Cron.', 'wp-ai-jobs' )
				: __( 'Action Scheduler: is not active. Where it is, for instance with WooCommerce, it has the jobs run in place of WP-Cron.', 'wp-ai-jobs' ),
			__( 'A cron of the server: can run waiting jobs by the command “wp ai-jobs run”.', 'wp-ai-jobs' ),
		);

		return array(
			'label'       => $is_good
				? __( 'AI jobs run in the background', 'wp-ai-jobs' )
				: __( 'AI jobs run only while their editor is open', 'wp-ai-jobs' ),
			'status'      => $is_good ? 'good' : 'recommended',
			'badge'       => array(
				'label' => __( 'AI Jobs', 'wp-ai-jobs' ),
				'color' => 'blue',
			),
			'description' => '<p>' . esc_html__( 'AI jobs run apart from the requests that an author waits for. These are the ways to run one on this site; one that works is enough.', 'wp-ai-jobs' ) . '</p><ul><li>' . implode( '</li><li>', array_map( 'esc_html', $lines ) ) . '</li></ul>',
			'actions'     => '',
			'test'        => self::TEST,
		);
	}

	/**
	 * Whether this site reaches itself at the route that runs jobs.
	 *
	 * @return bool
	 */
	private static function loopback_works(): bool {
		$response = RunnerLadder::request_run( self::NO_JOB, self::TIMEOUT_S );
		return 204 === wp_remote_retrieve_response_code( $response );
	}

	/**
	 * Whether WP-Cron, or something in its place, runs what is due.
	 *
	 * @return bool
	 */
	private static function cron_works(): bool {
		if ( ! defined( 'DISABLE_WP_CRON' ) || ! DISABLE_WP_CRON ) {
			return true;
		}
		$next = wp_next_scheduled( Maintenance::END_STUCK );
		return false !== $next && $next > time() - HOUR_IN_SECONDS;
	}
}
