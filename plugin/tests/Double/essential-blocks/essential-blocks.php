<?php
/**
 * Plugin Name: Essential Blocks (for tests)
 * Description: Registers what the job queue of Essential Blocks registers under the names that we answer too, and does as much as a test can see.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\EssentialBlocks;

// phpcs:disable -- It stands for another plugin.

/** Where its jobs are. */
const JOB = 'eb_ai_job_';

/** Runs a job; its argument is required, as in the plugin. */
function process_job( $job_id ): void {
	$job = get_option( JOB . $job_id );
	if ( is_array( $job ) && 'pending' === $job['status'] ) {
		update_option( JOB . $job_id, array( 'status' => 'completed' ) + $job );
	}
}

/** Deletes all of its jobs. */
function cleanup_expired_jobs(): void {
	update_option( 'eb_cleaned_up', 1 + (int) get_option( 'eb_cleaned_up' ) );
}

/** Starts a job. */
function start_ai_job(): void {
	check_nonce();
	$id = 'job_' . wp_generate_uuid4();
	update_option( JOB . $id, array( 'id' => $id, 'status' => 'pending', 'created_at' => current_time( 'timestamp' ) ) );
	wp_schedule_single_event( time(), 'eb_process_ai_job', array( $id ) );
	wp_send_json_success( array( 'job_id' => $id, 'message' => 'Job started successfully' ) );
}

/** Says how a job is, and schedules the deletion of a completed one. */
function check_ai_job_status(): void {
	check_nonce();
	$job = get_option( JOB . $_POST['job_id'] );
	if ( ! is_array( $job ) ) {
		wp_send_json_error( array( 'success' => false, 'message' => 'Job not found' ) );
	}
	if ( 'completed' === $job['status'] ) {
		wp_schedule_single_event( time() + 5, 'eb_cleanup_completed_job', array( $job['id'] ) );
	}
	wp_send_json_success( array( 'success' => true, 'by' => 'Essential Blocks', 'status' => $job['status'] ) );
}

/** Saves an image. */
function save_ai_generated_image(): void {
	check_nonce();
	wp_send_json_success( array( 'attachment_id' => 1, 'by' => 'Essential Blocks' ) );
}

/** Its errors are 200. */
function check_nonce(): void {
	if ( ! wp_verify_nonce( $_POST['admin_nonce'] ?? '', 'admin-nonce' ) ) {
		wp_send_json_error( 'Nonce Error' );
	}
}

/** Its AJAX actions. */
function add_actions(): void {
	foreach ( array( 'start_ai_job', 'check_ai_job_status', 'save_ai_generated_image' ) as $action ) {
		add_action( 'wp_ajax_' . $action, __NAMESPACE__ . '\\' . $action );
	}
}

add_action( 'eb_process_ai_job', __NAMESPACE__ . '\\process_job' );
add_action( 'eb_cleanup_ai_jobs', __NAMESPACE__ . '\\cleanup_expired_jobs' );
add_action( 'eb_cleanup_stuck_ai_jobs', __NAMESPACE__ . '\\cleanup_expired_jobs' );

// The plugin adds them when it is loaded; a test has it come last of all.
if ( get_option( 'eb_comes_late' ) ) {
	add_action( 'admin_init', __NAMESPACE__ . '\\add_actions', PHP_INT_MAX );
} else {
	add_actions();
}

add_action(
	'init',
	static function (): void {
		if ( ! wp_next_scheduled( 'eb_cleanup_ai_jobs' ) ) {
			wp_schedule_event( time() + DAY_IN_SECONDS, 'daily', 'eb_cleanup_ai_jobs' );
		}
		if ( ! wp_next_scheduled( 'eb_cleanup_stuck_ai_jobs' ) ) {
			wp_schedule_event( time() + HOUR_IN_SECONDS, 'hourly', 'eb_cleanup_stuck_ai_jobs' );
		}
	}
);

register_deactivation_hook(
	__FILE__,
	static function (): void {
		wp_clear_scheduled_hook( 'eb_cleanup_ai_jobs' );
		wp_clear_scheduled_hook( 'eb_cleanup_stuck_ai_jobs' );
		wp_clear_scheduled_hook( 'eb_process_ai_job' );
	}
);
