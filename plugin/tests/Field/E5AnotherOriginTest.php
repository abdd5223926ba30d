<?php
/**
 * Field row E5: another origin.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Field;

use WP_REST_Request;
use WpAiJobs\Tests\PluginTestCase;
use WpAiJobs\Tests\Visitor;

/**
 * What a browser asks before it lets a page of another origin send a request.
 */
final class E5AnotherOriginTest extends PluginTestCase {

	private const ORIGIN = 'https://app.example';

	/**
	 * The header names in a list, in lower case.
	 *
	 * @param string $list Separated by commas.
	 * @return string[]
	 */
	private static function names( string $list ): array {
		return array_map( 'strtolower', array_map( 'trim', explode( ',', $list ) ) );
	}

	/**
	 * Asks as a browser does before a request from another origin.
	 *
	 * @param string $path   Below `/wp-json/`.
	 * @param string $method The request's method.
	 * @return array<string,string> The answer's headers, by their names in lower case.
	 */
	private static function preflight( string $path, string $method ): array {
		$answer = wp_remote_request(
			rest_url( $path ),
			array(
				'method'  => 'OPTIONS',
				'headers' => array(
					'Origin'                         => self::ORIGIN,
					'Access-Control-Request-Method'  => $method,
					'Access-Control-Request-Headers' => 'authorization,content-type,idempotency-key',
				),
			)
		);
		self::assertSame( 200, wp_remote_retrieve_response_code( $answer ) );
		return wp_remote_retrieve_headers( $answer )->getAll();
	}

	/**
	 * Routes that a client calls.
	 *
	 * @return array<string,array{string,string}>
	 */
	public static function routes(): array {
		return array(
			'start'       => array( '/jobs', 'POST' ),
			'acknowledge' => array( '/jobs/00000000-0000-4000-8000-000000000000/acknowledge', 'POST' ),
			'import'      => array( '/jobs/00000000-0000-4000-8000-000000000000/images/0', 'POST' ),
		);
	}

	/**
	 * The preflight passes.
	 *
	 * @dataProvider routes
	 *
	 * @param string $route  The route.
	 * @param string $method The request's method.
	 */
	public function test_a_page_of_another_origin_may_send_what_the_client_sends( string $route, string $method ): void {
		$headers = self::preflight( 'wp-ai-jobs/v1' . $route, $method );

		$this->assertSame( self::ORIGIN, $headers['access-control-allow-origin'] );
		foreach ( array( 'authorization', 'content-type', 'idempotency-key' ) as $name ) {
			$this->assertContains( $name, self::names( $headers['access-control-allow-headers'] ) );
		}
		$this->assertStringContainsString( $method, $headers['access-control-allow-methods'] );
	}

	/** How long to wait after a 429. */
	public function test_a_page_of_another_origin_may_read_how_long_to_wait(): void {
		$answer = Visitor::logged_in( 'editor' )->rest( 'GET', '/capabilities', null, array( 'Origin' => self::ORIGIN ) );

		$this->assertSame( 200, $answer['status'] );
		$this->assertContains( 'retry-after', self::names( $answer['headers']['access-control-expose-headers'] ) );
	}

	/** What other routes let pass is core's affair. */
	public function test_other_routes_stay_as_they_are(): void {
		$headers = self::preflight( 'wp/v2/posts', 'POST' );

		$this->assertNotContains( 'idempotency-key', self::names( $headers['access-control-allow-headers'] ) );
		$this->assertNotContains( 'retry-after', self::names( $headers['access-control-expose-headers'] ) );
		// Some plugins apply these filters without a request, as core did before 6.3.
		$this->assertSame( array( 'X' ), apply_filters( 'rest_allowed_cors_headers', array( 'X' ) ) );
		$this->assertSame( array( 'X' ), apply_filters( 'rest_exposed_cors_headers', array( 'X' ), new WP_REST_Request( 'GET', '/wp/v2/posts' ) ) );
	}
}
