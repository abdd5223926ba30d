<?php
/**
 * Deactivates the plugin, as the Plugins screen does.
 */

declare( strict_types=1 );

define( 'WP_ADMIN', true );

require getenv( 'WP_SITE' ) . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';

deactivate_plugins( 'wp-ai-jobs/wp-ai-jobs.php' );
