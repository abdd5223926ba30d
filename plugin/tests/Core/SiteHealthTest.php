<?php
/**
 * What Site Health says.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Core;

use WpAiJobs\Core\Maintenance;
use WpAiJobs\Core\SiteHealth;
use WpAiJobs\Tests\PluginTestCase;
use WpAiJobs\Tests\Visitor;

/**
 * The ways to run a job. The test's site has WP-Cron switched off.
 */
final class SiteHealthTest extends PluginTestCase {

	/** The page asks for it. */
	public function test_site_health_has_the_test(): void {
		$tests = apply_filters( 'site_status_tests', array( 'direct' => array(), 'async' => array() ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing.AssociativeArrayFound, WordPress.NamingConventions.PrefixAllGlobals -- Core's filter.
		$this->assertSame( rest_url( 'wp-ai-jobs/v1/site-health/runners' ), $tests['async']['wpaijobs_runners']['test'] );
	}

	/** A real loopback. */
	public function test_an_administrator_learns_that_the_loopback_works(): void {
		$answer = Visitor::logged_in( 'admin' )->rest( 'GET', '/site-health/runners' );
		$result = json_decode( $answer['body'], true );
		$this->assertSame( array( 200, 'good' ), array( $answer['status'], $result['status'] ) );
		$this->assertStringContainsString( 'Loopback request: works.', $result['description'] );
		$this->assertSame( 403, Visitor::logged_in( 'editor' )->rest( 'GET', '/site-health/runners' )['status'] );
	}

	/** Nothing works. */
	public function test_a_site_that_cannot_reach_itself_and_has_no_cron_is_told(): void {
		add_filter(
			'pre_http_request',
			static function (): \WP_Error {
				return new \WP_Error( 'http_request_failed', 'refused' );
			}
		);
		$result = SiteHealth::test();
		$this->assertSame( 'recommended', $result['status'] );
		$this->assertStringContainsString( 'could not reach itself', $result['description'] );
		$this->assertStringContainsString( 'WP-Cron: is switched off', $result['description'] );

		Maintenance::schedule();
		$this->assertSame( 'good', SiteHealth::test()['status'], 'Something else runs the events on time.' );
	}
}
