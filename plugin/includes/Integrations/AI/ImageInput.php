<?php
/**
 * The input of an `image` job.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WP_Error;

defined( 'ABSPATH' ) || exit;

/**
 * Checks what an author asks for; the fields and limits of docs/wire.md, 'The `image` type', and
 * what the provider can do. Lengths are characters, not bytes.
 */
final class ImageInput {

	public const MAX_PROMPT_LENGTH = 4000;
	public const MAX_COUNT         = 4;

	/** The choices, and all that they can be with any provider. */
	public const CHOICES = array(
		'aspect_ratio'  => array( '1:1', '3:2', '2:3', '4:3', '3:4', '16:9', '9:16' ),
		'quality'       => array( 'standard', 'high' ),
		'style'         => array( 'natural', 'vivid', 'photo', 'illustration', 'drawing', 'painting' ),
		'background'    => array( 'auto', 'opaque', 'transparent' ),
		'output_format' => array( 'png', 'jpeg', 'webp' ),
	);

	private const DEFAULT_ASPECT_RATIO = '1:1';

	/**
	 * The same as a JSON schema, for who reads the routes.
	 *
	 * @return array<string,mixed>
	 */
	public static function schema(): array {
		$choices = array_map(
			static function ( array $choices ): array {
				return array(
					'type' => 'string',
					'enum' => $choices,
				);
			},
			self::CHOICES
		);
		return array(
			'type'       => 'object',
			'required'   => array( 'prompt' ),
			'properties' => array(
				'prompt'                  => Prompt::schema( self::MAX_PROMPT_LENGTH ),
				'count'                   => array(
					'type'    => 'integer',
					'minimum' => 1,
					'maximum' => self::MAX_COUNT,
				),
				'reference_attachment_id' => array(
					'type'    => 'integer',
					'minimum' => 1,
				),
			) + $choices,
		);
	}

	/**
	 * Checks an input and returns what is to be stored, with its defaults and in one order
	 * whatever the browser's, because a repeated start is recognised by its bytes.
	 *
	 * @param array<string,mixed>      $input   As it came.
	 * @param array<string,mixed>|null $options What the provider can do, see ImageProvider::options(); null: there is none.
	 * @return array{prompt:string,count:int,aspect_ratio?:string,quality?:string,style?:string,background?:string,output_format?:string,reference_attachment_id?:int}|WP_Error `ai_job_invalid_input` with `data.field`.
	 */
	public static function validate( array $input, ?array $options ) {
		$prompt = Prompt::validate( $input, self::MAX_PROMPT_LENGTH, __( 'Please describe the image.', 'wp-ai-jobs' ) );
		if ( $prompt instanceof WP_Error ) {
			return $prompt;
		}
		$count = array_key_exists( 'count', $input ) ? $input['count'] : 1;
		$max   = min( self::MAX_COUNT, $options['max_count'] ?? self::MAX_COUNT );
		if ( ! is_int( $count ) || $count < 1 || $count > $max ) {
			return Errors::invalid(
				'input.count',
				/* translators: %s: a number of images */
				sprintf( __( 'Please ask for 1 to %s images.', 'wp-ai-jobs' ), number_format_i18n( $max ) )
			);
		}
		$choices = self::choices( $input, $options );
		if ( $choices instanceof WP_Error ) {
			return $choices;
		}
		$clean = array(
			'prompt' => $prompt,
			'count'  => $count,
		) + $choices;

		if ( array_key_exists( 'reference_attachment_id', $input ) ) {
			$problem = self::check_reference( $input['reference_attachment_id'], $options );
			if ( null !== $problem ) {
				return $problem;
			}
			$clean['reference_attachment_id'] = $input['reference_attachment_id'];
		}
		return $clean;
	}

	/**
	 * Checks the choices.
	 *
	 * @param array<string,mixed>      $input   As it came.
	 * @param array<string,mixed>|null $options What the provider can do.
	 * @return array<string,string>|WP_Error
	 */
	private static function choices( array $input, ?array $options ) {
		$clean = array();
		foreach ( self::CHOICES as $name => $all ) {
			if ( ! array_key_exists( $name, $input ) ) {
				continue;
			}
			$choice = $input[ $name ];
			if ( ! in_array( $choice, $all, true ) ) {
				return Errors::invalid( 'input.' . $name, __( 'There is no such choice.', 'wp-ai-jobs' ) );
			}
			if ( null !== $options && ! in_array( $choice, $options[ $name ] ?? array(), true ) ) {
				return Errors::invalid( 'input.' . $name, __( 'The AI provider of this site cannot do this. Please choose something else.', 'wp-ai-jobs' ) );
			}
			$clean[ $name ] = $choice;
		}
		if ( ! isset( $clean['aspect_ratio'] ) ) {
			$can                   = $options['aspect_ratio'] ?? array();
			$clean['aspect_ratio'] = array() === $can || in_array( self::DEFAULT_ASPECT_RATIO, $can, true ) ? self::DEFAULT_ASPECT_RATIO : reset( $can );
		}
		return $clean;
	}

	/**
	 * Checks the image that is to be varied or changed.
	 *
	 * @param mixed                    $id      As it came.
	 * @param array<string,mixed>|null $options What the provider can do.
	 * @return WP_Error|null What is wrong with it.
	 */
	private static function check_reference( $id, ?array $options ): ?WP_Error {
		$field = 'input.reference_attachment_id';
		if ( null !== $options && empty( $options['reference'] ) ) {
			return Errors::invalid( $field, __( 'The AI provider of this site cannot change an image. Please describe a new one.', 'wp-ai-jobs' ) );
		}
		// One sentence for all: who may not edit an image does not learn that it is there.
		if ( ! is_int( $id ) || $id < 1 || ! wp_attachment_is_image( $id ) || ! current_user_can( 'edit_post', $id ) ) {
			return Errors::invalid( $field, __( 'There is no such image in the media library, or you are not allowed to edit it.', 'wp-ai-jobs' ) );
		}
		return null;
	}
}
