<?php
/**
 * Removes everything that the plugin has stored, on every site of a network.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs;

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

require_once __DIR__ . '/includes/autoload.php';

Plugin::on_each_site( true, array( Plugin::class, 'remove_data' ) );
