<?php
/**
 * The errors of a job and of the wire.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WP_Error;

defined( 'ABSPATH' ) || exit;

/**
 * Makes errors of both kinds: those that a request is answered with (`ai_job_…`, with an HTTP
 * status) and those that a job ends with (docs/wire.md, 'A job's own error').
 */
final class Errors {

	/**
	 * What is known of each job error: whether it pays to try again, and whether the provider
	 * may have done work that costs money.
	 */
	private const TRAITS = array(
		'provider_unavailable'      => array( true, false ),
		'provider_timeout'          => array( true, true ),
		'provider_auth'             => array( false, false ),
		'provider_key_unreadable'   => array( false, false ),
		'provider_quota'            => array( false, false ),
		'provider_account'          => array( false, false ),
		'provider_model'            => array( false, false ),
		'provider_address'          => array( false, false ),
		'provider_blocked'          => array( false, false ),
		'provider_too_long'         => array( false, false ),
		'provider_rejected'         => array( false, false ),
		'provider_rate_limited'     => array( true, false ),
		'provider_refused'          => array( false, false ),
		'provider_invalid_response' => array( true, true ),
		'no_provider'               => array( true, false ),
		'interrupted'               => array( true, true ),
		'expired'                   => array( true, false ),
		'internal'                  => array( true, false ),
	);

	/**
	 * An error that a request is answered with.
	 *
	 * @param string              $code    Wire code.
	 * @param string              $message Translated sentence.
	 * @param int                 $status  HTTP status.
	 * @param array<string,mixed> $data    More data: `field`, `retryable`, `settings_url`.
	 * @return WP_Error
	 */
	public static function request( string $code, string $message, int $status, array $data = array() ): WP_Error {
		return new WP_Error(
			$code,
			$message,
			array_merge(
				array(
					'status'    => $status,
					'retryable' => false,
				),
				$data
			)
		);
	}

	/**
	 * A wrong or missing field.
	 *
	 * @param string $field   Dotted path, as in `input.prompt`.
	 * @param string $message Translated sentence.
	 * @return WP_Error
	 */
	public static function invalid( string $field, string $message ): WP_Error {
		return self::request( 'ai_job_invalid_input', $message, 400, array( 'field' => $field ) );
	}

	/**
	 * No such job, or another owner's, or an id that cannot be one: one answer, to the byte.
	 *
	 * @return WP_Error
	 */
	public static function not_found(): WP_Error {
		return self::request( 'ai_job_not_found', __( 'There is no such job.', 'wp-ai-jobs' ), 404 );
	}

	/**
	 * Nobody is logged in.
	 *
	 * @return WP_Error
	 */
	public static function not_logged_in(): WP_Error {
		return self::request( 'ai_job_not_logged_in', __( 'You are not logged in. Please log in and try again.', 'wp-ai-jobs' ), 401 );
	}

	/**
	 * The user may not do this.
	 *
	 * @param string      $message Translated sentence.
	 * @param string|null $field   Dotted path of the field that it is about, if it is about one.
	 * @return WP_Error
	 */
	public static function forbidden( string $message, ?string $field = null ): WP_Error {
		return self::request( 'ai_job_forbidden', $message, 403, null === $field ? array() : array( 'field' => $field ) );
	}

	/**
	 * The user may not edit the post; or there is none, which they need not learn.
	 *
	 * @param string $field Dotted path of the field that names it.
	 * @return WP_Error
	 */
	public static function post_forbidden( string $field ): WP_Error {
		return self::forbidden( __( 'You are not allowed to edit this post.', 'wp-ai-jobs' ), $field );
	}

	/**
	 * The job's status does not allow what was asked.
	 *
	 * @return WP_Error
	 */
	public static function conflict(): WP_Error {
		return self::request( 'ai_job_conflict', __( 'The job is not in a state that allows this.', 'wp-ai-jobs' ), 409 );
	}

	/**
	 * The user has reached a limit.
	 *
	 * @param string $message       Translated sentence: which, and what to do.
	 * @param int    $retry_after_s When it pays to try again, in seconds.
	 * @return WP_Error
	 */
	public static function rate_limited( string $message, int $retry_after_s ): WP_Error {
		return self::request(
			'ai_job_rate_limited',
			$message,
			429,
			array(
				'retryable'   => true,
				'retry_after' => $retry_after_s,
			)
		);
	}

	/**
	 * The database refused.
	 *
	 * @return WP_Error
	 */
	public static function storage(): WP_Error {
		return self::request( 'ai_job_storage_failed', __( 'The site could not read or store the job. Please try again in a moment.', 'wp-ai-jobs' ), 500, array( 'retryable' => true ) );
	}

	/**
	 * Turns what a handler returned into the error that is stored with the job.
	 *
	 * @param WP_Error $error Handler's error.
	 * @return array{code:string,message:string,retryable:bool,may_be_billed:bool}
	 */
	public static function for_job( WP_Error $error ): array {
		$code = (string) $error->get_error_code();
		if ( 1 !== preg_match( '/^[a-z][a-z0-9_]{0,63}$/D', $code ) ) {
			$code = 'internal';
		}
		$data   = $error->get_error_data();
		$data   = is_array( $data ) ? $data : array();
		$traits = self::TRAITS[ $code ] ?? self::TRAITS['internal'];

		return array(
			'code'          => $code,
			'message'       => $error->get_error_message(),
			'retryable'     => (bool) ( $data['retryable'] ?? $traits[0] ),
			'may_be_billed' => (bool) ( $data['may_be_billed'] ?? $traits[1] ),
		);
	}

	/**
	 * An error of the job that the plugin itself found. Its sentence is left empty and is
	 * filled in when it is read, in the reader's language.
	 *
	 * @param string    $code          One of docs/wire.md.
	 * @param bool|null $may_be_billed Overrides what the code implies.
	 * @return array{code:string,message:string,retryable:bool,may_be_billed:bool}
	 */
	public static function of( string $code, ?bool $may_be_billed = null ): array {
		$traits = self::TRAITS[ $code ] ?? self::TRAITS['internal'];
		return array(
			'code'          => $code,
			'message'       => '',
			'retryable'     => $traits[0],
			'may_be_billed' => null === $may_be_billed ? $traits[1] : $may_be_billed,
		);
	}

	/**
	 * The sentence for an error code whose error brought none.
	 *
	 * @param string $code Job error code.
	 * @return string
	 */
	public static function sentence( string $code ): string {
		switch ( $code ) {
			case 'provider_unavailable':
				return __( 'The AI provider could not be reached.', 'wp-ai-jobs' );
			case 'provider_timeout':
				return __( 'The AI provider did not answer in time.', 'wp-ai-jobs' );
			case 'provider_auth':
				return __( 'The AI provider refused the key of this site.', 'wp-ai-jobs' );
			case 'provider_rate_limited':
				return __( 'The AI provider is busy. Please try again in a few minutes.', 'wp-ai-jobs' );
			case 'provider_key_unreadable':
				return __( 'The saved key of the AI provider can no longer be read, because the security keys of this site have changed. An administrator can enter it again under Settings → AI Jobs.', 'wp-ai-jobs' );
			case 'provider_quota':
				return __( 'This site has used up its credit with the AI provider. An administrator can add credit or raise the limit there.', 'wp-ai-jobs' );
			case 'provider_account':
				return __( 'The AI provider does not allow this for the account of this site. An administrator can find out more in the account there.', 'wp-ai-jobs' );
			case 'provider_model':
				return __( 'The AI provider does not offer the model that is set for this site. An administrator can choose another one under Settings → AI Jobs.', 'wp-ai-jobs' );
			case 'provider_address':
				return __( 'There is no AI provider at the address that is set for this site. An administrator can correct it under Settings → AI Jobs. Many servers need /v1 at the end.', 'wp-ai-jobs' );
			case 'provider_blocked':
				return __( 'This site is not allowed to send requests to the AI provider. An administrator can allow them with WP_ACCESSIBLE_HOSTS in wp-config.php.', 'wp-ai-jobs' );
			case 'provider_too_long':
				return __( 'The prompt, including the text from the post, is too long for the AI provider. Please shorten it.', 'wp-ai-jobs' );
			case 'provider_rejected':
				return __( 'The AI provider did not accept the request. An administrator can check the model and the address under Settings → AI Jobs.', 'wp-ai-jobs' );
			case 'provider_refused':
				return __( 'The AI provider declined this prompt because of its content policy.', 'wp-ai-jobs' );
			case 'provider_invalid_response':
				return __( 'The AI provider gave an answer that cannot be used.', 'wp-ai-jobs' );
			case 'no_provider':
				return __( 'No AI provider is configured any more.', 'wp-ai-jobs' );
			case 'interrupted':
				return __( 'The job was interrupted before it was finished.', 'wp-ai-jobs' );
			case 'expired':
				return __( 'The job took too long and was given up.', 'wp-ai-jobs' );
			default:
				return __( 'Something went wrong while the job was running.', 'wp-ai-jobs' );
		}
	}
}
