<?php
/**
 * What is saved of a process that was killed.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI;

use WpAiJobs\Core\Cron;
use WpAiJobs\Core\Settings;
use WpAiJobs\Integrations\AI\ImageFiles;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\Provider\TextResult;
use WpAiJobs\Integrations\AI\Runner;
use WpAiJobs\Integrations\AI\Store\Answers;
use WpAiJobs\Integrations\AI\Store\StoreException;
use WpAiJobs\Tests\Double\Images;
use WpAiJobs\Tests\Double\ScriptedTextProvider;
use WpAiJobs\Tests\FullDisk;
use WpAiJobs\Tests\PluginTestCase;
use WpAiJobs\Tests\Process;
use WpAiJobs\Tests\ProviderServer;

/**
 * A provider has answered, and the process that asked it dies before the result is stored.
 */
final class RecoveryTest extends PluginTestCase {

	/** Longer than any lease. */
	private const LONG_MS = Job::LIFETIME_MS + 60000;

	/**
	 * The provider.
	 *
	 * @var ProviderServer
	 */
	private $server;

	/** {@inheritDoc} */
	protected function setUp(): void {
		parent::setUp();
		delete_option( Settings::OPTION );
		$this->server = new ProviderServer();
		$this->behave( 'well' );
	}

	/** {@inheritDoc} */
	protected function tearDown(): void {
		$this->server->stop();
		array_map( 'putenv', array( 'WPAIJOBS_OPENAI_BASE_URL', 'WPAIJOBS_OPENAI_IMAGE_MODEL' ) );
		parent::tearDown();
	}

	/**
	 * Has the provider behave in a way.
	 *
	 * @param string $behaviour See Double/provider-server.php.
	 */
	private function behave( string $behaviour ): void {
		putenv( 'WPAIJOBS_OPENAI_BASE_URL=' . $this->server->url( $behaviour ) );
		putenv( 'WPAIJOBS_OPENAI_IMAGE_MODEL=gpt-image-2' );
	}

	/**
	 * A pending job of a type.
	 *
	 * @param string $type `content` or `image`.
	 * @return Job
	 */
	private static function start_job( string $type ): Job {
		return self::pending(
			array(
				'type'       => $type,
				'input'      => array(
					'prompt' => 'Rain',
					'count'  => 1,
				),
				'part_count' => 'image' === $type ? 1 : 0,
			)
		);
	}

	/**
	 * Has a job's process killed at a step.
	 *
	 * @param Job    $job  The pending job.
	 * @param string $step See processes/killed_runner.php.
	 */
	private function kill_at( Job $job, string $step ): void {
		$runner = new Process( 'killed_runner', array( 'table', $job->id(), $step ) );
		$this->assertSame( 'there', $runner->hear() );
		$runner->kill();
	}

	/**
	 * The files beside the database.
	 *
	 * @param Job $job The job.
	 * @return string[] Names.
	 */
	private static function files( Job $job ): array {
		return array_map( 'basename', (array) glob( ImageFiles::path( $job->id(), '*' ) ) );
	}

	/**
	 * Each step from the last byte on.
	 *
	 * @return array<string,array{string}>
	 */
	public static function steps(): array {
		return array(
			'with the last byte'            => array( 'received' ),
			'with the answer in memory'     => array( 'answered' ),
			'with the result in memory'     => array( 'executed' ),
			'with the result in a file'     => array( 'noted' ),
			'with the result in a database' => array( 'stored' ),
		);
	}

	/**
	 * A text.
	 *
	 * @dataProvider steps
	 * @param string $step Where its process is killed.
	 */
	public function test_a_text_that_was_there_is_not_lost( string $step ): void {
		$job = self::start_job( 'content' );
		$this->kill_at( $job, $step );
		self::move_clock( self::LONG_MS );

		$after = ( new JobManager() )->get( $job->id() );
		$this->assertSame( Job::COMPLETED, $after->status() );
		$this->assertSame( array( 'Rain', 1 ), array( $after->result()['content'], $after->attempt() ) );
		$this->assertCount( 1, $this->server->asked(), 'Nobody was asked again.' );
		if ( 'stored' !== $step ) {
			$this->assertSame( array(), self::files( $job ) );
		}
	}

	/**
	 * An image, whose file WordPress itself writes after the hook at which a test could stop it.
	 *
	 * @dataProvider steps
	 * @param string $step Where its process is killed.
	 */
	public function test_an_image_that_was_there_is_not_lost( string $step ): void {
		$image = Images::image( 'png', 12, 8 );
		$this->server->put( 'image', $image );
		$job = self::start_job( 'image' );
		$this->kill_at( $job, 'received' === $step ? 'answered' : $step );
		self::move_clock( self::LONG_MS );

		$after = ( new JobManager() )->get( $job->id() );
		$this->assertSame( Job::COMPLETED, $after->status() );
		$this->assertCount( 1, $this->server->asked(), 'Nobody was asked again.' );
		$file = ImageFiles::path( $job->id(), $after->parts()[0]->result()['file'] );
		$this->assertSame( $image, file_get_contents( $file ) );
		$this->assertSame( array( 'Rain, revised', 12 ), array( $after->result()['images'][0]['revised_prompt'], $after->result()['images'][0]['width'] ) );
		if ( 'stored' !== $step ) {
			$this->assertSame( array(), preg_grep( '/answer|result/', self::files( $job ) ) );
		}
	}

	/** Without cURL, what comes in chunks is written with their lengths. */
	public function test_an_answer_in_chunks_is_not_lost(): void {
		$this->behave( 'chunked' );
		$this->server->put( 'image', Images::image( 'png', 12, 8 ) );
		foreach ( array(
			'content' => 'received',
			'image'   => 'answered',
		) as $type => $step ) {
			$job = self::start_job( $type );
			$this->kill_at( $job, $step );
			self::move_clock( self::LONG_MS );
			$this->assertSame( Job::COMPLETED, ( new JobManager() )->get( $job->id() )->status(), $type );
		}
	}

	/** Of an answer in two halves, the first is there. */
	public function test_half_an_answer_is_none(): void {
		$this->behave( 'halves' );
		$job = self::start_job( 'content' );
		$this->kill_at( $job, 'begun' );
		$this->assertCount( 1, self::files( $job ) );
		self::move_clock( self::LONG_MS );

		$after = ( new JobManager() )->get( $job->id() );
		$this->assertSame( array( Job::EXPIRED, true ), array( $after->status(), $after->error()['may_be_billed'] ) );
		$this->assertSame( array(), self::files( $job ) );
		$this->assertCount( 1, $this->server->asked() );
	}

	/** An error that came with a body is not a text. */
	public function test_a_refusal_is_no_result(): void {
		$this->behave( 'overloaded' );
		$job = self::start_job( 'content' );
		$this->kill_at( $job, 'answered' );
		self::move_clock( self::LONG_MS );

		$this->assertSame( Job::EXPIRED, ( new JobManager() )->get( $job->id() )->status() );
	}

	/** A runner that is at work is left alone. */
	public function test_nothing_is_recovered_of_a_runner_whose_lease_lasts(): void {
		$job = self::start_job( 'content' );
		$this->kill_at( $job, 'answered' );

		$this->assertSame( Job::PROCESSING, ( new JobManager() )->get( $job->id() )->status() );
		$this->assertCount( 1, self::files( $job ) );
	}

	/** The first attempt failed, and is over. */
	public function test_an_answer_is_of_one_attempt(): void {
		$job     = self::start_job( 'content' );
		$manager = new JobManager();
		$this->kill_at( $job, 'answered' );
		$late = self::files( $job )[0];
		$kept = file_get_contents( ImageFiles::path( $job->id(), $late ) );
		add_filter( 'wpaijobs_text_providers', '__return_empty_array' );
		self::move_clock( self::LONG_MS );
		$this->assertSame( Job::EXPIRED, $manager->get( $job->id() )->status() );
		remove_filter( 'wpaijobs_text_providers', '__return_empty_array' );

		$manager->retry( $manager->get( $job->id() ) );
		$manager->claim( $job->id(), 'second' );
		wp_mkdir_p( dirname( ImageFiles::path( $job->id(), $late ) ) );
		file_put_contents( ImageFiles::path( $job->id(), $late ), $kept );
		self::move_clock( self::LONG_MS );
		$this->assertSame( Job::EXPIRED, $manager->get( $job->id() )->status() );
	}

	/** What its owner stopped stays stopped. */
	public function test_a_job_that_was_stopped_stays_stopped(): void {
		$job = self::start_job( 'content' );
		$this->kill_at( $job, 'answered' );
		( new JobManager() )->cancel( ( new JobManager() )->get( $job->id() ) );
		self::move_clock( self::LONG_MS );

		$this->assertSame( Job::CANCELLED, ( new JobManager() )->get( $job->id() )->status() );
	}

	/** What recovers may be killed as well, but not for ever: it may die of the answer. */
	public function test_a_recovery_is_tried_three_times(): void {
		$job = self::start_job( 'content' );
		$this->kill_at( $job, 'answered' );
		for ( $try = 1; $try <= 3; $try++ ) {
			self::move_clock( self::LONG_MS );
			$recoverer = new Process( 'recoverer', array( 'table', $job->id(), (string) ( $try * self::LONG_MS ) ) );
			$this->assertSame( 'there', $recoverer->hear() );
			$recoverer->kill();
			$this->assertSame( Job::PROCESSING, ( new JobManager() )->get( $job->id() )->status() );
		}
		self::move_clock( self::LONG_MS );
		$this->assertSame( Job::EXPIRED, ( new JobManager() )->get( $job->id() )->status() );
		$this->assertSame( array(), self::files( $job ) );
	}

	/** The next one has it. */
	public function test_a_recovery_that_is_killed_is_made_by_the_next(): void {
		$job = self::start_job( 'content' );
		$this->kill_at( $job, 'answered' );
		$recoverer = new Process( 'recoverer', array( 'table', $job->id(), (string) self::LONG_MS ) );
		$this->assertSame( 'there', $recoverer->hear() );
		$recoverer->kill();
		self::move_clock( 2 * self::LONG_MS );
		$this->assertSame( 'Rain', ( new JobManager() )->get( $job->id() )->result()['content'] );
	}

	/** Two look at once; the first is at it. */
	public function test_of_two_who_look_one_recovers(): void {
		$job = self::start_job( 'content' );
		$this->kill_at( $job, 'answered' );
		self::move_clock( self::LONG_MS );
		$seen = array();
		add_filter(
			'wpaijobs_text_providers',
			static function ( array $providers ) use ( $job, &$seen ): array {
				if ( array() === $seen ) {
					$seen[] = '';
					$seen   = array( ( new JobManager() )->get( $job->id() )->status() );
				}
				return $providers;
			}
		);
		$this->assertSame( Job::COMPLETED, ( new JobManager() )->get( $job->id() )->status() );
		$this->assertSame( array( Job::PROCESSING ), $seen );
	}

	/** A provider of a host's own may ask on ways that nobody sees. */
	public function test_only_who_was_asked_is_asked_in_a_recovery(): void {
		$job = self::start_job( 'content' );
		$this->kill_at( $job, 'answered' );
		self::move_clock( self::LONG_MS );
		$other = new ScriptedTextProvider( new TextResult( 'Snow' ) );
		add_filter(
			'wpaijobs_text_providers',
			static function ( array $providers ) use ( $other ): array {
				return array_merge( array( $other ), $providers );
			}
		);
		$this->assertSame( 'Rain', ( new JobManager() )->get( $job->id() )->result()['content'] );
		$this->assertSame( array(), $other->requests );
	}

	/** Its process runs out of memory over the answer, say, and says so. */
	public function test_a_process_that_dies_of_an_error_leaves_the_answer_to_the_next(): void {
		$job    = self::start_job( 'content' );
		$runner = new Process( 'dying_runner', array( 'table', $job->id(), 'answered' ) );
		$runner->end();

		$this->assertSame( 'Rain', ( new JobManager() )->get( $job->id() )->result()['content'] );
	}

	/** It is insurance, and no condition. */
	public function test_a_full_disk_costs_no_text(): void {
		FullDisk::during_requests( 16 );
		$job = ( new Runner() )->run( self::start_job( 'content' )->id() );

		$this->assertSame( array( Job::COMPLETED, 'Rain' ), array( $job->status(), $job->result()['content'] ) );
		$this->assertSame( array(), self::files( $job ) );
	}

	/** An answer beyond what is read of one would fill the disk. */
	public function test_an_answer_without_an_end_is_not_kept(): void {
		$this->behave( 'huge' );
		$job = ( new Runner() )->run( self::start_job( 'content' )->id() );

		$this->assertSame( Job::FAILED, $job->status() );
		$this->assertSame( array(), self::files( $job ) );
	}

	/**
	 * Runs a job whose image finds no room while it comes in.
	 *
	 * @return Job As it is then.
	 */
	private static function run_on_a_full_disk(): Job {
		FullDisk::during_requests( 1500 );
		$job = ( new Runner() )->run( self::start_job( 'image' )->id() );
		remove_all_filters( 'http_request_args' );
		return $job;
	}

	/** Where no file can be written, the database can. */
	public function test_an_image_for_which_there_was_no_room_is_stored_when_there_is(): void {
		$image = Images::image( 'png', 600, 400 );
		$this->server->put( 'image', $image );
		foreach ( array( 'well', 'chunked' ) as $behaviour ) {
			$this->behave( $behaviour );
			$job = self::run_on_a_full_disk();
			$this->assertSame( array( Job::PROCESSING, array() ), array( $job->status(), self::files( $job ) ) );
			$this->assertCount( 1, Answers::names( $job->id() ) );
			self::move_clock( 11000 );

			$after = ( new JobManager() )->get( $job->id() );
			$this->assertSame( Job::COMPLETED, $after->status() );
			$this->assertSame( $image, file_get_contents( ImageFiles::path( $job->id(), $after->parts()[0]->result()['file'] ) ) );
			$this->assertSame( array(), Answers::names() );
			$this->server->stop();
			$this->server = new ProviderServer();
			$this->server->put( 'image', $image );
		}
	}

	/** The disk is full, and the database refuses for some seconds. */
	public function test_an_image_is_in_memory_until_the_database_takes_it(): void {
		$image = Images::image( 'png', 600, 400 );
		$this->server->put( 'image', $image );
		$refuse = static function ( string $query ): string {
			return false !== strpos( $query, 'wpaijobs_answer_' ) && 0 === stripos( $query, 'INSERT' ) ? 'INSERT INTO nowhere' : $query;
		};
		add_filter( 'query', $refuse );
		FullDisk::during_requests( 1500 );
		$waits  = array();
		$runner = new Runner(
			null,
			static function ( int $seconds ) use ( &$waits, $refuse ): void {
				$waits[] = $seconds;
				if ( 2 === count( $waits ) ) {
					remove_filter( 'query', $refuse );
				}
			}
		);
		$job    = $runner->run( self::start_job( 'image' )->id() );
		remove_all_filters( 'http_request_args' );
		$this->assertSame( array( array( 1, 2 ), Job::PROCESSING ), array( $waits, $job->status() ) );
		self::move_clock( 11000 );

		$after = ( new JobManager() )->get( $job->id() );
		$this->assertSame( $image, file_get_contents( ImageFiles::path( $job->id(), $after->parts()[0]->result()['file'] ) ) );
		$this->assertSame( array(), Answers::names() );
	}

	/** Who looks while the database cannot be read does not take the answer for a bad one. */
	public function test_an_answer_that_cannot_be_read_now_is_read_later(): void {
		$image = Images::image( 'png', 600, 400 );
		$this->server->put( 'image', $image );
		$job = self::run_on_a_full_disk();
		self::move_clock( 11000 );
		$refuse = static function ( string $query ): string {
			return false !== strpos( $query, 'SELECT option_value' ) && false !== strpos( $query, 'wpaijobs_answer_' ) ? 'SELECT x FROM nowhere' : $query;
		};
		add_filter( 'query', $refuse );
		try {
			( new JobManager() )->get( $job->id() );
			$this->fail( 'It was read.' );
		} catch ( StoreException $e ) {
			remove_filter( 'query', $refuse );
		}
		self::move_clock( 61000 );

		$after = ( new JobManager() )->get( $job->id() );
		$this->assertSame( $image, file_get_contents( ImageFiles::path( $job->id(), $after->parts()[0]->result()['file'] ) ) );
	}

	/** For minutes. */
	public function test_an_image_for_which_there_never_is_room_fails_and_says_so(): void {
		$this->server->put( 'image', Images::image( 'png', 600, 400 ) );
		$job   = self::run_on_a_full_disk();
		$looks = 0;
		FullDisk::during_executions( 1500 );
		while ( Job::PROCESSING === $job->status() ) {
			++$looks;
			self::move_clock( 61000 );
			$job = ( new JobManager() )->get( $job->id() );
		}
		$this->assertSame( array( 3, Job::FAILED, 'internal' ), array( $looks, $job->status(), $job->error()['code'] ) );
		$this->assertStringContainsString( 'no room', $job->error()['message'] );
		$this->assertTrue( $job->error()['may_be_billed'] );
		$this->assertSame( array(), Answers::names() );
	}

	/** It was stopped while it waited for room. */
	public function test_what_nobody_wants_any_more_is_swept_daily(): void {
		$this->server->put( 'image', Images::image( 'png', 600, 400 ) );
		$job = self::run_on_a_full_disk();
		do_action( Cron::CLEANUP );
		$this->assertCount( 1, Answers::names() );
		( new JobManager() )->cancel( $job );
		do_action( Cron::CLEANUP );
		$this->assertSame( array(), Answers::names() );
	}
}
