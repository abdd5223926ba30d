<?php
/**
 * What a job type in parts has to know how to do besides.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

defined( 'ABSPATH' ) || exit;

/**
 * A job type whose work is done in parts, side by side: each has its own runner, lease and
 * attempt, so that four take about as long as one, and a dead process loses one of them.
 *
 * `execute()` is called once for each part, which it is given: `Job::part()` is its number. The
 * job is completed when one part at least is, whatever became of the others; a client sees the
 * job alone.
 */
interface PartedJobHandler extends JobHandler {

	/**
	 * How many parts a job has.
	 *
	 * @param array<string,mixed> $input What `validate()` returned.
	 * @return int 1 or more.
	 */
	public function count_parts( array $input ): int;

	/**
	 * Puts a job's result together from those of its parts, as far as they are there. Asked with
	 * every snapshot.
	 *
	 * @param Job $job The job with its parts.
	 * @return array<string,mixed> The result as the wire shall carry it.
	 */
	public function assemble( Job $job ): array;

	/**
	 * Deletes what `execute()` left outside the store. Called after a job was deleted.
	 *
	 * @param Job $job The job.
	 */
	public function discard( Job $job ): void;
}
