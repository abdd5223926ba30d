<?php
/**
 * A job type for tests.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests;

use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobHandler;

/**
 * Does what a test says, and counts.
 */
final class ScriptedHandler implements JobHandler {

	/**
	 * The jobs that it executed, in order.
	 *
	 * @var Job[]
	 */
	public $executed = array();

	/**
	 * Whether a provider is configured.
	 *
	 * @var bool
	 */
	public $is_available = true;

	/**
	 * What execution does.
	 *
	 * @var callable|null
	 */
	private $execute;

	/**
	 * A handler.
	 *
	 * @param callable|null $execute Given the job; default: a result.
	 */
	public function __construct( ?callable $execute = null ) {
		$this->execute = $execute;
	}

	/** {@inheritDoc} */
	public function capabilities(): array {
		return array(
			'available' => $this->is_available,
			'provider'  => $this->is_available ? 'scripted' : null,
			'label'     => $this->is_available ? 'Scripted' : null,
			'demo'      => false,
		);
	}

	/** {@inheritDoc} */
	public function validate( array $input ) {
		return isset( $input['prompt'] ) ? array( 'prompt' => $input['prompt'] ) : new \WP_Error( 'ai_job_invalid_input', 'No prompt.', array( 'field' => 'input.prompt' ) );
	}

	/** {@inheritDoc} */
	public function execute( Job $job ) {
		$this->executed[] = $job;
		return null === $this->execute ? array( 'text' => 'Done 🌈' ) : ( $this->execute )( $job );
	}
}
