<?php
/**
 * A job type in parts for tests.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests;

use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\PartedJobHandler;

/**
 * Does what a test says with each part, and counts.
 */
final class ScriptedPartedHandler implements PartedJobHandler {

	/**
	 * The parts that it executed, by number, in order.
	 *
	 * @var int[]
	 */
	public $executed = array();

	/**
	 * The ids of jobs that were deleted.
	 *
	 * @var string[]
	 */
	public $discarded = array();

	/**
	 * What execution does.
	 *
	 * @var callable|null
	 */
	private $execute;

	/**
	 * A handler.
	 *
	 * @param callable|null $execute Given the part; default: a result.
	 */
	public function __construct( ?callable $execute = null ) {
		$this->execute = $execute;
	}

	/** {@inheritDoc} */
	public function capabilities(): array {
		return array(
			'available' => true,
			'provider'  => 'scripted',
			'label'     => 'Scripted',
			'demo'      => false,
		);
	}

	/** {@inheritDoc} */
	public function validate( array $input ) {
		return array( 'count' => (int) $input['count'] );
	}

	/** {@inheritDoc} */
	public function count_parts( array $input ): int {
		return $input['count'];
	}

	/** {@inheritDoc} */
	public function execute( Job $job ) {
		$this->executed[] = $job->part();
		return null === $this->execute ? array( 'text' => 'Part ' . $job->part() ) : ( $this->execute )( $job );
	}

	/** {@inheritDoc} */
	public function assemble( Job $job ): array {
		$texts    = array();
		$failures = array();
		foreach ( $job->parts() as $part ) {
			if ( Job::COMPLETED === $part->status() ) {
				$texts[ $part->part() ] = $part->result()['text'];
			} elseif ( null !== $part->error() ) {
				$failures[ $part->part() ] = $part->error()['code'];
			}
		}
		return array(
			'texts'    => $texts,
			'failures' => $failures,
		);
	}

	/** {@inheritDoc} */
	public function discard( Job $job ): void {
		$this->discarded[] = $job->id();
	}
}
