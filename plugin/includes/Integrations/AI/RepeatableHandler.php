<?php
/**
 * What a job type may say of itself besides.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Integrations\AI;

defined( 'ABSPATH' ) || exit;

/**
 * A job type whose `execute()` may be called once more for an attempt whose process was killed,
 * with what a provider had answered by then: see Recovery. So it changes nothing but by its
 * result, and leaves the questions that cost something to this plugin's providers.
 */
interface RepeatableHandler extends JobHandler {

	/**
	 * Whether it is one.
	 *
	 * @return bool
	 */
	public function is_repeatable(): bool;
}
