<?php
/**
 * What a user may ask of jobs.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WP_Error;
use WpAiJobs\Admin\SettingsPage;
use WpAiJobs\Core\Capabilities;

defined( 'ABSPATH' ) || exit;

/**
 * The one service behind both carriers, REST and classic: rights, owners, limits. It acts for
 * the current user; the rules of a job's life are JobManager's.
 *
 * Its methods throw StoreException when the database refuses.
 */
final class JobService {

	/** How many of a post's jobs are listed. */
	private const MAX_LISTED = 50;

	/**
	 * The rules.
	 *
	 * @var JobManager
	 */
	private $manager;

	/**
	 * A service.
	 *
	 * @param JobManager|null $manager Default: over the site's store.
	 */
	public function __construct( ?JobManager $manager = null ) {
		$this->manager = $manager ?? new JobManager();
	}

	/**
	 * Whether the current user may use AI jobs at all.
	 *
	 * @return true|WP_Error `ai_job_not_logged_in`, `ai_job_forbidden`.
	 */
	public static function check_access() {
		if ( ! is_user_logged_in() ) {
			return Errors::not_logged_in();
		}
		if ( ! JobTypes::may_use() ) {
			return Errors::forbidden( __( 'You are not allowed to generate content on this site.', 'wp-ai-jobs' ) );
		}
		return true;
	}

	/**
	 * Whether the current user may put images into the media library.
	 *
	 * @return true|WP_Error `ai_job_not_logged_in`, `ai_job_forbidden`.
	 */
	public static function check_import_access() {
		$access = self::check_access();
		if ( true === $access && ! ( current_user_can( 'upload_files' ) && current_user_can( Capabilities::IMAGE ) ) ) {
			return Errors::forbidden( __( 'You are not allowed to add images to the media library.', 'wp-ai-jobs' ) );
		}
		return $access;
	}

	/**
	 * Creates a pending job, or finds the one that the user started under the same key. Does
	 * not send it on its way: see RunnerLadder::dispatch().
	 *
	 * @param array{type:mixed,input:mixed,context:mixed,idempotency_key?:?string,id_prefix?:string} $wish Type, input and context as they came.
	 * @return array{job:Job,is_new:bool}|WP_Error
	 */
	public function start( array $wish ) {
		$key = $wish['idempotency_key'] ?? null;
		if ( null !== $key && 1 !== preg_match( '/^[A-Za-z0-9_-]{1,64}$/D', $key ) ) {
			return Errors::invalid( 'idempotency_key', __( 'The idempotency key is not valid.', 'wp-ai-jobs' ) );
		}
		$type    = $wish['type'];
		$handler = is_string( $type ) ? JobTypes::get( $type ) : null;
		if ( null === $handler ) {
			return Errors::invalid( 'type', __( 'This site knows no such type of job.', 'wp-ai-jobs' ) );
		}
		// Before the type: rights may be those of the post alone.
		$context = JobContext::validate( $wish['context'] );
		if ( $context instanceof WP_Error ) {
			return $context;
		}
		if ( ! JobTypes::may_start( $handler, $context['post_id'] ?? null ) ) {
			return Errors::forbidden( __( 'You are not allowed to start jobs of this type.', 'wp-ai-jobs' ), 'type' );
		}
		if ( ! is_array( $wish['input'] ) ) {
			return Errors::invalid( 'input', __( 'The input has to be an object.', 'wp-ai-jobs' ) );
		}
		$input = $handler->validate( $wish['input'] );
		if ( $input instanceof WP_Error ) {
			$data = (array) $input->get_error_data();
			return Errors::invalid( (string) ( $data['field'] ?? 'input' ), $input->get_error_message() );
		}

		$draft = $this->manager->draft(
			array(
				'owner_id'        => get_current_user_id(),
				'type'            => $type,
				'input'           => $input,
				'context'         => $context,
				'idempotency_key' => $key,
				'id_prefix'       => $wish['id_prefix'] ?? '',
				'part_count'      => $handler instanceof PartedJobHandler ? $handler->count_parts( $input ) : 0,
			)
		);
		$find  = function () use ( $draft ) {
			$repeated = $this->manager->find_repeated( $draft );
			return $repeated instanceof Job ? array(
				'job'    => $repeated,
				'is_new' => false,
			) : $repeated;
		};
		$start = function () use ( $draft ) {
			return $this->manager->create( $draft );
		};
		// What was started already does not need a provider any more.
		$refusal = null === $find() ? $this->check_provider( $handler ) : null;
		return $refusal ?? $this->quota()->spend( $find, $start );
	}

	/**
	 * A job that the user may see.
	 *
	 * @param string $id Job id.
	 * @return Job|WP_Error `ai_job_not_found`, also for another owner's.
	 */
	public function find( string $id ) {
		return $this->find_many( array( $id ) )[0] ?? Errors::not_found();
	}

	/**
	 * Those of several jobs that the user may see.
	 *
	 * @param string[] $ids Job ids.
	 * @return Job[] In the order asked, each once.
	 */
	public function find_many( array $ids ): array {
		// The ids of parts do not fit: nobody but a runner knows of them.
		$ids  = array_unique( preg_grep( '/^(job_)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/D', $ids ) );
		$jobs = $this->manager->get_many( $ids );
		$seen = array();
		foreach ( $ids as $id ) {
			if ( isset( $jobs[ $id ] ) && self::may_see( $jobs[ $id ] ) ) {
				$seen[] = $jobs[ $id ];
			}
		}
		return $seen;
	}

	/**
	 * The user's jobs of a post that are live, or completed, failed or expired and not acknowledged.
	 *
	 * @param int $post_id Post id.
	 * @return Job[] Newest first.
	 */
	public function find_for_post( int $post_id ): array {
		return $this->manager->for_post( get_current_user_id(), $post_id, self::MAX_LISTED );
	}

	/**
	 * Notes that the result has arrived.
	 *
	 * @param string $id Job id.
	 * @return Job|WP_Error `ai_job_not_found`, `ai_job_conflict`.
	 */
	public function acknowledge( string $id ) {
		$job = $this->find( $id );
		return $job instanceof Job ? $this->manager->acknowledge( $job ) : $job;
	}

	/**
	 * Stops a job.
	 *
	 * @param string $id Job id.
	 * @return Job|WP_Error `ai_job_not_found`, `ai_job_conflict`.
	 */
	public function cancel( string $id ) {
		$job = $this->find( $id );
		return $job instanceof Job ? $this->manager->cancel( $job ) : $job;
	}

	/**
	 * Makes a failed or expired job pending again, and sends it on its way.
	 *
	 * @param string $id Job id.
	 * @return Job|WP_Error `ai_job_not_found`, `ai_job_forbidden`, `ai_job_conflict`, `ai_job_rate_limited`.
	 */
	public function retry( string $id ) {
		$job = $this->find( $id );
		if ( ! $job instanceof Job ) {
			return $job;
		}
		// The owner's rights, whoever asks: it will run as the owner.
		$refusal = JobTypes::check_owner( $job );
		if ( null !== $refusal ) {
			return Errors::forbidden( $refusal->get_error_message() );
		}
		$pending = $this->quota()->spend(
			static function () use ( $job ) {
				return $job->is_retryable() ? null : Errors::conflict();
			},
			function () use ( $job ) {
				return $this->manager->retry( $job );
			}
		);
		if ( $pending instanceof Job ) {
			RunnerLadder::dispatch( $pending );
		}
		return $pending;
	}

	/**
	 * Executes a pending job in this request, or a part of it that waits; or, while others wait for
	 * a place, the one whose turn it is.
	 *
	 * @param string $id Job id.
	 * @return Job|WP_Error The job afterwards, whoever ran it. `ai_job_not_found`.
	 */
	public function run( string $id ) {
		$job = $this->find( $id );
		if ( ! $job instanceof Job ) {
			return $job;
		}
		$ran = ( new Runner( $this->manager ) )->run( $id );
		return null !== $ran && $ran->id() === $id ? $ran : $this->find( $id );
	}

	/**
	 * An image of a job of the user's own: a preview is nobody else's to see.
	 *
	 * @param string $id    Job id.
	 * @param string $index Which of its images, as it came.
	 * @return Job|WP_Error The completed part. `ai_job_not_found`, `ai_job_image_not_found`.
	 */
	public function find_image( string $id, string $index ) {
		$job = $this->find( $id );
		if ( ! $job instanceof Job || get_current_user_id() !== $job->owner_id() ) {
			return Errors::not_found();
		}
		$part = 1 === preg_match( '/^\d$/D', $index ) ? $job->parts()[ (int) $index ] ?? null : null;
		if ( null === $part || 'image' !== $part->type() || Job::COMPLETED !== $part->status() || ! is_file( ImageFiles::path( $id, $part->result()['file'] ) ) ) {
			return Errors::request( 'ai_job_image_not_found', __( 'There is no such image.', 'wp-ai-jobs' ), 404 );
		}
		return $part;
	}

	/**
	 * Puts an image of a job of the user's own into the media library, once.
	 *
	 * @param string              $id    Job id.
	 * @param string              $index Which of its images, as it came.
	 * @param array<string,mixed> $texts `alt`, `title`, `caption`, `description` as they came, each only if given.
	 * @return array{attachment_id:int,is_new:bool}|WP_Error `ai_job_forbidden`, `ai_job_not_found`,
	 *         `ai_job_image_not_found`, `ai_job_invalid_input`, `ai_job_image_unusable`, `ai_job_storage_failed`.
	 */
	public function import_image( string $id, string $index, array $texts ) {
		$access = self::check_import_access();
		if ( $access instanceof WP_Error ) {
			return $access;
		}
		$part = $this->find_image( $id, $index );
		$job  = $part instanceof Job ? $this->find( $id ) : $part;
		if ( ! $job instanceof Job || ! $part instanceof Job ) {
			return $job;
		}
		$result   = (array) $part->result();
		$imported = ImageImport::import( $job, $part->part(), ImageFiles::path( $id, $result['file'] ), $texts, $result['model'] );
		if ( ! $imported instanceof WP_Error ) {
			$this->manager->annotate( $part, array( 'attachment_id' => $imported['attachment_id'] ) );
		}
		return $imported;
	}

	/**
	 * What this site can generate for the user.
	 *
	 * @param int|null $post_id The post that it is for; null: for none.
	 * @return array{types:array<string,array{available:bool,provider:?string,label:?string,demo:bool}>,settings_url:?string}|WP_Error `ai_job_forbidden`.
	 */
	public function capabilities( ?int $post_id = null ) {
		if ( null !== $post_id && ! current_user_can( 'edit_post', $post_id ) ) {
			return Errors::post_forbidden( 'post' );
		}
		$types = array();
		foreach ( JobTypes::startable( $post_id ) as $type => $handler ) {
			$types[ $type ] = $handler->capabilities();
		}
		return array(
			'types'        => $types,
			'settings_url' => self::settings_url(),
		);
	}

	/**
	 * Whether there is a provider for a new job.
	 *
	 * @param JobHandler $handler The type's handler.
	 * @return WP_Error|null `ai_job_no_provider`.
	 */
	private function check_provider( JobHandler $handler ): ?WP_Error {
		if ( $handler->capabilities()['available'] ) {
			return null;
		}
		$settings_url = self::settings_url();
		return null === $settings_url
			? Errors::request( 'ai_job_no_provider', __( 'No AI provider is set up on this site. Please ask an administrator to set one up.', 'wp-ai-jobs' ), 503 )
			: Errors::request( 'ai_job_no_provider', __( 'No AI provider is set up on this site. Please set one up in the settings.', 'wp-ai-jobs' ), 503, array( 'settings_url' => $settings_url ) );
	}

	/**
	 * How much the user may start.
	 *
	 * @return Quota
	 */
	private function quota(): Quota {
		return new Quota( get_current_user_id(), $this->manager );
	}

	/**
	 * Whether the user may see and stop a job.
	 *
	 * @param Job $job The job.
	 * @return bool
	 */
	private static function may_see( Job $job ): bool {
		return get_current_user_id() === $job->owner_id() || current_user_can( Capabilities::MANAGE );
	}

	/**
	 * Where the user sets up a provider, if the user may.
	 *
	 * @return string|null
	 */
	private static function settings_url(): ?string {
		return current_user_can( 'manage_options' ) ? SettingsPage::url() : null;
	}
}
