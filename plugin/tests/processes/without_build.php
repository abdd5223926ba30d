<?php
/**
 * A site whose plugin has no build. Says as JSON what an administrator and an editor are told, and
 * whether the editor loads the script.
 * Argument: the folder of its plugins.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

use WpAiJobs\Core\EditorScript;

define( 'WP_PLUGIN_DIR', $argv[1] );
require __DIR__ . '/load.php';

$wpaijobs_told = array();
foreach ( array( 'admin', 'editor' ) as $wpaijobs_login ) {
	wp_set_current_user( get_user_by( 'login', $wpaijobs_login )->ID );
	ob_start();
	EditorScript::show_missing();
	EditorScript::enqueue();
	$wpaijobs_told[] = ob_get_clean();
}
$wpaijobs_told[] = wp_script_is( EditorScript::HANDLE );
echo wp_json_encode( $wpaijobs_told ), "\n";
