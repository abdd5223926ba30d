<?php
/**
 * A site whose wp-config.php switches the classic wire off. Says whether its names are answered.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

define( 'WPAIJOBS_CLASSIC', false );
require getenv( 'WP_SITE' ) . '/wp-load.php';
echo wp_json_encode( array( has_action( 'wp_ajax_start_ai_job' ), has_action( 'eb_process_ai_job' ) ) ), "\n";
