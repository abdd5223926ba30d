<?php
/**
 * The way to see a generated image.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Integrations\AI;

use WpAiJobs\Integrations\AI\ImageFiles;
use WpAiJobs\Integrations\AI\ImagePreview;
use WpAiJobs\Integrations\AI\Job;
use WpAiJobs\Tests\Double\Images;
use WpAiJobs\Tests\Double\SiteImageProvider;
use WpAiJobs\Tests\ImageTestCase;
use WpAiJobs\Tests\Visitor;

/**
 * Real requests, over both doors.
 */
final class ImagePreviewTest extends ImageTestCase {

	/**
	 * A completed job of the editor's; its second image was refused.
	 *
	 * @return Job
	 */
	private static function completed(): Job {
		new SiteImageProvider(
			array(
				Images::image( 'jpeg' ),
				new \WP_Error( 'provider_refused', '' ),
			)
		);
		return self::run_all( self::image_job() );
	}

	/** The owner. */
	public function test_the_owner_gets_the_image_as_it_is_and_no_other_cache_keeps_it(): void {
		$job    = self::completed();
		$editor = Visitor::logged_in( 'editor' );
		$url    = $editor->url_of( $job->snapshot()['result']['images'][0]['preview_url'] );
		$rest   = $editor->rest( 'GET', "/jobs/{$job->id()}/images/0" );
		foreach ( array( $editor->get( $url ), $rest ) as $answer ) {
			$this->assertSame( 200, $answer['status'] );
			$this->assertSame( Images::image( 'jpeg' ), $answer['body'] );
			$this->assertSame( array( 'image/jpeg', 'inline', 'nosniff' ), array( $answer['headers']['content-type'], $answer['headers']['content-disposition'], $answer['headers']['x-content-type-options'] ) );
			$this->assertStringContainsString( 'private', $answer['headers']['cache-control'] );
			$this->assertStringNotContainsString( 'public', $answer['headers']['cache-control'] );
		}
	}

	/** Not even who may see the job. */
	public function test_nobody_else_gets_it(): void {
		$job    = self::completed();
		$editor = Visitor::logged_in( 'editor' );
		$url    = ImagePreview::url( $job, 0 );
		foreach ( array( 'admin', 'subscriber' ) as $login ) {
			$visitor = Visitor::logged_in( $login );
			$answers = array(
				'the owner\'s address' => $visitor->get( $editor->url_of( $url ) ),
				'a nonce of their own' => $visitor->get( $visitor->url_of( $url ) ),
				'REST'                 => $visitor->rest( 'GET', "/jobs/{$job->id()}/images/0" ),
			);
			foreach ( $answers as $way => $answer ) {
				$this->assertContains( $answer['status'], array( 403, 404 ), "{$login}: {$way}" );
				$this->assertStringNotContainsString( 'JFIF', $answer['body'] );
			}
		}
		$this->assertSame( 404, Visitor::logged_in( 'admin' )->rest( 'GET', "/jobs/{$job->id()}/images/0" )['status'] );
		$this->assertSame( 403, ( new Visitor() )->get( $url )['status'] );
		$this->assertSame( 401, ( new Visitor() )->rest( 'GET', "/jobs/{$job->id()}/images/0" )['status'] );
	}

	/**
	 * Whose addresses do not open an image any more.
	 *
	 * @return array<string,array{callable(string):string}>
	 */
	public static function old_addresses(): array {
		return array(
			'of a day before yesterday'       => array(
				static function ( string $url ): string {
					$long_ago = static function (): int {
						// Nonces are numbered by halves of their life: this makes it one of the first.
						return 100 * DAY_IN_SECONDS;
					};
					add_filter( 'nonce_life', $long_ago );
					$old = Visitor::logged_in( 'editor' )->url_of( $url );
					remove_filter( 'nonce_life', $long_ago );
					return $old;
				},
			),
			'of the login before the present' => array(
				static function ( string $url ): string {
					return Visitor::logged_in( 'editor' )->url_of( $url );
				},
			),
		);
	}

	/**
	 * A popover stays open for as long as its author likes.
	 *
	 * @dataProvider old_addresses
	 * @param callable(string):string $make_old Makes an address of the editor's one that is over.
	 */
	public function test_an_address_that_is_over_says_so_and_the_next_snapshot_brings_another( callable $make_old ): void {
		$job    = self::completed();
		$editor = Visitor::logged_in( 'editor' );
		$old    = $editor->get( $make_old( ImagePreview::url( $job, 0 ) ) );
		$this->assertSame( array( 403, 'The address of this image is too old. Please open the editor again.' ), array( $old['status'], $old['body'] ) );
		$this->assertStringContainsString( 'no-store', $old['headers']['cache-control'], 'So that it is no answer to the next address.' );

		$snapshots = array(
			'a check'     => $editor->rest( 'GET', "/jobs?include={$job->id()}" ),
			'the classic' => $editor->ajax(
				array(
					'action' => 'check_ai_job_status',
					'job_id' => $job->id(),
				)
			),
		);
		foreach ( $snapshots as $which => $snapshot ) {
			$body = json_decode( $snapshot['body'], true );
			$this->assertSame( 200, $editor->get( $body[0]['result']['images'][0]['preview_url'] ?? $body['data']['result']['images'][0]['image_url'] )['status'], $which );
		}
	}

	/** An address is for one image. */
	public function test_an_address_of_one_image_opens_no_other(): void {
		$job    = self::completed();
		$editor = Visitor::logged_in( 'editor' );
		$url    = $editor->url_of( ImagePreview::url( $job, 1 ) );
		$this->assertSame( 404, $editor->get( $url )['status'] );
		$this->assertSame( 403, $editor->get( add_query_arg( 'index', '0', $url ) )['status'] );
		$this->assertSame( 403, $editor->get( remove_query_arg( '_wpnonce', $url ) )['status'] );
	}

	/**
	 * Images that there are not.
	 *
	 * @return array<string,array{string}>
	 */
	public static function wrong_indexes(): array {
		return array(
			'one that was refused' => array( '1' ),
			'one too many'         => array( '2' ),
			'a long number'        => array( '00' ),
			'less than none'       => array( '-1' ),
			'a word'               => array( 'x' ),
		);
	}

	/**
	 * 404.
	 *
	 * @dataProvider wrong_indexes
	 * @param string $index As it comes.
	 */
	public function test_an_image_that_is_not_there_is_not_found( string $index ): void {
		$job    = self::completed();
		$answer = Visitor::logged_in( 'editor' )->rest( 'GET', "/jobs/{$job->id()}/images/{$index}" );
		$this->assertSame( array( 404, 'ai_job_image_not_found' ), array( $answer['status'], json_decode( $answer['body'] )->code ) );
	}

	/** A file that somebody deleted, a job of another kind, one that is unknown. */
	public function test_what_is_gone_or_was_never_there_is_not_found(): void {
		$job    = self::completed();
		$text   = self::pending( array( 'owner_id' => self::user( 'editor' ) ) );
		$editor = Visitor::logged_in( 'editor' );
		ImageFiles::delete( $job->id() );
		foreach ( array( $job->id() => 'ai_job_image_not_found', $text->id() => 'ai_job_image_not_found', wp_generate_uuid4() => 'ai_job_not_found', $job->part_ids()[0] => 'ai_job_not_found' ) as $id => $code ) { // phpcs:ignore WordPress.Arrays.ArrayDeclarationSpacing.AssociativeArrayFound -- A list of four.
			$this->assertSame( $code, json_decode( $editor->rest( 'GET', "/jobs/{$id}/images/0" )['body'] )->code, $id );
		}
	}

	/** What a classic client sends back. */
	public function test_an_address_of_ours_is_known_again(): void {
		$job = self::completed();
		$this->assertSame( array( $job->id(), '0' ), ImagePreview::parse( ImagePreview::url( $job, 0 ) ) );
		foreach ( array( '', 'https://example.org/a.png', admin_url( 'admin-ajax.php' ), admin_url( 'admin-ajax.php?action=other&job=1&index=0' ), str_replace( 'admin-ajax', 'other', ImagePreview::url( $job, 0 ) ) ) as $other ) {
			$this->assertNull( ImagePreview::parse( $other ), $other );
		}
	}
}
