<?php
/**
 * One setting.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Core;

defined( 'ABSPATH' ) || exit;

/**
 * A setting's value, and where it comes from.
 */
final class Setting {

	public const CONSTANT    = 'constant';
	public const ENVIRONMENT = 'environment';
	public const OPTION      = 'option';
	public const UNSET       = 'default';

	/**
	 * The value.
	 *
	 * @var string
	 */
	private $value;

	/**
	 * One of the constants above.
	 *
	 * @var string
	 */
	private $source;

	/**
	 * The constant's or the environment variable's name.
	 *
	 * @var string
	 */
	private $name;

	/**
	 * A setting.
	 *
	 * @param string $value  The value; '' when there is none.
	 * @param string $source One of the constants.
	 * @param string $name   The constant's or the environment variable's name, else ''.
	 */
	private function __construct( string $value, string $source, string $name = '' ) {
		$this->value  = $value;
		$this->source = $source;
		$this->name   = $name;
	}

	/**
	 * Finds a setting: the constant, else the environment variable, else the option, else the
	 * default. An empty one counts as not set.
	 *
	 * @param string $name     Name of the constant and of the environment variable. One of ours: a
	 *                         key that is on the server for another program is not ours to spend.
	 * @param string $option   The option's value.
	 * @param string $fallback The value when nothing is set.
	 * @return self
	 */
	public static function find( string $name, string $option, string $fallback = '' ): self {
		$server = self::from_server( $name );
		if ( null !== $server ) {
			return $server;
		}
		return '' !== $option
			? new self( $option, self::OPTION )
			: new self( $fallback, self::UNSET );
	}

	/**
	 * A setting that only who runs the server can make.
	 *
	 * @param string $name Name of the constant and of the environment variable.
	 * @return self|null
	 */
	private static function from_server( string $name ): ?self {
		$value = defined( $name ) ? trim( (string) constant( $name ) ) : '';
		if ( '' !== $value ) {
			return new self( $value, self::CONSTANT, $name );
		}
		$value = function_exists( 'getenv' ) ? trim( (string) getenv( $name ) ) : '';
		return '' !== $value ? new self( $value, self::ENVIRONMENT, $name ) : null;
	}

	/** The value; '' when there is none. */
	public function value(): string {
		return $this->value;
	}

	/** Whether somebody set it. */
	public function is_set(): bool {
		return self::UNSET !== $this->source;
	}

	/** Whether it is made on the server, where the settings page cannot change it. */
	public function is_fixed(): bool {
		return self::CONSTANT === $this->source || self::ENVIRONMENT === $this->source;
	}

	/** One of the constants of this class. */
	public function source(): string {
		return $this->source;
	}

	/** The constant's or the environment variable's name, else ''. */
	public function name(): string {
		return $this->name;
	}
}
