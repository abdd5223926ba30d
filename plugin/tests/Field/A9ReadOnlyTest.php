<?php
/**
 * A site whose wp-content cannot be written to.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Field;

use WpAiJobs\Integrations\AI\ImageFiles;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\Recording;
use WpAiJobs\Integrations\AI\Runner;
use WpAiJobs\Tests\PluginTestCase;

/**
 * What needs no file works.
 */
final class A9ReadOnlyTest extends PluginTestCase {

	/** A file where the folder would be: not even an administrator of the server makes one there. */
	protected function setUp(): void {
		parent::setUp();
		$file = (string) wp_tempnam( 'read-only' );
		add_filter(
			'wpaijobs_files_dir',
			static function () use ( $file ): string {
				return $file . '/wp-content';
			}
		);
		add_filter(
			'upload_dir',
			static function ( array $uploads ) use ( $file ): array {
				return array(
					'basedir' => $file . '/uploads',
					'path'    => $file . '/uploads',
				) + $uploads;
			}
		);
	}

	/** Nothing is written, nothing warns. */
	public function test_texts_are_generated_delivered_and_deleted(): void {
		self::register_type(
			static function (): array {
				return array( 'text' => 'Done' );
			}
		);
		$manager = new JobManager();
		$job     = ( new Runner() )->run( self::pending()->id() );
		$this->assertSame( array( Job::COMPLETED, array( 'text' => 'Done' ) ), array( $job->status(), $job->result() ) );
		$manager->acknowledge( $job );
		self::move_clock( 10000 );
		do_action( 'wpaijobs_cleanup' );
		$this->assertNull( $manager->get( $job->id() ) );
	}

	/** A provider's answer goes to memory, as it does without a recording. */
	public function test_an_answer_is_not_recorded_and_not_lost(): void {
		$this->assertSame( 'elsewhere', ( new Recording( self::pending() ) )->path( 'elsewhere', 'openai', 'POST', 'https://example.com/' ) );
	}

	/** Said, before anybody is paid. */
	public function test_images_say_what_is_missing(): void {
		$this->assertStringContainsString( 'may not write', ImageFiles::make_path( wp_generate_uuid4() )->get_error_message() );
		$this->assertStringContainsString( 'uploads folder', ImageFiles::check_site()->get_error_message() );
	}
}
