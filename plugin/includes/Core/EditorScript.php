<?php
/**
 * The script of the block editor.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Core;

use WpAiJobs\Integrations\AI\JobTypes;
use const WpAiJobs\PLUGIN_FILE;

defined( 'ABSPATH' ) || exit;

/**
 * Loads what `npm run build` made into the block editor of those who may use it, and tells it
 * where the site is: `window.wpAiJobs = { restRoot, nonce, nonceUrl, userId, loginUrl, postId, types }`.
 */
final class EditorScript {

	public const HANDLE = 'wp-ai-jobs-editor';

	/**
	 * Adds the hooks.
	 */
	public static function register(): void {
		add_action( 'enqueue_block_editor_assets', array( self::class, 'enqueue' ) );
		add_action( 'admin_notices', array( self::class, 'show_missing' ) );
	}

	/**
	 * Enqueues script and styles.
	 */
	public static function enqueue(): void {
		$asset_file = self::path( 'build/editor.asset.php' );
		$post_id    = self::post_id();
		$types      = array_keys( JobTypes::startable( $post_id ) );
		if ( array() === $types || ! is_file( $asset_file ) ) {
			return;
		}
		$asset = require $asset_file;
		wp_enqueue_script( self::HANDLE, plugins_url( 'build/editor.js', PLUGIN_FILE ), $asset['dependencies'], $asset['version'], array( 'in_footer' => true ) );
		wp_set_script_translations( self::HANDLE, 'wp-ai-jobs', self::path( 'languages' ) );

		$site = array(
			'restRoot' => rest_url(),
			'nonce'    => wp_create_nonce( 'wp_rest' ),
			'nonceUrl' => admin_url( 'admin-ajax.php?action=rest-nonce' ),
			// So that the tabs of one user, and of no other, share what they know of jobs.
			'userId'   => get_current_user_id(),
			'loginUrl' => add_query_arg( 'interim-login', '1', wp_login_url() ),
			// The post that was opened, or null, and what the user may start for it: no button for anything else.
			'postId'   => $post_id,
			'types'    => $types,
		);
		wp_add_inline_script( self::HANDLE, 'window.wpAiJobs = ' . wp_json_encode( $site, JSON_HEX_TAG | JSON_UNESCAPED_SLASHES ) . ';', 'before' );

		if ( is_file( self::path( 'build/editor.css' ) ) ) {
			wp_enqueue_style( self::HANDLE, plugins_url( 'build/editor.css', PLUGIN_FILE ), array( 'wp-components' ), $asset['version'] );
		}
	}

	/**
	 * The post that the block editor was opened with.
	 *
	 * @return int|null Null: it edits something else, such as a template or widgets.
	 */
	private static function post_id(): ?int {
		$screen = function_exists( 'get_current_screen' ) ? get_current_screen() : null;
		$post   = null !== $screen && 'post' === $screen->base ? get_post() : null;
		return null === $post ? null : $post->ID;
	}

	/**
	 * Says so where the plugin was installed from its sources without a build.
	 */
	public static function show_missing(): void {
		if ( ! current_user_can( 'activate_plugins' ) || is_file( self::path( 'build/editor.asset.php' ) ) ) {
			return;
		}
		wp_admin_notice(
			esc_html__( 'AI Jobs is active, but its editor script is missing, so the editor has no AI button. Install the plugin from its zip file, or run "npm run build" in its sources.', 'wp-ai-jobs' ),
			array( 'type' => 'warning' )
		);
	}

	/**
	 * A path in the plugin's folder.
	 *
	 * @param string $relative Relative path.
	 * @return string
	 */
	private static function path( string $relative ): string {
		return plugin_dir_path( PLUGIN_FILE ) . $relative;
	}
}
