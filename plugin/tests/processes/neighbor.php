<?php
/**
 * One request of an administrator in which a plugin is activated, deactivated or removed. Says as
 * JSON what the site has then.
 * Arguments: `activate`, `deactivate`, `uninstall` or `look`; the plugin.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

require getenv( 'WP_SITE' ) . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/admin.php';

list( , $wpaijobs_step, $wpaijobs_plugin ) = $argv;
switch ( $wpaijobs_step ) {
	case 'activate':
		activate_plugin( $wpaijobs_plugin );
		break;
	case 'deactivate':
		deactivate_plugins( $wpaijobs_plugin );
		break;
	case 'uninstall':
		deactivate_plugins( $wpaijobs_plugin );
		uninstall_plugin( $wpaijobs_plugin );
		break;
}

$wpaijobs_events = array( 'eb' => array(), 'ours' => array() ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing.AssociativeArrayFound -- Two lists.
foreach ( _get_cron_array() as $wpaijobs_time => $wpaijobs_hooks ) {
	foreach ( $wpaijobs_hooks as $wpaijobs_hook => $wpaijobs_of_hook ) {
		foreach ( $wpaijobs_of_hook as $wpaijobs_event ) {
			if ( 0 === strpos( $wpaijobs_hook, 'eb_' ) ) {
				$wpaijobs_events['eb'][] = array( $wpaijobs_hook, $wpaijobs_time, $wpaijobs_event['args'] );
			} elseif ( 0 === strpos( $wpaijobs_hook, 'wpaijobs_' ) ) {
				$wpaijobs_events['ours'][] = $wpaijobs_hook;
			}
		}
	}
}
$wpaijobs_options = $GLOBALS['wpdb']->get_results( "SELECT option_name, option_value FROM {$GLOBALS['wpdb']->options} WHERE option_name LIKE 'eb\\_%' OR option_name LIKE '\\_transient\\_eb\\_%' ORDER BY option_name", ARRAY_N );
echo wp_json_encode( $wpaijobs_events + array( 'options' => $wpaijobs_options ) ), "\n";
