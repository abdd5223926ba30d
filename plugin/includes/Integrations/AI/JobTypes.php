<?php
/**
 * The registry of job types.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WP_Error;
use WpAiJobs\Core\Capabilities;
use WpAiJobs\Core\Guard;

defined( 'ABSPATH' ) || exit;

/**
 * Knows which job types exist on this site, who handles them and who may start them.
 */
final class JobTypes {

	/** Fires when the types are asked for: the time to call `wpaijobs_register_type()`. */
	public const REGISTER = 'wpaijobs_register_types';

	/** What a type may be called. */
	private const NAME = '/^[a-z][a-z0-9_-]{0,63}$/D';

	/**
	 * What was registered since the types were last asked for.
	 *
	 * @var array<string,JobHandler>
	 */
	private static $registered = array();

	/**
	 * All handlers by type. Not kept: hooks are cheap, and plugins load at any time.
	 *
	 * @return array<string,JobHandler>
	 */
	public static function all(): array {
		self::$registered = array();
		/**
		 * Fires when the job types are asked for, which may be several times in a request. Call
		 * `wpaijobs_register_type()` here.
		 */
		Guard::call( static fn() => do_action( self::REGISTER ) );

		$types = array(
			'content' => new ContentHandler(),
			'image'   => new ImageHandler(),
		) + self::$registered;
		/**
		 * Filters the job types of this site. The same types are available over REST, in the
		 * background runner and in `GET /capabilities`.
		 *
		 * Most types need no class of their own: see `wpaijobs_register_type()`. One that is
		 * more than a function comes in here:
		 *
		 *     add_filter( 'wpaijobs_types', function ( array $types ): array {
		 *         $types['acme-summary'] = new Acme\Summary_Handler(); // implements JobHandler
		 *         return $types;
		 *     } );
		 *
		 * @param array<string,JobHandler> $types Handlers by type. A type is at most 64 of
		 *                                        `a-z 0-9 _ -` and begins with a letter.
		 */
		$types = Guard::call( static fn() => apply_filters( 'wpaijobs_types', $types ) );

		$known = array();
		foreach ( is_array( $types ) ? $types : array() as $type => $handler ) {
			if ( $handler instanceof JobHandler && self::is_name( $type ) ) {
				$known[ $type ] = $handler;
			}
		}
		return $known;
	}

	/**
	 * The handler of one type, or null.
	 *
	 * @param string $type Job type.
	 * @return JobHandler|null
	 */
	public static function get( string $type ): ?JobHandler {
		return self::all()[ $type ] ?? null;
	}

	/**
	 * Adds a type, while `wpaijobs_register_types` fires.
	 *
	 * @param string     $type    Its name.
	 * @param JobHandler $handler Who handles it.
	 */
	public static function register( string $type, JobHandler $handler ): void {
		self::$registered[ $type ] = $handler;
	}

	/**
	 * Whether a type may be called this.
	 *
	 * @param mixed $type A name.
	 * @return bool
	 */
	public static function is_name( $type ): bool {
		return is_string( $type ) && 1 === preg_match( self::NAME, $type );
	}

	/**
	 * What a user needs to start a job of a type.
	 *
	 * @param JobHandler $handler The type's.
	 * @return string A capability; it is asked for with the job's post, if it has one.
	 */
	public static function capability( JobHandler $handler ): string {
		if ( $handler instanceof DeclaredType ) {
			return $handler->capability();
		}
		return $handler instanceof ImageHandler ? Capabilities::IMAGE : Capabilities::CONTENT;
	}

	/**
	 * Whether a user may start jobs of a type.
	 *
	 * @param JobHandler $handler The type's.
	 * @param int|null   $post_id The post that the job is for; null: for none.
	 * @param int|null   $user_id Default: the current user.
	 * @return bool
	 */
	public static function may_start( JobHandler $handler, ?int $post_id = null, ?int $user_id = null ): bool {
		$user       = $user_id ?? wp_get_current_user();
		$capability = self::capability( $handler );
		return null === $post_id
			? user_can( $user, $capability )
			: user_can( $user, 'edit_post', $post_id ) && user_can( $user, $capability, $post_id );
	}

	/**
	 * Whether a job's owner may still have it. Rights change between a start and a run: the account
	 * may be gone, or no longer belong to the site, or have lost the right.
	 *
	 * @param Job $job The job or part.
	 * @return WP_Error|null An error of the job.
	 */
	public static function check_owner( Job $job ): ?WP_Error {
		$handler = self::get( $job->type() );
		$post_id = 0 === $job->post_id() ? null : $job->post_id();
		return null === $handler || self::may_start( $handler, $post_id, $job->owner_id() )
			? null
			: new WP_Error(
				'internal',
				null === $post_id
					? __( 'The user who started this job is no longer allowed to generate this on this site, so it was not run.', 'wp-ai-jobs' )
					: __( 'The user who started this job is no longer allowed to generate this for its post, so it was not run.', 'wp-ai-jobs' ),
				array( 'retryable' => false )
			);
	}

	/**
	 * The types that a user may start.
	 *
	 * @param int|null $post_id The post that the jobs are for; null: for none.
	 * @param int|null $user_id Default: the current user.
	 * @return array<string,JobHandler> Handlers by type.
	 */
	public static function startable( ?int $post_id = null, ?int $user_id = null ): array {
		return array_filter(
			self::all(),
			static function ( JobHandler $handler ) use ( $post_id, $user_id ): bool {
				return self::may_start( $handler, $post_id, $user_id );
			}
		);
	}

	/**
	 * Whether a user may use AI jobs at all. Which type, and for which post, is asked when a job is
	 * started; whose job it is, whenever one is named.
	 *
	 * @param int|null $user_id Default: the current user.
	 * @return bool
	 */
	public static function may_use( ?int $user_id = null ): bool {
		return Capabilities::may_edit_anything( $user_id ) || array() !== self::startable( null, $user_id );
	}
}
