<?php
/**
 * Who may do what.
 *
 * @package WpAiJobs
 */

declare( strict_types=1 );

namespace WpAiJobs\Core;

defined( 'ABSPATH' ) || exit;

/**
 * The plugin's own capabilities. No role holds them: `map_meta_cap` turns each into what WordPress
 * already knows, here and nowhere else.
 *
 * | capability                  | without a post | with a post id                     |
 * | --------------------------- | -------------- | ---------------------------------- |
 * | `wpaijobs_generate_content` | `edit_posts`   | `edit_post` of it                  |
 * | `wpaijobs_generate_image`   | `upload_files` | `upload_files` and `edit_post` of it |
 * | `wpaijobs_manage`           | `manage_options` |                                  |
 *
 * A site maps them differently with the same filter. This one lets only users whose role has
 * `use_ai` generate anything:
 *
 *     add_filter( 'map_meta_cap', function ( array $caps, string $cap ): array {
 *         if ( 0 === strpos( $cap, 'wpaijobs_generate_' ) ) {
 *             $caps[] = 'use_ai';
 *         }
 *         return $caps;
 *     }, 10, 2 );
 */
final class Capabilities {

	/** To generate text, also of the types that hosts declare without a capability of their own. */
	public const CONTENT = 'wpaijobs_generate_content';

	/** To generate images: pointless for anyone who can't put one into the media library. */
	public const IMAGE = 'wpaijobs_generate_image';

	/** To see and stop the jobs of others. A capability of its own, so that a site can give it to a role that must not see the key's settings. */
	public const MANAGE = 'wpaijobs_manage';

	/**
	 * Adds the filter, before those of sites, which change what it returns.
	 */
	public static function register(): void {
		add_filter( 'map_meta_cap', array( self::class, 'map' ), 1, 4 );
	}

	/**
	 * Maps our capabilities to WordPress's.
	 *
	 * @param string[]     $caps    Primitive capabilities that are needed so far.
	 * @param string       $cap     What is asked for.
	 * @param int          $user_id The user.
	 * @param array<mixed> $args    A post id, or nothing.
	 * @return string[]
	 */
	public static function map( $caps, $cap, $user_id, $args ): array {
		switch ( $cap ) {
			case self::CONTENT:
				return isset( $args[0] ) ? map_meta_cap( 'edit_post', $user_id, $args[0] ) : array( 'edit_posts' );
			case self::IMAGE:
				return array_merge( array( 'upload_files' ), isset( $args[0] ) ? map_meta_cap( 'edit_post', $user_id, $args[0] ) : array() );
			case self::MANAGE:
				return array( 'manage_options' );
			default:
				return (array) $caps;
		}
	}

	/**
	 * Whether a user edits anything on this site that the block editor can edit. A post type may
	 * have rights of its own: a role that has `edit_books` alone is one of them.
	 *
	 * @param int|null $user_id Default: the current user.
	 * @return bool
	 */
	public static function may_edit_anything( ?int $user_id = null ): bool {
		$user = $user_id ?? wp_get_current_user();
		foreach ( get_post_types( array( 'show_in_rest' => true ), 'objects' ) as $type ) {
			if ( user_can( $user, $type->cap->edit_posts ) ) {
				return true;
			}
		}
		return false;
	}
}
