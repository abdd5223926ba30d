<?php
/**
 * Values by a JSON Schema.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use WP_Error;

defined( 'ABSPATH' ) || exit;

/**
 * Reads a value as a JSON Schema describes it, with the keywords that WordPress's REST API knows.
 *
 * What a single value may be is asked of WordPress (`rest_validate_value_from_schema()`). The
 * way down to it is ours, for three reasons: an error names its field by a dotted path, a field
 * that the schema does not name is left out, and JSON's types are not taken for one another
 * (WordPress reads "5" as a number, and "a,b" as a list, since it reads URLs too).
 */
final class Schema {

	private const TYPES = array( 'object', 'array', 'string', 'integer', 'number', 'boolean', 'null' );

	/** What is looked at on the way down, not by WordPress. */
	private const DESCENDING = array( 'type', 'properties', 'required', 'additionalProperties', 'items', 'default' );

	/**
	 * Reads a value.
	 *
	 * @param mixed               $value  As it came.
	 * @param array<string,mixed> $schema The schema.
	 * @param string              $field  Where the value stands, as in `input.text`.
	 * @return mixed|WP_Error The value with the fields that the schema names, in its order; or
	 *         `ai_job_invalid_input` with the dotted path of the first wrong field in `data.field`.
	 */
	public static function read( $value, array $schema, string $field ) {
		$choices = $schema['anyOf'] ?? $schema['oneOf'] ?? null;
		if ( is_array( $choices ) ) {
			return self::read_choice( $value, $choices, $field );
		}
		$types = (array) ( $schema['type'] ?? self::TYPES );
		$type  = self::type_of( $value, $types );
		if ( null === $type ) {
			return Errors::invalid(
				$field,
				/* translators: 1: a field, as in input.text. 2: a type of JSON, as in string. */
				sprintf( __( '%1$s has to be of type %2$s.', 'wp-ai-jobs' ), $field, implode( ' | ', $types ) )
			);
		}
		$is_valid = rest_validate_value_from_schema( $value, array( 'type' => $type ) + array_diff_key( $schema, array_flip( self::DESCENDING ) ), $field );
		if ( $is_valid instanceof WP_Error ) {
			return Errors::invalid( $field, $is_valid->get_error_message() );
		}
		if ( 'object' === $type ) {
			return self::read_object( $value, $schema, $field );
		}
		return 'array' === $type && isset( $schema['items'] ) ? self::read_items( $value, $schema['items'], $field ) : $value;
	}

	/**
	 * Reads a value that may be one of several things.
	 *
	 * @param mixed                 $value   As it came.
	 * @param array<string,mixed>[] $choices The schemas.
	 * @param string                $field   Where it stands.
	 * @return mixed|WP_Error As the first that fits says.
	 */
	private static function read_choice( $value, array $choices, string $field ) {
		foreach ( $choices as $choice ) {
			$read = self::read( $value, $choice, $field );
			if ( ! $read instanceof WP_Error ) {
				return $read;
			}
		}
		/* translators: %s: a field, as in input.text. */
		return Errors::invalid( $field, sprintf( __( '%s is none of what it may be.', 'wp-ai-jobs' ), $field ) );
	}

	/**
	 * Reads an object.
	 *
	 * @param array<string,mixed> $value  As it came.
	 * @param array<string,mixed> $schema The schema.
	 * @param string              $field  Where it stands.
	 * @return array<string,mixed>|WP_Error
	 */
	private static function read_object( array $value, array $schema, string $field ) {
		$known  = $schema['properties'] ?? array();
		$others = $schema['additionalProperties'] ?? array();
		$read   = array();
		foreach ( $known as $name => $property ) {
			if ( array_key_exists( $name, $value ) ) {
				$read[ $name ] = self::read( $value[ $name ], $property, "$field.$name" );
			} elseif ( array_key_exists( 'default', $property ) ) {
				$read[ $name ] = $property['default'];
			} elseif ( in_array( $name, $schema['required'] ?? array(), true ) ) {
				/* translators: %s: a field, as in input.text. */
				$read[ $name ] = Errors::invalid( "$field.$name", sprintf( __( '%s is missing.', 'wp-ai-jobs' ), "$field.$name" ) );
			}
			if ( ( $read[ $name ] ?? null ) instanceof WP_Error ) {
				return $read[ $name ];
			}
		}
		$unknown = array_diff_key( $value, $known );
		// In one order whatever the browser's, because a repeated start is recognised by its bytes.
		ksort( $unknown );
		foreach ( $unknown as $name => $one ) {
			if ( false === $others ) {
				/* translators: %s: a field, as in input.text. */
				return Errors::invalid( "$field.$name", sprintf( __( 'There is no such field: %s.', 'wp-ai-jobs' ), "$field.$name" ) );
			}
			if ( ! is_array( $others ) || array() === $others ) {
				continue;
			}
			$read[ $name ] = self::read( $one, $others, "$field.$name" );
			if ( $read[ $name ] instanceof WP_Error ) {
				return $read[ $name ];
			}
		}
		return $read;
	}

	/**
	 * Reads what is in a list.
	 *
	 * @param mixed[]             $values As they came.
	 * @param array<string,mixed> $schema Of each.
	 * @param string              $field  Where the list stands.
	 * @return mixed[]|WP_Error
	 */
	private static function read_items( array $values, array $schema, string $field ) {
		$read = array();
		foreach ( $values as $index => $value ) {
			$item = self::read( $value, $schema, "$field.$index" );
			if ( $item instanceof WP_Error ) {
				return $item;
			}
			$read[] = $item;
		}
		return $read;
	}

	/**
	 * Which of the allowed types a value has. PHP has one array for JSON's list and object: an
	 * empty one is either.
	 *
	 * @param mixed    $value A value.
	 * @param string[] $types Allowed types.
	 * @return string|null Null: none of them.
	 */
	private static function type_of( $value, array $types ): ?string {
		$is_list = is_array( $value ) && array_values( $value ) === $value;
		$has     = array(
			'object'  => is_array( $value ) && ( ! $is_list || array() === $value ),
			'array'   => $is_list,
			'string'  => is_string( $value ),
			'integer' => is_int( $value ) || ( is_float( $value ) && floor( $value ) === $value ),
			'number'  => is_int( $value ) || is_float( $value ),
			'boolean' => is_bool( $value ),
			'null'    => null === $value,
		);
		foreach ( $types as $type ) {
			if ( $has[ $type ] ?? false ) {
				return $type;
			}
		}
		return null;
	}
}
