<?php
/**
 * What Site Health says.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Core;

use WpAiJobs\Core\Health\Info;
use WpAiJobs\Core\Health\Outcomes;
use WpAiJobs\Core\SiteHealth;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\RunnerLadder;
use WpAiJobs\Tests\ProviderTestCase;
use WpAiJobs\Tests\Visitor;

/**
 * How the tests reach the page, and what the Info screen has. The faults are in Field/A8SiteHealthTest.
 */
final class SiteHealthTest extends ProviderTestCase {

	/** Four, of which two ask the site for something and must not hold the page up. */
	public function test_site_health_has_the_tests(): void {
		// phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals -- Core's filter.
		$tests = apply_filters(
			'site_status_tests',
			array(
				'direct' => array(),
				'async'  => array(),
			)
		);
		$this->assertSame( array( 'wpaijobs_provider', 'wpaijobs_server' ), array_keys( $tests['direct'] ) );
		$this->assertSame( array( 'wpaijobs_running', 'wpaijobs_storage' ), array_keys( $tests['async'] ) );
		$this->assertSame( rest_url( 'wp-ai-jobs/v1/site-health/running' ), $tests['async']['wpaijobs_running']['test'] );
		foreach ( array( $tests['direct']['wpaijobs_server']['test'], $tests['async']['wpaijobs_running']['async_direct_test'] ) as $test ) {
			$result = $test();
			$this->assertSame( array( 'label', 'status', 'badge', 'description', 'actions', 'test' ), array_keys( $result ) );
			$this->assertContains( $result['status'], array( 'good', 'recommended', 'critical' ) );
		}
	}

	/** Real requests. */
	public function test_administrators_alone_get_the_answers(): void {
		foreach ( array( '/site-health/running', '/site-health/storage' ) as $route ) {
			$answer = Visitor::logged_in( 'admin' )->rest( 'GET', $route );
			$this->assertSame( array( 200, true ), array( $answer['status'], isset( json_decode( $answer['body'], true )['status'] ) ) );
			$this->assertSame( 403, Visitor::logged_in( 'editor' )->rest( 'GET', $route )['status'] );
			$this->assertSame( 401, ( new Visitor() )->rest( 'GET', $route )['status'] );
		}
	}

	/** The file that is asked for is known to the site alone. */
	public function test_nobody_can_ask_whether_a_file_is_there(): void {
		$query = '?job=..&name=index.php&hash=' . str_repeat( '0', 64 ) . '&token=' . str_repeat( '0', 64 );
		$this->assertSame( 403, Visitor::logged_in( 'admin' )->rest( 'GET', '/site-health/probe' . $query )['status'] );
		$this->assertSame( 401, ( new Visitor() )->rest( 'GET', '/site-health/probe' . $query )['status'] );
		$this->assertSame( 400, ( new Visitor() )->rest( 'GET', '/site-health/probe' )['status'] );
	}

	/** For a request for help: all that is needed, nothing that is secret. */
	public function test_the_info_screen_has_a_section_without_secrets(): void {
		$this->settings(
			array(
				'openai_base_url' => 'https://user:pass@ai.example/v1?key=abc',
				'openai_key'      => self::KEY,
			)
		);
		self::pending( array( 'input' => array( 'prompt' => 'A secret prompt' ) ) );
		$info = apply_filters( 'debug_information', array() ); // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals -- Core's filter.

		$fields = $info['wp-ai-jobs']['fields'];
		$this->assertSame( array( '0.1.0', 'a table of their own', 'stored', '1' ), array( $fields['version']['value'], $fields['store']['value'], $fields['openai_key']['value'], $fields['waiting']['value'] ) );
		$this->assertSame( array( 'folder', 'openai_address' ), array_keys( array_filter( wp_list_pluck( $fields, 'private' ) ) ) );
		$all = (string) wp_json_encode( $info['wp-ai-jobs'] );
		foreach ( array( self::KEY, 'A secret prompt', 'user:pass', 'key=abc' ) as $secret ) {
			$this->assertStringNotContainsString( trim( (string) wp_json_encode( $secret ), '"' ), $all );
		}
		$this->assertSame( Info::section(), $info['wp-ai-jobs'] );

		RunnerLadder::ask_loopback();
		// The process that was asked notes it as well, and may be first.
		wp_cache_flush();
		$this->assertStringStartsWith( 'arrived, ', Info::section()['fields']['loopback']['value'] );
	}

	/** Ten jobs or ten thousand: as many options. */
	public function test_how_jobs_ended_is_counted_for_an_hour_in_few_options(): void {
		$now = self::NOW_MS;
		add_filter(
			'wpaijobs_now_ms',
			static function () use ( &$now ): int {
				return $now;
			},
			20
		);
		for ( $i = 0; $i < 3; $i++ ) {
			self::end( 'provider_timeout' );
		}
		self::end( null );
		$this->assertSame(
			array(
				'provider_timeout' => 3,
				'completed'        => 1,
			),
			Outcomes::last_hour()
		);
		$this->assertSame( 2, self::count_options() );

		$now += 30 * MINUTE_IN_SECONDS * 1000;
		self::end( 'internal' );
		$this->assertSame( 3, Outcomes::last_hour()['provider_timeout'] );

		$now += 50 * MINUTE_IN_SECONDS * 1000;
		$this->assertSame( array( 'internal' => 1 ), Outcomes::last_hour() );
		self::end( 'internal' );
		$this->assertSame( 2, self::count_options(), 'Those that are over an hour old are deleted.' );
		$this->assertSame( array( 'internal' => 2 ), Outcomes::last_hour() );
	}

	/**
	 * Runs a job to its end.
	 *
	 * @param string|null $code Its error's code; null: it completes.
	 */
	private static function end( ?string $code ): void {
		$manager = new JobManager();
		$claimed = $manager->claim( self::pending()->id(), 'test' );
		null === $code
			? $manager->complete( $claimed, array() )
			: $manager->fail( $claimed, \WpAiJobs\Integrations\AI\Errors::of( $code ) );
	}

	/** How many options count. */
	private static function count_options(): int {
		global $wpdb;
		return (int) $wpdb->get_var( "SELECT COUNT(*) FROM {$wpdb->options} WHERE option_name LIKE 'wpaijobs\\_ended\\_%'" );
	}
}
