<?php
/**
 * One test of Site Health.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Core\Health;

defined( 'ABSPATH' ) || exit;

/**
 * Looks at what happened on this site. A constant or a setting explains what was seen; it is
 * never taken for it.
 */
interface Check {

	/** Its name: a part of a route and of an HTML id. */
	public function name(): string;

	/** What the test is called while nothing is wrong, translated. */
	public function label(): string;

	/** Whether it sends requests, so that the page must not wait for it. */
	public function sends_requests(): bool;

	/**
	 * Looks.
	 *
	 * @return Finding[] At least one.
	 */
	public function findings(): array;
}
