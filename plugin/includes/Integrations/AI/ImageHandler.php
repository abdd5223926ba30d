<?php
/**
 * The job type `image`: pictures for a post.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WP_Error;
use WpAiJobs\Integrations\AI\Provider\ImageProvider;
use WpAiJobs\Integrations\AI\Provider\ImageProviders;
use WpAiJobs\Integrations\AI\Provider\ImageRequest;
use WpAiJobs\Integrations\AI\Provider\ReferenceImage;

defined( 'ABSPATH' ) || exit;

/**
 * Checks an author's wishes and has the first configured provider make the images: each is a
 * part of the job, with a call of its own. A part's result is what is known of its file, never
 * the image itself.
 */
final class ImageHandler implements PartedJobHandler, RepeatableHandler {

	/** How long a proposed alternative text is, in characters: what screen readers read in one go. */
	private const ALT_LENGTH = 125;

	/** {@inheritDoc} */
	public function capabilities(): array {
		$provider = ImageProviders::current();
		return array(
			'available'  => null !== $provider,
			'provider'   => null === $provider ? null : $provider->id(),
			'label'      => null === $provider ? null : $provider->label(),
			'demo'       => null !== $provider && $provider->is_demo(),
			'options'    => self::options( $provider ),
			'can_import' => current_user_can( 'upload_files' ),
		);
	}

	/** {@inheritDoc} */
	public function is_repeatable(): bool {
		return true;
	}

	/** {@inheritDoc} */
	public function validate( array $input ) {
		$provider = ImageProviders::current();
		return ImageInput::validate( $input, null === $provider ? null : self::options( $provider ) );
	}

	/** {@inheritDoc} */
	public function count_parts( array $input ): int {
		return $input['count'];
	}

	/** {@inheritDoc} */
	public function execute( Job $job ) {
		$provider = ImageProviders::current();
		if ( null === $provider ) {
			return new WP_Error( 'no_provider', '' );
		}
		// Before the provider is asked: an image that cannot be stored is not to be paid for.
		$path = ImageFiles::make_path( (string) $job->parent_id() );
		if ( $path instanceof WP_Error ) {
			return $path;
		}
		if ( ! ImageFiles::has_room( $path ) ) {
			return ImageFiles::no_room( false );
		}
		$problem = ImageFiles::check_site();
		if ( null !== $problem ) {
			return $problem;
		}
		$reference = isset( $job->input()['reference_attachment_id'] ) ? ReferenceImage::file( $job->input()['reference_attachment_id'], $path . '.reference', $job->remaining_ms() ) : null;
		if ( $reference instanceof WP_Error ) {
			ImageFiles::delete_file( $path );
			return $reference;
		}
		$answer = $provider->generate_image( new ImageRequest( $job->input(), $job->part(), $job->expires_at(), $reference ), $path );
		$image  = $answer instanceof WP_Error ? $answer : ImageFile::check( $path );
		ImageFiles::seal( $path );
		wp_delete_file( $path . '.reference' );
		if ( $image instanceof WP_Error ) {
			ImageFiles::delete_file( $path );
			return $answer instanceof WP_Error ? $answer : ImageFile::job_error( $image );
		}
		return array(
			'file'           => basename( $path ),
			'width'          => $image->width(),
			'height'         => $image->height(),
			'mime_type'      => $image->mime_type(),
			'bytes'          => $image->bytes(),
			'model'          => $answer->model(),
			'revised_prompt' => $answer->revised_prompt(),
			'usage'          => ImageUsage::clean( $answer->usage() ),
		);
	}

	/** {@inheritDoc} */
	public function assemble( Job $job ): array {
		$images   = array();
		$failures = array();
		$model    = null;
		foreach ( $job->parts() as $part ) {
			$error = $part->error();
			if ( Job::COMPLETED === $part->status() ) {
				$images[] = self::image( $job, $part );
				$model    = $model ?? $part->result()['model'];
			} elseif ( null !== $error ) {
				$failures[] = array( 'index' => $part->part() ) + $error;
			}
		}
		return array(
			'images'   => $images,
			'failures' => $failures,
			'model'    => $model,
			'usage'    => ImageUsage::tokens( ImageUsage::of( $job ) ),
		);
	}

	/** {@inheritDoc} */
	public function discard( Job $job ): void {
		ImageFiles::delete( $job->id() );
	}

	/**
	 * One image as a client sees it.
	 *
	 * @param Job $job  The job.
	 * @param Job $part A completed part of it.
	 * @return array<string,mixed>
	 */
	private static function image( Job $job, Job $part ): array {
		$result        = (array) $part->result();
		$attachment_id = $result['attachment_id'] ?? null;
		return array(
			'index'          => $part->part(),
			'width'          => $result['width'],
			'height'         => $result['height'],
			'mime_type'      => $result['mime_type'],
			'bytes'          => $result['bytes'],
			'preview_url'    => ImagePreview::url( $job, $part->part() ),
			'revised_prompt' => $result['revised_prompt'],
			'alt'            => Text::excerpt( $job->input()['prompt'], self::ALT_LENGTH ),
			// It may have been deleted from the media library since.
			'attachment_id'  => null !== $attachment_id && 'attachment' === get_post_type( $attachment_id ) ? $attachment_id : null,
		);
	}

	/**
	 * What a provider can do, in the words of the wire.
	 *
	 * @param ImageProvider|null $provider The provider; null: nothing can be done.
	 * @return array{aspect_ratio:string[],quality:string[],style:string[],background:string[],output_format:string[],max_count:int,reference:bool}
	 */
	private static function options( ?ImageProvider $provider ): array {
		$can     = null === $provider ? array() : $provider->options();
		$options = array();
		foreach ( ImageInput::CHOICES as $name => $all ) {
			$options[ $name ] = array_values( array_intersect( $all, $can[ $name ] ?? array() ) );
		}
		$options['max_count'] = max( 1, min( ImageInput::MAX_COUNT, (int) ( $can['max_count'] ?? ImageInput::MAX_COUNT ) ) );
		$options['reference'] = ! empty( $can['reference'] );
		return $options;
	}
}
