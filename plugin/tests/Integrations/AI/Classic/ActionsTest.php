<?php
/**
 * The classic actions.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI\Classic;

use WpAiJobs\Clock;
use WpAiJobs\Integrations\AI\Errors;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\Queue;
use WpAiJobs\Integrations\AI\Quota;
use WpAiJobs\Integrations\AI\RunnerLadder;
use WpAiJobs\Integrations\AI\Store\Stores;
use WpAiJobs\Tests\PluginTestCase;
use WpAiJobs\Tests\Visitor;

/**
 * Real form-encoded requests, and jobs whose state the test makes.
 */
final class ActionsTest extends PluginTestCase {

	/**
	 * The editor's browser.
	 *
	 * @var Visitor
	 */
	private $editor;

	/** Opens the browser. */
	protected function setUp(): void {
		parent::setUp();
		$this->editor = Visitor::logged_in( 'editor' );
	}

	/**
	 * An answer's status and parsed body.
	 *
	 * @param array{status:int,body:string} $answer The answer.
	 * @return array{int,mixed}
	 */
	private static function read( array $answer ): array {
		return array( $answer['status'], json_decode( $answer['body'], true ) );
	}

	/**
	 * What a check of a job answers.
	 *
	 * @param Job $job The job.
	 * @return array{int,mixed}
	 */
	private function check( Job $job ): array {
		return self::read(
			$this->editor->ajax(
				array(
					'action' => 'check_ai_job_status',
					'job_id' => $job->id(),
				)
			)
		);
	}

	/**
	 * A stored job of the editor's, as the classic carrier makes them.
	 *
	 * @param int $waiting_ms How long it has been waiting; by default so far from it that no
	 *                        check runs it, however slow this machine is.
	 * @return Job
	 */
	private function job( int $waiting_ms = -HOUR_IN_SECONDS * 1000 ): Job {
		$now = Clock::now_ms();
		return Stores::current()->insert(
			new Job(
				array(
					'id'         => 'job_' . wp_generate_uuid4(),
					'owner_id'   => self::user( 'editor' ),
					'type'       => 'content',
					'input'      => array( 'prompt' => 'Rain' ),
					'created_at' => $now,
					'expires_at' => $now - $waiting_ms + Job::LIFETIME_MS,
				)
			)
		);
	}

	/** `start_ai_job`. */
	public function test_a_start_answers_with_a_classic_id(): void {
		list( $status, $body ) = self::read(
			$this->editor->ajax(
				array(
					'action'      => 'start_ai_job',
					'job_type'    => 'content',
					'prompt'      => '  Rain <b>& \\ "snow"</b> 🌧 ',
					'content_for' => 'writePageContent',
				)
			)
		);
		$this->assertSame( array( 200, true ), array( $status, $body['success'] ) );
		$this->assertSame( array( 'job_id', 'message' ), array_keys( $body['data'] ) );
		$this->assertMatchesRegularExpression( '/^job_[0-9a-f-]{36}$/', $body['data']['job_id'] );
		$job = ( new JobManager() )->get( $body['data']['job_id'] );
		$this->assertSame( 'Rain <b>& \\ "snow"</b> 🌧', $job->input()['prompt'] );
		$this->assertSame( self::user( 'editor' ), $job->owner_id() );
	}

	/** `check_ai_job_status` in every state. */
	public function test_a_check_answers_with_status_and_times_and_what_came_of_it(): void {
		$manager = new JobManager();
		$offset  = get_option( 'gmt_offset' );
		update_option( 'gmt_offset', '5.5' );

		$pending = $this->job();
		$this->assertSame(
			array(
				200,
				array(
					'success' => true,
					'data'    => array(
						'success'    => true,
						'status'     => 'pending',
						'created_at' => intdiv( $pending->created_at(), 1000 ) + 19800,
						'updated_at' => intdiv( $pending->created_at(), 1000 ) + 19800,
					),
				),
			),
			$this->check( $pending )
		);

		$claimed = $manager->claim( $pending->id(), 'runner', 60000 );
		$this->assertSame( 'processing', $this->check( $claimed )[1]['data']['status'] );

		$result    = array(
			'content' => 'It rains. 🌧',
			'format'  => 'markdown',
			'model'   => 'model-1',
			'usage'   => array(
				'input_tokens'  => 12,
				'output_tokens' => 34,
			),
		);
		$completed = $manager->complete( $claimed, $result );
		$data      = $this->check( $completed )[1]['data'];
		$this->assertSame( array( 'success', 'status', 'created_at', 'updated_at', 'result' ), array_keys( $data ) );
		$this->assertSame( 'completed', $data['status'] );
		$this->assertSame(
			array(
				'success' => true,
				'content' => 'It rains. 🌧',
				'usage'   => array(
					'prompt_tokens'     => 12,
					'completion_tokens' => 34,
					'total_tokens'      => 46,
				),
			),
			$data['result']
		);
		$untold = $manager->complete( $manager->claim( $this->job()->id(), 'runner', 60000 ), array( 'usage' => null ) + $result );
		$this->assertNull( $this->check( $untold )[1]['data']['result']['usage'] );

		$failed = $manager->fail( $manager->claim( $this->job()->id(), 'runner', 60000 ), array( 'message' => 'No rain.' ) + Errors::of( 'provider_refused' ) );
		$data   = $this->check( $failed )[1]['data'];
		$this->assertSame( array( true, 'failed', 'No rain.' ), array( $data['success'], $data['status'], $data['error'] ) );

		$data = $this->check( $manager->cancel( $this->job() ) )[1]['data'];
		$this->assertSame( 'failed', $data['status'] );
		$this->assertNotSame( '', $data['error'] );
		update_option( 'gmt_offset', $offset );
	}

	/** The seed deleted a result 5 s after it was first seen. */
	public function test_a_seen_result_is_kept(): void {
		$manager   = new JobManager();
		$completed = $manager->complete( $manager->claim( $this->job()->id(), 'runner', 60000 ), array( 'content' => 'x' ) );
		$this->check( $completed );
		self::move_clock( JobManager::RETENTION_MS - 10000 );
		$this->assertEquals( $completed, $manager->get( $completed->id() ) );
	}

	/** A classic client sends no run request, so the check sees to it. */
	public function test_a_forgotten_job_is_run_behind_the_answer_to_a_check(): void {
		$job = $this->job( RunnerLadder::FORGOTTEN_AFTER_MS );
		$this->assertSame( 'pending', $this->check( $job )[1]['data']['status'], 'The answer came first.' );
		do {
			usleep( 50000 );
			$now = ( new JobManager() )->get( $job->id() );
		} while ( ! $now->is_final() );
		$this->assertSame( 'completed', $now->status() );
	}

	/** `generate_ai_content`. */
	public function test_the_synchronous_endpoint_answers_with_the_text(): void {
		list( $status, $body ) = self::read(
			$this->editor->ajax(
				array(
					'action' => 'generate_ai_content',
					'prompt' => 'Rain',
				)
			)
		);
		$this->assertSame( array( 200, true, true ), array( $status, $body['success'], $body['data']['success'] ) );
		$this->assertNotSame( '', $body['data']['content'] );
		$jobs = ( new JobManager() )->recent( 2 );
		$this->assertCount( 1, $jobs );
		$this->assertSame( array( Job::COMPLETED, 1 ), array( $jobs[0]->status(), $jobs[0]->attempt() ) );
	}

	/** `generate_ai_image`. */
	public function test_the_synchronous_endpoint_for_images_answers_with_their_addresses(): void {
		list( $status, $body ) = self::read(
			$this->editor->ajax(
				array(
					'action'      => 'generate_ai_image',
					'prompt'      => 'Rain',
					'image_count' => '2',
				)
			)
		);
		$this->assertSame( array( 200, true ), array( $status, $body['success'] ) );
		$this->assertSame( array( 'success', 'images', 'usage' ), array_keys( $body['data'] ) );
		$this->assertCount( 2, $body['data']['images'] );
		$image = $this->editor->get( $body['data']['images'][1]['image_url'] );
		$this->assertSame( array( 200, 'image/png' ), array( $image['status'], $image['headers']['content-type'] ) );
		$job = ( new JobManager() )->recent( 1 )[0];
		$this->assertSame( array( Job::COMPLETED, 2 ), array( $job->status(), $job->attempts() ) );
	}

	/** Nobody would come for a result later. */
	public function test_a_synchronous_request_does_not_wait_for_a_place(): void {
		$manager = new JobManager();
		for ( $count = 0; $count < Queue::MAX_RUNNING; $count++ ) {
			$manager->claim( self::pending()->id(), 'runner' );
		}
		$answer = $this->editor->ajax(
			array(
				'action' => 'generate_ai_content',
				'prompt' => 'Rain',
			)
		);
		$this->assertSame( array( 429, (string) Quota::RETRY_AFTER_S ), array( $answer['status'], $answer['headers']['retry-after'] ) );
		$jobs = array_filter(
			$manager->recent( 10 ),
			static function ( Job $job ): bool {
				return 'content' === $job->type();
			}
		);
		$this->assertSame( array( Job::CANCELLED ), array( end( $jobs )->status() ) );
		$this->assertCount( 1, $jobs );
	}

	/**
	 * Requests that are refused.
	 *
	 * @return array<string,array{array<string,string>,int,mixed}>
	 */
	public static function refusals(): array {
		$start = array(
			'action'   => 'start_ai_job',
			'job_type' => 'content',
			'prompt'   => 'Rain',
		);
		$check = array(
			'action' => 'check_ai_job_status',
			'job_id' => 'job_' . wp_generate_uuid4(),
		);
		return array(
			'a bad nonce on start'       => array( array( 'admin_nonce' => 'stale' ) + $start, 403, 'Nonce Error' ),
			'a bad nonce on check'       => array( array( 'admin_nonce' => 'stale' ) + $check, 403, 'Nonce Error' ),
			'a list of nonces'           => array( array( 'admin_nonce' => array( 'x' ) ) + $start, 403, 'Nonce Error' ),
			'no nonce'                   => array( array( 'admin_nonce' => '' ) + $start, 403, 'Nonce Error' ),
			'an unknown type'            => array( array( 'job_type' => 'video' ) + $start, 400, 'Invalid job type' ),
			'no type'                    => array( array( 'job_type' => '' ) + $start, 400, 'Invalid job type' ),
			'five images'                => array(
				array(
					'job_type'    => 'image',
					'image_count' => '5',
				) + $start,
				400,
				'Please ask for 1 to 4 images.',
			),
			'an image of another site'   => array(
				array(
					'job_type'            => 'image',
					'reference_image_url' => 'https://example.org/rain.png',
				) + $start,
				400,
				'Only an image of this site’s media library can be changed.',
			),
			'images without a prompt'    => array(
				array(
					'job_type' => 'image',
					'prompt'   => '',
				) + $start,
				400,
				'Prompt is required',
			),
			'no prompt'                  => array( array( 'prompt' => ' ' ) + $start, 400, 'Prompt is required' ),
			'an unknown use'             => array( array( 'content_for' => 'writePoems' ) + $start, 400, 'Invalid content_for' ),
			'no image to save'           => array( array( 'action' => 'save_ai_generated_image' ), 400, 'Image data (URL or base64) and prompt are required' ),
			'a prompt of 10,001'         => array( array( 'prompt' => str_repeat( 'ä', 10001 ) ) + $start, 400, 'The prompt is too long. Please use at most 10,000 characters.' ),
			'an unknown job'             => array( $check, 404, 'Job not found' ),
			'a malformed id'             => array( array( 'job_id' => "job_' OR 1" ) + $check, 404, 'Job not found' ),
			'no id'                      => array( array( 'job_id' => '' ) + $check, 400, 'Job ID is required' ),
			'no prompt, synchronous'     => array( array( 'action' => 'generate_ai_content' ), 400, 'Prompt is required' ),
			'a bad nonce, synchronous'   => array( array( 'action' => 'generate_ai_content', 'admin_nonce' => 'x' ), 403, 'Nonce Error' ), // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing.AssociativeArrayFound -- Two fields.
		);
	}

	/**
	 * What the site has logged.
	 *
	 * @return string
	 */
	private static function log(): string {
		return is_file( WP_DEBUG_LOG ) ? (string) file_get_contents( WP_DEBUG_LOG ) : '';
	}

	/**
	 * Each has its status and sentence.
	 *
	 * @dataProvider refusals
	 * @param array<string,string> $fields   The form.
	 * @param int                  $status   HTTP status.
	 * @param string               $sentence What is said.
	 */
	public function test_a_wrong_request_is_refused_with_an_honest_status( array $fields, int $status, string $sentence ): void {
		$log                     = self::log();
		list( $answered, $body ) = self::read( $this->editor->ajax( $fields ) );
		$this->assertSame( $log, self::log(), 'PHP has nothing to warn of.' );
		$this->assertSame( array( $status, false ), array( $answered, $body['success'] ) );
		$expected = 'Job not found' !== $sentence ? $sentence : array(
			'success' => false,
			'message' => $sentence,
		);
		$this->assertSame( $expected, $body['data'] );
		$this->assertSame( array(), ( new JobManager() )->recent( 1 ) );
	}

	/** As an unknown one. */
	public function test_another_users_job_is_not_found(): void {
		$foreign = self::pending( array( 'id_prefix' => 'job_' ) );
		$unknown = $this->check( new Job( array( 'id' => 'job_' . wp_generate_uuid4() ) ) );
		$this->assertSame( 404, $unknown[0] );
		$this->assertSame( $unknown, $this->check( $foreign ) );
	}

	/** Who may not. */
	public function test_a_subscriber_and_nobody_are_refused(): void {
		$fields = array(
			'action'   => 'start_ai_job',
			'job_type' => 'content',
			'prompt'   => 'Rain',
		);
		list( $status, $body ) = self::read( Visitor::logged_in( 'subscriber' )->ajax( $fields ) );
		$this->assertSame( array( 403, false ), array( $status, $body['success'] ) );
		$this->assertIsString( $body['data'] );

		$this->assertSame( 400, ( new Visitor() )->ajax( $fields )['status'] );
		$this->assertSame( array(), ( new JobManager() )->recent( 1 ) );
	}
}
