<?php
/**
 * The REST carrier.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI;

use WP_REST_Request;
use WP_REST_Response;
use WpAiJobs\Integrations\AI\Errors;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\Quota;
use WpAiJobs\Integrations\AI\RestController;
use WpAiJobs\Integrations\AI\Runner;
use WpAiJobs\Integrations\AI\RunnerLadder;
use WpAiJobs\Integrations\AI\Scheduler;
use WpAiJobs\Tests\PluginTestCase;
use WpAiJobs\Tests\Visitor;

/**
 * The routes, within this process; what only a real request shows is at the end.
 */
final class RestControllerTest extends PluginTestCase {

	/** Somebody who may. */
	protected function setUp(): void {
		parent::setUp();
		self::log_in( 'editor' );
	}

	/**
	 * Sends a request within this process.
	 *
	 * @param string               $method  HTTP method.
	 * @param string               $route   As in `/jobs`.
	 * @param mixed                $body    What becomes JSON; a query for GET.
	 * @param array<string,string> $headers Headers.
	 * @return WP_REST_Response
	 */
	private static function send( string $method, string $route, $body = array(), array $headers = array() ): WP_REST_Response {
		$request = new WP_REST_Request( $method, '/wp-ai-jobs/v1' . $route );
		if ( 'GET' === $method ) {
			$request->set_query_params( $body );
		} else {
			$request->set_header( 'Content-Type', 'application/json' );
			$request->set_body( is_string( $body ) ? $body : (string) wp_json_encode( $body ) );
		}
		foreach ( $headers as $name => $value ) {
			$request->set_header( $name, $value );
		}
		return rest_do_request( $request );
	}

	/**
	 * A body that starts a job.
	 *
	 * @param array<string,mixed> $differences What differs.
	 * @return array<string,mixed>
	 */
	private static function body( array $differences = array() ): array {
		return $differences + array(
			'type'  => 'content',
			'input' => array( 'prompt' => 'Rain' ),
		);
	}

	/**
	 * The first snapshot of a new job.
	 *
	 * @param array<string,mixed> $differences What differs in the body.
	 * @return array<string,mixed>
	 */
	private static function started( array $differences = array() ): array {
		$response = self::send( 'POST', '/jobs', self::body( $differences ) );
		self::assertSame( 201, $response->get_status(), (string) wp_json_encode( $response->get_data() ) );
		return $response->get_data();
	}

	/**
	 * A response's error.
	 *
	 * @param WP_REST_Response $response The response.
	 * @return array{int,string,?string} HTTP status, code, field.
	 */
	private static function error( WP_REST_Response $response ): array {
		$data = $response->get_data();
		self::assertSame( $response->get_status(), $data['data']['status'] );
		self::assertIsBool( $data['data']['retryable'] );
		return array( $response->get_status(), $data['code'], $data['data']['field'] ?? null );
	}

	/** The wire. */
	public function test_a_start_answers_with_a_pending_snapshot_and_executes_nothing(): void {
		$snapshot = self::started();
		$this->assertSame( array( 'id', 'type', 'status', 'created_at', 'started_at', 'finished_at', 'expires_at', 'attempt', 'progress', 'result', 'error', 'poll_after_ms', 'needs_runner', 'queue_position', 'server_time' ), array_keys( $snapshot ) );
		$this->assertMatchesRegularExpression( '/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/', $snapshot['id'] );
		$this->assertMatchesRegularExpression( '/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/', $snapshot['created_at'] );
		$this->assertSame( Job::LIFETIME_MS / 1000, strtotime( $snapshot['expires_at'] ) - strtotime( $snapshot['created_at'] ) );
		$this->assertSame( array( 'content', 'pending', 0, 3000, false ), array( $snapshot['type'], $snapshot['status'], $snapshot['attempt'], $snapshot['poll_after_ms'], $snapshot['needs_runner'] ) );
		$this->assertSame( Job::PENDING, ( new JobManager() )->get( $snapshot['id'] )->status() );
		$this->assertNotFalse( wp_next_scheduled( Scheduler::RUN_HOOK ) );
	}

	/**
	 * Bodies that are wrong, and the field that is.
	 *
	 * @return array<string,array{array<string,mixed>,string}>
	 */
	public static function wrong_bodies(): array {
		$input = static function ( array $input ): array {
			return array( 'input' => $input );
		};
		return array(
			'no type'                         => array( array( 'type' => null ), 'type' ),
			'an unknown type'                 => array( array( 'type' => 'video' ), 'type' ),
			'a type that is a list'           => array( array( 'type' => array( 'content' ) ), 'type' ),
			'no input'                        => array( array( 'input' => null ), 'input' ),
			'an input that is a string'       => array( array( 'input' => 'Rain' ), 'input' ),
			'no prompt'                       => array( $input( array( 'tone' => 'casual' ) ), 'input.prompt' ),
			'a prompt of white space'         => array( $input( array( 'prompt' => " \n" ) ), 'input.prompt' ),
			'a prompt of 10,001 characters'   => array( $input( array( 'prompt' => str_repeat( 'ä', 10001 ) ) ), 'input.prompt' ),
			'an unknown tone'                 => array(
				$input(
					array(
						'prompt' => 'Rain',
						'tone'   => 'angry',
					)
				),
				'input.tone',
			),
			'a context that is a string'      => array( array( 'context' => 'post' ), 'context' ),
			'a post that is no number'        => array( array( 'context' => array( 'post_id' => '1' ) ), 'context.post_id' ),
			'post 0'                          => array( array( 'context' => array( 'post_id' => 0 ) ), 'context.post_id' ),
			'a title of 501 characters'       => array( array( 'context' => array( 'title' => str_repeat( 'ä', 501 ) ) ), 'context.title' ),
			'a selection of 10,001'           => array( array( 'context' => array( 'selected_text' => str_repeat( 'ä', 10001 ) ) ), 'context.selected_text' ),
			'a selection that is a list'      => array( array( 'context' => array( 'selected_text' => array() ) ), 'context.selected_text' ),
		);
	}

	/**
	 * Each wrong field is named.
	 *
	 * @dataProvider wrong_bodies
	 * @param array<string,mixed> $differences What is wrong.
	 * @param string              $field       The field that is named.
	 */
	public function test_a_wrong_field_is_refused_by_name( array $differences, string $field ): void {
		$response = self::send( 'POST', '/jobs', self::body( $differences ) );
		$this->assertSame( array( 400, 'ai_job_invalid_input', $field ), self::error( $response ) );
		$this->assertSame( array(), ( new JobManager() )->recent( 1 ) );
	}

	/** What is at the limit is not over it. */
	public function test_a_prompt_and_a_context_at_their_limits_are_taken(): void {
		self::started(
			array(
				'input'   => array( 'prompt' => str_repeat( '😀', 10000 ) ),
				'context' => array(
					'title'         => str_repeat( 'ä', 500 ),
					'selected_text' => str_repeat( 'ä', 10000 ),
				),
			)
		);
	}

	/** Not JSON. */
	public function test_a_body_that_is_not_json_is_refused_by_wordpress(): void {
		$response = self::send( 'POST', '/jobs', '{"type":' );
		$this->assertSame( array( 400, 'rest_invalid_json' ), array( $response->get_status(), $response->get_data()['code'] ) );
	}

	/**
	 * JSON, though without fields: WordPress would look for them all the same, with a warning.
	 *
	 * @dataProvider routes
	 * @param string $method HTTP method.
	 * @param string $route  Route.
	 */
	public function test_a_body_that_is_a_single_value_is_refused( string $method, string $route ): void {
		foreach ( 'GET' === $method ? array() : array( '"Rain"', '7', 'true' ) as $body ) {
			$this->assertSame( array( 400, 'ai_job_invalid_input', 'body' ), self::error( self::send( $method, $route, $body ) ) );
		}
		$this->assertNotSame( 'body', self::send( $method, $route )->get_data()['data']['field'] ?? null );
	}

	/** Larger than anybody needs. */
	public function test_a_body_over_256_kib_is_refused(): void {
		$body = (string) wp_json_encode( self::body() );
		$fits = str_pad( $body, RestController::MAX_BODY_BYTES );
		$this->assertSame( 201, self::send( 'POST', '/jobs', $fits )->get_status() );
		$this->assertSame( array( 413, 'ai_job_too_large', null ), self::error( self::send( 'POST', '/jobs', $fits . ' ' ) ) );
	}

	/**
	 * Every route.
	 *
	 * @return array<string,array{string,string}>
	 */
	public static function routes(): array {
		$id = '/jobs/0b5f4c5e-6d0f-4d5e-9a62-6f8f3f1f0c11';
		return array(
			'start'        => array( 'POST', '/jobs' ),
			'check'        => array( 'GET', '/jobs' ),
			'acknowledge'  => array( 'POST', $id . '/acknowledge' ),
			'cancel'       => array( 'POST', $id . '/cancel' ),
			'retry'        => array( 'POST', $id . '/retry' ),
			'run'          => array( 'POST', $id . '/run' ),
			'capabilities' => array( 'GET', '/capabilities' ),
		);
	}

	/**
	 * Who is nobody.
	 *
	 * @dataProvider routes
	 * @param string $method HTTP method.
	 * @param string $route  The route.
	 */
	public function test_nobody_gets_401_on_every_route( string $method, string $route ): void {
		wp_set_current_user( 0 );
		$this->assertSame( array( 401, 'ai_job_not_logged_in', null ), self::error( self::send( $method, $route ) ) );
	}

	/**
	 * Who may not edit posts.
	 *
	 * @dataProvider routes
	 * @param string $method HTTP method.
	 * @param string $route  The route.
	 */
	public function test_a_subscriber_gets_403_on_every_route( string $method, string $route ): void {
		self::log_in( 'subscriber' );
		$this->assertSame( array( 403, 'ai_job_forbidden', null ), self::error( self::send( $method, $route ) ) );
	}

	/** The post is not theirs to edit. */
	public function test_a_post_that_the_user_cannot_edit_is_refused(): void {
		$author = wp_insert_user(
			array(
				'user_login' => 'contributor',
				'user_pass'  => 'password',
				'role'       => 'contributor',
			)
		);
		$theirs = wp_insert_post(
			array(
				'post_title'  => 'Rain',
				'post_author' => $author,
			)
		);
		$others = wp_insert_post(
			array(
				'post_title'  => 'Snow',
				'post_author' => self::user( 'admin' ),
			)
		);
		wp_set_current_user( $author );
		$own = self::send( 'POST', '/jobs', self::body( array( 'context' => array( 'post_id' => $theirs ) ) ) );
		$no  = self::send( 'POST', '/jobs', self::body( array( 'context' => array( 'post_id' => $others ) ) ) );
		$not = self::send( 'POST', '/jobs', self::body( array( 'context' => array( 'post_id' => 999999 ) ) ) );
		wp_delete_post( $theirs, true );
		wp_delete_post( $others, true );
		wp_delete_user( $author );

		$this->assertSame( 201, $own->get_status() );
		$this->assertSame( array( 403, 'ai_job_forbidden', 'context.post_id' ), self::error( $no ) );
		$this->assertSame( array( 403, 'ai_job_forbidden', 'context.post_id' ), self::error( $not ), 'A post that does not exist is nobody\'s to edit.' );
	}

	/** Once, however often it is sent. */
	public function test_a_start_repeated_with_its_key_is_the_same_job_and_one_provider_call(): void {
		$handler = self::register_type();
		$body    = self::body( array( 'type' => 'test' ) );
		$key     = array( 'Idempotency-Key' => 'one-key_1' );
		$first   = self::send( 'POST', '/jobs', $body, $key );
		$second  = self::send( 'POST', '/jobs', $body, $key );
		$this->assertSame( array( 201, 200 ), array( $first->get_status(), $second->get_status() ) );
		$this->assertSame( $first->get_data()['id'], $second->get_data()['id'] );

		( new Runner() )->run( $first->get_data()['id'] );
		$handler->is_available = false;
		$third                 = self::send( 'POST', '/jobs', $body, $key );
		$this->assertSame( array( 200, 'completed' ), array( $third->get_status(), $third->get_data()['status'] ), 'Even when no provider is left.' );
		$this->assertCount( 1, $handler->executed );

		$this->assertSame( array( 409, 'ai_job_idempotency_conflict', null ), self::error( self::send( 'POST', '/jobs', self::body(), $key ) ) );
		self::log_in( 'admin' );
		$handler->is_available = true;
		$this->assertSame( 201, self::send( 'POST', '/jobs', $body, $key )->get_status(), 'Another owner\'s key is another key.' );
	}

	/** Keys are names. */
	public function test_a_malformed_key_is_refused(): void {
		foreach ( array( '', 'a b', str_repeat( 'a', 65 ), "a\n", 'ä' ) as $key ) {
			$response = self::send( 'POST', '/jobs', self::body(), array( 'Idempotency-Key' => $key ) );
			$this->assertSame( array( 400, 'ai_job_invalid_input', 'idempotency_key' ), self::error( $response ), $key );
		}
		$this->assertSame( 201, self::send( 'POST', '/jobs', self::body(), array( 'Idempotency-Key' => str_repeat( 'a', 64 ) ) )->get_status() );
	}

	/** No provider. */
	public function test_without_a_provider_nothing_starts(): void {
		self::register_type()->is_available = false;
		$response = self::send( 'POST', '/jobs', self::body( array( 'type' => 'test' ) ) );
		$this->assertSame( array( 503, 'ai_job_no_provider', null ), self::error( $response ) );
		$this->assertArrayNotHasKey( 'settings_url', $response->get_data()['data'] );

		self::log_in( 'admin' );
		$response = self::send( 'POST', '/jobs', self::body( array( 'type' => 'test' ) ) );
		$this->assertStringContainsString( 'page=wp-ai-jobs', $response->get_data()['data']['settings_url'] );
	}

	/** The database is gone. */
	public function test_a_refusing_database_is_an_error_of_the_wire(): void {
		add_filter(
			'query',
			static function ( string $query ): string {
				return false === strpos( $query, 'wpaijobs' ) ? $query : 'SELECT refused FROM no_such_table';
			}
		);
		foreach ( array( self::send( 'POST', '/jobs', self::body() ), self::send( 'GET', '/jobs', array( 'include' => wp_generate_uuid4() ) ) ) as $response ) {
			$this->assertSame( array( 500, 'ai_job_storage_failed', null ), self::error( $response ) );
			$this->assertTrue( $response->get_data()['data']['retryable'] );
		}
	}

	/**
	 * The answers to one id on every route that takes one.
	 *
	 * @param string $id Job id.
	 * @return string[] JSON.
	 */
	private static function answers( string $id ): array {
		$answers = array( self::send( 'GET', '/jobs', array( 'include' => $id ) ) );
		foreach ( array( 'acknowledge', 'cancel', 'retry', 'run' ) as $action ) {
			$answers[] = self::send( 'POST', "/jobs/{$id}/{$action}" );
		}
		return array_map(
			static function ( WP_REST_Response $response ): string {
				return (string) wp_json_encode( array( $response->get_status(), $response->get_data(), $response->get_headers() ) );
			},
			$answers
		);
	}

	/** Nobody but the owner learns that it exists. */
	public function test_unknown_malformed_and_foreign_ids_are_one_404_to_the_byte(): void {
		$handler = self::register_type();
		self::log_in( 'admin' );
		$foreign = self::started( array( 'type' => 'test' ) )['id'];
		self::log_in( 'editor' );

		$unknown = self::answers( wp_generate_uuid4() );
		foreach ( $unknown as $answer ) {
			$this->assertStringContainsString( 'ai_job_not_found', $answer );
			$this->assertStringStartsWith( '[404,', $answer );
		}
		foreach ( array( $foreign, 'x', '1', 'job_' . wp_generate_uuid4(), strtoupper( $foreign ), "'; DROP TABLE", str_repeat( 'a', 5000 ) ) as $id ) {
			$this->assertSame( $unknown, self::answers( $id ), $id );
		}
		$this->assertSame( Job::PENDING, ( new JobManager() )->get( $foreign )->status() );
		$this->assertSame( array(), $handler->executed );
	}

	/** The site's owner sees all. */
	public function test_an_administrator_may_see_and_stop_anybodys_job(): void {
		$id = self::started()['id'];
		self::log_in( 'admin' );
		$this->assertSame( 200, self::send( 'GET', '/jobs', array( 'include' => $id ) )->get_status() );
		$this->assertSame( 'cancelled', self::send( 'POST', "/jobs/{$id}/cancel" )->get_data()['status'] );
	}

	/** A body cannot say which job it is about. */
	public function test_an_id_in_the_body_does_not_count(): void {
		$id    = self::started()['id'];
		$other = self::started()['id'];
		$this->assertSame( $id, self::send( 'POST', "/jobs/{$id}/cancel", array( 'id' => $other ) )->get_data()['id'] );
		$this->assertSame( 200, self::send( 'POST', "/jobs/{$id}/cancel", array( 'id' => array( 1 ) ) )->get_status() );
		$this->assertSame( Job::PENDING, ( new JobManager() )->get( $other )->status() );
	}

	/** Many in one request. */
	public function test_a_check_answers_for_the_owners_jobs_in_the_order_asked(): void {
		$first  = self::started()['id'];
		$second = self::started()['id'];
		self::log_in( 'admin' );
		$foreign = self::started()['id'];
		self::log_in( 'editor' );
		$response = self::send( 'GET', '/jobs', array( 'include' => "{$second},{$foreign},x,{$first},{$second}" ) );
		$this->assertSame( array( $second, $first ), array_column( $response->get_data(), 'id' ) );
	}

	/**
	 * Checks that ask for nothing, or too much.
	 *
	 * @return array<string,array{array<string,mixed>,string}>
	 */
	public static function wrong_checks(): array {
		return array(
			'nothing'         => array( array(), 'include' ),
			'no id'           => array( array( 'include' => '' ), 'include' ),
			'commas'          => array( array( 'include' => ',,' ), 'include' ),
			'51 ids'          => array( array( 'include' => implode( ',', range( 1, 51 ) ) ), 'include' ),
			'a list'          => array( array( 'include' => array( 'x' ) ), 'include' ),
			'post 0'          => array( array( 'post' => '0' ), 'post' ),
			'post of letters' => array( array( 'post' => 'x' ), 'post' ),
			'a list of posts' => array( array( 'post' => array( '1' ) ), 'post' ),
		);
	}

	/**
	 * They are refused.
	 *
	 * @dataProvider wrong_checks
	 * @param array<string,mixed> $query The query.
	 * @param string              $field The field that is named.
	 */
	public function test_a_wrong_check_is_refused_by_name( array $query, string $field ): void {
		$this->assertSame( array( 400, 'ai_job_invalid_input', $field ), self::error( self::send( 'GET', '/jobs', $query ) ) );
	}

	/** An editor that is opened again. */
	public function test_a_posts_jobs_are_found_again_until_they_are_acknowledged(): void {
		$post    = wp_insert_post( array( 'post_title' => 'Rain' ) );
		$context = array( 'context' => array( 'post_id' => $post ) );
		$live    = self::started( $context )['id'];
		$done    = self::started( $context )['id'];
		self::started();
		self::send( 'POST', "/jobs/{$done}/run" );

		$listed = self::send( 'GET', '/jobs', array( 'post' => (string) $post ) )->get_data();
		$this->assertEqualsCanonicalizing( array( $live, $done ), array_column( $listed, 'id' ) );
		$this->assertNotNull( array_column( $listed, 'result', 'id' )[ $done ] );
		$this->assertSame( '{"prompt":"Rain"}', wp_json_encode( $listed[0]['input'] ) );
		$this->assertSame( "{\"post_id\":{$post}}", wp_json_encode( $listed[0]['context'] ) );

		self::send( 'POST', "/jobs/{$done}/acknowledge" );
		$this->assertSame( array( $live ), array_column( self::send( 'GET', '/jobs', array( 'post' => (string) $post ) )->get_data(), 'id' ) );
		self::log_in( 'admin' );
		$this->assertSame( array(), self::send( 'GET', '/jobs', array( 'post' => (string) $post ) )->get_data() );
		wp_delete_post( $post, true );
	}

	/** The whole way, with the demo. */
	public function test_a_content_job_ends_in_the_contents_result(): void {
		$id       = self::started()['id'];
		$snapshot = self::send( 'POST', "/jobs/{$id}/run" )->get_data();
		$this->assertSame( array( 'completed', 1, null, null ), array( $snapshot['status'], $snapshot['attempt'], $snapshot['error'], $snapshot['poll_after_ms'] ) );
		$this->assertSame( array( 'content', 'format', 'model', 'usage' ), array_keys( $snapshot['result'] ) );
		$this->assertNotSame( '', $snapshot['result']['content'] );
		$this->assertSame( 'markdown', $snapshot['result']['format'] );

		$checked = self::send( 'GET', '/jobs', array( 'include' => $id ) )->get_data()[0];
		unset( $checked['server_time'], $snapshot['server_time'] );
		$this->assertSame( $snapshot, $checked );
	}

	/** What cannot be done to a job in a given state. */
	public function test_what_the_status_does_not_allow_is_a_409(): void {
		$id = self::started()['id'];
		foreach ( array( 'acknowledge', 'retry' ) as $action ) {
			$this->assertSame( array( 409, 'ai_job_conflict', null ), self::error( self::send( 'POST', "/jobs/{$id}/{$action}" ) ), $action );
		}
		self::send( 'POST', "/jobs/{$id}/run" );
		foreach ( array( 'cancel', 'retry' ) as $action ) {
			$this->assertSame( array( 409, 'ai_job_conflict', null ), self::error( self::send( 'POST', "/jobs/{$id}/{$action}" ) ), $action );
		}
		$this->assertSame( 200, self::send( 'POST', "/jobs/{$id}/acknowledge" )->get_status() );
		$this->assertSame( 200, self::send( 'POST', "/jobs/{$id}/acknowledge" )->get_status() );
		$this->assertSame( 'completed', self::send( 'POST', "/jobs/{$id}/run" )->get_data()['status'], 'Running what is done changes nothing.' );
	}

	/** Again. */
	public function test_a_retry_answers_with_a_pending_snapshot_and_is_sent_on_its_way(): void {
		self::register_type(
			static function (): \WP_Error {
				return new \WP_Error( 'provider_unavailable', '' );
			}
		);
		$id = self::started( array( 'type' => 'test' ) )['id'];
		$this->assertTrue( self::send( 'POST', "/jobs/{$id}/run" )->get_data()['error']['retryable'] );
		self::end_request();
		wp_unschedule_hook( Scheduler::RUN_HOOK );
		$snapshot = self::send( 'POST', "/jobs/{$id}/retry" )->get_data();
		$this->assertSame( array( 'pending', 1, null ), array( $snapshot['status'], $snapshot['attempt'], $snapshot['error'] ) );
		$this->assertNotFalse( wp_next_scheduled( Scheduler::RUN_HOOK ) );
	}

	/** Nobody took it. */
	public function test_a_check_says_when_the_client_has_to_send_a_run_request(): void {
		$id = self::started()['id'];
		$this->assertFalse( self::send( 'GET', '/jobs', array( 'include' => $id ) )->get_data()[0]['needs_runner'] );
		self::move_clock( RunnerLadder::FORGOTTEN_AFTER_MS );
		$this->assertTrue( self::send( 'GET', '/jobs', array( 'include' => $id ) )->get_data()[0]['needs_runner'] );
	}

	/** What an editor asks first. */
	public function test_capabilities_tell_what_can_be_started_and_administrators_where_to_set_it_up(): void {
		$data = self::send( 'GET', '/capabilities' )->get_data();
		$this->assertSame( array( 'available', 'provider', 'label', 'demo' ), array_keys( $data['types']->content ) );
		$this->assertNull( $data['settings_url'] );
		self::log_in( 'admin' );
		$this->assertStringContainsString( 'page=wp-ai-jobs', self::send( 'GET', '/capabilities' )->get_data()['settings_url'] );
	}

	/** Keys stay here. */
	public function test_no_answer_holds_another_users_name_or_a_runners(): void {
		$id       = self::started()['id'];
		$snapshot = (string) wp_json_encode( self::send( 'POST', "/jobs/{$id}/run" )->get_data() );
		$this->assertStringNotContainsString( ( new JobManager() )->get( $id )->runner(), $snapshot );
		$this->assertStringNotContainsString( 'owner', $snapshot );
	}

	/** The site's own request. */
	public function test_a_loopback_request_is_answered_at_once_and_runs_its_job_behind_the_answer(): void {
		$handler = self::register_type();
		$id      = self::started( array( 'type' => 'test' ) )['id'];
		wp_set_current_user( 0 );

		$wrong = self::send( 'POST', "/jobs/{$id}/run", array(), array( RunnerLadder::TOKEN_HEADER => RunnerLadder::token( wp_generate_uuid4() ) ) );
		$this->assertSame( 401, $wrong->get_status() );

		$right = self::send( 'POST', "/jobs/{$id}/run", array(), array( RunnerLadder::TOKEN_HEADER => RunnerLadder::token( $id ) ) );
		$this->assertSame( array( 204, null ), array( $right->get_status(), $right->get_data() ) );
		$this->assertSame( array(), $handler->executed );
		self::end_request();
		$this->assertCount( 1, $handler->executed );

		$other = self::send( 'POST', "/jobs/{$id}/cancel", array(), array( RunnerLadder::TOKEN_HEADER => RunnerLadder::token( $id ) ) );
		$this->assertSame( 401, $other->get_status(), 'It opens no other door.' );
	}

	/** A real request with a stale nonce. */
	public function test_a_bad_nonce_is_refused_by_wordpress(): void {
		$answer = Visitor::logged_in( 'editor' )->rest( 'POST', '/jobs', '{}', array( 'X-WP-Nonce' => 'stale' ) );
		$this->assertSame( array( 403, 'rest_cookie_invalid_nonce' ), array( $answer['status'], json_decode( $answer['body'] )->code ) );
	}

	/** A cookie alone is what another site's page could send. */
	public function test_a_cookie_without_a_nonce_is_nobody(): void {
		$answer = Visitor::logged_in( 'editor' )->rest( 'POST', '/jobs', '{}', array( 'X-WP-Nonce' => '' ) );
		$this->assertSame( 403, $answer['status'] );
		$answer = ( new Visitor() )->rest( 'POST', '/jobs', '{}' );
		$this->assertSame( array( 401, 'ai_job_not_logged_in' ), array( $answer['status'], json_decode( $answer['body'] )->code ) );
	}

	/** No cache keeps an answer, whoever asked. */
	public function test_answers_are_kept_out_of_caches(): void {
		foreach ( array( new Visitor(), Visitor::logged_in( 'editor' ) ) as $visitor ) {
			$this->assertStringContainsString( 'no-store', $visitor->rest( 'GET', '/capabilities' )['headers']['cache-control'] );
		}
	}

	/** Too many at once. */
	public function test_more_than_20_live_jobs_are_refused_with_a_time_to_wait(): void {
		for ( $count = 0; $count < Quota::MAX_LIVE_JOBS; $count++ ) {
			$id = self::pending( array( 'owner_id' => self::user( 'editor' ) ) )->id();
		}
		$editor = Visitor::logged_in( 'editor' );
		$body   = (string) wp_json_encode( self::body() );
		$answer = $editor->rest( 'POST', '/jobs', $body );
		$this->assertSame( array( 429, 'ai_job_rate_limited' ), array( $answer['status'], json_decode( $answer['body'] )->code ) );
		$this->assertSame( (string) Quota::RETRY_AFTER_S, $answer['headers']['retry-after'] );

		( new JobManager() )->cancel( ( new JobManager() )->get( $id ) );
		$this->assertSame( 201, $editor->rest( 'POST', '/jobs', $body )['status'] );
	}
}
