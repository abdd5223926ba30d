<?php
/**
 * Plugin Name: Fixed preferences
 * Description: Keeps the editor's preferences of each user as they were first written, so that no test closes a sidebar for the next one.
 */

declare( strict_types=1 );

add_filter(
	'update_user_metadata',
	static function ( $done, int $user, string $key ) {
		$is_kept = $GLOBALS['wpdb']->get_blog_prefix() . 'persisted_preferences' === $key && get_user_meta( $user, $key, true );
		return $is_kept ? true : $done;
	},
	10,
	3
);
