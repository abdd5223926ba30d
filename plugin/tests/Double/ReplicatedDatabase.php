<?php
/**
 * A database with a replica.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Double;

/**
 * What a drop-in such as HyperDB is to a site: it reads from a replica, which has nothing yet of
 * what was just written, until it is told to read from the primary.
 *
 * @mixin \wpdb
 */
final class ReplicatedDatabase {

	private const READS = array(
		'get_var'     => null,
		'get_row'     => null,
		'get_col'     => array(),
		'get_results' => array(),
	);

	/**
	 * The primary.
	 *
	 * @var \wpdb
	 */
	private $primary;

	/**
	 * Whether it was told.
	 *
	 * @var bool
	 */
	private $reads_primary = false;

	/**
	 * A database.
	 *
	 * @param \wpdb $primary The primary.
	 */
	public function __construct( $primary ) {
		$this->primary = $primary;
	}

	/**
	 * The primary.
	 *
	 * @return \wpdb
	 */
	public function primary() {
		return $this->primary;
	}

	/** What HyperDB, LudicrousDB and WordPress.com's have. */
	public function send_reads_to_masters(): void {
		$this->reads_primary = true;
	}

	/**
	 * Calls.
	 *
	 * @param string       $name      Method.
	 * @param array<mixed> $arguments Its arguments.
	 * @return mixed
	 */
	public function __call( string $name, array $arguments ) {
		return array_key_exists( $name, self::READS ) && ! $this->reads_primary ? self::READS[ $name ] : $this->primary->$name( ...$arguments );
	}

	/**
	 * Reads a property.
	 *
	 * @param string $name Property.
	 * @return mixed
	 */
	public function __get( string $name ) {
		return $this->primary->$name;
	}

	/**
	 * Writes a property.
	 *
	 * @param string $name  Property.
	 * @param mixed  $value Value.
	 */
	public function __set( string $name, $value ): void {
		$this->primary->$name = $value;
	}

	/**
	 * Whether there is a property.
	 *
	 * @param string $name Property.
	 * @return bool
	 */
	public function __isset( string $name ): bool {
		return isset( $this->primary->$name );
	}
}
