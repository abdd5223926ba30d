<?php
/**
 * What ran, what failed, and why.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Admin;

use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\Store\StoreException;

defined( 'ABSPATH' ) || exit;

/**
 * Shows the last jobs to the site's owner: never what was asked or answered, which is their
 * author's own.
 */
final class RecentJobs {

	/** A screenful. */
	private const LIMIT = 20;

	/**
	 * Prints it.
	 */
	public static function render(): void {
		printf( '<h2 id="wp-ai-jobs-recent">%s</h2>', esc_html__( 'Recent jobs', 'wp-ai-jobs' ) );
		try {
			$jobs = ( new JobManager() )->recent( self::LIMIT );
		} catch ( StoreException $e ) {
			printf( '<p>%s</p>', esc_html__( 'The jobs could not be read: the database refused.', 'wp-ai-jobs' ) );
			return;
		}
		if ( array() === $jobs ) {
			printf( '<p>%s</p>', esc_html__( 'There are none: finished jobs are kept until their result has arrived, 24 hours at the longest.', 'wp-ai-jobs' ) );
			return;
		}
		?>
		<p id="wp-ai-jobs-recent-note"><?php esc_html_e( 'Finished jobs are kept until their result has arrived, 24 hours at the longest. What was asked and answered is not shown.', 'wp-ai-jobs' ); ?></p>
		<table class="widefat striped" aria-labelledby="wp-ai-jobs-recent" aria-describedby="wp-ai-jobs-recent-note">
			<thead>
				<tr>
					<th scope="col"><?php esc_html_e( 'Started', 'wp-ai-jobs' ); ?></th>
					<th scope="col"><?php esc_html_e( 'Type', 'wp-ai-jobs' ); ?></th>
					<th scope="col"><?php esc_html_e( 'By', 'wp-ai-jobs' ); ?></th>
					<th scope="col"><?php esc_html_e( 'Status', 'wp-ai-jobs' ); ?></th>
					<th scope="col"><?php esc_html_e( 'Took', 'wp-ai-jobs' ); ?></th>
					<th scope="col"><?php esc_html_e( 'What went wrong', 'wp-ai-jobs' ); ?></th>
				</tr>
			</thead>
			<tbody>
				<?php
				foreach ( $jobs as $job ) {
					self::render_row( $job );
				}
				?>
			</tbody>
		</table>
		<?php
	}

	/**
	 * Prints one job.
	 *
	 * @param Job $job Job.
	 */
	private static function render_row( Job $job ): void {
		$created_s = intdiv( $job->created_at(), 1000 );
		$owner     = get_userdata( $job->owner_id() );
		?>
		<tr>
			<td><time datetime="<?php echo esc_attr( gmdate( 'c', $created_s ) ); ?>"><?php echo esc_html( (string) wp_date( get_option( 'date_format' ) . ' ' . get_option( 'time_format' ), $created_s ) ); ?></time></td>
			<td><?php echo esc_html( $job->type() ); ?></td>
			<td><?php echo esc_html( false === $owner ? __( 'a deleted user', 'wp-ai-jobs' ) : $owner->display_name ); ?></td>
			<td><?php echo esc_html( self::status( $job->status() ) ); ?></td>
			<td><?php echo esc_html( self::duration( $job ) ); ?></td>
			<td><?php echo esc_html( self::problem( $job ) ); ?></td>
		</tr>
		<?php
	}

	/**
	 * A status in words.
	 *
	 * @param string $status One of Job's.
	 * @return string
	 */
	private static function status( string $status ): string {
		switch ( $status ) {
			case Job::PENDING:
				return __( 'Waiting', 'wp-ai-jobs' );
			case Job::PROCESSING:
				return __( 'Running', 'wp-ai-jobs' );
			case Job::COMPLETED:
				return __( 'Completed', 'wp-ai-jobs' );
			case Job::FAILED:
				return __( 'Failed', 'wp-ai-jobs' );
			case Job::EXPIRED:
				return __( 'Expired', 'wp-ai-jobs' );
			default:
				return __( 'Stopped', 'wp-ai-jobs' );
		}
	}

	/**
	 * How long a job ran, without its wait.
	 *
	 * @param Job $job Job.
	 * @return string
	 */
	private static function duration( Job $job ): string {
		if ( null === $job->started_at() || null === $job->finished_at() ) {
			return '—';
		}
		/* translators: %s: a number of seconds, as in 3.2 */
		return sprintf( __( '%s s', 'wp-ai-jobs' ), number_format_i18n( ( $job->finished_at() - $job->started_at() ) / 1000, 1 ) );
	}

	/**
	 * Why a job failed, and whether it may cost something all the same.
	 *
	 * @param Job $job Job.
	 * @return string
	 */
	private static function problem( Job $job ): string {
		$error = $job->error();
		if ( null === $error ) {
			return '';
		}
		return $error['may_be_billed']
			? $error['message'] . ' ' . __( 'The provider may charge for it.', 'wp-ai-jobs' )
			: $error['message'];
	}
}
