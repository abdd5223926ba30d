<?php
/**
 * The REST carrier.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WP_Error;
use WP_REST_Request;
use WP_REST_Response;
use WP_REST_Server;
use WpAiJobs\Integrations\AI\Store\StoreException;

defined( 'ABSPATH' ) || exit;

/**
 * The routes of docs/wire.md under `wp-ai-jobs/v1`.
 *
 * Fields are checked by JobService and the job types, not by the arguments' schemas: those tell
 * what a route takes, and their own errors would name no dotted path.
 */
final class RestController {

	public const REST_NAMESPACE = 'wp-ai-jobs/v1';

	/** The largest body, in bytes: 256 KiB. */
	public const MAX_BODY_BYTES = 262144;

	private const MAX_INCLUDED = 50;

	/**
	 * Adds the hooks.
	 */
	public function register(): void {
		add_action( 'rest_api_init', array( $this, 'register_routes' ) );
		add_filter( 'rest_pre_dispatch', array( $this, 'refuse_body' ), 10, 3 );
		add_filter( 'rest_post_dispatch', array( $this, 'add_headers' ), 10, 3 );
		add_filter( 'rest_allowed_cors_headers', array( $this, 'allow_headers' ), 10, 2 );
		add_filter( 'rest_exposed_cors_headers', array( $this, 'expose_headers' ), 10, 2 );
	}

	/**
	 * Registers the routes.
	 */
	public function register_routes(): void {
		register_rest_route(
			self::REST_NAMESPACE,
			'/jobs',
			array(
				array(
					'methods'             => WP_REST_Server::CREATABLE,
					'callback'            => $this->answering( array( $this, 'start' ) ),
					'permission_callback' => array( JobService::class, 'check_access' ),
					'args'                => self::start_args(),
				),
				array(
					'methods'             => WP_REST_Server::READABLE,
					'callback'            => $this->answering( array( $this, 'check' ) ),
					'permission_callback' => array( JobService::class, 'check_access' ),
					'args'                => array(
						'include' => self::arg( 'string', __( 'The ids of 1 to 50 jobs, separated by commas.', 'wp-ai-jobs' ) ),
						'post'    => self::arg( 'integer', __( 'A post: lists its jobs that are live, or completed, failed or expired and not acknowledged.', 'wp-ai-jobs' ) ) + array( 'minimum' => 1 ),
					),
				),
				'schema' => array( self::class, 'schema' ),
			)
		);
		foreach ( array( 'acknowledge', 'cancel', 'retry', 'run' ) as $action ) {
			register_rest_route(
				self::REST_NAMESPACE,
				// Any id, so that a malformed one is answered as an unknown one is.
				'/jobs/(?P<id>[^/]+)/' . $action,
				array(
					array(
						'methods'             => WP_REST_Server::CREATABLE,
						'callback'            => $this->answering( array( $this, $action ) ),
						'permission_callback' => 'run' === $action ? array( $this, 'check_run_access' ) : array( JobService::class, 'check_access' ),
						'args'                => array( 'id' => self::arg( 'string', __( 'The job.', 'wp-ai-jobs' ) ) ),
					),
					'schema' => array( self::class, 'schema' ),
				)
			);
		}
		register_rest_route(
			self::REST_NAMESPACE,
			'/jobs/(?P<id>[^/]+)/images/(?P<index>[^/]+)',
			array(
				array(
					'methods'             => WP_REST_Server::READABLE,
					'callback'            => $this->answering( array( $this, 'image' ) ),
					'permission_callback' => array( JobService::class, 'check_access' ),
					'args'                => self::image_args(),
				),
				array(
					'methods'             => WP_REST_Server::CREATABLE,
					'callback'            => $this->answering( array( $this, 'import' ) ),
					'permission_callback' => array( JobService::class, 'check_import_access' ),
					'args'                => self::image_args() + self::import_args(),
				),
			)
		);
		register_rest_route(
			self::REST_NAMESPACE,
			'/capabilities',
			array(
				'methods'             => WP_REST_Server::READABLE,
				'callback'            => $this->answering( array( $this, 'capabilities' ) ),
				'permission_callback' => array( JobService::class, 'check_access' ),
				'args'                => array(
					'post' => self::arg( 'integer', __( 'A post: tells what the user may start for it.', 'wp-ai-jobs' ) ) + array( 'minimum' => 1 ),
				),
			)
		);
	}

	/**
	 * `POST /jobs`.
	 *
	 * @param WP_REST_Request $request The request.
	 * @return WP_REST_Response|WP_Error
	 */
	public function start( WP_REST_Request $request ) {
		$key = self::idempotency_key( $request );
		if ( $key instanceof WP_Error ) {
			return $key;
		}
		$started = ( new JobService() )->start(
			array(
				'type'            => $request['type'],
				'input'           => $request['input'],
				'context'         => $request['context'],
				'idempotency_key' => $key,
			)
		);
		if ( $started instanceof WP_Error ) {
			return $started;
		}
		if ( $started['is_new'] ) {
			RunnerLadder::dispatch( $started['job'] );
		}
		return new WP_REST_Response( $started['job']->snapshot(), $started['is_new'] ? 201 : 200 );
	}

	/**
	 * `GET /jobs?include=…` and `GET /jobs?post=…`.
	 *
	 * @param WP_REST_Request $request The request.
	 * @return WP_REST_Response|WP_Error
	 */
	public function check( WP_REST_Request $request ) {
		$post_id = self::post( $request );
		if ( null !== $post_id ) {
			return $post_id instanceof WP_Error ? $post_id : self::found( ( new JobService() )->find_for_post( $post_id ) );
		}

		$ids = is_string( $request['include'] ) ? array_filter( explode( ',', $request['include'] ), 'strlen' ) : array();
		if ( array() === $ids || count( $ids ) > self::MAX_INCLUDED ) {
			return Errors::invalid( 'include', __( 'Please name 1 to 50 jobs.', 'wp-ai-jobs' ) );
		}
		$jobs = ( new JobService() )->find_many( $ids );
		return array() === $jobs ? Errors::not_found() : self::snapshots( $jobs );
	}

	/**
	 * `POST /jobs/ID/acknowledge`.
	 *
	 * @param WP_REST_Request $request The request.
	 * @return WP_REST_Response|WP_Error
	 */
	public function acknowledge( WP_REST_Request $request ) {
		return self::snapshot( ( new JobService() )->acknowledge( self::id( $request ) ) );
	}

	/**
	 * `POST /jobs/ID/cancel`.
	 *
	 * @param WP_REST_Request $request The request.
	 * @return WP_REST_Response|WP_Error
	 */
	public function cancel( WP_REST_Request $request ) {
		return self::snapshot( ( new JobService() )->cancel( self::id( $request ) ) );
	}

	/**
	 * `POST /jobs/ID/retry`.
	 *
	 * @param WP_REST_Request $request The request.
	 * @return WP_REST_Response|WP_Error
	 */
	public function retry( WP_REST_Request $request ) {
		return self::snapshot( ( new JobService() )->retry( self::id( $request ) ) );
	}

	/**
	 * `POST /jobs/ID/run`. The site's own loopback request gets an empty answer at once, since
	 * some of PHP's HTTP transports wait for one.
	 *
	 * @param WP_REST_Request $request The request.
	 * @return WP_REST_Response|WP_Error
	 */
	public function run( WP_REST_Request $request ) {
		if ( self::has_token( $request ) ) {
			RunnerLadder::run_for_loopback( self::id( $request ) );
			return new WP_REST_Response( null, 204 );
		}
		return self::snapshot( ( new JobService() )->run( self::id( $request ) ) );
	}

	/**
	 * `GET /jobs/ID/images/N`: the bytes, which are sent instead of JSON.
	 *
	 * @param WP_REST_Request $request The request.
	 * @return WP_REST_Response|WP_Error
	 */
	public function image( WP_REST_Request $request ) {
		$part = ( new JobService() )->find_image( self::id( $request ), $request->get_url_params()['index'] );
		if ( $part instanceof WP_Error ) {
			return $part;
		}
		$response = new WP_REST_Response( null, 200, ImagePreview::headers( $part ) );
		add_filter(
			'rest_pre_serve_request',
			static function ( $is_served, $served ) use ( $part, $response ) {
				if ( $is_served || $served !== $response ) {
					return $is_served;
				}
				ImagePreview::send( $part );
				return true;
			},
			10,
			2
		);
		return $response;
	}

	/**
	 * `POST /jobs/ID/images/N`: puts the image into the media library.
	 *
	 * @param WP_REST_Request $request The request.
	 * @return WP_REST_Response|WP_Error
	 */
	public function import( WP_REST_Request $request ) {
		$imported = ( new JobService() )->import_image(
			self::id( $request ),
			$request->get_url_params()['index'],
			// From the body alone, which cannot say which image it is about.
			array_intersect_key( (array) $request->get_json_params(), self::import_args() )
		);
		return $imported instanceof WP_Error
			? $imported
			: new WP_REST_Response( ImageImport::describe( $imported['attachment_id'] ), $imported['is_new'] ? 201 : 200 );
	}

	/**
	 * `GET /capabilities` and `GET /capabilities?post=…`.
	 *
	 * @param WP_REST_Request $request The request.
	 * @return WP_REST_Response|WP_Error
	 */
	public function capabilities( WP_REST_Request $request ) {
		$post_id      = self::post( $request );
		$capabilities = $post_id instanceof WP_Error ? $post_id : ( new JobService() )->capabilities( $post_id );
		if ( $capabilities instanceof WP_Error ) {
			return $capabilities;
		}
		$capabilities['types'] = (object) $capabilities['types'];
		return new WP_REST_Response( $capabilities );
	}

	/**
	 * Who may have a job run: its owner, and the site itself.
	 *
	 * @param WP_REST_Request $request The request.
	 * @return true|WP_Error
	 */
	public function check_run_access( WP_REST_Request $request ) {
		return self::has_token( $request ) ? true : JobService::check_access();
	}

	/**
	 * Refuses a body over the limit, and JSON that is neither an object nor a list, before WordPress
	 * looks for fields in it.
	 *
	 * @param mixed           $response What another plugin answers, or null.
	 * @param WP_REST_Server  $server   The server.
	 * @param WP_REST_Request $request  The request.
	 * @return mixed
	 */
	public function refuse_body( $response, $server, $request ) {
		if ( null !== $response || ! self::is_ours( $request ) ) {
			return $response;
		}
		$body = (string) $request->get_body();
		if ( strlen( $body ) > self::MAX_BODY_BYTES ) {
			return Errors::request( 'ai_job_too_large', __( 'The request is too large. Please select less text.', 'wp-ai-jobs' ), 413 );
		}
		if ( $request->is_json_content_type() && is_scalar( json_decode( $body ) ) ) {
			return Errors::invalid( 'body', __( 'The body of the request has to be a JSON object.', 'wp-ai-jobs' ) );
		}
		return $response;
	}

	/**
	 * Keeps answers out of every cache, and says when to come again.
	 *
	 * @param mixed           $response The response.
	 * @param WP_REST_Server  $server   The server.
	 * @param WP_REST_Request $request  The request.
	 * @return mixed
	 */
	public function add_headers( $response, $server, $request ) {
		if ( $response instanceof WP_REST_Response && self::is_ours( $request ) ) {
			$response->header( 'Cache-Control', 'no-store, private' );
			$retry_after_s = $response->get_data()['data']['retry_after'] ?? null;
			if ( null !== $retry_after_s ) {
				$response->header( 'Retry-After', (string) $retry_after_s );
			}
		}
		return $response;
	}

	/**
	 * Lets a page of another origin send the header of a start.
	 *
	 * @param mixed $headers Names.
	 * @param mixed $request The request; missing where another plugin applies core's filter in the old way.
	 * @return mixed
	 */
	public function allow_headers( $headers, $request = null ) {
		return self::with_header( 'Idempotency-Key', $headers, $request );
	}

	/**
	 * Lets a page of another origin read how long to wait after a 429.
	 *
	 * @param mixed $headers Names.
	 * @param mixed $request As above.
	 * @return mixed
	 */
	public function expose_headers( $headers, $request = null ) {
		return self::with_header( 'Retry-After', $headers, $request );
	}

	/**
	 * A snapshot's JSON schema.
	 *
	 * @return array<string,mixed>
	 */
	public static function schema(): array {
		$time = array(
			'type'   => array( 'string', 'null' ),
			'format' => 'date-time',
		);
		return array(
			'$schema'    => 'http://json-schema.org/draft-04/schema#',
			'title'      => 'ai-job',
			'type'       => 'object',
			'properties' => array(
				'id'             => array( 'type' => 'string' ),
				'type'           => array( 'type' => 'string' ),
				'status'         => array(
					'type' => 'string',
					'enum' => array( Job::PENDING, Job::PROCESSING, Job::COMPLETED, Job::FAILED, Job::EXPIRED, Job::CANCELLED ),
				),
				'created_at'     => $time,
				'started_at'     => $time,
				'finished_at'    => $time,
				'expires_at'     => $time,
				'attempt'        => array( 'type' => 'integer' ),
				'progress'       => array( 'type' => array( 'object', 'null' ) ),
				'result'         => array( 'type' => array( 'object', 'null' ) ),
				'partial_result' => array( 'type' => array( 'object', 'null' ) ),
				'error'          => array( 'type' => array( 'object', 'null' ) ),
				'poll_after_ms'  => array( 'type' => array( 'integer', 'null' ) ),
				'needs_runner'   => array( 'type' => 'boolean' ),
				'queue_position' => array( 'type' => array( 'integer', 'null' ) ),
				'may_be_billed'  => array( 'type' => 'boolean' ),
				'server_time'    => $time,
			),
		);
	}

	/**
	 * A route's callback that answers in the user's language, and with an error of the wire
	 * when the database refuses.
	 *
	 * @param callable(WP_REST_Request):(WP_REST_Response|WP_Error) $callback A route's callback.
	 * @return callable(WP_REST_Request):(WP_REST_Response|WP_Error)
	 */
	private function answering( callable $callback ): callable {
		return static function ( WP_REST_Request $request ) use ( $callback ) {
			$switched = is_user_logged_in() && switch_to_user_locale( get_current_user_id() );
			try {
				return $callback( $request );
			} catch ( StoreException $e ) {
				return Errors::storage();
			} finally {
				if ( $switched ) {
					restore_previous_locale();
				}
			}
		};
	}

	/**
	 * An answer of one snapshot.
	 *
	 * @param Job|WP_Error $job The job, or why there is none.
	 * @return WP_REST_Response|WP_Error
	 */
	private static function snapshot( $job ) {
		return $job instanceof Job ? new WP_REST_Response( $job->snapshot() ) : $job;
	}

	/**
	 * An answer of several snapshots, whose jobs are seen to.
	 *
	 * @param Job[] $jobs The jobs.
	 * @return WP_REST_Response
	 */
	private static function snapshots( array $jobs ): WP_REST_Response {
		return new WP_REST_Response(
			array_map(
				static function ( Job $job ): array {
					return $job->snapshot( RunnerLadder::see_to( $job ) );
				},
				$jobs
			)
		);
	}

	/**
	 * The answer with jobs of which the asking page may know nothing: with what their owner asked for.
	 *
	 * @param Job[] $jobs The jobs.
	 * @return WP_REST_Response
	 */
	private static function found( array $jobs ): WP_REST_Response {
		return new WP_REST_Response(
			array_map(
				static function ( Job $job ): array {
					return $job->snapshot( RunnerLadder::see_to( $job ) ) + array(
						'input'   => (object) $job->input(),
						'context' => (object) $job->context(),
					);
				},
				$jobs
			)
		);
	}

	/**
	 * The key of a start. It comes twice, since some proxies drop the header.
	 *
	 * @param WP_REST_Request $request The request.
	 * @return string|null|WP_Error
	 */
	private static function idempotency_key( WP_REST_Request $request ) {
		$header = $request->get_header( 'Idempotency-Key' );
		$body   = $request['idempotency_key'];
		if ( null !== $body && ! is_string( $body ) ) {
			return Errors::invalid( 'idempotency_key', __( 'The idempotency key is not valid.', 'wp-ai-jobs' ) );
		}
		if ( null !== $header && null !== $body && $header !== $body ) {
			return Errors::invalid( 'idempotency_key', __( 'The idempotency keys in the header and in the body are different.', 'wp-ai-jobs' ) );
		}
		return $header ?? $body;
	}

	/**
	 * The post that a request's query names.
	 *
	 * @param WP_REST_Request $request The request.
	 * @return int|WP_Error|null Null: it names none.
	 */
	private static function post( WP_REST_Request $request ) {
		if ( null === $request['post'] ) {
			return null;
		}
		$post_id = rest_is_integer( $request['post'] ) ? (int) $request['post'] : 0;
		return $post_id < 1 ? Errors::invalid( 'post', __( 'The post is not valid.', 'wp-ai-jobs' ) ) : $post_id;
	}

	/**
	 * The job that a request's path names. A body may hold an `id` of its own, of any type.
	 *
	 * @param WP_REST_Request $request The request.
	 * @return string
	 */
	private static function id( WP_REST_Request $request ): string {
		return $request->get_url_params()['id'];
	}

	/**
	 * Whether a request carries the site's own ticket for its job.
	 *
	 * @param WP_REST_Request $request The request.
	 * @return bool
	 */
	private static function has_token( WP_REST_Request $request ): bool {
		$token = $request->get_header( RunnerLadder::TOKEN_HEADER );
		return null !== $token && RunnerLadder::is_token( self::id( $request ), $token );
	}

	/**
	 * The headers of a CORS answer, with one more if the request is for these routes.
	 *
	 * @param string $name    The header.
	 * @param mixed  $headers Names.
	 * @param mixed  $request The request.
	 * @return mixed
	 */
	private static function with_header( string $name, $headers, $request ) {
		return is_array( $headers ) && $request instanceof WP_REST_Request && self::is_ours( $request )
			? array_merge( $headers, array( $name ) )
			: $headers;
	}

	/**
	 * Whether a request is for one of these routes.
	 *
	 * @param WP_REST_Request $request The request.
	 * @return bool
	 */
	private static function is_ours( WP_REST_Request $request ): bool {
		// Core matches routes whatever their case.
		return 0 === stripos( $request->get_route(), '/' . self::REST_NAMESPACE . '/' );
	}

	/**
	 * What `POST /jobs` takes.
	 *
	 * @return array<string,array<string,mixed>>
	 */
	private static function start_args(): array {
		$types = JobTypes::all();
		return array(
			'type'            => self::arg( 'string', __( 'The type of job. Required.', 'wp-ai-jobs' ) ) + array( 'enum' => array_keys( $types ) ),
			'input'           => self::arg( 'object', __( 'What to generate, as the type wants it. Required.', 'wp-ai-jobs' ) ) + self::inputs( $types ),
			'idempotency_key' => self::arg( 'string', __( 'Starts with one key are one job. The same as in the Idempotency-Key header, if that is sent as well.', 'wp-ai-jobs' ) ) + array( 'pattern' => '^[A-Za-z0-9_-]{1,64}$' ),
			'context'         => self::arg( 'object', __( 'Where the job was started.', 'wp-ai-jobs' ) ) + array(
				'properties' => array(
					'post_id'       => array(
						'type'    => 'integer',
						'minimum' => 1,
					),
					'title'         => array(
						'type'      => 'string',
						'maxLength' => 500,
					),
					'selected_text' => array(
						'type'      => 'string',
						'maxLength' => 10000,
					),
				),
			),
		);
	}

	/**
	 * The inputs of the types that describe theirs, each titled by its type's name; and any other,
	 * for those that describe none.
	 *
	 * @param array<string,JobHandler> $types Handlers by type.
	 * @return array{anyOf:array<int,array<string,mixed>>}
	 */
	private static function inputs( array $types ): array {
		$inputs = array();
		foreach ( $types as $type => $handler ) {
			if ( $handler instanceof DeclaredType ) {
				$inputs[] = array( 'title' => $type ) + $handler->input_schema();
			} elseif ( $handler instanceof ContentHandler ) {
				$inputs[] = array( 'title' => $type ) + ContentInput::schema();
			} elseif ( $handler instanceof ImageHandler ) {
				$inputs[] = array( 'title' => $type ) + ImageInput::schema();
			}
		}
		return array( 'anyOf' => array_merge( $inputs, array( array( 'type' => 'object' ) ) ) );
	}

	/**
	 * What the routes of an image take.
	 *
	 * @return array<string,array<string,mixed>>
	 */
	private static function image_args(): array {
		return array(
			'id'    => self::arg( 'string', __( 'The job.', 'wp-ai-jobs' ) ),
			'index' => self::arg( 'integer', __( 'Which of its images, from 0.', 'wp-ai-jobs' ) ),
		);
	}

	/**
	 * What an import takes besides.
	 *
	 * @return array<string,array<string,mixed>>
	 */
	private static function import_args(): array {
		return array(
			'alt'         => self::arg( 'string', __( 'The alternative text.', 'wp-ai-jobs' ) ) + array( 'maxLength' => AttachmentFields::MAX_LENGTHS['alt'] ),
			'title'       => self::arg( 'string', __( 'The title.', 'wp-ai-jobs' ) ) + array( 'maxLength' => AttachmentFields::MAX_LENGTHS['title'] ),
			'caption'     => self::arg( 'string', __( 'The caption.', 'wp-ai-jobs' ) ) + array( 'maxLength' => AttachmentFields::MAX_LENGTHS['caption'] ),
			'description' => self::arg( 'string', __( 'The description.', 'wp-ai-jobs' ) ) + array( 'maxLength' => AttachmentFields::MAX_LENGTHS['description'] ),
		);
	}

	/**
	 * An argument that is described here and checked elsewhere.
	 *
	 * @param string $type        JSON type.
	 * @param string $description Translated sentence.
	 * @return array<string,mixed>
	 */
	private static function arg( string $type, string $description ): array {
		return array(
			'type'              => $type,
			'description'       => $description,
			// Without this, WordPress would check by the schema and answer with its own error.
			'sanitize_callback' => null,
		);
	}
}
