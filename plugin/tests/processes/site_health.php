<?php
/**
 * Does a check of Site Health in a process of its own, and says its result as JSON.
 * Arguments: a constant that is set to true, or ''; the check, `running` (default) or `server`.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

use WpAiJobs\Core\Health\Running;
use WpAiJobs\Core\Health\Server;
use WpAiJobs\Core\SiteHealth;

if ( '' !== $argv[1] ) {
	define( $argv[1], true );
	define( 'DISABLE_WP_CRON', false );
}
require __DIR__ . '/load.php';

echo wp_json_encode( SiteHealth::result( 'server' === ( $argv[2] ?? '' ) ? new Server() : new Running() ) ), "\n";
