<?php
/**
 * Users that a test makes.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Field;

use WP_Error;
use WP_REST_Request;
use WP_REST_Response;

require_once dirname( __DIR__ ) . '/Double/books.php';

/**
 * Makes users, posts and a post type with rights of its own; all of them go when the test ends.
 */
trait People {

	/**
	 * Users and posts that were made.
	 *
	 * @var array{users:int[],posts:int[]}
	 */
	private $made = array(
		'users' => array(),
		'posts' => array(),
	);

	/**
	 * Removes them.
	 *
	 * @after
	 */
	protected function remove_people(): void {
		wp_set_current_user( 0 );
		foreach ( $this->made['posts'] as $post ) {
			wp_delete_post( $post, true );
		}
		foreach ( $this->made['users'] as $user ) {
			self::delete_user( $user );
		}
		if ( null !== get_role( 'book_editor' ) ) {
			remove_role( 'book_editor' );
		}
		if ( post_type_exists( 'book' ) ) {
			unregister_post_type( 'book' );
		}
	}

	/**
	 * Makes a user.
	 *
	 * @param string $role Their role; '' for none.
	 * @return int Their id.
	 */
	protected function make_user( string $role ): int {
		$login = 'made-' . ( '' === $role ? 'none' : $role ) . '-' . wp_generate_password( 6, false );
		$id    = wp_insert_user(
			array(
				'user_login' => $login,
				'user_pass'  => 'password',
				'user_email' => $login . '@example.org',
				'role'       => $role,
			)
		);
		self::assertIsInt( $id, $id instanceof WP_Error ? $id->get_error_message() : '' );
		$this->made['users'][] = $id;
		return $id;
	}

	/**
	 * Makes a post.
	 *
	 * @param int    $author User id.
	 * @param string $type   Post type.
	 * @param string $status Status.
	 * @return int Its id.
	 */
	protected function make_post( int $author, string $type = 'post', string $status = 'draft' ): int {
		$id = wp_insert_post(
			array(
				'post_title'  => 'Rain',
				'post_type'   => $type,
				'post_status' => $status,
				'post_author' => $author,
			)
		);
		$this->made['posts'][] = $id;
		return $id;
	}

	/**
	 * Registers the post type `book` with rights of its own, and the role `book_editor` with
	 * nothing but those.
	 */
	protected static function register_books(): void {
		wpaijobs_tests_register_books();
		add_role(
			'book_editor',
			'Book editor',
			array(
				'read'                 => true,
				'edit_books'           => true,
				'edit_published_books' => true,
			)
		);
	}

	/**
	 * Deletes a user as the users' page does.
	 *
	 * @param int $user User id.
	 */
	protected static function delete_user( int $user ): void {
		require_once ABSPATH . 'wp-admin/includes/user.php';
		wp_delete_user( $user );
	}

	/**
	 * Sends a request within this process.
	 *
	 * @param string              $method HTTP method.
	 * @param string              $route  As in `/jobs`.
	 * @param array<string,mixed> $body   What becomes JSON; a query for GET.
	 * @return WP_REST_Response
	 */
	protected static function rest( string $method, string $route, array $body = array() ): WP_REST_Response {
		$request = new WP_REST_Request( $method, '/wp-ai-jobs/v1' . $route );
		if ( 'GET' === $method ) {
			$request->set_query_params( $body );
		} else {
			$request->set_header( 'Content-Type', 'application/json' );
			$request->set_body( (string) wp_json_encode( $body ) );
		}
		return rest_do_request( $request );
	}

	/**
	 * What a request was answered with.
	 *
	 * @param WP_REST_Response $response The answer.
	 * @return array{int,?string,?string} HTTP status, error code, field.
	 */
	protected static function told( WP_REST_Response $response ): array {
		$data = $response->get_data();
		return $response->is_error()
			? array( $response->get_status(), $data['code'], $data['data']['field'] ?? null )
			: array( $response->get_status(), null, null );
	}

	/**
	 * Starts a job as the current user.
	 *
	 * @param string   $type    Job type.
	 * @param int|null $post_id Its post.
	 * @return WP_REST_Response
	 */
	protected static function start_job( string $type, ?int $post_id = null ): WP_REST_Response {
		return self::rest(
			'POST',
			'/jobs',
			array(
				'type'    => $type,
				'input'   => array( 'prompt' => 'Rain' ),
				'context' => null === $post_id ? null : array( 'post_id' => $post_id ),
			)
		);
	}
}
