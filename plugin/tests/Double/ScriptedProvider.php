<?php
/**
 * What scripted providers have in common.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Double;

/**
 * A provider that is there if a test says so, and that is no demo.
 */
abstract class ScriptedProvider {

	/**
	 * Whether it is configured.
	 *
	 * @var bool
	 */
	public $is_configured;

	/**
	 * A provider.
	 *
	 * @param bool $is_configured Whether it is configured.
	 */
	public function __construct( bool $is_configured = true ) {
		$this->is_configured = $is_configured;
	}

	/**
	 * Its id.
	 *
	 * @return string
	 */
	public function id(): string {
		return 'scripted';
	}

	/**
	 * Its name.
	 *
	 * @return string
	 */
	public function label(): string {
		return 'Scripted';
	}

	/**
	 * Whether it can be asked.
	 *
	 * @return bool
	 */
	public function is_configured(): bool {
		return $this->is_configured;
	}

	/**
	 * Whether it is the demo.
	 *
	 * @return bool
	 */
	public function is_demo(): bool {
		return false;
	}
}
