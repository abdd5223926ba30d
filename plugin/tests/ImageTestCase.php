<?php
/**
 * What tests of image jobs share.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests;

use WpAiJobs\Integrations\AI\ImageFiles;
use WpAiJobs\Integrations\AI\ImageHandler;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\Runner;

/**
 * A site without generated images, whose editor is logged in.
 */
abstract class ImageTestCase extends PluginTestCase {

	/** {@inheritDoc} */
	protected function setUp(): void {
		parent::setUp();
		self::log_in( 'editor' );
	}

	/** {@inheritDoc} */
	protected function tearDown(): void {
		ImageFiles::uninstall();
		parent::tearDown();
	}

	/**
	 * Stores.
	 *
	 * @return array<string,array{string}>
	 */
	public static function stores(): array {
		return array(
			'table'   => array( 'table' ),
			'options' => array( 'options' ),
		);
	}

	/**
	 * A pending image job of the user's.
	 *
	 * @param array<string,mixed> $input What differs from two images of rain.
	 * @return Job
	 */
	protected static function image_job( array $input = array() ): Job {
		$clean = ( new ImageHandler() )->validate(
			$input + array(
				'prompt' => 'Rain',
				'count'  => 2,
			)
		);
		return self::pending(
			array(
				'owner_id'   => get_current_user_id(),
				'type'       => 'image',
				'input'      => $clean,
				'part_count' => $clean['count'],
			)
		);
	}

	/**
	 * Runs a job until nothing of it waits.
	 *
	 * @param Job $job The job.
	 * @return Job Afterwards.
	 */
	protected static function run_all( Job $job ): Job {
		$runner = new Runner();
		while ( null !== $runner->run( $job->id() ) ) {
			continue;
		}
		return ( new JobManager() )->get( $job->id() );
	}

	/**
	 * The files of a job's images.
	 *
	 * @param Job $job The job.
	 * @return string[] Paths.
	 */
	protected static function files( Job $job ): array {
		return (array) glob( ImageFiles::folder() . '/' . $job->id() . '/*' );
	}
}
