<?php
/**
 * Whether WP-Cron's events are run.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Core\Health;

use WpAiJobs\Core\Maintenance;

defined( 'ABSPATH' ) || exit;

/**
 * WP-Cron's schedule as it is now. Whatever runs it (visits, a cron of the server, a plugin), an
 * event that stays due shows that nothing does, and a recurring one that has moved on was run.
 */
final class CronEvents {

	/** An event that has been due for so long was missed, in seconds. Core's Site Health waits for as long where WP-Cron is left to the server. */
	public const OVERDUE_AFTER_S = 15 * MINUTE_IN_SECONDS;

	/** What the names of our hooks begin with. */
	private const OURS = 'wpaijobs_';

	/** How many of our events are overdue. */
	private int $ours = 0;

	/** How many of others' are. */
	private int $others = 0;

	/** Since when the oldest is due, as a Unix timestamp; null when none is overdue. */
	private ?int $since = null;

	/** Reads the schedule. */
	public function __construct() {
		$overdue = time() - self::OVERDUE_AFTER_S;
		foreach ( _get_cron_array() as $due => $hooks ) {
			if ( $due > $overdue ) {
				continue;
			}
			foreach ( $hooks as $hook => $events ) {
				if ( 0 === strpos( (string) $hook, self::OURS ) ) {
					$this->ours += count( $events );
				} else {
					$this->others += count( $events );
				}
			}
			$this->since = min( $this->since ?? $due, $due );
		}
	}

	/** How many of our events are overdue. */
	public function count_ours(): int {
		return $this->ours;
	}

	/** How many events of others are overdue. */
	public function count_others(): int {
		return $this->others;
	}

	/** How long the oldest has been due, in words; '' when none is overdue. */
	public function overdue_for(): string {
		return null === $this->since ? '' : human_time_diff( $this->since );
	}

	/** Whether our hourly event was run: it is scheduled for now, and moves on each time. */
	public function has_run(): bool {
		$next = wp_next_scheduled( Maintenance::END_STUCK );
		return 0 === $this->ours && false !== $next && $next > time();
	}
}
