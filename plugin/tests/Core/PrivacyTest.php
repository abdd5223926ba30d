<?php
/**
 * WordPress's privacy tools.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Core;

use WpAiJobs\Core\Privacy;
use WpAiJobs\Integrations\AI\ImageFiles;
use WpAiJobs\Integrations\AI\JobManager;
use WpAiJobs\Integrations\AI\Runner;
use WpAiJobs\Integrations\AI\Store\Starts;
use WpAiJobs\Integrations\AI\Store\UsedKeys;
use WpAiJobs\Tests\Double\SiteImageProvider;
use WpAiJobs\Tests\Field\People;
use WpAiJobs\Tests\PluginTestCase;

/**
 * Through WordPress's own exporter and eraser, page by page as its Ajax actions go.
 */
final class PrivacyTest extends PluginTestCase {

	use People;

	private const EXPORTERS = 'wp_privacy_personal_data_exporters';
	private const ERASERS   = 'wp_privacy_personal_data_erasers';

	/**
	 * Asks for all pages, as WordPress does.
	 *
	 * @param string $filter One of the constants.
	 * @param string $email  Whose data.
	 * @return array<int,array<string,mixed>> The answers.
	 */
	private function pages( string $filter, string $email ): array {
		$callback = apply_filters( $filter, array() )['wp-ai-jobs']['callback'];
		$answers  = array();
		do {
			$answers[] = $callback( $email, count( $answers ) + 1 );
			$this->assertLessThan( 20, count( $answers ), 'It ends.' );
		} while ( ! end( $answers )['done'] );
		return $answers;
	}

	/**
	 * A user's e-mail address.
	 *
	 * @param int $user User id.
	 * @return string
	 */
	private static function email( int $user ): string {
		return get_userdata( $user )->user_email;
	}

	/** Prompts, context, results, starts and keys; of this user alone. */
	public function test_an_export_holds_everything_of_the_user_and_nothing_of_another(): void {
		self::register_type(
			static function (): array {
				return array( 'content' => 'A result with <b>markup</b>' );
			}
		);
		$user  = $this->make_user( 'author' );
		$other = $this->make_user( 'author' );
		wp_set_current_user( $user );
		$post = $this->make_post( $user );
		$job  = self::pending(
			array(
				'owner_id' => $user,
				'input'    => array(
					'prompt'   => 'My prompt',
					'keywords' => array( 'umbrella' ),
				),
				'context'  => array(
					'post_id'       => $post,
					'selected_text' => 'My selection',
				),
			)
		);
		( new Runner() )->run( $job->id() );
		self::start_job( 'content' );
		UsedKeys::add( $user, str_repeat( 'a', 64 ) );
		self::pending(
			array(
				'owner_id' => $other,
				'input'    => array( 'prompt' => 'Of another' ),
			)
		);
		self::log_in( 'admin' );

		$pages  = $this->pages( self::EXPORTERS, self::email( $user ) );
		$export = (string) wp_json_encode( $pages, JSON_UNESCAPED_SLASHES );
		foreach ( array( 'My prompt', 'umbrella', 'My selection', 'A result with &lt;b&gt;markup', $job->id(), 'Jobs started within the last hour', 'Noted requests' ) as $part ) {
			$this->assertStringContainsString( $part, $export );
		}
		$this->assertStringNotContainsString( 'Of another', $export );
		foreach ( $pages[0]['data'] as $item ) {
			$this->assertSame( array( 'group_id', 'group_label', 'item_id', 'data' ), array_keys( $item ) );
		}
	}

	/** An image's description, without an address that is signed for whoever exports. */
	public function test_an_export_describes_images(): void {
		new SiteImageProvider();
		$user = $this->make_user( 'author' );
		wp_set_current_user( $user );
		$id = self::start_job( 'image' )->get_data()['id'];
		( new Runner() )->run( $id );
		self::log_in( 'admin' );
		$export = (string) wp_json_encode( $this->pages( self::EXPORTERS, self::email( $user ) ), JSON_UNESCAPED_SLASHES );
		$this->assertStringContainsString( 'image/png', $export );
		$this->assertStringNotContainsString( '_wpnonce', $export );
	}

	/** More than a page. */
	public function test_exporter_and_eraser_go_page_by_page(): void {
		$user = $this->make_user( 'author' );
		for ( $count = 0; $count < 120; $count++ ) {
			self::pending(
				array(
					'owner_id' => $user,
					'input'    => array( 'prompt' => "Prompt {$count}." ),
				)
			);
		}
		$pages = $this->pages( self::EXPORTERS, self::email( $user ) );
		$this->assertSame( array( 50, 50, 20 ), array_map( 'count', array_column( $pages, 'data' ) ) );
		$ids = array_merge( ...array_map( static function ( array $page ): array { return array_column( $page['data'], 'item_id' ); }, $pages ) );
		$this->assertCount( 120, array_unique( $ids ) );

		$pages = $this->pages( self::ERASERS, self::email( $user ) );
		$this->assertCount( 3, $pages );
		$this->assertSame( array(), ( new JobManager() )->of_owner( $user, 1 ) );
	}

	/** Everything goes, of this user alone. */
	public function test_an_erasure_removes_everything_of_the_user(): void {
		new SiteImageProvider();
		$user  = $this->make_user( 'author' );
		$other = $this->make_user( 'author' );
		wp_set_current_user( $user );
		$image = self::start_job( 'image' )->get_data()['id'];
		( new Runner() )->run( $image );
		UsedKeys::add( $user, str_repeat( 'a', 64 ) );
		$kept = self::pending( array( 'owner_id' => $other ) )->id();
		self::log_in( 'admin' );

		$answer = $this->pages( self::ERASERS, self::email( $user ) );
		$this->assertSame( array( true, false, array(), true ), array_values( $answer[0] ) );
		$this->assertSame( array(), Starts::read( $user ) );
		$this->assertFalse( UsedKeys::has( $user, str_repeat( 'a', 64 ) ) );
		$this->assertDirectoryDoesNotExist( ImageFiles::path( $image, '' ) );
		$this->assertNotNull( ( new JobManager() )->get( $kept ) );
		$this->assertSame( array( array(), true ), array_values( $this->pages( self::EXPORTERS, self::email( $user ) )[0] ) );
		$this->assertFalse( $this->pages( self::ERASERS, self::email( $user ) )[0]['items_removed'] );
	}

	/** Somebody who has no account, such as who left a comment. */
	public function test_nobody_has_nothing(): void {
		$this->assertSame( array( array(), true ), array_values( $this->pages( self::EXPORTERS, 'nobody@example.org' )[0] ) );
		$this->assertFalse( $this->pages( self::ERASERS, 'nobody@example.org' )[0]['items_removed'] );
	}

	/** The text for the site's policy. */
	public function test_suggests_a_text_for_the_privacy_policy(): void {
		require_once ABSPATH . 'wp-admin/includes/class-wp-privacy-policy-content.php';
		set_current_screen( 'dashboard' );
		$texts  = array();
		$record = new \ReflectionProperty( 'WP_Privacy_Policy_Content', 'policy_content' );
		$record->setAccessible( true );
		$before = $record->getValue();
		global $wp_current_filter;
		$wp_current_filter[] = 'admin_init';
		Privacy::suggest_policy();
		array_pop( $wp_current_filter );
		foreach ( $record->getValue() as $text ) {
			$texts[ $text['plugin_name'] ] = $text['policy_text'];
		}
		$record->setValue( null, $before );
		unset( $GLOBALS['current_screen'] );
		$this->assertStringContainsString( '24 hours', $texts['WP AI Jobs'] );
	}
}
