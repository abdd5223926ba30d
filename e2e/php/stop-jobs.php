<?php
/**
 * Stops every job of the site that WP_SITE names, so that the next test meets none.
 */

declare( strict_types=1 );

use WpAiJobs\Integrations\AI\JobManager;

require getenv( 'WP_SITE' ) . '/wp-load.php';

$e2e_jobs = new JobManager();
foreach ( $e2e_jobs->recent( 100 ) as $e2e_job ) {
	if ( ! $e2e_job->is_final() ) {
		$e2e_jobs->cancel( $e2e_job );
	}
}
