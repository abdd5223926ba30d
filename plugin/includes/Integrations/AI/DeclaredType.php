<?php
/**
 * A job type that is declared instead of programmed.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

use InvalidArgumentException;
use WP_Error;
use WpAiJobs\Core\Capabilities;
use WpAiJobs\Integrations\AI\Provider\TextProviders;

defined( 'ABSPATH' ) || exit;

/**
 * A job type of a host, made of a JSON Schema and a function. See `wpaijobs_register_type()`
 * for what it takes and for an example.
 */
final class DeclaredType implements RepeatableHandler {

	/** Whose capabilities a type has that asks this plugin's providers for its text. */
	private const TEXT = 'text';

	/** A type that needs no provider of this plugin. */
	private const NONE = 'none';

	/**
	 * The JSON Schema of an input.
	 *
	 * @var array<string,mixed>
	 */
	private $input_schema;

	/**
	 * The JSON Schema of a result, if there is one.
	 *
	 * @var array<string,mixed>|null
	 */
	private $result_schema;

	/**
	 * Turns an input into a result.
	 *
	 * @var callable(array<string,mixed>,Job):(array<string,mixed>|WP_Error)
	 */
	private $execute;

	/**
	 * Who answers.
	 *
	 * @var string|callable():array<string,mixed>
	 */
	private $provider;

	/**
	 * What a user needs to start it.
	 *
	 * @var string
	 */
	private $capability;

	/**
	 * Whether the function may be called again for an attempt whose process was killed.
	 *
	 * @var bool
	 */
	private $is_repeatable;

	/**
	 * A job type.
	 *
	 * @param array<string,mixed> $args See `wpaijobs_register_type()`.
	 * @throws InvalidArgumentException When it cannot be one; says why.
	 */
	public function __construct( array $args ) {
		$schema = $args['schema'] ?? null;
		if ( is_string( $schema ) ) {
			$schema = is_readable( $schema ) ? wp_json_file_decode( $schema, array( 'associative' => true ) ) : null;
		}
		if ( 'object' !== ( $schema['input']['type'] ?? null ) ) {
			throw new InvalidArgumentException( 'Its "schema" has to be the path of a readable JSON file, or an array, with a JSON Schema of type object under "input".' );
		}
		if ( ! is_callable( $args['execute'] ?? null ) ) {
			throw new InvalidArgumentException( 'Its "execute" has to be a function.' );
		}
		$provider = $args['provider'] ?? self::TEXT;
		if ( ! in_array( $provider, array( self::TEXT, self::NONE ), true ) && ! is_callable( $provider ) ) {
			throw new InvalidArgumentException( 'Its "provider" has to be "text", "none" or a function.' );
		}
		$this->input_schema  = $schema['input'];
		$this->result_schema = $schema['result'] ?? null;
		$this->execute       = $args['execute'];
		$this->provider      = $provider;
		$this->capability    = (string) ( $args['capability'] ?? Capabilities::CONTENT );
		$this->is_repeatable = (bool) ( $args['repeatable'] ?? false );
	}

	/** {@inheritDoc} */
	public function is_repeatable(): bool {
		return $this->is_repeatable;
	}

	/**
	 * What a user needs to start a job of this type.
	 *
	 * @return string
	 */
	public function capability(): string {
		return $this->capability;
	}

	/**
	 * The JSON Schema of its input.
	 *
	 * @return array<string,mixed>
	 */
	public function input_schema(): array {
		return $this->input_schema;
	}

	/** {@inheritDoc} */
	public function capabilities(): array {
		switch ( $this->provider ) {
			case self::TEXT:
				return TextProviders::capabilities();
			case self::NONE:
				return array(
					'available' => true,
					'provider'  => null,
					'label'     => null,
					'demo'      => false,
				);
			default:
				return ( $this->provider )();
		}
	}

	/** {@inheritDoc} */
	public function validate( array $input ) {
		return Schema::read( $input, $this->input_schema, 'input' );
	}

	/** {@inheritDoc} */
	public function execute( Job $job ) {
		$result = ( $this->execute )( $job->input(), $job );
		if ( $result instanceof WP_Error || null === $this->result_schema ) {
			return $result;
		}
		$read = Schema::read( $result, $this->result_schema, 'result' );
		return $read instanceof WP_Error
			? new WP_Error(
				'provider_invalid_response',
				/* translators: %s: a sentence that says what is wrong, as in "result.summary is missing." */
				sprintf( __( 'What was made is not of the shape that it has to be: %s', 'wp-ai-jobs' ), $read->get_error_message() )
			)
			: $read;
	}
}
