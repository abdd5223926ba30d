<?php
/**
 * From a generated image to the media library.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use Throwable;
use WP_Error;
use WP_Image_Editor;
use WpAiJobs\Clock;
use WpAiJobs\Integrations\AI\Store\Lock;

defined( 'ABSPATH' ) || exit;

// phpcs:disable WordPress.WP.AlternativeFunctions -- Copies of files that are removed again; WP_Filesystem may ask for a password.

/**
 * Makes an attachment of an image: once for each image of each job, however often and by however
 * many processes it is asked for. What does not succeed leaves nothing behind, on disk or in the
 * database, even when PHP dies over it.
 */
final class ImageImport {

	/** Meta of an attachment that was generated: `model`, `date` (ISO 8601, UTC), `job_id`, `index`. */
	public const GENERATED = '_wpaijobs_generated';

	/** Meta by which an attachment is found again, there from the first moment: job and index. */
	private const SOURCE = '_wpaijobs_source';

	/** Meta that an attachment has only until it is finished, with the value of SOURCE. What has it may be deleted; nothing else may. */
	private const UNFINISHED = '_wpaijobs_unfinished';

	/** Longer than the sub-sizes of the largest image take on a slow site. */
	private const HOLD_MS = 5 * MINUTE_IN_SECONDS * 1000;

	/** How long one import waits for another of the same image, in milliseconds: as long as browsers do. */
	private const WAIT_MS = 30000;

	/** How much of the title is in the file's name, in characters. */
	private const MAX_NAME_LENGTH = 60;

	/**
	 * The job and the index, as they stand in SOURCE.
	 *
	 * @var string
	 */
	private $source;

	/**
	 * The copy that WordPress may move; '' when there is none.
	 *
	 * @var string
	 */
	private $copy = '';

	/**
	 * The file among the uploads; '' when there is none.
	 *
	 * @var string
	 */
	private $upload = '';

	/**
	 * An import.
	 *
	 * @param string $source Job and index.
	 */
	private function __construct( string $source ) {
		$this->source = $source;
	}

	/**
	 * Imports an image. Whether the user may (`upload_files`) is the caller's to check.
	 *
	 * @param Job                 $job    The job that the client knows.
	 * @param int                 $index  Which of its images.
	 * @param string              $file   Path of the image; it stays where it is.
	 * @param array<string,mixed> $fields `alt`, `title`, `caption`, `description` as they came.
	 * @param string|null         $model  The model that made it.
	 * @return array{attachment_id:int,is_new:bool}|WP_Error `ai_job_invalid_input`, `ai_job_image_unusable`,
	 *         or `ai_job_storage_failed`, which may be tried again.
	 */
	public static function import( Job $job, int $index, string $file, array $fields, ?string $model = null ) {
		$found = self::find( $job->id(), $index );
		if ( null !== $found ) {
			return self::answer( $found, false );
		}
		$clean = AttachmentFields::clean( $fields, (string) ( $job->input()['prompt'] ?? '' ) );
		if ( $clean instanceof WP_Error ) {
			return $clean;
		}
		$image = ImageFile::check( $file );
		if ( $image instanceof WP_Error ) {
			return $image;
		}

		$source = self::source( $job->id(), $index );
		$lock   = Lock::take( 'import ' . $source, self::HOLD_MS, self::WAIT_MS );
		if ( null === $lock ) {
			return self::not_stored();
		}
		$import = new self( $source );
		$done   = false;
		register_shutdown_function(
			static function () use ( $import, $lock, &$done ): void {
				if ( ! $done ) {
					// phpcs:ignore WordPress.PHP.IniSet.memory_limit_Disallowed, Squiz.PHP.DiscouragedFunctions -- The process is ending. What died may have used all there is.
					ini_set( 'memory_limit', '-1' );
					$import->remove();
					$lock->release();
				}
			}
		);
		try {
			$found = self::find( $job->id(), $index );
			$made  = null === $found ? $import->run( $job, $index, $file, $image, $clean, $model ) : self::answer( $found, false );
		} catch ( Throwable $e ) {
			// Another plugin's hook.
			$made = self::not_stored();
		}
		if ( $made instanceof WP_Error ) {
			$import->remove();
		}
		$done = true;
		$lock->release();
		return $made;
	}

	/**
	 * The attachment that was made of an image.
	 *
	 * @param string $job_id Id of the job that the client knows.
	 * @param int    $index  Which of its images.
	 * @return int|null Null when there is none, or not any more.
	 */
	public static function find( string $job_id, int $index ): ?int {
		return self::attachments( self::source( $job_id, $index ), true )[0] ?? null;
	}

	/**
	 * An attachment as docs/wire.md has it.
	 *
	 * @param int $attachment_id Attachment.
	 * @return array{attachment_id:int,url:string,width:int,height:int,mime_type:string,alt:string,title:string,caption:string,description:string}
	 */
	public static function describe( int $attachment_id ): array {
		$post     = get_post( $attachment_id );
		$metadata = wp_get_attachment_metadata( $attachment_id );
		return array(
			'attachment_id' => $attachment_id,
			'url'           => (string) wp_get_attachment_url( $attachment_id ),
			'width'         => (int) ( $metadata['width'] ?? 0 ),
			'height'        => (int) ( $metadata['height'] ?? 0 ),
			'mime_type'     => $post->post_mime_type,
			'alt'           => (string) get_post_meta( $attachment_id, '_wp_attachment_image_alt', true ),
			'title'         => $post->post_title,
			'caption'       => $post->post_excerpt,
			'description'   => $post->post_content,
		);
	}

	/**
	 * Makes the attachment.
	 *
	 * @param Job                  $job    The job.
	 * @param int                  $index  Which of its images.
	 * @param string               $file   Path of the image.
	 * @param ImageFile            $image  What it is.
	 * @param array<string,string> $fields Clean fields.
	 * @param string|null          $model  The model that made it.
	 * @return array{attachment_id:int,is_new:bool}|WP_Error
	 */
	private function run( Job $job, int $index, string $file, ImageFile $image, array $fields, ?string $model ) {
		require_once ABSPATH . 'wp-admin/includes/file.php';
		require_once ABSPATH . 'wp-admin/includes/image.php';
		require_once ABSPATH . 'wp-admin/includes/media.php';
		if ( function_exists( 'set_time_limit' ) ) {
			// phpcs:ignore WordPress.PHP.NoSilencedErrors.Discouraged, Squiz.PHP.DiscouragedFunctions -- A provider may take minutes. Some hosts forbid it, with a warning.
			@set_time_limit( intdiv( self::HOLD_MS, 1000 ) );
		}
		ignore_user_abort( true );
		// Of a process that was killed.
		$this->remove();
		if ( ! in_array( $image->mime_type(), get_allowed_mime_types(), true ) ) {
			/* translators: %s: kind of a file, as in image/webp */
			return ImageFile::unusable( sprintf( __( 'This site takes no images of the kind %s.', 'wp-ai-jobs' ), $image->mime_type() ) );
		}

		$this->copy = (string) wp_tempnam( 'wp-ai-jobs-image' );
		// Anew, up to its end: what hangs on behind a picture is a program or an archive at best.
		if ( ! is_file( $this->copy ) || ! $image->copy( $file, $this->copy ) ) {
			return self::not_stored();
		}
		// PHP remembers that it was empty.
		clearstatcache( true, $this->copy );
		$upload = array(
			'name'     => self::file_name( $fields['title'] ) . '.' . $image->extension(),
			'tmp_name' => $this->copy,
			'error'    => 0,
			'size'     => filesize( $this->copy ),
		);
		$stored = wp_handle_sideload( $upload, array( 'test_form' => false ) );
		if ( empty( $stored['file'] ) ) {
			return self::not_stored();
		}
		$this->upload = $stored['file'];

		$post_id       = $job->post_id();
		$attachment_id = wp_insert_attachment(
			wp_slash(
				array(
					'post_mime_type' => $stored['type'],
					'guid'           => $stored['url'],
					'post_title'     => $fields['title'],
					'post_excerpt'   => $fields['caption'],
					'post_content'   => $fields['description'],
					'meta_input'     => array(
						self::SOURCE               => $this->source,
						self::UNFINISHED           => $this->source,
						'_wp_attachment_image_alt' => $fields['alt'],
					),
				)
			),
			$this->upload,
			0 !== $post_id && current_user_can( 'edit_post', $post_id ) ? $post_id : 0,
			true
		);
		if ( $attachment_id instanceof WP_Error ) {
			return self::not_stored();
		}

		$metadata = wp_generate_attachment_metadata( $attachment_id, $this->upload );
		if ( empty( $metadata['sizes'] ) && ! self::can_be_edited( $this->upload ) ) {
			return ImageFile::unusable( __( 'The image is damaged: this site could not open it.', 'wp-ai-jobs' ) );
		}
		wp_update_attachment_metadata( $attachment_id, $metadata );
		$is_marked = update_post_meta(
			$attachment_id,
			self::GENERATED,
			wp_slash(
				array(
					'model'  => $model,
					'date'   => Clock::iso( $job->created_at() ),
					'job_id' => $job->id(),
					'index'  => $index,
				)
			)
		);
		// The last thing: from now on the attachment counts.
		$is_finished = false !== $is_marked && delete_post_meta( $attachment_id, self::UNFINISHED );
		return $is_finished ? self::answer( $attachment_id, true ) : self::not_stored();
	}

	/**
	 * Removes whatever there is of an import that was not finished.
	 */
	private function remove(): void {
		if ( '' !== $this->copy && is_file( $this->copy ) ) {
			unlink( $this->copy );
		}
		foreach ( self::attachments( $this->source, false ) as $attachment_id ) {
			$file = wp_get_original_image_path( $attachment_id );
			wp_delete_attachment( $attachment_id, true );
			if ( is_string( $file ) ) {
				self::delete_files( $file );
			}
		}
		if ( '' !== $this->upload ) {
			self::delete_files( $this->upload );
		}
	}

	/**
	 * Deletes a file and its sub-sizes, those too that did not get into the metadata any more.
	 * Files of the same name with another extension are somebody else's: WordPress gives a name
	 * once for each extension, and keeps those of its sub-sizes free.
	 *
	 * @param string $file Path of the original.
	 */
	private static function delete_files( string $file ): void {
		$name  = pathinfo( $file, PATHINFO_FILENAME );
		$parts = '/^' . preg_quote( $name, '/' ) . '(?:-\d+x\d+|-scaled|-rotated)?\.' . preg_quote( pathinfo( $file, PATHINFO_EXTENSION ), '/' ) . '$/D';
		foreach ( (array) glob( dirname( $file ) . '/' . addcslashes( $name, '*?[]\\' ) . '*' ) as $candidate ) {
			if ( is_string( $candidate ) && 1 === preg_match( $parts, wp_basename( $candidate ) ) && is_file( $candidate ) ) {
				unlink( $candidate );
			}
		}
	}

	/**
	 * Whether an image decodes, or this site has nothing to decode it with: then it has no
	 * sub-sizes, as any upload there.
	 *
	 * @param string $file Path.
	 * @return bool
	 */
	private static function can_be_edited( string $file ): bool {
		$editor = wp_get_image_editor( $file );
		return $editor instanceof WP_Image_Editor || 'image_no_editor' === $editor->get_error_code();
	}

	/**
	 * Attachments of an image.
	 *
	 * @param string $source      Job and index.
	 * @param bool   $is_finished Whether those that are finished, or those that are not.
	 * @return int[]
	 */
	private static function attachments( string $source, bool $is_finished ): array {
		return array_map(
			'intval',
			get_posts(
				array(
					'post_type'     => 'attachment',
					'post_status'   => 'any',
					'fields'        => 'ids',
					'numberposts'   => 10,
					'orderby'       => 'ID',
					'order'         => 'ASC',
					// phpcs:ignore WordPress.DB.SlowDBQuery -- An import is rare, and the keys are indexed.
					'meta_query'    => $is_finished ? array(
						array(
							'key'   => self::SOURCE,
							'value' => $source,
						),
						array(
							'key'     => self::UNFINISHED,
							'compare' => 'NOT EXISTS',
						),
					) : array(
						array(
							'key'   => self::UNFINISHED,
							'value' => $source,
						),
					),
					// Another process may just have made or finished it, so nothing of it may be remembered.
					'cache_results' => false,
				)
			)
		);
	}

	/**
	 * Job and index as one text.
	 *
	 * @param string $job_id Id of a job.
	 * @param int    $index  Which of its images.
	 * @return string
	 */
	private static function source( string $job_id, int $index ): string {
		return $job_id . '/' . $index;
	}

	/**
	 * A file's name that tells what is in it, in any script: WordPress keeps the letters of uploads too.
	 *
	 * @param string $title Title.
	 * @return string Without an extension.
	 */
	private static function file_name( string $title ): string {
		$title = remove_accents( $title );
		$title = function_exists( 'mb_strtolower' ) ? mb_strtolower( $title ) : $title;
		$words = trim( (string) preg_replace( '/[^\p{L}\p{M}\p{N}]+/u', '-', $title ), '-' );
		$name  = trim( Text::cut( $words, self::MAX_NAME_LENGTH ), '-' );
		// A name of digits alone tells nothing.
		return 1 === preg_match( '/\p{L}/u', $name ) ? $name : 'generated-image';
	}

	/**
	 * The answer.
	 *
	 * @param int  $attachment_id Attachment.
	 * @param bool $is_new        Whether it was made now.
	 * @return array{attachment_id:int,is_new:bool}
	 */
	private static function answer( int $attachment_id, bool $is_new ): array {
		return array(
			'attachment_id' => $attachment_id,
			'is_new'        => $is_new,
		);
	}

	/**
	 * The site could not store it.
	 *
	 * @return WP_Error
	 */
	private static function not_stored(): WP_Error {
		return Errors::request( 'ai_job_storage_failed', __( 'The site could not store the image in its media library. Please try again in a moment.', 'wp-ai-jobs' ), 500, array( 'retryable' => true ) );
	}
}
