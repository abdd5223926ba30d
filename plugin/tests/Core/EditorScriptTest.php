<?php
/**
 * The script of the block editor.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Tests\Core;

use WpAiJobs\Core\EditorScript;
use WpAiJobs\Tests\PluginTestCase;
use WpAiJobs\Tests\Process;
use const WpAiJobs\PLUGIN_FILE;

/**
 * What the editor loads; with a build of the test's own where there is none.
 */
final class EditorScriptTest extends PluginTestCase {

	private const ASSET = WP_PLUGIN_DIR . '/wp-ai-jobs/build/editor.asset.php';

	/**
	 * Whether the build is the test's own.
	 *
	 * @var bool
	 */
	private $is_ours = false;

	/** Makes a build, if there is none. */
	protected function setUp(): void {
		parent::setUp();
		if ( ! is_file( self::ASSET ) ) {
			$this->is_ours = true;
			wp_mkdir_p( dirname( self::ASSET ) );
			file_put_contents( self::ASSET, "<?php return array( 'dependencies' => array( 'wp-element' ), 'version' => '1' );" );
		}
	}

	/** Removes it. */
	protected function tearDown(): void {
		if ( $this->is_ours ) {
			unlink( self::ASSET );
		}
		wp_dequeue_script( EditorScript::HANDLE );
		wp_deregister_script( EditorScript::HANDLE );
		parent::tearDown();
	}

	/** Who may edit posts gets it, and where to ask. */
	public function test_an_editor_loads_the_script_and_learns_where_the_site_is(): void {
		self::log_in( 'editor' );
		EditorScript::enqueue();
		$this->assertTrue( wp_script_is( EditorScript::HANDLE ) );
		$script = wp_scripts()->registered[ EditorScript::HANDLE ];
		$asset  = require self::ASSET;
		$this->assertSame( $asset['version'], $script->ver );
		$this->assertSame( array(), array_diff( $asset['dependencies'], $script->deps ) );
		$this->assertStringStartsWith( content_url( 'plugins/wp-ai-jobs/build/editor.js' ), $script->src );
		$this->assertSame( 'wp-ai-jobs', $script->textdomain );

		$inline = implode( '', array_filter( $script->extra['before'] ) );
		$this->assertSame( 1, preg_match( '/^window\.wpAiJobs = (\{.*\});$/', $inline, $match ) );
		$site = json_decode( $match[1], true );
		$this->assertSame( array( 'restRoot', 'nonce', 'nonceUrl', 'userId', 'loginUrl', 'postId', 'types' ), array_keys( $site ) );
		$this->assertSame( rest_url(), $site['restRoot'] );
		$this->assertSame( get_current_user_id(), $site['userId'] );
		$this->assertSame( array( null, array( 'content', 'image' ) ), array( $site['postId'], $site['types'] ) );
		$this->assertNotFalse( wp_verify_nonce( $site['nonce'], 'wp_rest' ) );
		$this->assertStringEndsWith( 'admin-ajax.php?action=rest-nonce', $site['nonceUrl'] );
		$this->assertStringContainsString( 'wp-login.php?interim-login=1', $site['loginUrl'] );
	}

	/** Who may not, does not. */
	public function test_a_subscriber_loads_nothing(): void {
		self::log_in( 'subscriber' );
		EditorScript::enqueue();
		$this->assertFalse( wp_script_is( EditorScript::HANDLE ) );
	}

	/** A checkout without a build: another folder, since others may be reading this one. */
	public function test_administrators_are_told_that_the_build_is_missing(): void {
		$plugins = get_temp_dir() . wp_unique_id( 'without-build-' . getmypid() . '-' );
		$plugin  = $plugins . '/wp-ai-jobs';
		wp_mkdir_p( $plugin );
		copy( PLUGIN_FILE, $plugin . '/wp-ai-jobs.php' );
		symlink( dirname( PLUGIN_FILE ) . '/includes', $plugin . '/includes' );

		$process                           = new Process( 'without_build', array( $plugins ) );
		list( $to_admin, $to_editor, $is ) = json_decode( $process->hear(), true );
		$process->end();
		unlink( $plugin . '/includes' );
		unlink( $plugin . '/wp-ai-jobs.php' );
		rmdir( $plugin );
		rmdir( $plugins );

		$this->assertStringContainsString( 'npm run build', $to_admin );
		$this->assertSame( '', $to_editor );
		$this->assertFalse( $is );
	}
}
