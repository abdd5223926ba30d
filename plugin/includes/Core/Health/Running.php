<?php
/**
 * Whether jobs are run.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Core\Health;

use WP_Error;
use WpAiJobs\Admin\SettingsPage;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\RunnerLadder;
use WpAiJobs\Integrations\AI\Scheduler;
use WpAiJobs\Integrations\AI\Store\StoreException;

defined( 'ABSPATH' ) || exit;

/**
 * Sends the request that starts a job, looks at WP-Cron's events, and at jobs that should be
 * running by now. One way to run jobs is enough; without any they run only while their editor
 * is open.
 */
final class Running implements Check {

	/** How long the request may take, in seconds: as long as core gives its own. */
	private const TIMEOUT_S = 10;

	/** A job that waits longer than this although it could run was forgotten, in milliseconds. */
	private const WAITS_TOO_LONG_MS = MINUTE_IN_SECONDS * 1000;

	/** How many waiting jobs are looked at. */
	private const LIMIT = 50;

	private const CRON_GUIDE = 'https://developer.wordpress.org/plugins/cron/hooking-wp-cron-into-the-system-task-scheduler/';

	/** {@inheritDoc} */
	public function name(): string {
		return 'running';
	}

	/** {@inheritDoc} */
	public function label(): string {
		return __( 'AI jobs run in the background', 'wp-ai-jobs' );
	}

	/** {@inheritDoc} */
	public function sends_requests(): bool {
		return true;
	}

	/** {@inheritDoc} */
	public function findings(): array {
		$response = RunnerLadder::ask_loopback( self::TIMEOUT_S );
		$loopback = RunnerLadder::has_arrived( $response );
		$cron     = new CronEvents();
		$runs     = $loopback || RunnerLadder::can_answer_first();
		return array_merge(
			$this->waiting(),
			array( $loopback ? self::loopback_works() : self::loopback_fails( $response, $runs || $cron->has_run() ) ),
			array( self::cron( $cron, $runs ) ),
			self::action_scheduler(),
			RunnerLadder::can_answer_first()
				? array( Finding::good( __( 'This server can send an answer and keep working, so a status check from the editor can run a job that was forgotten.', 'wp-ai-jobs' ) ) )
				: array()
		);
	}

	/**
	 * Jobs that nothing runs.
	 *
	 * @return Finding[] None when no job waits for too long.
	 */
	private function waiting(): array {
		try {
			$manager = new JobManager();
			$free    = $manager->queue()->free_places();
			$waiting = array_filter(
				$manager->get_many( $manager->find_waiting( self::LIMIT ) ),
				static function ( Job $job ) use ( $free ): bool {
					return $job->waiting_ms() > self::WAITS_TOO_LONG_MS && ( 0 < $free || ! $job->is_queued() );
				}
			);
		} catch ( StoreException $e ) {
			// That is for the check of the storage to tell.
			return array();
		}
		if ( array() === $waiting ) {
			return array();
		}
		$count = count( $waiting );
		return array(
			Finding::critical(
				__( 'AI jobs are waiting and nothing runs them', 'wp-ai-jobs' ),
				sprintf(
					/* translators: %s: number of jobs */
					_n( '%s job has been waiting for more than a minute although it could run.', '%s jobs have been waiting for more than a minute although they could run.', $count, 'wp-ai-jobs' ),
					number_format_i18n( $count )
				) . ' ' . __( 'They start when their author opens the editor again. The other lines say what keeps them from starting by themselves.', 'wp-ai-jobs' )
			)->with_link( SettingsPage::url() . '#wp-ai-jobs-recent', __( 'See the latest jobs', 'wp-ai-jobs' ) ),
		);
	}

	/**
	 * The site reached itself.
	 */
	private static function loopback_works(): Finding {
		return Finding::good( __( 'The site can send requests to itself, so a job starts as soon as its author asks for it.', 'wp-ai-jobs' ) );
	}

	/**
	 * The site did not reach itself.
	 *
	 * @param array<string,mixed>|WP_Error $response What came instead.
	 * @param bool                         $runs     Whether something else was seen to run jobs.
	 */
	private static function loopback_fails( $response, bool $runs ): Finding {
		$url  = rest_url( 'wp-ai-jobs/v1/jobs' );
		$code = (int) wp_remote_retrieve_response_code( $response );
		if ( $response instanceof WP_Error ) {
			/* translators: 1: web address, 2: technical error message */
			$text = sprintf( __( 'The site could not send a request to itself at %1$s: %2$s. Ask your host to allow requests from the server to its own address.', 'wp-ai-jobs' ), $url, rtrim( $response->get_error_message(), '.' ) );
		} elseif ( 401 === $code ) {
			/* translators: %s: web address */
			$text = sprintf( __( 'The request that the site sends to itself at %s was answered with status 401. Usually a password protects the whole site; exempt this address from it.', 'wp-ai-jobs' ), $url );
		} else {
			/* translators: 1: web address, 2: HTTP status */
			$text = sprintf( __( 'The request that the site sends to itself at %1$s was answered with status %2$s instead of 204. Usually a firewall, a security plugin or a redirect gets in the way; exempt this address from it.', 'wp-ai-jobs' ), $url, (string) $code );
		}
		$finding = $runs
			? Finding::recommended( __( 'AI jobs start late, because the site cannot send requests to itself', 'wp-ai-jobs' ), $text )
			: Finding::critical( __( 'AI jobs run only while their editor is open', 'wp-ai-jobs' ), $text . ' ' . __( 'Nothing else was seen to run jobs on this site: they run only while their author keeps the editor open.', 'wp-ai-jobs' ) );
		return $finding->with_link( admin_url( 'site-health.php?tab=debug' ), __( 'See the details under Info', 'wp-ai-jobs' ) );
	}

	/**
	 * What becomes of WP-Cron's events.
	 *
	 * @param CronEvents $cron The schedule.
	 * @param bool       $runs Whether jobs run without it.
	 */
	private static function cron( CronEvents $cron, bool $runs ): Finding {
		if ( 0 < $cron->count_ours() ) {
			$finding = $runs
				? Finding::recommended( self::cron_headline( $cron ), self::why_overdue( $cron ) . ' ' . __( 'New jobs start without WP-Cron, but results that nobody collects are not deleted on time.', 'wp-ai-jobs' ) )
				: Finding::critical( self::cron_headline( $cron ), self::why_overdue( $cron ) );
			return $finding->with_link( self::CRON_GUIDE, __( 'Learn how to have the server run WP-Cron', 'wp-ai-jobs' ) );
		}
		if ( $cron->has_run() ) {
			return Finding::good( __( 'WP-Cron runs the scheduled events of AI jobs on time.', 'wp-ai-jobs' ) );
		}
		return Finding::good( __( 'WP-Cron has not run an event of AI jobs yet. None is overdue.', 'wp-ai-jobs' ) );
	}

	/**
	 * Whether all events are late, or ours.
	 *
	 * @param CronEvents $cron The schedule.
	 */
	private static function cron_headline( CronEvents $cron ): string {
		return 0 < $cron->count_others()
			? __( 'WP-Cron does not run on this site', 'wp-ai-jobs' )
			: __( 'The scheduled events of AI jobs are overdue', 'wp-ai-jobs' );
	}

	/**
	 * What is late, and what probably keeps it.
	 *
	 * @param CronEvents $cron The schedule.
	 */
	private static function why_overdue( CronEvents $cron ): string {
		if ( 0 === $cron->count_others() ) {
			/* translators: %s: a time span, as in "2 hours" */
			return sprintf( __( 'Scheduled events of AI jobs have been overdue for %s, although those of other plugins are run. Usually another plugin stops WP-Cron before it gets to them; the PHP error log says which.', 'wp-ai-jobs' ), $cron->overdue_for() );
		}
		/* translators: %s: a time span, as in "2 hours" */
		$text = sprintf( __( 'Scheduled events of this site, not only those of AI jobs, have been overdue for %s.', 'wp-ai-jobs' ), $cron->overdue_for() );
		if ( defined( 'DISABLE_WP_CRON' ) && DISABLE_WP_CRON ) {
			return $text . ' ' . __( 'The constant DISABLE_WP_CRON is set, but nothing else runs the events. Set up a cron job on the server that requests wp-cron.php, or remove the constant from wp-config.php.', 'wp-ai-jobs' );
		}
		if ( defined( 'ALTERNATE_WP_CRON' ) && ALTERNATE_WP_CRON ) {
			return $text . ' ' . __( 'The constant ALTERNATE_WP_CRON is set, so events run only when somebody visits a page that no cache answers. Set up a cron job on the server that requests wp-cron.php.', 'wp-ai-jobs' );
		}
		return $text . ' ' . __( 'Either nobody visits the site, or its requests to wp-cron.php are blocked. Set up a cron job on the server that requests wp-cron.php.', 'wp-ai-jobs' );
	}

	/**
	 * What becomes of Action Scheduler's actions, where it is active.
	 *
	 * @return Finding[]
	 */
	private static function action_scheduler(): array {
		if ( ! Scheduler::has_action_scheduler() ) {
			return array();
		}
		$overdue = as_get_scheduled_actions(
			array(
				'group'        => Scheduler::GROUP,
				'status'       => 'pending',
				'date'         => gmdate( 'Y-m-d H:i:s', time() - CronEvents::OVERDUE_AFTER_S ),
				'date_compare' => '<=',
				'per_page'     => 1,
			),
			'ids'
		);
		return array() === $overdue
			? array( Finding::good( __( 'Action Scheduler is active and runs AI jobs in place of WP-Cron.', 'wp-ai-jobs' ) ) )
			: array(
				Finding::recommended(
					__( 'Action Scheduler does not run its actions', 'wp-ai-jobs' ),
					__( 'Action Scheduler is active, but actions of AI jobs are overdue there. It is run by WP-Cron unless the server runs it.', 'wp-ai-jobs' )
				)->with_link( admin_url( 'tools.php?page=action-scheduler&status=past-due' ), __( 'See the overdue actions', 'wp-ai-jobs' ) ),
			);
	}
}
