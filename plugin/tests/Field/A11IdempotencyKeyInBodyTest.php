<?php
/**
 * Field row A11: what comes between browser and site.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Field;

use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Tests\PluginTestCase;
use WpAiJobs\Tests\Visitor;

/**
 * Some proxies drop headers that they do not know, so the idempotency key travels in the body too.
 * Over real HTTP.
 */
final class A11IdempotencyKeyInBodyTest extends PluginTestCase {

	/**
	 * Sends a start.
	 *
	 * @param string|null $header The key in the header.
	 * @param mixed       $body   The key in the body.
	 * @return array{status:int,body:array<string,mixed>}
	 */
	private static function send_start( ?string $header, $body ): array {
		$answer = Visitor::logged_in( 'editor' )->rest(
			'POST',
			'/jobs',
			(string) wp_json_encode(
				array_filter(
					array(
						'type'            => 'content',
						'input'           => array( 'prompt' => 'Rain' ),
						'idempotency_key' => $body,
					),
					static function ( $value ): bool {
						return null !== $value;
					}
				)
			),
			null === $header ? array() : array( 'Idempotency-Key' => $header )
		);
		return array(
			'status' => $answer['status'],
			'body'   => json_decode( $answer['body'], true ),
		);
	}

	/**
	 * Where the key may be, in the first start and in the second.
	 *
	 * @return array<string,array{?string,?string,?string,?string}>
	 */
	public static function places(): array {
		return array(
			'the proxy drops the header of both'   => array( null, 'key', null, 'key' ),
			'the proxy drops the first one\'s'     => array( null, 'key', 'key', 'key' ),
			'the proxy drops the second one\'s'    => array( 'key', 'key', null, 'key' ),
			'an older client sends a header alone' => array( 'key', null, 'key', null ),
			'both are sent both times'             => array( 'key', 'key', 'key', 'key' ),
		);
	}

	/**
	 * Two starts with one key are one job.
	 *
	 * @dataProvider places
	 *
	 * @param string|null $first_header  The first start's header.
	 * @param string|null $first_body    The key in the first start's body.
	 * @param string|null $second_header The second start's header.
	 * @param string|null $second_body   The key in the second start's body.
	 */
	public function test_a_start_that_is_sent_twice_is_one_job( ?string $first_header, ?string $first_body, ?string $second_header, ?string $second_body ): void {
		$first  = self::send_start( $first_header, $first_body );
		$second = self::send_start( $second_header, $second_body );

		$this->assertSame( array( 201, 200 ), array( $first['status'], $second['status'] ) );
		$this->assertSame( $first['body']['id'], $second['body']['id'] );
		$this->assertCount( 1, ( new JobManager() )->recent( 10 ) );
	}

	/**
	 * Keys that no start is made for.
	 *
	 * @return array<string,array{?string,mixed}>
	 */
	public static function wrong_keys(): array {
		return array(
			'two that are different'       => array( 'one', 'another' ),
			'a bad one in the body'        => array( null, 'a key' ),
			'an empty one in the body'     => array( null, '' ),
			'a number in the body'         => array( null, 7 ),
			'a list in the body'           => array( 'key', array( 'key' ) ),
			'one that is too long in both' => array( str_repeat( 'x', 65 ), str_repeat( 'x', 65 ) ),
		);
	}

	/**
	 * A wrong key names the field and starts nothing.
	 *
	 * @dataProvider wrong_keys
	 *
	 * @param string|null $header The key in the header.
	 * @param mixed       $body   The key in the body.
	 */
	public function test_a_wrong_key_is_refused_by_its_name( ?string $header, $body ): void {
		$answer = self::send_start( $header, $body );

		$this->assertSame( array( 400, 'ai_job_invalid_input' ), array( $answer['status'], $answer['body']['code'] ) );
		$this->assertSame( 'idempotency_key', $answer['body']['data']['field'] );
		$this->assertSame( array(), ( new JobManager() )->recent( 10 ) );
	}
}
