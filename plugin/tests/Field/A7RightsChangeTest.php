<?php
/**
 * Row A7: rights that change between start and run.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Field;

use WpAiJobs\Clock;
use WpAiJobs\Core\Cron;
use WpAiJobs\Integrations\AI\ImageFiles;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\OwnerJobs;
use WpAiJobs\Integrations\AI\Runner;
use WpAiJobs\Integrations\AI\Store\Starts;
use WpAiJobs\Integrations\AI\Store\UsedKeys;
use WpAiJobs\Tests\Double\SiteImageProvider;
use WpAiJobs\Tests\PluginTestCase;

/**
 * The job ends without a provider call, and its texts go.
 */
final class A7RightsChangeTest extends PluginTestCase {

	use People;

	/**
	 * A user's pending job of type `test`.
	 *
	 * @param int                 $owner User id.
	 * @param array<string,mixed> $start What differs.
	 * @return Job
	 */
	private static function job_of( int $owner, array $start = array() ): Job {
		return self::pending( array_merge( array( 'owner_id' => $owner ), $start ) );
	}

	/**
	 * Everything of ours in the database, as text.
	 *
	 * @return string
	 */
	private static function dump(): string {
		global $wpdb;
		return (string) wp_json_encode(
			array(
				$wpdb->get_results( "SELECT * FROM {$wpdb->prefix}wpaijobs_jobs" ),
				$wpdb->get_results( "SELECT * FROM {$wpdb->options} WHERE option_name LIKE 'wpaijobs\\_%'" ),
			)
		);
	}

	/**
	 * What takes a user's right away without any hook: the run itself has to look.
	 *
	 * @return array<string,array{callable(self,int):array<string,mixed>,callable(int):void}>
	 */
	public static function losses(): array {
		$nothing = static function (): array {
			return array();
		};
		$draft   = static function ( self $test, int $owner ): array {
			return array( 'context' => array( 'post_id' => $test->make_post( $owner ) ) );
		};
		$post_of = static function ( int $owner ): int {
			return ( new JobManager() )->of_owner( $owner, 1 )[0]->post_id();
		};
		return array(
			'the account is gone, and no hook fired'  => array(
				$nothing,
				static function ( int $owner ): void {
					global $wpdb;
					$wpdb->delete( $wpdb->users, array( 'ID' => $owner ) );
					clean_user_cache( $owner );
				},
			),
			'the role lost the capability'            => array(
				$nothing,
				static function (): void {
					add_filter(
						'user_has_cap',
						static function ( array $all ): array {
							return array( 'edit_posts' => false ) + $all;
						}
					);
				},
			),
			'the role is gone'                        => array(
				$nothing,
				static function ( int $owner ): void {
					global $wpdb;
					$wpdb->delete( $wpdb->usermeta, array( 'user_id' => $owner ) );
					clean_user_cache( $owner );
				},
			),
			'the post was published by somebody else' => array(
				$draft,
				static function ( int $owner ) use ( $post_of ): void {
					wp_publish_post( $post_of( $owner ) );
				},
			),
			'the post was given to somebody else'     => array(
				$draft,
				static function ( int $owner ) use ( $post_of ): void {
					wp_update_post(
						array(
							'ID'          => $post_of( $owner ),
							'post_author' => self::user( 'admin' ),
						)
					);
				},
			),
			'the post is gone'                        => array(
				$draft,
				static function ( int $owner ) use ( $post_of ): void {
					wp_delete_post( $post_of( $owner ), true );
				},
			),
		);
	}

	/**
	 * The owner is looked at when the job's turn comes.
	 *
	 * @dataProvider losses
	 * @param callable(self,int):array<string,mixed> $start What the job starts with.
	 * @param callable(int):void                     $lose  Takes the right away.
	 */
	public function test_a_job_whose_owner_may_not_have_it_any_more_is_not_run( callable $start, callable $lose ): void {
		$handler = self::register_type();
		$owner   = $this->make_user( 'contributor' );
		$id      = self::job_of( $owner, $start( $this, $owner ) )->id();
		$lose( $owner );
		$job = ( new Runner() )->run( $id );
		$this->assertSame( array(), $handler->executed );
		$this->assertSame( Job::FAILED, $job->status() );
		$this->assertStringContainsString( 'no longer allowed', $job->error()['message'] );
		$this->assertSame( array( false, false ), array( $job->error()['retryable'], $job->error()['may_be_billed'] ) );
		$this->assertNull( ( new Runner() )->run( $id ), 'And stays so.' );
	}

	/** With its rights, it runs. */
	public function test_a_job_whose_owner_still_may_runs(): void {
		$handler = self::register_type();
		$owner   = $this->make_user( 'contributor' );
		$job     = ( new Runner() )->run( self::job_of( $owner, array( 'context' => array( 'post_id' => $this->make_post( $owner ) ) ) )->id() );
		$this->assertSame( Job::COMPLETED, $job->status() );
		$this->assertCount( 1, $handler->executed );
	}

	/** One part is made, then the right goes. */
	public function test_no_further_part_is_run(): void {
		$handler = self::register_type_in_parts();
		$owner   = $this->make_user( 'author' );
		$id      = self::job_of( $owner, array( 'part_count' => 3 ) )->id();
		( new Runner() )->run( $id );
		$this->assertCount( 1, $handler->executed );
		add_filter(
			'user_has_cap',
			static function ( array $all ): array {
				return array( 'edit_posts' => false ) + $all;
			}
		);
		( new Runner() )->run( $id );
		$job = ( new Runner() )->run( $id );
		$this->assertCount( 1, $handler->executed );
		$this->assertSame( Job::COMPLETED, $job->status(), 'What was made stays.' );
	}

	/** A retry costs as much as a start. */
	public function test_a_retry_is_refused_to_an_owner_who_may_not_start_it_any_more(): void {
		self::register_type(
			static function (): \WP_Error {
				return new \WP_Error( 'provider_unavailable', '' );
			}
		);
		$owner = $this->make_user( 'contributor' );
		$id    = self::job_of( $owner, array( 'context' => array( 'post_id' => $this->make_post( $owner ) ) ) )->id();
		( new Runner() )->run( $id );
		wp_publish_post( ( new JobManager() )->get( $id )->post_id() );
		wp_set_current_user( $owner );
		$this->assertSame( array( 403, 'ai_job_forbidden', null ), self::told( self::rest( 'POST', "/jobs/{$id}/retry" ) ) );
		self::log_in( 'admin' );
		$this->assertSame( array( 403, 'ai_job_forbidden', null ), self::told( self::rest( 'POST', "/jobs/{$id}/retry" ) ), 'It would run as its owner.' );
	}

	/** Nor is what was made imported. */
	public function test_an_import_is_refused_to_an_owner_who_may_not_upload_any_more(): void {
		new SiteImageProvider();
		$owner = $this->make_user( 'author' );
		wp_set_current_user( $owner );
		$id = self::start_job( 'image' )->get_data()['id'];
		( new Runner() )->run( $id );
		add_filter(
			'user_has_cap',
			static function ( array $all ): array {
				return array( 'upload_files' => false ) + $all;
			}
		);
		$this->assertSame( array( 403, 'ai_job_forbidden', null ), self::told( self::rest( 'POST', "/jobs/{$id}/images/0" ) ) );
	}

	/**
	 * Ways in which a user goes, or loses every right.
	 *
	 * @return array<string,array{callable(int):void}>
	 */
	public static function departures(): array {
		return array(
			'deleted'                => array(
				static function ( int $user ): void {
					self::delete_user( $user );
				},
			),
			'a subscriber now'       => array(
				static function ( int $user ): void {
					( new \WP_User( $user ) )->set_role( 'subscriber' );
				},
			),
			'without a role'         => array(
				static function ( int $user ): void {
					( new \WP_User( $user ) )->remove_role( 'author' );
				},
			),
			'without a capability'   => array(
				static function ( int $user ): void {
					( new \WP_User( $user ) )->add_cap( 'edit_posts', false );
					( new \WP_User( $user ) )->add_cap( 'upload_files', false );
				},
			),
			'without any'            => array(
				static function ( int $user ): void {
					( new \WP_User( $user ) )->remove_all_caps();
				},
			),
			'the hook was missed'    => array(
				static function ( int $user ): void {
					global $wpdb;
					$wpdb->delete( $wpdb->users, array( 'ID' => $user ) );
					clean_user_cache( $user );
					do_action( Cron::CLEANUP );
				},
			),
		);
	}

	/**
	 * Nothing of theirs stays: prompts, results, images, keys, the count of starts.
	 *
	 * @dataProvider departures
	 * @param callable(int):void $leave Has the user go.
	 */
	public function test_nothing_stays_of_a_user_who_goes( callable $leave ): void {
		new SiteImageProvider();
		$handler = self::register_type();
		$user    = $this->make_user( 'author' );
		$other   = $this->make_user( 'author' );
		wp_set_current_user( $user );
		$image = self::start_job( 'image' )->get_data()['id'];
		( new Runner() )->run( $image );
		$this->assertDirectoryExists( ImageFiles::path( $image, '' ) );
		$done = self::job_of( $user, array( 'input' => array( 'prompt' => 'Their finished prompt' ) ) );
		( new Runner() )->run( $done->id() );
		$live = self::job_of( $user, array( 'input' => array( 'prompt' => 'Their waiting prompt' ) ) );
		self::job_of( $user, array( 'part_count' => 2, 'type' => 'image', 'input' => array( 'prompt' => 'Their images', 'count' => 2 ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing.AssociativeArrayFound -- Short.
		UsedKeys::add( $user, str_repeat( 'a', 64 ) );
		$kept = self::job_of( $other, array( 'input' => array( 'prompt' => 'Kept' ) ) );
		UsedKeys::add( $other, str_repeat( 'b', 64 ) );
		$now = Clock::now_ms();
		Starts::write( $other, array( $now ) );
		$this->assertCount( 1, $handler->executed );
		wp_set_current_user( 0 );

		$leave( $user );
		$this->assertNull( ( new JobManager() )->get( $live->id() ) );
		$this->assertNull( ( new Runner() )->run( $live->id() ) );
		$this->assertCount( 1, $handler->executed );
		$this->assertStringNotContainsString( 'Their', self::dump() );
		$this->assertStringNotContainsString( '"owner_id":"' . $user . '"', self::dump() );
		$this->assertStringNotContainsString( 'wpaijobs_used_' . $user . '_', self::dump() );
		$this->assertSame( array(), Starts::read( $user ) );
		$this->assertDirectoryDoesNotExist( ImageFiles::path( $image, '' ) );

		$this->assertSame( Job::PENDING, ( new JobManager() )->get( $kept->id() )->status() );
		$this->assertTrue( UsedKeys::has( $other, str_repeat( 'b', 64 ) ) );
		$this->assertSame( array( $now ), Starts::read( $other ) );
	}

	/** A lesser role keeps what it still may. */
	public function test_a_demoted_user_loses_the_jobs_that_they_may_not_start_any_more(): void {
		new SiteImageProvider();
		self::register_type();
		$user = $this->make_user( 'author' );
		wp_set_current_user( $user );
		$made = self::start_job( 'image' )->get_data()['id'];
		( new Runner() )->run( $made );
		$waiting = self::start_job( 'image' )->get_data()['id'];
		$text    = self::job_of( $user )->id();
		wp_set_current_user( 0 );
		( new \WP_User( $user ) )->set_role( 'contributor' );

		$manager = new JobManager();
		$this->assertSame( Job::PENDING, $manager->get( $text )->status() );
		$this->assertNull( $manager->get( $made ) );
		$this->assertDirectoryDoesNotExist( ImageFiles::path( $made, '' ) );
		$ended = $manager->get( $waiting );
		$this->assertSame( array( Job::FAILED, array(), array() ), array( $ended->status(), $ended->input(), $ended->context() ) );
		$this->assertStringContainsString( 'no longer allowed', $ended->error()['message'] );
		$this->assertFalse( $ended->is_retryable() );
		$this->assertStringNotContainsString( $waiting . '.0', self::dump(), 'Its parts, which hold the prompt, too.' );
		$this->assertNotSame( array(), Starts::read( $user ), 'The limit of starts is not reset.' );
	}

	/** The provider is being waited for. */
	public function test_a_user_who_goes_while_the_job_runs_leaves_nothing(): void {
		$user    = $this->make_user( 'author' );
		$handler = self::register_type(
			static function () use ( $user ): array {
				self::delete_user( $user );
				return array( 'content' => 'Their answer' );
			}
		);
		$id      = self::job_of( $user, array( 'input' => array( 'prompt' => 'Their prompt' ) ) )->id();
		( new Runner() )->run( $id );
		$this->assertCount( 1, $handler->executed );
		$this->assertNull( ( new JobManager() )->get( $id ) );
		$this->assertStringNotContainsString( 'Their', self::dump() );
		$this->assertDirectoryDoesNotExist( ImageFiles::path( $id, '' ) );
	}

	/** Many jobs, in bounded steps. */
	public function test_a_user_with_many_jobs_is_forgotten_in_steps(): void {
		self::register_type();
		$user = $this->make_user( 'author' );
		for ( $count = 0; $count < 7; $count++ ) {
			self::job_of( $user );
		}
		$this->assertSame( array( 5, false ), array_values( array_intersect_key( OwnerJobs::forget( $user, 5 ), array( 'jobs' => 1, 'is_done' => 1 ) ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing.AssociativeArrayFound -- Short.
		$this->assertSame( array( 2, true ), array_values( array_intersect_key( OwnerJobs::forget( $user, 5 ), array( 'jobs' => 1, 'is_done' => 1 ) ) ) ); // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing.AssociativeArrayFound -- Short.
	}
}
