<?php
/**
 * Sends every request to every route and action of the plugin, as one user, and says what came as
 * JSON: HTTP status and code by request. Argument: a login; `''` for nobody.
 *
 * network.php runs it too, on a site of a network.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

// phpcs:disable WordPress.NamingConventions.PrefixAllGlobals -- No part of a WordPress.

use WpAiJobs\Integrations\AI\ImageFiles;
use WpAiJobs\Integrations\AI\ImagePreview;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;

if ( ! defined( 'ABSPATH' ) ) {
	define( 'WP_ADMIN', true );
	require getenv( 'WP_SITE' ) . '/wp-load.php';
	require_once ABSPATH . 'wp-admin/includes/admin.php';
}
require_once dirname( __DIR__ ) . '/Double/books.php';

/**
 * Ends a request as wp_die() does.
 */
final class Rights_End extends Exception {}

/**
 * The requests of one user.
 */
final class Rights {

	private const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

	/**
	 * Who asks; 0 is nobody.
	 *
	 * @var int
	 */
	private $user;

	/**
	 * Somebody else, whose jobs must not be seen.
	 *
	 * @var int
	 */
	private $other;

	/**
	 * The status that was sent last.
	 *
	 * @var int
	 */
	private $status = 200;

	/**
	 * The requests of a user.
	 *
	 * @param int $user  User id.
	 * @param int $other Another's.
	 */
	public function __construct( int $user, int $other ) {
		$this->user  = $user;
		$this->other = $other;
		add_filter( 'wpaijobs_use_loopback', '__return_false' );
		add_filter( 'wpaijobs_demo_delay_ms', '__return_zero' );
		add_filter( 'wp_supports_ai', '__return_false' );
		add_filter( 'wpaijobs_max_starts_per_hour', static fn(): int => 1000 );
		add_filter( 'wpaijobs_max_live_jobs', static fn(): int => 1000 );
		add_filter( 'wpaijobs_max_running', '__return_zero' );
		// Nothing leaves this machine.
		add_filter(
			'pre_http_request',
			static function (): WP_Error {
				return new WP_Error( 'http_request_failed', 'There is no network.' );
			}
		);
		$end = function ( $message, $title = '', $arguments = array() ): void {
			$status       = is_array( $arguments ) ? $arguments['response'] ?? null : $arguments;
			$this->status = null === $status ? $this->status : (int) $status;
			throw new Rights_End( is_string( $message ) ? $message : '' );
		};
		foreach ( array( 'wp_die_ajax_handler', 'wp_die_handler' ) as $hook ) {
			add_filter(
				$hook,
				static function () use ( $end ): callable {
					return $end;
				}
			);
		}
		add_filter(
			'status_header',
			function ( $header, $status ) {
				$this->status = (int) $status;
				return $header;
			},
			10,
			2
		);
	}

	/**
	 * Routes and actions of the plugin, as the server and WordPress know them.
	 *
	 * @return string[] As in `GET /jobs` and `ajax start_ai_job`.
	 */
	public static function all(): array {
		$all = array();
		foreach ( rest_get_server()->get_routes( 'wp-ai-jobs/v1' ) as $route => $handlers ) {
			foreach ( $handlers as $handler ) {
				foreach ( array_keys( array_filter( $handler['methods'] ?? array() ) ) as $method ) {
					$all[] = $method . ' ' . preg_replace( '/\(\?P<(\w+)>[^)]*\)/', '$1', substr( $route, strlen( '/wp-ai-jobs/v1' ) ) );
				}
			}
		}
		foreach ( array_keys( $GLOBALS['wp_filter'] ) as $hook ) {
			if ( 1 === preg_match( '/^wp_ajax_(?!nopriv_)(.+)$/', (string) $hook, $match ) && self::is_ours( (string) $hook ) ) {
				$all[] = 'ajax ' . $match[1];
			}
		}
		sort( $all );
		return array_values( array_unique( $all ) );
	}

	/**
	 * Adds the actions that the plugin adds in the admin area, and none of WordPress's own.
	 */
	public static function enter_admin(): void {
		$hook  = $GLOBALS['wp_filter']['admin_init'];
		$whole = $hook->callbacks;
		foreach ( $hook->callbacks as $priority => $callbacks ) {
			foreach ( $callbacks as $id => $callback ) {
				if ( ! self::is_in_plugin( $callback['function'] ) ) {
					unset( $hook->callbacks[ $priority ][ $id ] );
				}
			}
		}
		do_action( 'admin_init' );
		$hook->callbacks = $whole;
	}

	/**
	 * Sends all requests.
	 *
	 * @return array<string,string> What came, by request.
	 */
	public function answers(): array {
		$answers = array();
		foreach ( $this->requests() as $name => $request ) {
			wp_set_current_user( $this->user );
			try {
				$answers[ $name ] = $request();
			} catch ( Throwable $e ) {
				$answers[ $name ] = get_class( $e ) . ': ' . $e->getMessage();
			}
		}
		return $answers;
	}

	/**
	 * Jobs with an image, for requests that end their process.
	 *
	 * @return array<string,string> Their ids.
	 */
	public function images(): array {
		return array(
			'own'       => self::job( $this->user, 'image' ),
			'another’s' => self::job( $this->other, 'image' ),
		);
	}

	/**
	 * Deletes posts and attachments.
	 */
	public static function clean_up(): void {
		$query = array(
			'post_type'   => array( 'post', 'book', 'attachment' ),
			'post_status' => 'any',
			'numberposts' => -1,
			'fields'      => 'ids',
			'title'       => 'Rights',
		);
		foreach ( get_posts( $query ) as $post ) {
			wp_delete_post( $post, true );
		}
		unset( $query['title'] );
		foreach ( get_posts( array( 'meta_key' => '_wpaijobs_source' ) + $query ) as $attachment ) { // phpcs:ignore WordPress.DB.SlowDBQuery -- A handful.
			wp_delete_attachment( $attachment, true );
		}
	}

	/**
	 * The requests, by name: method and route or action, and what it is about.
	 *
	 * @return array<string,callable():string>
	 */
	private function requests(): array {
		$requests = array();
		$rest     = function ( string $name, string $method, callable $path, array $body = array() ) use ( &$requests ): void {
			$requests[ $name ] = function () use ( $method, $path, $body ): string {
				return self::rest( $method, $path(), $body );
			};
		};
		$fixed    = static function ( string $path ): callable {
			return static function () use ( $path ): string {
				return $path;
			};
		};
		$start    = static function ( string $type, array $context = array() ): array {
			return array(
				'type'    => $type,
				'input'   => array( 'prompt' => 'Rain' ),
				'context' => array() === $context ? null : $context,
			);
		};
		$rest( 'GET', 'GET', $fixed( '' ) );
		$rest( 'POST /jobs: content', 'POST', $fixed( '/jobs' ), $start( 'content' ) );
		$rest( 'POST /jobs: image', 'POST', $fixed( '/jobs' ), $start( 'image' ) );
		$rest( 'POST /jobs: content, own draft', 'POST', $fixed( '/jobs' ), $start( 'content', array( 'post_id' => $this->post( $this->user ) ) ) );
		$rest( 'POST /jobs: content, another’s draft', 'POST', $fixed( '/jobs' ), $start( 'content', array( 'post_id' => $this->post( $this->other ) ) ) );
		$rest( 'POST /jobs: content, own book', 'POST', $fixed( '/jobs' ), $start( 'content', array( 'post_id' => $this->post( $this->user, 'book' ) ) ) );
		$rest( 'POST /jobs: content, no such post', 'POST', $fixed( '/jobs' ), $start( 'content', array( 'post_id' => 999999 ) ) );
		$rest( 'GET /jobs: a post', 'GET', $fixed( '/jobs' ), array( 'post' => '1' ) );
		$rest( 'GET /capabilities', 'GET', $fixed( '/capabilities' ) );
		$rest( 'GET /capabilities: another’s draft', 'GET', $fixed( '/capabilities' ), array( 'post' => (string) $this->post( $this->other ) ) );
		foreach ( array( 'own' => $this->user, 'another’s' => $this->other ) as $whose => $owner ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing.AssociativeArrayFound -- Short.
			$of                                 = static function ( string $state, string $rest ) use ( $owner ): callable {
				return static function () use ( $owner, $state, $rest ): string {
					return '/jobs/' . self::job( $owner, $state ) . $rest;
				};
			};
			$requests[ "GET /jobs: {$whose}" ] = static function () use ( $owner ): string {
				return self::rest( 'GET', '/jobs', array( 'include' => self::job( $owner, 'pending' ) ) );
			};
			$rest( "POST /jobs/id/acknowledge: {$whose}", 'POST', $of( 'completed', '/acknowledge' ) );
			$rest( "POST /jobs/id/cancel: {$whose}", 'POST', $of( 'pending', '/cancel' ) );
			$rest( "POST /jobs/id/retry: {$whose}", 'POST', $of( 'failed', '/retry' ) );
			$rest( "POST /jobs/id/run: {$whose}", 'POST', $of( 'completed', '/run' ) );
			$rest( "GET /jobs/id/images/index: {$whose}", 'GET', $of( 'image', '/images/0' ) );
			$rest( "POST /jobs/id/images/index: {$whose}", 'POST', $of( 'image', '/images/0' ) );
			$requests[ "ajax check_ai_job_status: {$whose}" ]     = function () use ( $owner ): string {
				return $this->ajax( 'check_ai_job_status', array( 'job_id' => self::job( $owner, 'pending' ) ) );
			};
			$requests[ "ajax save_ai_generated_image: {$whose}" ] = function () use ( $owner ): string {
				return $this->ajax( 'save_ai_generated_image', array( 'image_url' => ImagePreview::url( new Job( array( 'id' => self::job( $owner, 'image' ) ) ), 0 ) ) );
			};
		}
		foreach ( array( 'content', 'image' ) as $type ) {
			$fields = array(
				'prompt'      => 'Rain',
				'image_count' => '1',
			);
			$requests[ "ajax start_ai_job: {$type}" ]   = function () use ( $type, $fields ): string {
				return $this->ajax( 'start_ai_job', $fields + array( 'job_type' => $type ) );
			};
			$requests[ "ajax generate_ai_{$type}: it" ] = function () use ( $type, $fields ): string {
				return $this->ajax( 'generate_ai_' . $type, $fields );
			};
		}
		foreach ( self::all() as $route ) {
			if ( 0 === strpos( $route, 'GET /site-health/' ) ) {
				$rest( $route, 'GET', $fixed( substr( $route, 4 ) ), array_fill_keys( array( 'job', 'name', 'hash', 'token' ), 'x' ) );
			}
		}
		return $requests;
	}

	/**
	 * A job in a state.
	 *
	 * @param int    $owner Whose; 0: somebody's.
	 * @param string $state `pending`, `completed`, `failed`; `image`: completed, with one.
	 * @return string Its id.
	 */
	private static function job( int $owner, string $state ): string {
		$manager = new JobManager();
		$is_img  = 'image' === $state;
		$job     = $manager->create(
			$manager->draft(
				array(
					'owner_id'        => $owner,
					'type'            => $is_img ? 'image' : 'content',
					'input'           => array(
						'prompt' => 'Rain',
						'count'  => 1,
					),
					'context'         => array(),
					'idempotency_key' => null,
					'id_prefix'       => '',
					'part_count'      => $is_img ? 1 : 0,
				)
			)
		)['job'];
		if ( 'pending' === $state ) {
			return $job->id();
		}
		$claimed = $manager->claim( $job->id(), 'rights' );
		if ( 'failed' === $state ) {
			$manager->fail(
				$claimed,
				array(
					'code'          => 'provider_unavailable',
					'message'       => '',
					'retryable'     => true,
					'may_be_billed' => false,
				)
			);
			return $job->id();
		}
		$result = array(
			'content' => 'It rains.',
			'format'  => 'markdown',
			'model'   => null,
			'usage'   => null,
		);
		if ( $is_img ) {
			$path = ImageFiles::make_path( $job->id() );
			file_put_contents( $path, base64_decode( self::PNG ) ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions, WordPress.WP.AlternativeFunctions -- A fixture.
			$result = array(
				'file'           => basename( $path ),
				'width'          => 1,
				'height'         => 1,
				'mime_type'      => 'image/png',
				'bytes'          => filesize( $path ),
				'model'          => null,
				'revised_prompt' => null,
			);
		}
		$manager->complete( $claimed, $result );
		return $job->id();
	}

	/**
	 * A draft.
	 *
	 * @param int    $author User id.
	 * @param string $type   Post type.
	 * @return int Its id.
	 */
	private function post( int $author, string $type = 'post' ): int {
		return wp_insert_post(
			array(
				'post_title'  => 'Rights',
				'post_type'   => $type,
				'post_author' => 0 === $author ? $this->other : $author,
			)
		);
	}

	/**
	 * Sends a request to a route.
	 *
	 * @param string              $method HTTP method.
	 * @param string              $path   Behind the namespace.
	 * @param array<string,mixed> $body   JSON, or the query of a GET.
	 * @return string Status and code.
	 */
	private static function rest( string $method, string $path, array $body ): string {
		$request = new WP_REST_Request( $method, '/wp-ai-jobs/v1' . $path );
		if ( 'GET' === $method ) {
			$request->set_query_params( $body );
		} else {
			$request->set_header( 'Content-Type', 'application/json' );
			$request->set_body( (string) wp_json_encode( (object) $body ) );
		}
		$response = rest_do_request( $request );
		$data     = $response->get_data();
		return $response->is_error()
			? trim( $response->get_status() . ' ' . $data['code'] . ' ' . ( $data['data']['field'] ?? '' ) )
			: (string) $response->get_status();
	}

	/**
	 * Sends a request to an action, as wp-admin/admin-ajax.php does.
	 *
	 * @param string               $action Action.
	 * @param array<string,string> $fields Fields.
	 * @return string Status, and the sentences that are part of the wire.
	 */
	private function ajax( string $action, array $fields ): string {
		$hook = is_user_logged_in() ? 'wp_ajax_' . $action : 'wp_ajax_nopriv_' . $action;
		if ( ! has_action( $hook ) ) {
			return '400';
		}
		$_POST    = wp_slash( $fields + array( 'admin_nonce' => wp_create_nonce( 'admin-nonce' ) ) );
		$_REQUEST = $_POST;
		add_filter( 'wp_doing_ajax', '__return_true' );
		$this->status = 200;
		ob_start();
		try {
			do_action( $hook );
		} catch ( Rights_End $e ) {
			$ended = $e;
		} finally {
			$body = (string) ob_get_clean();
			remove_filter( 'wp_doing_ajax', '__return_true' );
		}
		$data = json_decode( $body, true )['data'] ?? null;
		return trim( $this->status . ' ' . ( is_array( $data ) && 'Job not found' === ( $data['message'] ?? '' ) ? 'Job not found' : '' ) );
	}

	/**
	 * Whether the plugin listens to a hook.
	 *
	 * @param string $hook Hook.
	 * @return bool
	 */
	private static function is_ours( string $hook ): bool {
		foreach ( $GLOBALS['wp_filter'][ $hook ]->callbacks as $callbacks ) {
			foreach ( $callbacks as $callback ) {
				if ( self::is_in_plugin( $callback['function'] ) ) {
					return true;
				}
			}
		}
		return false;
	}

	/**
	 * Whether a function is one of the plugin's.
	 *
	 * @param mixed $callback The function.
	 * @return bool
	 */
	private static function is_in_plugin( $callback ): bool {
		$callback = is_string( $callback ) && false !== strpos( $callback, '::' ) ? explode( '::', $callback ) : $callback;
		if ( ! is_callable( $callback ) ) {
			// One of WordPress's that is not loaded.
			return false;
		}
		$file = ( is_array( $callback ) ? new ReflectionMethod( $callback[0], $callback[1] ) : new ReflectionFunction( $callback ) )->getFileName();
		return false !== $file && false !== strpos( $file, '/includes/' ) && 0 === strpos( (string) realpath( $file ), (string) realpath( WP_PLUGIN_DIR . '/wp-ai-jobs' ) . '/' );
	}
}

if ( 'rights.php' === basename( $argv[0] ) ) {
	wpaijobs_tests_register_books();
	ob_start();
	$login  = $argv[1];
	$rights = new Rights( '' === $login ? 0 : get_user_by( 'login', $login )->ID, get_user_by( 'login', $argv[2] )->ID );
	Rights::enter_admin();
	$report = array(
		'all'     => Rights::all(),
		'answers' => $rights->answers(),
		'images'  => $rights->images(),
	);
	Rights::clean_up();
	remove_all_actions( 'shutdown' );
	ob_end_clean();
	echo wp_json_encode( $report ), "\n";
}
