<?php
/**
 * What Site Health says of AI jobs.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Core;

use Throwable;
use WP_REST_Server;
use WpAiJobs\Core\Health\Check;
use WpAiJobs\Core\Health\Finding;
use WpAiJobs\Core\Health\Info;
use WpAiJobs\Core\Health\Outcomes;
use WpAiJobs\Core\Health\Probe;
use WpAiJobs\Core\Health\Provider;
use WpAiJobs\Core\Health\Running;
use WpAiJobs\Core\Health\Server;
use WpAiJobs\Core\Health\Storage;
use WpAiJobs\Integrations\AI\RestController;

defined( 'ABSPATH' ) || exit;

/**
 * Four tests of Tools → Site Health and a section of its Info screen. A test has the status and
 * the name of the worst thing that it found, and lists the rest.
 */
final class SiteHealth {

	/** What the tests' names begin with; Check::name() follows. */
	private const PREFIX = 'wpaijobs_';

	/**
	 * Adds the hooks.
	 */
	public static function register(): void {
		Outcomes::register();
		add_filter( 'site_status_tests', array( self::class, 'add_tests' ) );
		add_filter( 'debug_information', array( self::class, 'add_info' ) );
		add_action( 'rest_api_init', array( self::class, 'register_routes' ) );
	}

	/**
	 * Adds the tests; those that send requests to those that the page asks for when it stands.
	 *
	 * @param array<string,array<string,mixed>> $tests Tests.
	 * @return array<string,array<string,mixed>>
	 */
	public static function add_tests( array $tests ): array {
		foreach ( self::checks() as $check ) {
			$test = static function () use ( $check ): array {
				return self::result( $check );
			};
			if ( $check->sends_requests() ) {
				$tests['async'][ self::PREFIX . $check->name() ] = array(
					'label'             => $check->label(),
					'test'              => rest_url( RestController::REST_NAMESPACE . '/site-health/' . $check->name() ),
					'has_rest'          => true,
					'async_direct_test' => $test,
				);
			} else {
				$tests['direct'][ self::PREFIX . $check->name() ] = array(
					'label' => $check->label(),
					'test'  => $test,
				);
			}
		}
		return $tests;
	}

	/**
	 * Adds the section to the Info screen.
	 *
	 * @param array<string,array<string,mixed>> $info Sections.
	 * @return array<string,array<string,mixed>>
	 */
	public static function add_info( array $info ): array {
		$section = Guard::call( array( Info::class, 'section' ) );
		return null === $section ? $info : $info + array( 'wp-ai-jobs' => $section );
	}

	/**
	 * Registers the routes of the tests that the page asks for, and the one that they ask.
	 */
	public static function register_routes(): void {
		foreach ( self::checks() as $check ) {
			if ( $check->sends_requests() ) {
				register_rest_route(
					RestController::REST_NAMESPACE,
					'/site-health/' . $check->name(),
					array(
						'methods'             => WP_REST_Server::READABLE,
						'callback'            => static function () use ( $check ): array {
							return self::result( $check );
						},
						'permission_callback' => static function (): bool {
							return current_user_can( 'view_site_health_checks' );
						},
					)
				);
			}
		}
		$text = array(
			'type'     => 'string',
			'required' => true,
		);
		register_rest_route(
			RestController::REST_NAMESPACE,
			Probe::ROUTE,
			array(
				'methods'             => WP_REST_Server::READABLE,
				'callback'            => array( Probe::class, 'answer' ),
				// The site itself has no user: what it asks with is a token that only it can make.
				'permission_callback' => '__return_true',
				'show_in_index'       => false,
				'args'                => array(
					'job'   => $text,
					'name'  => $text,
					'hash'  => $text,
					'token' => $text,
				),
			)
		);
	}

	/**
	 * Does a test.
	 *
	 * @param Check $check The test.
	 * @return array<string,mixed> A result as Site Health wants it.
	 */
	public static function result( Check $check ): array {
		try {
			$findings = $check->findings();
		} catch ( Throwable $e ) {
			$findings = array( Finding::unknown( $check->label(), $e ) );
		}
		usort(
			$findings,
			static function ( Finding $a, Finding $b ): int {
				return $b->severity() <=> $a->severity();
			}
		);
		$worst = $findings[0];
		$lines = '';
		$links = array();
		foreach ( $findings as $finding ) {
			$lines  .= '<li>' . esc_html( $finding->text() ) . '</li>';
			$links[] = $finding->action();
		}
		return array(
			'label'       => '' === $worst->headline() ? $check->label() : $worst->headline(),
			'status'      => $worst->status(),
			'badge'       => array(
				'label' => __( 'AI Jobs', 'wp-ai-jobs' ),
				'color' => 'blue',
			),
			'description' => '<ul>' . $lines . '</ul>',
			'actions'     => implode( '', array_unique( $links ) ),
			'test'        => self::PREFIX . $check->name(),
		);
	}

	/**
	 * The tests.
	 *
	 * @return Check[]
	 */
	private static function checks(): array {
		return array( new Running(), new Provider(), new Storage(), new Server() );
	}
}
