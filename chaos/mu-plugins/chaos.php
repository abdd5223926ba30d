<?php
/**
 * Plugin Name: Chaos
 * Description: Carries out, in this site's own processes, what a run has drawn for a job, and writes down what happens. For tests alone.
 *
 * CHAOS_FOLDER holds `plans/N.json` for job number N (which its prompt names), and takes `ids/`,
 * `done/` and the ledger: one line of JSON for each event.
 */

declare( strict_types=1 );

use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobHandler;
use WpAiJobs\Integrations\AI\PartedJobHandler;
use WpAiJobs\Integrations\AI\RepeatableHandler;

// phpcs:disable WordPress.WP.AlternativeFunctions, WordPress.PHP.DevelopmentFunctions, WordPress.PHP.IniSet

/**
 * One process's part in a run.
 */
final class Chaos {

	/** How many plugin seconds a real one has. */
	private const SPEED = 'CHAOS_SPEED';

	/**
	 * The job or part that this process executes.
	 *
	 * @var Job|null
	 */
	private static $piece = null;

	/**
	 * What has come of the provider's answer; null: nothing is coming.
	 *
	 * @var string|null
	 */
	private static $body = null;

	/**
	 * The number of the job that this process has created last.
	 *
	 * @var int|null
	 */
	private static $created = null;

	/**
	 * The number of the job whose image is being imported.
	 *
	 * @var int|null
	 */
	private static $imported = null;

	/**
	 * Whether the statement before this one stored a result.
	 *
	 * @var bool
	 */
	private static $has_stored = false;

	/**
	 * Listens to everything.
	 */
	public static function register(): void {
		add_filter( 'wpaijobs_now_ms', array( self::class, 'now_ms' ) );
		add_filter( 'wpaijobs_poll_after_ms', array( self::class, 'poll_after_ms' ), 10, 2 );
		foreach ( array( 'wpaijobs_max_live_jobs', 'wpaijobs_max_starts_per_hour' ) as $limit ) {
			add_filter(
				$limit,
				static function (): int {
					return 100000;
				}
			);
		}
		add_filter(
			'wpaijobs_max_running',
			static function (): int {
				return (int) getenv( 'CHAOS_PLACES' );
			}
		);
		foreach ( array( 'deactivate', 'activate' ) as $deed ) {
			add_action( "wp_ajax_nopriv_chaos_$deed", array( self::class, $deed ) );
		}
		add_filter( 'wpaijobs_types', array( self::class, 'wrap_handlers' ), PHP_INT_MAX );
		add_action( 'wpaijobs_created', array( self::class, 'created' ), 0 );
		add_action( 'wpaijobs_status_changed', array( self::class, 'changed' ), 0, 2 );
		add_filter( 'http_request_args', array( self::class, 'request' ), 10, 2 );
		add_filter( 'pre_http_request', array( self::class, 'asking' ), 10, 3 );
		add_action( 'requests-request.progress', array( self::class, 'receives' ), PHP_INT_MAX );
		add_action( 'http_api_debug', array( self::class, 'answered' ), 0, 5 );
		add_filter( 'pre_schedule_event', array( self::class, 'schedule' ), 10, 2 );
		add_filter( 'query', array( self::class, 'query' ) );
		add_filter( 'rest_pre_dispatch', array( self::class, 'dispatch' ), 10, 3 );
		add_filter( 'wp_handle_sideload_prefilter', array( self::class, 'importing' ) );
		add_action( 'add_attachment', array( self::class, 'attached' ) );
		add_filter( 'wp_generate_attachment_metadata', array( self::class, 'sized' ) );
	}

	/**
	 * Deactivates the plugin, as the Plugins screen does.
	 */
	public static function deactivate(): void {
		require_once ABSPATH . 'wp-admin/includes/plugin.php';
		deactivate_plugins( 'wp-ai-jobs/wp-ai-jobs.php' );
		wp_die( 'done' );
	}

	/**
	 * Activates it again.
	 */
	public static function activate(): void {
		require_once ABSPATH . 'wp-admin/includes/plugin.php';
		activate_plugin( 'wp-ai-jobs/wp-ai-jobs.php' );
		wp_die( 'done' );
	}

	/**
	 * A clock that is faster, that another web server's differs from, and that can be set.
	 *
	 * @param int $ms Real time.
	 * @return int
	 */
	public static function now_ms( int $ms ): int {
		$epoch = (int) getenv( 'CHAOS_EPOCH_MS' );
		$file  = getenv( 'CHAOS_FOLDER' ) . '/clock';
		$set   = is_file( $file ) ? (int) file_get_contents( $file ) : 0;
		return $epoch + ( $ms - $epoch ) * (int) getenv( self::SPEED ) + (int) getenv( 'CHAOS_SKEW_MS' ) + $set;
	}

	/**
	 * Fewer checks of jobs that take long, so that a run does not spend its time on them.
	 *
	 * @param int $ms  The plugin's own.
	 * @param Job $job The job.
	 * @return int
	 */
	public static function poll_after_ms( int $ms, Job $job ): int {
		$age_ms = self::now_ms( (int) floor( microtime( true ) * 1000 ) ) - $job->created_at();
		return max( $ms, min( 25000, intdiv( $age_ms, 3 ) ) );
	}

	/**
	 * Puts a witness before each handler.
	 *
	 * @param array<string,JobHandler> $types Handlers by type.
	 * @return array<string,JobHandler>
	 */
	public static function wrap_handlers( array $types ): array {
		return array_map( array( self::class, 'wrap' ), $types );
	}

	/**
	 * Puts a witness before a handler.
	 *
	 * @param RepeatableHandler $handler The plugin's.
	 * @return JobHandler
	 */
	private static function wrap( RepeatableHandler $handler ): JobHandler {
		if ( ! $handler instanceof PartedJobHandler ) {
			return new class( $handler ) implements RepeatableHandler {
				private $handler;
				public function __construct( RepeatableHandler $handler ) {
					$this->handler = $handler;
				}
				public function is_repeatable(): bool {
					return $this->handler->is_repeatable();
				}
				public function capabilities(): array {
					return $this->handler->capabilities();
				}
				public function validate( array $input ) {
					return $this->handler->validate( $input );
				}
				public function execute( Job $job ) {
					Chaos::executes( $job );
					return $this->handler->execute( $job );
				}
			};
		}
		return new class( $handler ) implements PartedJobHandler, RepeatableHandler {
			private $handler;
			public function __construct( RepeatableHandler $handler ) {
				$this->handler = $handler;
			}
			public function is_repeatable(): bool {
				return $this->handler->is_repeatable();
			}
			public function capabilities(): array {
				return $this->handler->capabilities();
			}
			public function validate( array $input ) {
				return $this->handler->validate( $input );
			}
			public function execute( Job $job ) {
				Chaos::executes( $job );
				return $this->handler->execute( $job );
			}
			public function count_parts( array $input ): int {
				return $this->handler->count_parts( $input );
			}
			public function assemble( Job $job ): array {
				return $this->handler->assemble( $job );
			}
			public function discard( Job $job ): void {
				$this->handler->discard( $job );
			}
		};
	}

	/**
	 * A job is in the database.
	 *
	 * @param Job $job The job.
	 */
	public static function created( Job $job ): void {
		$number        = self::number( $job );
		self::$created = $number;
		file_put_contents( getenv( 'CHAOS_FOLDER' ) . '/ids/' . $job->id(), (string) $number );
		self::note( 'created', $number, array( 'id' => $job->id() ) );
		self::reach( $number, 'created' );
	}

	/**
	 * A job has another status.
	 *
	 * @param Job    $job  The job.
	 * @param string $from The one before.
	 */
	public static function changed( Job $job, string $from ): void {
		$error = $job->stored_error();
		self::note(
			'status',
			self::number( $job ),
			array(
				'id'   => $job->id(),
				'from' => $from,
				'to'   => $job->status(),
				'code' => $error['code'] ?? null,
			)
		);
	}

	/**
	 * A claimed job or part is about to be executed.
	 *
	 * @param Job $piece The job or part.
	 */
	public static function executes( Job $piece ): void {
		self::$piece = $piece;
		self::note( 'executes', self::number( $piece ) );
		self::reach( self::number( $piece ), 'claimed' );
	}

	/**
	 * Gives the provider's server to know who asks, and the plugin's seconds their length.
	 *
	 * @param array<string,mixed> $arguments WP_Http's.
	 * @param string              $url       Address.
	 * @return array<string,mixed>
	 */
	public static function request( array $arguments, string $url ): array {
		if ( self::is_provider( $url ) && null !== self::$piece ) {
			$arguments['timeout']                  = $arguments['timeout'] / (int) getenv( self::SPEED );
			$arguments['headers']['X-Chaos-Pid']   = (string) getmypid();
			$arguments['headers']['X-Chaos-Piece'] = self::number( self::$piece ) . '/' . self::$piece->part() . '/' . self::$piece->attempt();
		}
		return $arguments;
	}

	/**
	 * A request is about to be sent: to the provider, or to this site, which may not get through.
	 *
	 * @param mixed               $answer    False: send it.
	 * @param array<string,mixed> $arguments WP_Http's.
	 * @param string              $url       Address.
	 * @return mixed
	 */
	public static function asking( $answer, array $arguments, string $url ) {
		if ( self::is_provider( $url ) && null !== self::$piece ) {
			// What is streamed to a file WordPress writes there after it has said that it came.
			self::$body = $arguments['stream'] ? null : '';
			self::reach( self::number( self::$piece ), 'asking' );
		} elseif ( 1 === preg_match( '~/jobs/([\w-]+)/run$~', $url, $match ) ) {
			$number = self::number_of( $match[1] );
			if ( null !== $number && isset( self::plan( $number )['loopback'] ) ) {
				self::note( 'fault', $number, array( 'step' => 'loopback' ) );
				return new WP_Error( 'http_request_failed', 'Blocked.' );
			}
		}
		return $answer;
	}

	/**
	 * Bytes of an answer have come.
	 *
	 * @param string $block Some.
	 */
	public static function receives( string $block ): void {
		if ( null === self::$body || null === self::$piece ) {
			return;
		}
		self::$body .= $block;
		if ( null !== json_decode( self::$body ) ) {
			self::$body = null;
			self::note( 'received', self::number( self::$piece ) );
			self::reach( self::number( self::$piece ), 'received' );
		}
	}

	/**
	 * The provider's answer is in this process, or what there is instead.
	 *
	 * @param mixed               $response  WP_Http's response.
	 * @param string              $context   Of the action.
	 * @param string              $transport Of the HTTP API.
	 * @param array<string,mixed> $arguments WP_Http's.
	 * @param string              $url       Address.
	 */
	public static function answered( $response, string $context, string $transport, array $arguments, string $url ): void {
		if ( self::is_provider( $url ) && null !== self::$piece ) {
			self::$body = null;
			self::note( 'answered', self::number( self::$piece ), array( 'http' => is_wp_error( $response ) ? 0 : (int) wp_remote_retrieve_response_code( $response ) ) );
			self::reach( self::number( self::$piece ), 'received' );
			self::reach( self::number( self::$piece ), 'answered' );
		}
	}

	/**
	 * Leaves WP-Cron's list alone after the start of a job for whom it does not run.
	 *
	 * @param mixed  $answer Null: schedule it.
	 * @param object $event  The event.
	 * @return mixed
	 */
	public static function schedule( $answer, $event ) {
		$is_run = 0 === strpos( $event->hook, 'wpaijobs_' ) && null !== self::$created;
		return $is_run && isset( self::plan( self::$created )['cron'] ) ? true : $answer;
	}

	/**
	 * A statement is about to be sent to the database.
	 *
	 * @param string $statement SQL.
	 * @return string The same.
	 */
	public static function query( string $statement ): string {
		if ( null === self::$piece ) {
			return $statement;
		}
		if ( self::$has_stored ) {
			self::$has_stored = false;
			self::note( 'stored', self::number( self::$piece ) );
			self::reach( self::number( self::$piece ), 'stored' );
		}
		if ( 1 === preg_match( '/^UPDATE `\w+wpaijobs_jobs` SET .*`status` = \'completed\'/s', $statement ) && false !== strpos( $statement, self::$piece->id() ) ) {
			self::reach( self::number( self::$piece ), 'storing' );
			self::$has_stored = true;
		}
		return $statement;
	}

	/**
	 * A request over REST is about to be served.
	 *
	 * @param mixed           $answer  Null: serve it.
	 * @param WP_REST_Server  $server  WordPress's.
	 * @param WP_REST_Request $request The request.
	 * @return mixed
	 */
	public static function dispatch( $answer, $server, WP_REST_Request $request ) {
		if ( 'POST' === $request->get_method() && 1 === preg_match( '~/jobs/([\w-]+)/images/\d+$~', $request->get_route(), $match ) ) {
			self::$imported = self::number_of( $match[1] );
		}
		return $answer;
	}

	/**
	 * An import has a copy of the image, and nothing else.
	 *
	 * @param array<string,mixed> $file The file.
	 * @return array<string,mixed>
	 */
	public static function importing( array $file ): array {
		if ( null !== self::$imported ) {
			self::reach( self::$imported, 'importing' );
		}
		return $file;
	}

	/**
	 * An import has an attachment without sizes.
	 */
	public static function attached(): void {
		if ( null !== self::$imported ) {
			self::reach( self::$imported, 'attached' );
		}
	}

	/**
	 * An import has all files, and they are not noted yet.
	 *
	 * @param array<string,mixed> $metadata Of the attachment.
	 * @return array<string,mixed>
	 */
	public static function sized( array $metadata ): array {
		if ( null !== self::$imported ) {
			self::reach( self::$imported, 'sized' );
		}
		return $metadata;
	}

	/**
	 * Does what is drawn for a job at a step, once.
	 *
	 * @param int    $number The job.
	 * @param string $step   Where it is.
	 */
	private static function reach( int $number, string $step ): void {
		$plan = self::plan( $number );
		if ( ( $plan['step'] ?? null ) !== $step || ! self::is_first( $number, $step ) ) {
			return;
		}
		self::note(
			'fault',
			$number,
			array(
				'step' => $step,
				'deed' => $plan['deed'],
			)
		);
		switch ( $plan['deed'] ) {
			case 'kill':
				posix_kill( getmypid(), SIGKILL );
				// The signal is on its way.
				while ( true ) {
					usleep( 1000 );
				}
			case 'fatal':
				trigger_error( 'Drawn.', E_USER_ERROR );
			case 'memory':
				ini_set( 'memory_limit', (string) ( memory_get_usage() + 4 * MB_IN_BYTES ) );
				while ( true ) {
					$GLOBALS['chaos'][] = str_repeat( 'x', 65536 );
				}
			case 'time':
				set_time_limit( 1 );
				while ( true ) {
					hash( 'sha256', 'x' );
				}
			case 'disk':
				// Files end here, as on a full disk; without the signal that comes with it.
				pcntl_signal( SIGXFSZ, SIG_IGN );
				posix_setrlimit( POSIX_RLIMIT_FSIZE, 256, -1 );
				// The process goes on with other requests.
				register_shutdown_function( 'posix_setrlimit', POSIX_RLIMIT_FSIZE, -1, -1 );
				return;
		}
	}

	/**
	 * Whether a step of a job is reached for the first time, by whichever process.
	 *
	 * @param int    $number The job.
	 * @param string $step   The step.
	 * @return bool
	 */
	private static function is_first( int $number, string $step ): bool {
		return @mkdir( getenv( 'CHAOS_FOLDER' ) . "/done/$number-$step" ); // phpcs:ignore WordPress.PHP.NoSilencedErrors
	}

	/**
	 * What is drawn for a job.
	 *
	 * @param int $number The job.
	 * @return array<string,mixed>
	 */
	private static function plan( int $number ): array {
		$file = getenv( 'CHAOS_FOLDER' ) . "/plans/$number.json";
		return is_file( $file ) ? (array) json_decode( (string) file_get_contents( $file ), true ) : array();
	}

	/**
	 * Writes an event down.
	 *
	 * @param string              $event  What happened.
	 * @param int                 $number To which job.
	 * @param array<string,mixed> $more   What else is to be said.
	 */
	private static function note( string $event, int $number, array $more = array() ): void {
		$piece = self::$piece;
		$limit = posix_getrlimit();
		posix_setrlimit( POSIX_RLIMIT_FSIZE, -1, -1 );
		file_put_contents(
			getenv( 'CHAOS_FOLDER' ) . '/ledger',
			wp_json_encode(
				array(
					'event'   => $event,
					'number'  => $number,
					'at'      => microtime( true ) * 1000,
					'server'  => (string) getenv( 'CHAOS_SERVER' ),
					'pid'     => getmypid(),
					'part'    => null === $piece ? null : $piece->part(),
					'attempt' => null === $piece ? null : $piece->attempt(),
				) + $more
			) . "\n",
			FILE_APPEND | LOCK_EX
		);
		if ( is_int( $limit['soft filesize'] ?? null ) ) {
			posix_setrlimit( POSIX_RLIMIT_FSIZE, $limit['soft filesize'], -1 );
		}
	}

	/**
	 * A job's number.
	 *
	 * @param Job $job The job, or a part of it.
	 * @return int
	 */
	private static function number( Job $job ): int {
		return 1 === preg_match( '/#(\d+)/', (string) ( $job->input()['prompt'] ?? '' ), $match ) ? (int) $match[1] : 0;
	}

	/**
	 * The number of a job of which the id is known.
	 *
	 * @param string $id Job id.
	 * @return int|null
	 */
	private static function number_of( string $id ): ?int {
		$file = getenv( 'CHAOS_FOLDER' ) . '/ids/' . basename( $id );
		return is_file( $file ) ? (int) file_get_contents( $file ) : null;
	}

	/**
	 * Whether an address is the provider's.
	 *
	 * @param string $url Address.
	 * @return bool
	 */
	private static function is_provider( string $url ): bool {
		return 0 === strpos( $url, (string) getenv( 'WPAIJOBS_OPENAI_BASE_URL' ) );
	}
}

if ( false !== getenv( 'CHAOS_FOLDER' ) ) {
	Chaos::register();
}
