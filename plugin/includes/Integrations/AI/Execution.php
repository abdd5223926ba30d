<?php
/**
 * One call of a handler.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use Throwable;
use WP_Error;

defined( 'ABSPATH' ) || exit;

/**
 * Has the type's handler do its work for a claimed job or part, as the owner and in the owner's
 * language.
 */
final class Execution {

	/**
	 * Executes a job or part, and changes nothing of it.
	 *
	 * @param Job $job The claimed job or part.
	 * @return array<string,mixed>|WP_Error A result that JSON can express, or an error of the job.
	 */
	public static function of( Job $job ) {
		$handler = JobTypes::get( $job->type() );
		if ( null === $handler ) {
			return new WP_Error( 'internal', __( 'The plugin that brought this type of job is not active any more.', 'wp-ai-jobs' ), array( 'retryable' => false ) );
		}
		$caller   = get_current_user_id();
		$switched = switch_to_user_locale( $job->owner_id() );
		wp_set_current_user( $job->owner_id() );
		try {
			$outcome = $handler->execute( $job );
		} catch ( Throwable $e ) {
			// Its message may hold a prompt or a key, so it goes nowhere.
			$outcome = new WP_Error( 'internal', '', array( 'may_be_billed' => true ) );
		} finally {
			wp_set_current_user( $caller );
			if ( $switched ) {
				restore_previous_locale();
			}
		}
		if ( $outcome instanceof WP_Error || ( is_array( $outcome ) && false !== wp_json_encode( $outcome ) ) ) {
			return $outcome;
		}
		return new WP_Error( 'internal', '', array( 'may_be_billed' => true ) );
	}
}
