<?php
/**
 * Images over the classic carrier.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Classic;

use WP_Error;
use WpAiJobs\Integrations\AI\Errors;
use WpAiJobs\Integrations\AI\ImageHandler;
use WpAiJobs\Integrations\AI\ImageImport;
use WpAiJobs\Integrations\AI\ImagePreview;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobService;

defined( 'ABSPATH' ) || exit;

/**
 * Translates between the classic form and the `image` type.
 *
 * A classic client always sends every choice and cannot learn what a provider can do: a choice
 * that this site's cannot take is left to the provider, not refused.
 */
final class Images {

	/** How many images a classic client gets that does not say so. */
	private const DEFAULT_COUNT = 4;

	/** Names of other models' qualities and formats for those of docs/wire.md. The nearest: a provider's own default may be its dearest. */
	private const SYNONYMS = array(
		'hd'     => 'high',
		'medium' => 'standard',
		'low'    => 'standard',
		'jpg'    => 'jpeg',
	);

	/**
	 * The input of an image job.
	 *
	 * @param callable(string):string $field Gives a field of the form, or ''.
	 * @return array<string,mixed>|WP_Error
	 */
	public static function input( callable $field ) {
		$options = ( new ImageHandler() )->capabilities()['options'];
		$count   = '' === $field( 'image_count' ) ? min( self::DEFAULT_COUNT, $options['max_count'] ) : ( rest_is_integer( $field( 'image_count' ) ) ? (int) $field( 'image_count' ) : false );
		$input   = array(
			'prompt' => $field( 'prompt' ),
			'count'  => $count,
		);
		$wishes  = array(
			'aspect_ratio'  => self::ratio( $field( 'size' ), $options['aspect_ratio'] ),
			'quality'       => $field( 'quality' ),
			'style'         => $field( 'style' ),
			'background'    => $field( 'background' ),
			'output_format' => $field( 'output_format' ),
		);
		foreach ( $wishes as $name => $wish ) {
			$wish = self::SYNONYMS[ $wish ] ?? $wish;
			if ( in_array( $wish, $options[ $name ], true ) ) {
				$input[ $name ] = $wish;
			}
		}
		$url = $field( 'reference_image_url' );
		if ( '' !== $url && 'false' !== $field( 'editing_mode' ) ) {
			$id = self::attachment_id( $url );
			if ( 0 === $id ) {
				return Errors::invalid( 'reference_image_url', __( 'Only an image of this site’s media library can be changed.', 'wp-ai-jobs' ) );
			}
			$input['reference_attachment_id'] = $id;
		}
		return $input;
	}

	/**
	 * Puts an image into the media library: one of a job of the user's own, by the address of its
	 * preview; or any other, by its address or in base64.
	 *
	 * @param callable(string):string $field Gives a field of the form, or ''.
	 * @return array{attachment_id:int,url:string,alt:string,title:string,caption:string,description:string}|WP_Error
	 */
	public static function save( callable $field ) {
		$url      = $field( 'image_url' );
		$base64   = $field( 'image_b64' );
		$texts    = array_filter(
			array(
				'alt'         => $field( 'alt_tag' ),
				'title'       => $field( 'title' ),
				'caption'     => $field( 'caption' ),
				'description' => $field( 'description' ),
			),
			'strlen'
		);
		$own      = ImagePreview::parse( $url );
		$imported = null === $own ? self::save_sent( $url, $base64, $field( 'prompt' ), $texts ) : ( new JobService() )->import_image( $own[0], $own[1], $texts );
		if ( $imported instanceof WP_Error ) {
			return $imported;
		}
		$attachment = ImageImport::describe( $imported['attachment_id'] );
		return array(
			'attachment_id' => $attachment['attachment_id'],
			'url'           => $attachment['url'],
			'alt'           => $attachment['alt'],
			'title'         => $attachment['title'],
			'caption'       => $attachment['caption'],
			'description'   => $attachment['description'],
		);
	}

	/**
	 * Puts an image into the media library that is no job's.
	 *
	 * @param string               $url    Its address, or ''.
	 * @param string               $base64 Its bytes, or ''.
	 * @param string               $prompt What was asked for, as the client says.
	 * @param array<string,string> $texts  See ImageImport.
	 * @return array{attachment_id:int,is_new:bool}|WP_Error
	 */
	private static function save_sent( string $url, string $base64, string $prompt, array $texts ) {
		$access = JobService::check_import_access();
		if ( $access instanceof WP_Error ) {
			return $access;
		}
		if ( '' === $url && '' === $base64 ) {
			return Errors::invalid( 'image_url', 'Image data (URL or base64) and prompt are required' );
		}
		require_once ABSPATH . 'wp-admin/includes/file.php';
		$file    = wp_tempnam( 'wp-ai-jobs' );
		$problem = '' === $url ? SentImage::decode( $base64, $file ) : SentImage::fetch( $url, $file );
		// A job that is nowhere else: the import wants to know whose and of what the image is.
		$job      = new Job(
			array(
				'id'       => 'job_' . wp_generate_uuid4(),
				'owner_id' => get_current_user_id(),
				'type'     => 'image',
				'input'    => array( 'prompt' => $prompt ),
			)
		);
		$imported = $problem ?? ImageImport::import( $job, 0, $file, $texts, null );
		wp_delete_file( $file );
		return $imported;
	}

	/**
	 * The attachment of an address among this site's uploads, also of one of its smaller sizes.
	 * Nothing is fetched.
	 *
	 * @param string $url As it came.
	 * @return int 0 when there is none.
	 */
	private static function attachment_id( string $url ): int {
		$url = (string) strtok( $url, '?#' );
		$id  = attachment_url_to_postid( $url );
		return 0 !== $id ? $id : attachment_url_to_postid( (string) preg_replace( '/-\d+x\d+(\.\w+)$/D', '$1', $url ) );
	}

	/**
	 * The ratio of those that can be had that is nearest to a size.
	 *
	 * @param string   $size   As in `1536x1024`; `auto` and all else has none.
	 * @param string[] $ratios As in `3:2`.
	 * @return string '' when there is none.
	 */
	private static function ratio( string $size, array $ratios ): string {
		if ( 1 !== preg_match( '/^([1-9]\d{0,4})x([1-9]\d{0,4})$/D', $size, $match ) ) {
			return '';
		}
		$nearest  = '';
		$distance = INF;
		foreach ( $ratios as $ratio ) {
			list( $width, $height ) = explode( ':', $ratio );
			$away                   = abs( log( $match[1] / $match[2] ) - log( $width / $height ) );
			if ( $away < $distance ) {
				$distance = $away;
				$nearest  = $ratio;
			}
		}
		return $nearest;
	}
}
