<?php
/**
 * Row A12: post types with rights of their own.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Field;

use WpAiJobs\Core\EditorScript;
use WpAiJobs\Tests\PluginTestCase;

/**
 * The post decides: `edit_post` of it, at the button and at the start.
 */
final class A12PostTypesTest extends PluginTestCase {

	use People;

	/** {@inheritDoc} */
	protected function setUp(): void {
		parent::setUp();
		self::register_books();
	}

	/** {@inheritDoc} */
	protected function tearDown(): void {
		wp_deregister_script( EditorScript::HANDLE );
		unset( $GLOBALS['post'], $GLOBALS['current_screen'] );
		parent::tearDown();
	}

	/** A role that has `edit_books` and nothing else. */
	public function test_a_role_that_edits_books_alone_generates_text_in_books(): void {
		$user = $this->make_user( 'book_editor' );
		wp_set_current_user( $user );
		$own   = $this->make_post( $user, 'book' );
		$other = $this->make_post( self::user( 'admin' ), 'book' );
		$post  = $this->make_post( self::user( 'admin' ) );
		$this->assertFalse( current_user_can( 'edit_posts' ) );

		$this->assertSame( array( 201, null, null ), self::told( self::start_job( 'content', $own ) ) );
		$this->assertCount( 1, self::rest( 'GET', '/jobs', array( 'post' => (string) $own ) )->get_data() );
		$refused = array( 403, 'ai_job_forbidden', 'context.post_id' );
		$this->assertSame( $refused, self::told( self::start_job( 'content', $other ) ), 'Another author’s book.' );
		$this->assertSame( $refused, self::told( self::start_job( 'content', $post ) ), 'A post.' );
		$this->assertSame( $refused, self::told( self::start_job( 'content', 999999 ) ), 'A post that does not exist.' );
		$type = array( 403, 'ai_job_forbidden', 'type' );
		$this->assertSame( $type, self::told( self::start_job( 'content' ) ), 'No post.' );
		$this->assertSame( $type, self::told( self::start_job( 'image', $own ) ), 'They may not upload.' );
	}

	/** What the editor is told. */
	public function test_capabilities_of_a_book_are_those_of_the_book(): void {
		$user = $this->make_user( 'book_editor' );
		wp_set_current_user( $user );
		$book  = $this->make_post( $user, 'book' );
		$types = static function ( array $query ): array {
			return array_keys( (array) self::rest( 'GET', '/capabilities', $query )->get_data()['types'] );
		};
		$this->assertSame( array(), $types( array() ) );
		$this->assertSame( array( 'content' ), $types( array( 'post' => (string) $book ) ) );
		$this->assertSame( array( 403, 'ai_job_forbidden', 'post' ), self::told( self::rest( 'GET', '/capabilities', array( 'post' => '999999' ) ) ) );
		$this->assertSame( array( 400, 'ai_job_invalid_input', 'post' ), self::told( self::rest( 'GET', '/capabilities', array( 'post' => '-1' ) ) ) );
	}

	/**
	 * What the editor's script is told.
	 *
	 * @param int $post_id The post that is opened.
	 * @return string[]|null The types; null: the script is not loaded.
	 */
	private static function types_in_editor( int $post_id ): ?array {
		set_current_screen( get_post_type( $post_id ) );
		$GLOBALS['current_screen']->base = 'post';
		$GLOBALS['post']                 = get_post( $post_id );
		wp_deregister_script( EditorScript::HANDLE );
		wp_dequeue_script( EditorScript::HANDLE );
		EditorScript::enqueue();
		if ( ! wp_script_is( EditorScript::HANDLE ) ) {
			return null;
		}
		$inline = implode( '', array_filter( wp_scripts()->registered[ EditorScript::HANDLE ]->extra['before'] ) );
		$site   = json_decode( substr( $inline, strlen( 'window.wpAiJobs = ' ), -1 ), true );
		self::assertSame( $post_id, $site['postId'] );
		return $site['types'];
	}

	/** The button. */
	public function test_the_editor_of_a_book_has_the_script_and_is_told_which_types(): void {
		$asset   = WP_PLUGIN_DIR . '/wp-ai-jobs/build/editor.asset.php';
		$is_ours = ! is_file( $asset );
		if ( $is_ours ) {
			wp_mkdir_p( dirname( $asset ) );
			file_put_contents( $asset, "<?php return array( 'dependencies' => array(), 'version' => '1' );" );
		}
		try {
			$this->check_editors();
		} finally {
			if ( $is_ours ) {
				unlink( $asset );
			}
		}
	}

	/** With a build. */
	private function check_editors(): void {
		$editor = $this->make_user( 'book_editor' );
		$author = $this->make_user( 'author' );
		$book   = $this->make_post( $editor, 'book' );
		$post   = $this->make_post( $author );
		wp_set_current_user( $editor );
		$this->assertSame( array( 'content' ), self::types_in_editor( $book ) );
		$this->assertNull( self::types_in_editor( $post ) );
		wp_set_current_user( $author );
		$this->assertSame( array( 'content', 'image' ), self::types_in_editor( $post ) );
	}

	/** A type that a host declared without a capability goes by the post too; one with its own needs both. */
	public function test_types_of_hosts_go_by_the_post(): void {
		add_action(
			'wpaijobs_register_types',
			static function (): void {
				$declare = static function ( string $type, array $args ): void {
					wpaijobs_register_type(
						$type,
						$args + array(
							'schema'   => array(
								'input' => array(
									'type'       => 'object',
									'properties' => array( 'prompt' => array( 'type' => 'string' ) ),
								),
							),
							'execute'  => '__return_empty_array',
							'provider' => 'none',
						)
					);
				};
				$declare( 'acme-plain', array() );
				$declare( 'acme-read', array( 'capability' => 'read' ) );
				$declare( 'acme-publish', array( 'capability' => 'publish_books' ) );
			}
		);
		$user = $this->make_user( 'book_editor' );
		wp_set_current_user( $user );
		$book = $this->make_post( $user, 'book' );
		$post = $this->make_post( self::user( 'admin' ) );

		$this->assertSame( 201, self::start_job( 'acme-plain', $book )->get_status() );
		$this->assertSame( 201, self::start_job( 'acme-read', $book )->get_status() );
		$this->assertSame( 201, self::start_job( 'acme-read' )->get_status() );
		$this->assertSame( array( 403, 'ai_job_forbidden', 'type' ), self::told( self::start_job( 'acme-plain' ) ) );
		$this->assertSame( array( 403, 'ai_job_forbidden', 'type' ), self::told( self::start_job( 'acme-publish', $book ) ) );
		$this->assertSame( array( 403, 'ai_job_forbidden', 'context.post_id' ), self::told( self::start_job( 'acme-read', $post ) ) );
	}

	/** The same for a status that has a right of its own: a contributor's published post. */
	public function test_a_contributor_generates_in_drafts_and_not_in_what_is_published(): void {
		$user = $this->make_user( 'contributor' );
		wp_set_current_user( $user );
		$this->assertSame( 201, self::start_job( 'content', $this->make_post( $user ) )->get_status() );
		$this->assertSame( array( 403, 'ai_job_forbidden', 'context.post_id' ), self::told( self::start_job( 'content', $this->make_post( $user, 'post', 'publish' ) ) ) );
	}
}
