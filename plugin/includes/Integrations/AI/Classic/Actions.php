<?php
/**
 * The classic AJAX actions.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Classic;

use WP_Error;
use WpAiJobs\Integrations\AI\AI;
use WpAiJobs\Integrations\AI\Errors;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobService;
use WpAiJobs\Integrations\AI\Quota;
use WpAiJobs\Integrations\AI\RunnerLadder;
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
final class Actions {

	/** Actions that are another plugin's all together when one of them is: two backends would not know each other's jobs. */
	private const ONE_BACKEND = array( 'start_ai_job', 'check_ai_job_status' );

	private const ALL = array( 'start_ai_job', 'check_ai_job_status', 'save_ai_generated_image', 'generate_ai_content', 'generate_ai_image' );

	/** What `content_for` may be. */
	private const CONTENT_FOR = array( 'writePageContent', 'writeRichtext', 'writeInputFields' );

	private const NONCE_FIELD = 'admin_nonce';

	/** What the ids of classic jobs begin with. */
	private const ID_PREFIX = 'job_';

	/**
	 * Adds the actions, behind those of all other plugins.
	 */
	public static function register(): void {
		foreach ( self::ALL as $action ) {
			add_action( 'wp_ajax_' . $action, array( self::class, $action ), PHP_INT_MAX );
		}
	}

	/**
	 * `start_ai_job`: creates a job and sends it on its way.
	 */
	public static function start_ai_job(): void {
		self::answer(
			__FUNCTION__,
			static function (): array {
				$job = self::start( self::field( 'job_type' ) );
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
	public static function check_ai_job_status(): void {
		self::answer(
			__FUNCTION__,
			static function (): array {
				$id = self::field( 'job_id' );
				if ( '' === $id ) {
					return array( 400, false, 'Job ID is required' );
				}
				$job = ( new JobService() )->find( $id );
				if ( $job instanceof WP_Error ) {
					return self::failure( $job );
				}
				// A classic client knows no run request.
				RunnerLadder::see_to( $job, false );
				return self::success( Results::status( $job ) );
			}
		);
	}

	/**
	 * `save_ai_generated_image`: puts an image into the media library.
	 */
	public static function save_ai_generated_image(): void {
		self::answer(
			__FUNCTION__,
			static function (): array {
				$saved = Images::save( array( self::class, 'field' ) );
				return $saved instanceof WP_Error ? self::failure( $saved ) : self::success( $saved );
			}
		);
	}

	/**
	 * `generate_ai_content`: for clients from before there were jobs, which wait for the answer
	 * in one request. If they lose it, the job keeps the result.
	 */
	public static function generate_ai_content(): void {
		self::generate( __FUNCTION__, 'content' );
	}

	/**
	 * `generate_ai_image`: the same for images, which are made one after the other.
	 */
	public static function generate_ai_image(): void {
		self::generate( __FUNCTION__, 'image' );
	}

	/**
	 * Starts a job and answers with its result.
	 *
	 * @param string $action The action.
	 * @param string $type   `content` or `image`.
	 */
	private static function generate( string $action, string $type ): void {
		self::answer(
			$action,
			static function () use ( $type ): array {
				$job = self::start( $type );
				if ( $job instanceof Job ) {
					$job = self::run_now( $job );
				}
				if ( $job instanceof WP_Error ) {
					return self::failure( $job );
				}
				if ( Job::COMPLETED === $job->status() ) {
					return self::success( Results::of( $job ) );
				}
				// WP-Cron may have taken a part of it.
				return array( 502, false, self::problem( $job->is_final() ? Results::error( $job ) : __( 'The AI job is still running.', 'wp-ai-jobs' ) ) );
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
	private static function start( string $type ) {
		if ( 'content' !== $type && 'image' !== $type ) {
			return Errors::invalid( 'job_type', 'Invalid job type' );
		}
		if ( '' === trim( self::field( 'prompt' ) ) ) {
			return Errors::invalid( 'prompt', 'Prompt is required' );
		}
		$input = 'image' === $type ? Images::input( array( self::class, 'field' ) ) : self::content_input();
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
	 * The input of a content job.
	 *
	 * @return array{prompt:string}|WP_Error
	 */
	private static function content_input() {
		$content_for = self::field( 'content_for' );
		return '' === $content_for || in_array( $content_for, self::CONTENT_FOR, true )
			? array( 'prompt' => self::field( 'prompt' ) )
			: Errors::invalid( 'content_for', 'Invalid content_for' );
	}

	/**
	 * Answers a request, if it is ours to answer and its nonce and its user are right.
	 *
	 * @param string                                  $action The action, a method of this class.
	 * @param callable():array{0:int,1:bool,2:mixed} $act    What to answer: HTTP status, success, data.
	 */
	private static function answer( string $action, callable $act ): void {
		if ( self::is_anothers( $action ) ) {
			// Which has answered; and where there is none, as WordPress answers for an unknown action.
			if ( ! Neighbors::are_on( 'wp_ajax_' . $action, array( self::class, $action ) ) ) {
				wp_die( '0', 400 );
			}
			return;
		}
		// Not check_ajax_referer(), which warns of a nonce that is a list.
		if ( false === wp_verify_nonce( self::field( self::NONCE_FIELD ), AI::NONCE_ACTION ) ) {
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
	 * Whether an action is another plugin's.
	 *
	 * @param string $action The action.
	 * @return bool
	 */
	private static function is_anothers( string $action ): bool {
		foreach ( in_array( $action, self::ONE_BACKEND, true ) ? self::ONE_BACKEND : array( $action ) as $one ) {
			if ( Neighbors::are_on( 'wp_ajax_' . $one, array( self::class, $one ) ) ) {
				return true;
			}
		}
		return false;
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
	 * An answer that it worked.
	 *
	 * @param array<string,mixed> $data What came of it.
	 * @return array{0:int,1:bool,2:mixed}
	 */
	private static function success( array $data ): array {
		return array( 200, true, $data );
	}

	/**
	 * An answer that it did not: a sentence, and for a job that is not there an object.
	 *
	 * @param WP_Error $error What the service says.
	 * @return array{0:int,1:bool,2:mixed,3:?int} With when to try again, in seconds.
	 */
	private static function failure( WP_Error $error ): array {
		$is_missing = 'ai_job_not_found' === $error->get_error_code();
		$data       = $error->get_error_data();
		return array( (int) $data['status'], false, $is_missing ? self::problem( 'Job not found' ) : $error->get_error_message(), $data['retry_after'] ?? null );
	}

	/**
	 * An error as an object.
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
