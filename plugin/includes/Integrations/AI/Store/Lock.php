<?php
/**
 * A lock that processes share.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI\Store;

use WpAiJobs\Clock;

defined( 'ABSPATH' ) || exit;

// Not get_option(): its cache would show a lock what was true a moment ago.
// phpcs:disable WordPress.DB.DirectDatabaseQuery

/**
 * One option that only one process can add. A process that died holds it no longer than it said.
 */
final class Lock {

	use QuietDatabase;

	private const PREFIX = 'wpaijobs_lock_';

	/** How often a process that waits looks again, in milliseconds: the longest of what is random, so that those who wait do not keep step. */
	private const PAUSE_MS = 40;

	/**
	 * The option's name.
	 *
	 * @var string
	 */
	private $name;

	/**
	 * The option's value, which is this holder's alone: until when, and a random part.
	 *
	 * @var string
	 */
	private $value;

	/**
	 * A lock that is held.
	 *
	 * @param string $name  Option's name.
	 * @param string $value Option's value.
	 */
	private function __construct( string $name, string $value ) {
		$this->name  = $name;
		$this->value = $value;
	}

	/**
	 * Takes a lock, and waits for it where it has to.
	 *
	 * @param string $name    What it protects.
	 * @param int    $hold_ms How long it counts at most, in milliseconds, should nobody release it.
	 * @param int    $wait_ms How long to wait for it at most, in milliseconds.
	 * @return self|null Null when somebody else held it all the time.
	 */
	public static function take( string $name, int $hold_ms, int $wait_ms ): ?self {
		$option = self::PREFIX . md5( $name );
		$until  = microtime( true ) + $wait_ms / 1000;
		while ( true ) {
			$value = ( Clock::now_ms() + $hold_ms ) . ' ' . wp_generate_uuid4();
			if ( self::add( $option, $value ) || self::take_over( $option, $value ) ) {
				return new self( $option, $value );
			}
			if ( microtime( true ) >= $until ) {
				return null;
			}
			usleep( wp_rand( 1, self::PAUSE_MS ) * 1000 );
		}
	}

	/**
	 * Gives it back. Harmless when it has gone to somebody else meanwhile.
	 */
	public function release(): void {
		global $wpdb;
		self::quietly(
			function () use ( $wpdb ) {
				return $wpdb->delete(
					$wpdb->options,
					array(
						'option_name'  => $this->name,
						'option_value' => $this->value,
					)
				);
			}
		);
	}

	/**
	 * Adds the option.
	 *
	 * @param string $option Its name.
	 * @param string $value  Its value.
	 * @return bool Whether it was not there.
	 */
	private static function add( string $option, string $value ): bool {
		global $wpdb;
		return self::quietly(
			static function () use ( $wpdb, $option, $value ): bool {
				return 1 === $wpdb->insert(
					$wpdb->options,
					array(
						'option_name'  => $option,
						'option_value' => $value,
						'autoload'     => 'off',
					)
				);
			}
		);
	}

	/**
	 * Takes the place of a holder whose time is over.
	 *
	 * @param string $option The option's name.
	 * @param string $value  Its new value.
	 * @return bool Whether this process did, and no other.
	 */
	private static function take_over( string $option, string $value ): bool {
		global $wpdb;
		return self::quietly(
			static function () use ( $wpdb, $option, $value ): bool {
				$held = $wpdb->get_var( $wpdb->prepare( "SELECT option_value FROM {$wpdb->options} WHERE option_name = %s", $option ) );
				return is_string( $held ) && (int) $held <= Clock::now_ms() && 1 === $wpdb->update(
					$wpdb->options,
					array( 'option_value' => $value ),
					array(
						'option_name'  => $option,
						'option_value' => $held,
					)
				);
			}
		);
	}
}
