<?php
/**
 * Images over the classic carrier.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WP_Error;

/**
 * Translates between the classic form and the `image` type.
 *
 * A classic client always sends every choice and cannot learn what a provider can do: a choice
 * that this site's cannot take is left to the provider, not refused.
 */
final class ClassicImages {

	/** How many images a classic client gets that does not say so. */
	private const DEFAULT_COUNT = 4;

	/** Names of other models' qualities and formats for those of docs/wire.md. */
	private const SYNONYMS = array(
		'hd'     => 'high',
		'medium' => 'standard',
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
		$count   = '' === $field( 'image_count' ) ? min( self::DEFAULT_COUNT, $options['max_count'] ) : filter_var( $field( 'image_count' ), FILTER_VALIDATE_INT );
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
		if ( '' !== $url ) {
			$id = attachment_url_to_postid( $url );
			if ( 0 === $id ) {
				return Errors::invalid( 'reference_image_url', __( 'Only an image of this site’s media library can be changed.', 'wp-ai-jobs' ) );
			}
			$input['reference_attachment_id'] = $id;
		}
		return $input;
	}

	/**
	 * The result of an image job.
	 *
	 * @param Job $job A completed job.
	 * @return array<int,array{url:string,revised_prompt:?string}>
	 */
	public static function result( Job $job ): array {
		return array_map(
			static function ( array $image ): array {
				return array(
					'url'            => $image['preview_url'],
					'revised_prompt' => $image['revised_prompt'],
				);
			},
			$job->result()['images'] ?? array()
		);
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
