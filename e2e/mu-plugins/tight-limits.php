<?php
/**
 * Plugin Name: Tight limits
 * Description: One job runs at once; a user may have two that are live, and start three within an hour.
 */

declare( strict_types=1 );

add_filter(
	'wpaijobs_max_running',
	static function (): int {
		return 1;
	}
);
add_filter(
	'wpaijobs_max_live_jobs',
	static function (): int {
		return 2;
	}
);
add_filter(
	'wpaijobs_max_starts_per_hour',
	static function (): int {
		return 3;
	}
);
