<?php
/**
 * The classic carrier.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WP_Error;
use WpAiJobs\Integrations\AI\Store\StoreException;

defined( 'ABSPATH' ) || exit;

/**
 * The actions over `admin-ajax.php` that clients of the classic job queue speak: form fields
 * in, `{ success, data }` out. The same service as REST, with the same guarantees.
 *
 * Every request carries `admin_nonce`, a nonce of the action `admin-nonce`. The page that
 * prints the client's globals makes it: `wp_create_nonce( AI::NONCE_ACTION )`.
 *
 * The sentences that classic clients compare ('Nonce Error', 'Job not found', 'Invalid job
 * type') are part of the wire and are not translated.
 */
final class AI {

	public const NONCE_ACTION = 'admin-nonce';
	public const NONCE_FIELD  = 'admin_nonce';

	/** What the ids of classic jobs begin with. */
	private const ID_PREFIX = 'job_';

	/**
	 * Adds the hook.
	 */
	public function register(): void {
		// Late, when every plugin has added its own actions.
		add_action( 'admin_init', array( $this, 'add_actions' ), PHP_INT_MAX );
	}

	/**
	 * Answers the classic actions, unless another plugin does: two backends would not know
	 * each other's jobs.
	 */
	public function add_actions(): void {
		if ( ! has_action( 'wp_ajax_start_ai_job' ) && ! has_action( 'wp_ajax_check_ai_job_status' ) ) {
			add_action( 'wp_ajax_start_ai_job', array( $this, 'start_ai_job' ) );
			add_action( 'wp_ajax_check_ai_job_status', array( $this, 'check_ai_job_status' ) );
		}
		foreach ( array( 'generate_ai_content', 'generate_ai_image', 'save_ai_generated_image' ) as $action ) {
			if ( ! has_action( 'wp_ajax_' . $action ) ) {
				add_action( 'wp_ajax_' . $action, array( $this, $action ) );
			}
		}
	}

	/**
	 * `start_ai_job`: creates a job and sends it on its way.
	 */
	public function start_ai_job(): void {
		$this->answer(
			function (): array {
				$job = $this->start( self::field( 'job_type' ) );
				if ( $job instanceof WP_Error ) {
					return self::failure( $job );
				}
				RunnerLadder::dispatch( $job );
				return self::success(
					array(
						'job_id'  => $job->id(),
						'message' => __( 'The AI job has started.', 'wp-ai-jobs' ),
					)
				);
			}
		);
	}

	/**
	 * `check_ai_job_status`: what has become of a job.
	 */
	public function check_ai_job_status(): void {
		$this->answer(
			static function (): array {
				$job = ( new JobService() )->find( self::field( 'job_id' ) );
				if ( $job instanceof WP_Error ) {
					return self::failure( $job );
				}
				// A classic client knows no run request.
				RunnerLadder::see_to( $job, false );
				return self::success( self::status( $job ) );
			}
		);
	}

	/**
	 * `save_ai_generated_image`: puts an image into the media library.
	 */
	public function save_ai_generated_image(): void {
		$this->answer(
			static function (): array {
				$saved = ClassicImages::save( array( self::class, 'field' ) );
				return $saved instanceof WP_Error ? self::failure( $saved ) : self::success( $saved );
			}
		);
	}

	/**
	 * `generate_ai_content`: for clients from before there were jobs, which wait for the answer
	 * in one request. If they lose it, the job keeps the result.
	 */
	public function generate_ai_content(): void {
		$this->generate( 'content' );
	}

	/**
	 * `generate_ai_image`: the same for images, which are made one after the other.
	 */
	public function generate_ai_image(): void {
		$this->generate( 'image' );
	}

	/**
	 * Starts a job and answers with its result.
	 *
	 * @param string $type `content` or `image`.
	 */
	private function generate( string $type ): void {
		$this->answer(
			function () use ( $type ): array {
				$job = $this->start( $type );
				if ( $job instanceof Job ) {
					$job = self::run_now( $job );
				}
				if ( $job instanceof WP_Error ) {
					return self::failure( $job );
				}
				if ( Job::COMPLETED === $job->status() ) {
					return self::success( self::result( $job ) );
				}
				// WP-Cron may have taken a part of it.
				return array( 502, false, self::problem( $job->is_final() ? self::error_text( $job ) : __( 'The AI job is still running.', 'wp-ai-jobs' ) ) );
			}
		);
	}

	/**
	 * Executes a job in this request, part after part. What would have to wait for a place is
	 * stopped: nobody would come for its result.
	 *
	 * @param Job $job The pending job.
	 * @return Job|WP_Error The job afterwards. `ai_job_not_found`, `ai_job_rate_limited`.
	 */
	private static function run_now( Job $job ) {
		$service = new JobService();
		$waiting = count( $job->waiting() );
		do {
			$before  = $waiting;
			$job     = $service->run( $job->id() );
			$waiting = $job instanceof Job ? count( $job->waiting() ) : 0;
		} while ( 0 < $waiting && $waiting < $before );

		if ( $job instanceof Job && Job::PENDING === $job->status() ) {
			$service->cancel( $job->id() );
			return Errors::rate_limited( __( 'As many AI jobs are running as this site runs at once. Please try again in a moment.', 'wp-ai-jobs' ), Quota::RETRY_AFTER_S );
		}
		return $job;
	}

	/**
	 * Creates a job of the request's fields.
	 *
	 * @param string $type `content` or `image`.
	 * @return Job|WP_Error
	 */
	private function start( string $type ) {
		if ( 'content' === $type ) {
			$input = array( 'prompt' => self::field( 'prompt' ) );
		} elseif ( 'image' === $type ) {
			$input = ClassicImages::input( array( self::class, 'field' ) );
		} else {
			$input = Errors::invalid( 'job_type', 'Invalid job type' );
		}
		if ( $input instanceof WP_Error ) {
			return $input;
		}
		$started = ( new JobService() )->start(
			array(
				'type'      => $type,
				'input'     => $input,
				'context'   => null,
				'id_prefix' => self::ID_PREFIX,
			)
		);
		return $started instanceof WP_Error ? $started : $started['job'];
	}

	/**
	 * Answers a request, if its nonce and its user are right.
	 *
	 * @param callable():array{0:int,1:bool,2:mixed} $act What to answer: HTTP status, success, data.
	 */
	private function answer( callable $act ): void {
		if ( false === check_ajax_referer( self::NONCE_ACTION, self::NONCE_FIELD, false ) ) {
			self::send( array( 403, false, 'Nonce Error' ) );
			return;
		}
		$access = JobService::check_access();
		if ( $access instanceof WP_Error ) {
			self::send( self::failure( $access ) );
			return;
		}
		try {
			self::send( $act() );
		} catch ( StoreException $e ) {
			self::send( self::failure( Errors::storage() ) );
		}
	}

	/**
	 * Sends an answer, with its length: a job that runs behind it does not keep the client.
	 *
	 * @param array{0:int,1:bool,2:mixed,3?:?int} $answer HTTP status, success, data, when to try again in seconds.
	 */
	private static function send( array $answer ): void {
		list( $status, $success, $data ) = $answer;

		$retry_after_s = $answer[3] ?? null;
		if ( null !== $retry_after_s && ! headers_sent() ) {
			header( 'Retry-After: ' . $retry_after_s );
		}

		$body = array(
			'success' => $success,
			'data'    => $data,
		);
		nocache_headers();
		$has_own_output = ob_get_level() > 0 && ob_get_length() > 0;
		if ( ! headers_sent() && ! $has_own_output && ! ini_get( 'zlib.output_compression' ) ) {
			header( 'Content-Length: ' . strlen( (string) wp_json_encode( $body ) ) );
		}
		wp_send_json( $body, $status );
	}

	/**
	 * A status check's data.
	 *
	 * @param Job $job The job.
	 * @return array<string,mixed>
	 */
	private static function status( Job $job ): array {
		$data = array(
			'success'    => true,
			// The classic wire has no word for a stopped job.
			'status'     => Job::CANCELLED === $job->status() ? Job::FAILED : $job->status(),
			'created_at' => self::local_seconds( $job->created_at() ),
			'updated_at' => self::local_seconds( $job->finished_at() ?? $job->started_at() ?? $job->created_at() ),
		);
		if ( Job::COMPLETED === $job->status() ) {
			$data['result'] = self::result( $job );
		} elseif ( $job->is_final() ) {
			$data['error'] = self::error_text( $job );
		}
		return $data;
	}

	/**
	 * A result as the classic wire has it.
	 *
	 * @param Job $job A completed job.
	 * @return array<int|string,mixed>
	 */
	private static function result( Job $job ): array {
		if ( 'image' === $job->type() ) {
			return ClassicImages::result( $job );
		}
		$result = (array) $job->result();
		return array( 'success' => true ) + ( isset( $result['content'] ) ? array( 'content' => $result['content'] ) : $result );
	}

	/**
	 * Why a job has no result.
	 *
	 * @param Job $job The job.
	 * @return string
	 */
	private static function error_text( Job $job ): string {
		$error = $job->error();
		return null === $error ? __( 'The job was stopped.', 'wp-ai-jobs' ) : $error['message'];
	}

	/**
	 * A time as classic clients get it: seconds, shifted by the site's offset from UTC.
	 *
	 * @param int $ms Milliseconds since the Unix epoch.
	 * @return int
	 */
	private static function local_seconds( int $ms ): int {
		return intdiv( $ms, 1000 ) + (int) round( (float) get_option( 'gmt_offset' ) * HOUR_IN_SECONDS );
	}

	/**
	 * An answer that it worked.
	 *
	 * @param array<string,mixed> $data What came of it.
	 * @return array{0:int,1:bool,2:mixed}
	 */
	private static function success( array $data ): array {
		return array( 200, true, $data );
	}

	/**
	 * An answer that it did not.
	 *
	 * @param WP_Error $error What the service says.
	 * @return array{0:int,1:bool,2:mixed,3:?int} With when to try again, in seconds.
	 */
	private static function failure( WP_Error $error ): array {
		$message = 'ai_job_not_found' === $error->get_error_code() ? 'Job not found' : $error->get_error_message();
		$data    = $error->get_error_data();
		return array( (int) $data['status'], false, self::problem( $message ), $data['retry_after'] ?? null );
	}

	/**
	 * An error's data.
	 *
	 * @param string $message A sentence.
	 * @return array{success:bool,message:string}
	 */
	private static function problem( string $message ): array {
		return array(
			'success' => false,
			'message' => $message,
		);
	}

	/**
	 * A field of the form.
	 *
	 * @param string $name Field name.
	 * @return string '' when it is missing or no text. A prompt may hold markup, so nothing is stripped.
	 */
	public static function field( string $name ): string {
		// phpcs:ignore WordPress.Security.NonceVerification.Missing, WordPress.Security.ValidatedSanitizedInput.InputNotSanitized -- answer() has verified it; the job type's validate() checks the text.
		$value = isset( $_POST[ $name ] ) ? wp_unslash( $_POST[ $name ] ) : '';
		return is_string( $value ) ? wp_check_invalid_utf8( $value ) : '';
	}
}
